/**
 * The laws of a job (ARCHITECTURE.md) and the port's promises, as tests that every engine passes. The scripts' seeds of
 * trouble are planted: a dying worker, a rate limit, an answer cut off. `engine-suite-order.ts` has those about order.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { encodeState, type JobEvent } from '../job/index.ts';
import type { EngineHarness } from './engine-harness.ts';
import { orderTests } from './engine-suite-order.ts';
import { collect, newJob, untilCalled, type Bench } from './engine-suite-tools.ts';
import { readCalls, type Script } from './scripted-perform.ts';

const units = [
  { id: 'head', leaves: 4 },
  { id: 'rows', leaves: 3, turns: 4, rowsPerTurn: 5 },
  { id: 'foot', leaves: 2 },
];

export interface SuiteOptions {
  /** Why the engine cannot be tested here; false: it can. */
  readonly skip?: string | false;
}

export function engineSuite(harness: EngineHarness, options: SuiteOptions = {}): void {
  describe(`engine ${harness.name}`, { skip: options.skip ?? false }, () => {
    let root = '';
    let count = 0;
    before(async () => {
      root = await mkdtemp(path.join(tmpdir(), 'leafcutter-suite-'));
    });
    after(() => rm(root, { recursive: true, force: true }));

    const bench: Bench = async (script, use, limits = {}) => {
      count += 1;
      const whole: Script = { units, ...script, scratch: path.join(root, String(count)) };
      const stage = await harness.open(whole, { maxClaims: 3, ...limits });
      try {
        await use(stage, () => readCalls(whole.scratch));
      } finally {
        await stage.close();
      }
    };
    outcomeTests(bench);
    lossTests(bench);
    cancelTests(bench);
    readingTests(bench);
    orderTests(bench);
  });
}

