import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporalSettings } from './settings.ts';

test('task queues are named by the setting, and workers are versioned when both variables say so', () => {
  const plain = temporalSettings(undefined, {});
  assert.deepEqual(plain.workflow.queues, {
    jobs: 'leafcutter-jobs',
    parse: 'leafcutter-parse',
    parseBulk: 'leafcutter-parse-bulk',
  });
  assert.equal(plain.deployment, null);
  const versioned = temporalSettings('mine', {
    TEMPORAL_DEPLOYMENT_NAME: 'leafcutter',
    TEMPORAL_WORKER_BUILD_ID: '0.2.0',
  });
  assert.equal(versioned.workflow.queues.parse, 'mine-parse');
  assert.deepEqual(versioned.deployment, { name: 'leafcutter', buildId: '0.2.0' });
  assert.throws(() => temporalSettings('mine', { TEMPORAL_DEPLOYMENT_NAME: 'leafcutter' }), /set together/);
});

test('law 8: what 500 activities can add to a history that is given nothing more stays below 8,000 events', () => {
  const { continueAfterEvents } = temporalSettings('mine', {}).workflow;
  assert.ok(continueAfterEvents + 500 * 7 < 8_000);
});
