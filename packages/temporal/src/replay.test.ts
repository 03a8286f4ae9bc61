/**
 * Point 6 of issue 4: what is running now must be able to go on under this code. Each history that a release has kept is
 * replayed; a workflow that decides otherwise than it did then is an error of determinism.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { decodeHistory, readHistories, type History } from './testing/histories.ts';
import { kindsOfJobs } from './testing/kinds-of-jobs.ts';
import { workflowBundle } from './bundle.ts';

// The violation that is planted below is not to be read as a failure.
Runtime.install({
  logger: new DefaultLogger('ERROR', () => undefined),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
});

const histories = await readHistories();

async function replay(history: History): Promise<void> {
  const { code } = await workflowBundle();
  await Worker.runReplayHistory({ workflowBundle: { code } }, history);
}

describe('recorded workflows', () => {
  for (const { name, text } of histories) {
    test(`${name} goes on`, async () => {
      await replay(decodeHistory(text));
    });
  }

  test('every kind of job is among them, and the longest one continued as new', () => {
    for (const { name } of kindsOfJobs) {
      assert.ok(
        histories.some((history) => history.name.includes(`/${name}.1.`)),
        name,
      );
    }
    assert.ok(histories.filter(({ name }) => name.includes('/continued-as-new.')).length > 2);
    assert.ok(histories.filter(({ name }) => name.includes('/retried.')).length === 2);
  });

  test('a workflow that gives out its commands in another order is found out', async () => {
    const { text = '' } = histories.find(({ name }) => name.endsWith('/completed.1.json')) ?? {};
    const exchanged = text.replaceAll(
      /"activityId":"parse\/([01])#/g,
      (_, place: string) => `"activityId":"parse/${1 - Number(place)}#`,
    );
    assert.notEqual(exchanged, text);
    await assert.rejects(replay(decodeHistory(exchanged)), DeterminismViolationError);
  });
});
