/** Which work comes first: lanes, turns, the place that is kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect, newJob, until, untilCalled, type Bench } from './engine-suite-tools.ts';
import type { Call } from './scripted-perform.ts';

/** So long that the order decides what comes when, and not how soon an engine hears of a job. */
const workMs = 25;

export function orderTests(bench: Bench): void {
  test('jobs of a lane take turns: a long one does not hold up a short one', async () => {
    const units = [{ id: 'rows', leaves: 1, turns: 1 }];
    // One place; the long job holds it until the short one has come.
    const twists = [{ at: 'parse/1', deed: { do: 'retry', code: 'rate_limited', afterMs: 0 } }] as const;
    await bench(
      { units, twists, workMs },
      async ({ engine }, calls) => {
        const long = newJob({ pages: 2_000, lane: 'bulk', concurrentRanges: 8 });
        await engine.start(long);
        await untilCalled(calls, 'parse/41');
        const short = newJob({ lane: 'bulk' });
        await engine.start(short);
        assert.equal((await collect(engine, short.spec.jobId)).at(-1)?.type, 'job_completed');
        const before = rangesBefore(calls(), short.spec.jobId, long.spec.jobId);
        assert.ok(before < 60, `${before} of 100 ranges of the long job came before the short one`);
        await engine.cancel(long.spec.jobId);
      },
      { parseSlots: 2, callSlots: 1 },
    );
  });

  test('one parse place is kept: bulk work never takes all of them', async () => {
    // Whichever of its ranges comes first, it is held; the first page's is the short job's, too.
    const twists = Array.from({ length: 19 }, (_, index) => ({
      at: `parse/${index * 20 + 21}`,
      deed: { do: 'hold' } as const,
    }));
    await bench(
      { twists },
      async ({ engine }, calls) => {
        const bulk = newJob({ pages: 400, lane: 'bulk' });
        await engine.start(bulk);
        const held = (): number =>
          calls().filter(({ target }) => twists.some(({ at }) => at === target)).length;
        await until(() => held() > 0);
        const quick = newJob();
        await engine.start(quick);
        assert.equal((await collect(engine, quick.spec.jobId)).at(-1)?.type, 'job_completed');
        assert.equal(held(), 1);
        await engine.cancel(bulk.spec.jobId);
      },
      { parseSlots: 2 },
    );
  });

  test('a long interactive job holds up no short one: its later pages are bulk work', async () => {
    const twists = Array.from({ length: 5 }, (_, index) => ({
      at: `parse/${index * 20 + 201}`,
      deed: { do: 'hold' } as const,
    }));
    await bench(
      { twists },
      async ({ engine }, calls) => {
        const long = newJob({ pages: 300 });
        await engine.start(long);
        const held = (): number =>
          calls().filter(({ target }) => twists.some(({ at }) => at === target)).length;
        await until(() => held() > 0);
        const short = newJob();
        await engine.start(short);
        assert.equal((await collect(engine, short.spec.jobId)).at(-1)?.type, 'job_completed');
        assert.equal(held(), 1);
        await engine.cancel(long.spec.jobId);
      },
      { parseSlots: 2 },
    );
  });

  test('interactive work goes before bulk work that came earlier', async () => {
    const units = Array.from({ length: 40 }, (_, index) => ({ id: `u${index}`, leaves: 1 }));
    await bench(
      { units, workMs },
      async ({ engine }, calls) => {
        const bulk = newJob({ lane: 'bulk', concurrentUnits: 20 });
        await engine.start(bulk);
        await untilCalled(calls, 'u1/1');
        const quick = newJob({ concurrentUnits: 20 });
        await engine.start(quick);
        await Promise.all([collect(engine, bulk.spec.jobId), collect(engine, quick.spec.jobId)]);
        const made = calls();
        const planned = made.findIndex(
          ({ jobId, target }) => jobId === quick.spec.jobId && target === 'plan',
        );
        const merged = made.findIndex(
          ({ jobId, target }) => jobId === quick.spec.jobId && target === 'merge',
        );
        const between = made.slice(planned, merged).filter(({ jobId }) => jobId === bulk.spec.jobId).length;
        // What was claimed before is let through; after that the bulk job gets only moments when nothing else is ready.
        assert.ok(between <= 12, `${between} bulk calls came in between`);
      },
      { callSlots: 2 },
    );
  });
}

function rangesBefore(calls: readonly Call[], short: string, long: string): number {
  const end = calls.findLastIndex(({ jobId }) => jobId === short);
  return calls.slice(0, end).filter(({ jobId, target }) => jobId === long && target.startsWith('parse'))
    .length;
}
