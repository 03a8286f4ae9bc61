import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobState } from 'leafcutter/job';
import { jobMoments } from 'leafcutter/testing';
import { adopt, type OrphanTools } from './orphans.ts';
import type { RunStatus } from './runs.ts';

/** What is started, when the store says this and the server that. */
async function startedFor(state: JobState | null, status: RunStatus): Promise<readonly unknown[]> {
  const started: unknown[] = [];
  const runs: OrphanTools['runs'] = {
    statusOf: async () => status,
    start: async (_state, commands, options) => {
      started.push({ commands: commands.map(({ id }) => id), ...options });
    },
  };
  const database: OrphanTools['database'] = new Proxy({} as OrphanTools['database'], {
    get: () => assert.fail('adopting reads the state alone'),
  });
  await adopt({ database, runs, storedState: async () => state }, 'job');
  return started;
}

test('a lost job goes on with what it waited for; one ended from outside is cancelled; others are left', async () => {
  const moments = jobMoments();
  const inTurns = moments['in-turns'] ?? null;
  assert.ok(inTurns !== null);
  const goesOn = [{ commands: ['unit/1#0.2.1', 'unit/2#0.1.1'], again: true }];
  assert.deepEqual(await startedFor(inTurns, 'none'), goesOn);
  assert.deepEqual(await startedFor(inTurns, 'closed'), goesOn);
  assert.deepEqual(await startedFor(inTurns, 'terminated'), [
    { commands: [], inputs: [{ type: 'cancel' }], again: true },
  ]);
  assert.deepEqual(await startedFor(inTurns, 'running'), []);
  assert.deepEqual(await startedFor(moments['completed'] ?? null, 'closed'), []);
  assert.deepEqual(await startedFor(null, 'none'), []);
});

test('what slept until a retry may run at once', async () => {
  const [started] = await startedFor(jobMoments()['waiting'] ?? null, 'none');
  assert.deepEqual(started, {
    commands: ['unit/0#0.1.2', 'unit/1#0.1.2', 'unit/2#0.1.2'],
    again: true,
  });
});
