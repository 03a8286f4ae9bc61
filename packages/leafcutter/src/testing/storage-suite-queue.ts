/** The queue of the store: order, leases, tries, sleeping work, dead workers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../storage/database.ts';
import type { NewWork } from '../storage/jobs.ts';
import {
  claimSuspect,
  claimWork,
  giveBack,
  heldBy,
  lookAtQueue,
  release,
  type ClaimRequest,
} from '../storage/work.ts';
import { beat, enrol, leave, readBeats, takeOver } from '../storage/workers.ts';
import { createJobs, write, type OpenStore } from './storage-suite-tools.ts';

const many = { parse: 100, parseBulk: 100, call: 100 };
const pools = ['parse', 'call'] as const;
const limits = { suspectClaims: 2, maxClaims: 4, pools, now: 1_000 };

export function queueTests(open: OpenStore): void {
  test('jobs take turns in the queue, and a new one begins where its lane has got to', async () => {
    await using store = await open();
    const { database } = store;
    await createJobs(database, ['long'], { work: calls(1, 6) });
    await createJobs(database, ['second'], { work: calls(1, 3) });
    assert.deepEqual(await claimed(database, { call: 5 }), [
      'long 1',
      'second 1',
      'long 2',
      'second 2',
      'long 3',
    ]);
    await createJobs(database, ['third'], { work: calls(1, 3) });
    // Its lane stands at rank 3: it begins at rank 4, not before all others.
    assert.deepEqual(await claimed(database, { call: 9 }), [
      'second 3',
      'long 4',
      'third 1',
      'long 5',
      'third 2',
      'long 6',
      'third 3',
    ]);
    assert.deepEqual(await claimed(database, { call: 9 }), []);
  });

  test('interactive goes before bulk, and bulk gets only the parse places it may have', async () => {
    await using store = await open();
    const { database } = store;
    await createJobs(database, ['bulk'], { work: parses(1, 5, 'bulk') }, 'bulk');
    await createJobs(database, ['quick'], { work: parses(1, 2) });
    assert.deepEqual(await claimed(database, { parse: 4, parseBulk: 1 }), ['quick 1', 'quick 2', 'bulk 1']);
    assert.deepEqual(await claimed(database, { parse: 4, parseBulk: 0 }), []);
    assert.deepEqual(await claimed(database, { parse: 1, parseBulk: 3 }), ['bulk 2']);
  });

  test('two workers never get the same work', async () => {
    await using store = await open();
    // SQLite has one engine process.
    const other = store.database.dialect === 'sqlite' ? store.database : await store.again();
    await createJobs(store.database, ['job'], { work: calls(1, 40) });
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        claimed(index % 2 === 0 ? store.database : other, { call: 5, worker: `w${index}` }),
      ),
    );
    assert.equal(new Set(claims.flat()).size, claims.flat().length);
    const rest = await claimed(store.database, { call: 100 });
    assert.equal(claims.flat().length + rest.length, 40);
  });

  test('what was given back is no try, what was lost is one', async () => {
    await using store = await open();
    const { database } = store;
    await createJobs(database, ['job'], { work: calls(1, 1) });
    await claimed(database, {});
    await database.run((query) => giveBack(query, 'me'));
    assert.deepEqual(await tries(database), [1]);
    await database.run((query) => release(query, 'me', 'job', '1'));
    assert.deepEqual(await tries(database), [2]);
    await database.run((query) => release(query, 'somebody else', 'job', '1'));
    assert.deepEqual(await tries(database), [], 'it is still leased');
  });

  test('what was lost twice is left for those who run it alone, and in the end for nobody', async () => {
    await using store = await open();
    const { database } = store;
    await createJobs(database, ['job'], { work: calls(1, 2) });
    for (const _ of [1, 2]) {
      await claimed(database, { call: 1 });
      await database.run((query) => release(query, 'me', 'job', '1'));
    }
    assert.deepEqual(await claimed(database, {}), ['job 2']);
    assert.equal((await database.run((query) => lookAtQueue(query, limits))).suspects, 1);
    // Who has no place for calls leaves it to others.
    const elsewhere = { ...limits, worker: 'me', pools: ['parse'] as const };
    assert.equal((await database.run((query) => lookAtQueue(query, elsewhere))).suspects, 0);
    assert.equal(await database.run((query) => claimSuspect(query, database.dialect, elsewhere)), null);
    for (const claims of [3, 4]) {
      const suspect = await database.run((query) =>
        claimSuspect(query, database.dialect, { ...limits, worker: 'me' }),
      );
      assert.deepEqual([suspect?.commandId, suspect?.claims], ['1', claims]);
      await database.run((query) => release(query, 'me', 'job', '1'));
    }
    assert.equal(
      await database.run((query) => claimSuspect(query, database.dialect, { ...limits, worker: 'me' })),
      null,
    );
    const { lost, suspects } = await database.run((query) => lookAtQueue(query, limits));
    assert.deepEqual([lost, suspects], [[{ jobId: 'job', commandId: '1', claims: 4 }], 0]);
  });

  test('sleeping work wakes when it is due, and when the clock was set back', async () => {
    await using store = await open();
    const { database } = store;
    const [work] = calls(1, 1);
    assert.ok(work !== undefined);
    await createJobs(database, ['job'], {
      work: [{ ...work, runAt: 104_000, delayMs: 4_000 }],
    });
    assert.deepEqual(await claimed(database, { now: 103_999 }), []);
    assert.deepEqual(
      await claimed(database, { now: 99_999 }),
      [],
      'a clock a little behind cuts no sleep short',
    );
    assert.equal((await database.run((query) => lookAtQueue(query, limits))).nextRunAt, 104_000);
    assert.deepEqual(
      await claimed(database, { now: 80_000 }),
      ['job 1'],
      'it cannot sleep for longer than was planned',
    );
    await database.run((query) => giveBack(query, 'me'));
    assert.deepEqual(await claimed(database, { now: 104_000 }), ['job 1']);
  });

  test('work that does not sleep is ready, whatever the clock of who claims it says', async () => {
    await using store = await open();
    const { database } = store;
    const ahead = calls(1, 2).map((work) => ({ ...work, runAt: 1_001 }));
    await createJobs(database, ['job'], { work: ahead });
    assert.equal((await database.run((query) => lookAtQueue(query, limits))).nextRunAt, null);
    assert.deepEqual(await claimed(database, { now: 1_000, call: 1 }), ['job 1']);
    assert.deepEqual(await claimed(database, { now: 0, call: 1 }), ['job 2']);
  });

  test('finished work leaves the queue, and a dropped job takes all of its work along', async () => {
    await using store = await open();
    const { database } = store;
    await createJobs(database, ['a', 'b'], { work: calls(1, 3) });
    await write(database, 'a', { finished: ['2', 'unknown'] });
    await write(database, 'b', { dropWork: true, work: calls(9, 9) });
    assert.deepEqual((await claimed(database, {})).toSorted(), ['a 1', 'a 3', 'b 9']);
  });

  test('a dead worker leaves its work to others, a living one keeps it', async () => {
    await using store = await open();
    const { database } = store;
    await createJobs(database, ['job'], { work: calls(1, 3) });
    for (const worker of ['dead', 'alive', 'gone'])
      await database.run((query) => enrol(query, { worker, description: 'test', session: null }, 1));
    for (const worker of ['dead', 'alive', 'gone']) await claimed(database, { call: 1, worker });
    const beats = await database.run((query) => readBeats(query, database.dialect));
    assert.equal(await database.run((query) => beat(query, 'alive')), true);
    await database.run((query) => leave(query, 'gone'));
    // "alive" was silent when it was looked at, but its beat has gone on since.
    await database.transaction((query) => takeOver(query, beats));
    assert.deepEqual(await database.run((query) => heldBy(query, 'alive')), [
      { jobId: 'job', commandId: '2' },
    ]);
    assert.deepEqual((await claimed(database, {})).toSorted(), ['job 1', 'job 3']);
    assert.equal(
      await database.run((query) => beat(query, 'dead')),
      false,
      'it learns that it was taken for dead',
    );
  });

  test('a process that has ended has no connection any more, which others see', async (context) => {
    await using store = await open();
    const { database } = store;
    if (database.session === null) return context.skip('SQLite has one engine process');
    const other = await store.again();
    other.listen(() => undefined);
    const { session } = other;
    await database.run((query) => enrol(query, { worker: 'other', description: 'test', session }, 1));
    await database.run((query) => enrol(query, { worker: 'older', description: 'test', session: null }, 1));
    const gone = async (): Promise<readonly string[]> => {
      const beats = await database.run((query) => readBeats(query, database.dialect));
      return beats.filter((one) => one.gone).map(({ worker }) => worker);
    };
    while ((await gone()).includes('other')) await sleep(10);
    await other.close();
    while (!(await gone()).includes('other')) await sleep(10);
    assert.deepEqual(await gone(), ['other'], 'who told of no connection is not missed');
  });
}

function calls(first: number, last: number): NewWork[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    commandId: String(first + index),
    lane: 'interactive',
    pool: 'call',
    runAt: 0,
    delayMs: 0,
    command: '{}',
  }));
}
function parses(first: number, last: number, lane: 'interactive' | 'bulk' = 'interactive'): NewWork[] {
  return calls(first, last).map((work) => ({ ...work, lane, pool: 'parse' }));
}

async function claimed(database: Database, request: Partial<ClaimRequest>): Promise<string[]> {
  const whole = { worker: 'me', suspectClaims: 2, now: 1_000, ...many, ...request };
  const work = await database.transaction((query) => claimWork(query, database.dialect, whole));
  assert.ok(work.every(({ tenant, status }) => tenant === 'tenant' && status === 'processing'));
  return work.map(({ jobId, commandId }) => `${jobId} ${commandId}`);
}

/** The try that a claim of everything would be, piece by piece. */
async function tries(database: Database): Promise<number[]> {
  const work = await database.transaction((query) =>
    claimWork(query, database.dialect, { worker: 'me', suspectClaims: 99, now: 1_000, ...many }),
  );
  return work.map(({ claims }) => claims);
}
