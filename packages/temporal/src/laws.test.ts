/** What jobs on Temporal promise beyond the engine suite: queries, ends from outside, limits of the history, versions. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import type { EngineLimits } from 'leafcutter/internal';
import {
  collect,
  newJob,
  postgresServer,
  readCalls,
  temporalServer,
  untilCalled,
  type Call,
  type Script,
} from 'leafcutter/testing';
import { adopt } from './orphans.ts';
import { openTemporalStage, type TemporalHarnessOptions, type TemporalStage } from './testing/harness.ts';

const head = { id: 'head', leaves: 4 };
const foot = { id: 'foot', leaves: 2 };
const rows = { id: 'rows', leaves: 3, turns: 4, rowsPerTurn: 5 };
const held = { units: [head, rows, foot], twists: [{ at: 'rows/3', deed: { do: 'hold' } }] } as const;

async function withStage(
  script: Omit<Script, 'scratch'>,
  use: (stage: TemporalStage, calls: () => readonly Call[]) => Promise<void>,
  { limits = {}, ...options }: TemporalHarnessOptions & { readonly limits?: Partial<EngineLimits> } = {},
): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-laws-'));
  const stage = await openTemporalStage({ ...script, scratch }, { maxClaims: 3, ...limits }, options);
  try {
    await use(stage, () => readCalls(scratch));
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

const skip = temporalServer().skip || postgresServer().skip;

describe('queries', { skip }, () => {
  test('a running job answers by the names of the published service: keys of what is kept, no values', async () => {
    await withStage(held, async ({ engine, client }, calls) => {
      const job = newJob({ concurrentUnits: 1 });
      const { jobId } = job.spec;
      await engine.start(job);
      await untilCalled(calls, 'rows/3');
      const handle = client.workflow.getHandle(jobId);
      const kept = {
        head: [{ piece: 'unit/0', first_turn: 1, last_turn: 1 }],
        rows: [{ piece: 'unit/1', first_turn: 1, last_turn: 2 }],
      };
      assert.deepEqual(await handle.query('accumulatedResults'), kept);
      for (const [piece, turn] of [
        ['unit/0', 1],
        ['unit/1', 2],
      ] as const)
        assert.notEqual(await engine.answer(jobId, piece, turn), null, 'the store has the value of each key');
      assert.deepEqual(await handle.query('failedSubtrees'), []);
      const status = await engine.status(jobId);
      assert.deepEqual(await handle.query('progress'), {
        completion_percentage: status?.percentage,
        current_step: 'extracting',
        fields_processed: 4,
        total_fields: 9,
      });
      await engine.cancel(jobId);
    });
  });

  test('law 7: without a worker the store answers alone, and says the same', async () => {
    await withStage(held, async (stage, calls) => {
      const { engine } = stage;
      const job = newJob({ concurrentUnits: 1 });
      const { jobId } = job.spec;
      await engine.start(job);
      await untilCalled(calls, 'rows/3');
      const asked = { status: await engine.status(jobId), state: await engine.state(jobId) };
      await stage.endWorker();
      assert.deepEqual({ status: await engine.status(jobId), state: await engine.state(jobId) }, asked);
      assert.deepEqual(await stage.storedStatus(jobId), asked.status);
      await stage.addWorker();
      assert.equal((await collect(engine, jobId)).at(-1)?.type, 'job_completed');
    });
  });
});

describe('ends from outside', { skip }, () => {
  test('a workflow that an operator cancels is a job that was cancelled', async () => {
    await withStage(held, async ({ engine, client }, calls) => {
      const job = newJob();
      const { jobId } = job.spec;
      await engine.start(job);
      await untilCalled(calls, 'rows/3');
      await client.workflow.getHandle(jobId).cancel();
      assert.equal((await collect(engine, jobId)).at(-1)?.type, 'job_cancelled');
      assert.equal((await engine.status(jobId))?.status, 'cancelled');
    });
  });

  test('one that an operator terminates, too: the orphan is found and ended', async () => {
    await withStage(held, async ({ engine, client, orphans }, calls) => {
      const job = newJob();
      const { jobId } = job.spec;
      await engine.start(job);
      await untilCalled(calls, 'rows/3');
      await client.workflow.getHandle(jobId).terminate();
      assert.equal((await engine.status(jobId))?.status, 'processing');
      await adopt(orphans, jobId);
      assert.equal((await collect(engine, jobId)).at(-1)?.type, 'job_cancelled');
    });
  });

  test('a job that was accepted while the server was away is kept, and starts later', async () => {
    await withStage({ units: [head] }, async (stage) => {
      const away = stage.engineWithoutServer();
      const job = newJob();
      const { jobId } = job.spec;
      assert.equal((await away.start(job)).status, 'pending');
      assert.equal((await away.status(jobId))?.status, 'pending', 'the store answers alone');
      await assert.rejects(away.cancel(jobId), { code: 'engine_unavailable' });
      await away.stop();
      await adopt(stage.orphans, jobId);
      assert.equal((await collect(stage.engine, jobId)).at(-1)?.type, 'job_completed');
    });
  });
});

describe('law 8', { skip }, () => {
  test('at most 500 activities at once, and a new history before 8,000 events', async () => {
    const units = Array.from({ length: 800 }, (_, index) => ({ id: `u${index}`, leaves: 1 }));
    await withStage({ units }, async ({ engine, client }) => {
      // Far more at once than any job may ask for.
      const job = newJob({ pages: 10_400, concurrentRanges: 600, concurrentUnits: 600, units: 800 });
      const { jobId } = job.spec;
      await engine.start(job);
      const events = collect(engine, jobId);
      const ended = events.then(
        () => true,
        () => true,
      );
      let most = 0;
      do {
        const { raw } = await client.workflow.getHandle(jobId).describe();
        most = Math.max(most, raw.pendingActivities?.length ?? 0);
      } while (!(await Promise.race([ended, sleep(most < 500 ? 50 : 1_000, false)])));
      assert.equal((await events).at(-1)?.type, 'job_completed');
      assert.equal(most, 500);
      const lengths: number[] = [];
      for await (const run of client.workflow.list({ query: `WorkflowId = "${jobId}"` }))
        lengths.push(run.historyLength);
      assert.ok(lengths.length > 1, 'it never continued as new');
      assert.ok(Math.max(...lengths) < 8_000, `${lengths.join(', ')} events`);
    });
  });

  test('losses are carried on: a unit that always kills its worker fails alone, across new histories', async () => {
    const script = {
      units: [{ ...rows, turns: 25 }, head, foot],
      twists: [{ at: 'head/1', times: 100, deed: { do: 'die' } }],
    } as const;
    await withStage(
      script,
      async ({ engine, client }, calls) => {
        const job = newJob();
        const { jobId } = job.spec;
        await engine.start(job);
        const events = await collect(engine, jobId);
        const errors = events.flatMap((event) =>
          event.type === 'subtree_error' ? [[event.unit, event.failure.code, event.attempts]] : [],
        );
        assert.deepEqual(errors, [['head', 'worker_lost', 3]]);
        assert.equal(calls().filter(({ target }) => target === 'head/1').length, 3);
        let runs = 0;
        for await (const _ of client.workflow.list({ query: `WorkflowId = "${jobId}"` })) runs += 1;
        assert.ok(runs > 2, `${runs} histories`);
      },
      { continueAfterEvents: 40 },
    );
  });
});

describe('worker versioning', { skip }, () => {
  test('a running job stays with the build that it began on; new ones go to the current one', async () => {
    const name = `leafcutter-${Math.random().toString(36).slice(2)}`;
    const builds = ['1', '2'].map((buildId) => ({ name, buildId }));
    const [old, next] = builds;
    assert.ok(old !== undefined && next !== undefined);
    const script = { units: [{ ...rows, turns: 30 }], workMs: 50 };
    await withStage(
      script,
      async (stage, calls) => {
        const { engine, client } = stage;
        const makeCurrent = async (buildId: string): Promise<void> => {
          const { namespace } = client.options;
          const asked = { namespace, deploymentName: name, buildId, ignoreMissingTaskQueues: true };
          // A build is known some time after its worker has begun to poll.
          for (let tries = 1; ; tries += 1) {
            try {
              await client.workflowService.setWorkerDeploymentCurrentVersion(asked);
              return;
            } catch (error) {
              if (tries === 300 || !isGrpcServiceError(error)) throw error;
              await sleep(100);
            }
          }
        };
        const buildOf = async (jobId: string): Promise<string | null | undefined> => {
          const { raw } = await client.workflow.getHandle(jobId).describe();
          return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
        };
        await makeCurrent('1');
        const first = newJob();
        await engine.start(first);
        await untilCalled(calls, 'rows/2');
        await stage.addWorker(next);
        await makeCurrent('2');
        const second = newJob();
        await engine.start(second);
        for (const { spec } of [first, second])
          assert.equal((await collect(engine, spec.jobId)).at(-1)?.type, 'job_completed');
        assert.deepEqual([await buildOf(first.spec.jobId), await buildOf(second.spec.jobId)], ['1', '2']);
      },
      { deployment: old },
    );
  });
});