function outcomeTests(bench: Bench): void {
  test('a job runs from start to result, each command once', async () => {
    await bench({}, async ({ engine }, calls) => {
      const job = newJob({ pages: 45 });
      const first = await engine.start(job);
      assert.equal(first.status, 'pending');
      const events = await collect(engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_completed');
      assert.equal((await engine.status(job.spec.jobId))?.percentage, 100);
      assert.deepEqual(
        calls().map(({ target }) => target),
        [...new Set(calls().map(({ target }) => target))],
      );
      const result = await engine.result(job.spec.jobId);
      assert.deepEqual(
        rowsOf(result, 'rows'),
        Array.from({ length: 20 }, (_, index) => `rows ${index + 1}`),
      );
    });
  });

  test('starting the same job twice gives the job that is there', async () => {
    await bench({}, async ({ engine }, calls) => {
      const job = newJob();
      await Promise.all([engine.start(job), engine.start(job)]);
      await collect(engine, job.spec.jobId);
      assert.equal((await engine.start(job)).status, 'completed');
      assert.equal(calls().filter(({ target }) => target === 'plan').length, 1);
    });
  });

  test('law 3: what fails for good is an outcome with a code, and its siblings go on', async () => {
    const twists = [{ at: 'head/1', deed: { do: 'fail', code: 'extraction_failed' } }] as const;
    await bench({ twists }, async ({ engine }, calls) => {
      const job = newJob();
      await engine.start(job);
      const events = await collect(engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_failed');
      assert.deepEqual(unitsOf(events, 'subtree_error'), ['head']);
      assert.deepEqual(unitsOf(events, 'subtree_result').toSorted(), ['foot', 'rows']);
      assert.equal(calls().filter(({ target }) => target === 'head/1').length, 1);
      assert.equal(rowsOf(await engine.result(job.spec.jobId), 'rows').length, 20);
    });
  });

  test('law 4: an error that nobody expected is not tried again by the engine', async () => {
    await bench({ twists: [{ at: 'foot/1', deed: { do: 'crash' } }] }, async ({ engine }, calls) => {
      const job = newJob();
      await engine.start(job);
      const events = await collect(engine, job.spec.jobId);
      const error = events.find((event) => event.type === 'subtree_error');
      assert.equal(error?.type === 'subtree_error' ? error.failure.code : null, 'internal');
      assert.equal(calls().filter(({ target }) => target === 'foot/1').length, 1);
    });
  });

  test('law 4: a rate limit sleeps and is tried again, as the state machine says', async () => {
    const deed = { do: 'retry', code: 'rate_limited', afterMs: 0 } as const;
    await bench({ twists: [{ at: 'rows/2', times: 2, deed }] }, async ({ engine }, calls) => {
      const job = newJob();
      await engine.start(job);
      const events = await collect(engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_completed');
      const errors = events.filter((event) => event.type === 'subtree_error');
      assert.deepEqual(
        errors.map((event) => event.type === 'subtree_error' && [event.willRetry, event.attempts]),
        [
          [true, 1],
          [true, 2],
        ],
      );
      assert.equal(calls().filter(({ target }) => target === 'rows/2').length, 3);
    });
  });

  test('an answer that was cut off is split, and its parts are done instead', async () => {
    const into = [
      { id: 'head-a', leaves: 2 },
      { id: 'head-b', leaves: 2 },
    ];
    await bench({ twists: [{ at: 'head/1', deed: { do: 'split', into } }] }, async ({ engine }) => {
      const job = newJob();
      await engine.start(job);
      const events = await collect(engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_completed');
      assert.deepEqual(unitsOf(events, 'subtree_result').toSorted(), ['foot', 'head-a', 'head-b', 'rows']);
    });
  });

  test('after the end only what failed runs again', async () => {
    const twists = [{ at: 'rows/3', deed: { do: 'fail', code: 'extraction_failed' } }] as const;
    await bench({ twists }, async ({ engine }, calls) => {
      const job = newJob();
      await engine.start(job);
      const before = await collect(engine, job.spec.jobId);
      assert.equal(before.at(-1)?.type, 'job_failed');
      const done = calls().length;
      assert.equal((await engine.retry(job.spec.jobId))?.status, 'retrying');
      const events = await collect(engine, job.spec.jobId, before.length);
      assert.equal(events.at(-1)?.type, 'job_completed');
      assert.deepEqual(
        calls()
          .slice(done)
          .map(({ target }) => target),
        ['rows/3', 'rows/4', 'merge'],
      );
      assert.equal(rowsOf(await engine.result(job.spec.jobId), 'rows').length, 20);
      assert.equal((await engine.retry(job.spec.jobId))?.status, 'completed', 'nothing is left to retry');
    });
  });
}

function lossTests(bench: Bench): void {
  test('law 3: a unit that kills its worker fails alone, after a bounded number of tries', async () => {
    await bench(
      { twists: [{ at: 'head/1', times: 100, deed: { do: 'die' } }] },
      async ({ engine }, calls) => {
        const job = newJob();
        await engine.start(job);
        const events = await collect(engine, job.spec.jobId);
        const errors = events.filter((event) => event.type === 'subtree_error');
        assert.deepEqual(
          errors.map(
            (event) => event.type === 'subtree_error' && [event.unit, event.failure.code, event.attempts],
          ),
          [['head', 'worker_lost', 3]],
        );
        assert.deepEqual(unitsOf(events, 'subtree_result').toSorted(), ['foot', 'rows']);
        assert.equal(events.at(-1)?.type, 'job_failed');
        assert.equal(calls().filter(({ target }) => target === 'head/1').length, 3);
      },
    );
  });

  test('law 2: work that was lost runs again and changes nothing that was done', async () => {
    await bench({ twists: [{ at: 'rows/3', deed: { do: 'hold' } }] }, async ({ engine, kill }, calls) => {
      const job = newJob({ concurrentUnits: 1 });
      await engine.start(job);
      await untilCalled(calls, 'rows/3');
      await kill();
      const events = await collect(engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_completed');
      assert.deepEqual(
        events.map((event) => event.seq),
        events.map((_, index) => index + 1),
      );
      const repeated = calls().filter(({ target }) => target === 'rows/3');
      assert.equal(repeated.length, 2);
      assert.equal(new Set(repeated.map(({ commandId }) => commandId)).size, 1, 'the same command');
      assert.equal(
        calls().filter(({ target }) => target === 'rows/2').length,
        1,
        'what was stored is not asked again',
      );
      assert.equal(rowsOf(await engine.result(job.spec.jobId), 'rows').length, 20);
    });
  });

  test('a restart gives work back without counting it as a try', async () => {
    const twists = [
      { at: 'foot/1', times: 1, deed: { do: 'die' } },
      { at: 'foot/1', times: 4, deed: { do: 'hold' } },
    ] as const;
    await bench({ twists }, async (stage, calls) => {
      // Inline has nothing to restart: there it is a loss like any other.
      if (stage.engine.name === 'inline') return;
      const job = newJob();
      await stage.engine.start(job);
      // After a loss, too.
      for (const times of [2, 3, 4]) {
        await untilCalled(calls, 'foot/1', times);
        await stage.restart();
      }
      const events = await collect(stage.engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_completed');
    });
  });
}

function cancelTests(bench: Bench): void {
  test('law 5: cancel aborts what is in flight and drops what waits', async () => {
    const twists = [
      { at: 'head/1', times: 9, deed: { do: 'hold' } },
      { at: 'foot/1', times: 9, deed: { do: 'retry', code: 'rate_limited', afterMs: 600_000 } },
    ] as const;
    await bench({ twists }, async ({ engine }, calls) => {
      const job = newJob();
      await engine.start(job);
      await untilCalled(calls, 'head/1');
      await untilCalled(calls, 'foot/1');
      await untilCalled(calls, 'rows/4');
      assert.equal((await engine.cancel(job.spec.jobId))?.status, 'cancelled');
      const events = await collect(engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_cancelled');
      const made = calls().length;
      // Nothing of it is left: a job behind it runs to its end on the same places.
      const next = newJob({ units: 0 });
      await engine.start(next);
      await untilCalled(calls, 'head/1', 2);
      await engine.cancel(next.spec.jobId);
      assert.ok(
        calls()
          .slice(made)
          .every(({ jobId }) => jobId === next.spec.jobId),
      );
      assert.equal((await engine.cancel(job.spec.jobId))?.status, 'cancelled', 'once more is harmless');
    });
  });

  test('law 5: a place that was taken by a cancelled call is free again', async () => {
    const twists = [{ at: 'head/1', times: 1, deed: { do: 'hold' } }] as const;
    await bench(
      { twists, units: [{ id: 'head', leaves: 1 }] },
      async ({ engine }, calls) => {
        const job = newJob();
        await engine.start(job);
        await untilCalled(calls, 'head/1');
        await engine.cancel(job.spec.jobId);
        const next = newJob();
        await engine.start(next);
        assert.equal((await collect(engine, next.spec.jobId)).at(-1)?.type, 'job_completed');
      },
      { callSlots: 1 },
    );
  });

  test('what has ended is not cancelled', async () => {
    await bench({}, async ({ engine }) => {
      const job = newJob();
      await engine.start(job);
      const events = await collect(engine, job.spec.jobId);
      assert.equal((await engine.cancel(job.spec.jobId))?.status, 'completed');
      assert.deepEqual(await collect(engine, job.spec.jobId), events);
    });
  });
}

function readingTests(bench: Bench): void {
  test('law 6: events have no gap, and watching resumes anywhere', async () => {
    await bench({}, async ({ engine }) => {
      const job = newJob();
      await engine.start(job);
      const live = await collect(engine, job.spec.jobId);
      assert.deepEqual(
        live.map((event) => event.seq),
        live.map((_, index) => index + 1),
      );
      const header = await engine.status(job.spec.jobId);
      assert.equal(header?.lastEvent, live.length);
      for (const from of [0, 1, 7, live.length - 1, live.length]) {
        assert.deepEqual(await collect(engine, job.spec.jobId, from), live.slice(from));
      }
    });
  });

  test('law 7: the read model says what the state says, in our words', async () => {
    await bench({ twists: [{ at: 'rows/2', deed: { do: 'hold' } }] }, async (stage, calls) => {
      const { engine } = stage;
      const job = newJob({ concurrentUnits: 1 });
      await engine.start(job);
      await untilCalled(calls, 'rows/2');
      const { jobId } = job.spec;
      const status = await engine.status(jobId);
      assert.equal(status?.status, 'processing');
      assert.deepEqual((await engine.state(jobId))?.header, status);
      assert.deepEqual(await stage.storedStatus(jobId), status);
      assert.deepEqual(rowsOf({ rows: [await engine.answer(jobId, 'unit/1', 1)] }, 'rows').length, 5);
      assert.equal(await engine.answer(jobId, 'unit/1', 2), null);
      assert.equal(await engine.result(jobId), null);
      await engine.cancel(jobId);
    });
  });

  test('a job that is not there', async () => {
    await bench({}, async ({ engine }) => {
      const { jobId } = newJob().spec;
      assert.equal(await engine.status(jobId), null);
      assert.equal(await engine.state(jobId), null);
      assert.equal(await engine.cancel(jobId), null);
      assert.equal(await engine.retry(jobId), null);
      assert.equal(await engine.result(jobId), null);
      assert.deepEqual(await collect(engine, jobId), []);
    });
  });

  test('law 8: a thousand units run, never more than the job allows at once, in a small state', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({ id: `u${index}`, leaves: 1 }));
    await bench({ units: many }, async ({ engine }, calls) => {
      const job = newJob({ concurrentUnits: 20, units: 1_000 });
      await engine.start(job);
      assert.equal((await collect(engine, job.spec.jobId)).at(-1)?.type, 'job_completed');
      assert.equal(calls().filter(({ target }) => target.startsWith('u')).length, 1_000);
      const state = await engine.state(job.spec.jobId);
      assert.ok(state !== null);
      assert.ok(Buffer.byteLength(JSON.stringify(encodeState(state))) < (256 * 1024) / 5);
    });
  });
}

function unitsOf(events: readonly JobEvent[], type: JobEvent['type']): string[] {
  return events.flatMap((event) => (event.type === type && 'unit' in event ? [event.unit] : []));
}

/** The rows that `scripted-perform.ts` merged for a unit. */
export function rowsOf(result: unknown, unit: string): string[] {
  const turns: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, unit) : null;
  if (!Array.isArray(turns)) return [];
  return turns.flatMap((turn: unknown) => {
    const rows: unknown = typeof turn === 'object' && turn !== null ? Reflect.get(turn, 'rows') : null;
    return Array.isArray(rows) ? rows.map(String) : [];
  });
}
