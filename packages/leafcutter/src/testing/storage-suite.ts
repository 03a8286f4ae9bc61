/** What both dialects of the store must do alike. `storage-suite-lists.ts` has documents, schemas, lists and caches. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import type { Database, Query } from '../storage/database.ts';
import { lockJobs, readPieces, readSpecs } from '../storage/jobs.ts';
import { isVersionConflict, rowsOfWrites, writeRows } from '../storage/write-jobs.ts';
import { readAnswers, readEvents, readJob, readResult } from '../storage/read-model.ts';
import { listTests } from './storage-suite-lists.ts';
import { queueTests } from './storage-suite-queue.ts';
import { createJobs, hasCode, jobWrite, write, type OpenStore } from './storage-suite-tools.ts';

export function storageSuite(name: string, open: OpenStore, skip: string | false = false): void {
  describe(`store on ${name}`, { skip }, () => {
    openingTests(open);
    jobTests(open);
    queueTests(open);
    listTests(open);
  });
}

function openingTests(open: OpenStore): void {
  test('several processes may start at once', async () => {
    await using store = await open();
    await sql`drop table migrations`.execute(await emptied(store.database));
    const child = path.join(import.meta.dirname, 'open-store-child.ts');
    const codes = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const [code]: unknown[] = await once(fork(child, [JSON.stringify(store.place)]), 'exit');
        return code;
      }),
    );
    assert.deepEqual(codes, [0, 0, 0, 0]);
    const lanes = await store.database.run((query) => query.selectFrom('lanes').selectAll().execute());
    assert.equal(lanes.length, 2);
  });

  test('a store of a later release is refused and left alone', async () => {
    await using store = await open();
    await store.database.run((query) =>
      sql`insert into migrations (name, at) values ('9999-from-the-future', 0)`.execute(query),
    );
    await assert.rejects(() => store.again(), hasCode('store_newer'));
  });

  test('a write that is not allowed says so', async () => {
    await using store = await open();
    const readOnly =
      store.database.dialect === 'sqlite' ? sql`pragma query_only = 1` : sql`set transaction read only`;
    await assert.rejects(
      () =>
        store.database.transaction(async (query) => {
          await readOnly.execute(query);
          await query.insertInto('meta').values({ name: 'a', value: 'b' }).execute();
        }),
      hasCode('store_readonly'),
    );
  });

  test('what is told reaches those who listen', async () => {
    await using store = await open();
    const heard = new Promise((resolve) => {
      store.database.listen((message) => {
        if (message === 'hello') resolve(message);
      });
    });
    // Postgres needs a moment until it listens; messages before that are not promised.
    const timer = setInterval(() => {
      store.database.run((query) => store.database.notify(query, 'hello')).catch(() => undefined);
    }, 50);
    assert.equal(await heard, 'hello');
    clearInterval(timer);
  });
}

function jobTests(open: OpenStore): void {
  test('a job comes back as it was written, pieces in the order they were made', async () => {
    await using store = await open();
    const { database } = store;
    await createJobs(database, ['a'], {
      pieces: [
        { id: 'z', state: '{"n":1}' },
        { id: 'b', state: '{"n":2}' },
      ],
      events: [event(1), event(2)],
      answers: [{ pieceId: 'z', turn: 1, body: '{"text":"\\u0000 \\ud800 ü"}' }],
    });
    await write(database, 'a', {
      version: 2,
      pieces: [
        { id: 'a', state: '{"n":3}' },
        { id: 'z', state: '{"n":4}' },
      ],
      events: [event(3)],
      answers: [{ pieceId: 'a', turn: 2, body: '[]' }],
      result: '{"b":1,"a":2}',
      endedAt: 5,
    });
    const pieces = await database.run((query) =>
      readPieces(query, database.dialect, [{ jobId: 'a', ids: null }]),
    );
    assert.deepEqual(pieces.get('a'), ['{"n":4}', '{"n":2}', '{"n":3}']);
    const some = await database.run((query) =>
      readPieces(query, database.dialect, [{ jobId: 'a', ids: ['b', 'unknown'] }]),
    );
    assert.deepEqual(some.get('a'), ['{"n":2}']);
    const job = await database.run((query) => readJob(query, 'a'));
    assert.deepEqual(job, { tenant: 'tenant', spec: '{"spec":"a"}', header: '{"v":2}', ended: true });
    assert.deepEqual(
      await database.run((query) => readSpecs(query, ['a', 'b'])),
      new Map([['a', '{"spec":"a"}']]),
    );
    const events = await database.run((query) => readEvents(query, 'a', 1, 10));
    assert.deepEqual(
      events.map(({ seq, type, at }) => [seq, type, at]),
      [
        [2, 'told', 20],
        [3, 'told', 30],
      ],
    );
    const answers = await database.run((query) => readAnswers(query, 'a'));
    assert.deepEqual(
      answers.map(({ pieceId, turn, body }) => [pieceId, turn, body]),
      [
        ['z', 1, '{"text":"\\u0000 \\ud800 ü"}'],
        ['a', 2, '[]'],
      ],
    );
    assert.equal(await database.run((query) => readResult(query, 'a', 'machine')), '{"b":1,"a":2}');
    assert.equal(await database.run((query) => readResult(query, 'a', 'edited')), null);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    await using store = await open();
    await createJobs(store.database, ['a'], {});
    const { rows } = rowsOfWrites([jobWrite('a', { version: 2, events: [event(1)] })], new Map(), [0, 0], 1);
    await assert.rejects(
      () =>
        store.database.transaction(async (query) => {
          await writeRows(query, store.database, rows, null);
          throw new Error('after the write');
        }),
      /after the write/,
    );
    assert.deepEqual(await store.database.run((query) => readEvents(query, 'a', 0, 10)), []);
  });

  test('who writes what another has written in between is refused, and nothing is kept', async () => {
    await using store = await open();
    const { database } = store;
    await createJobs(database, ['a', 'b'], {});
    await write(database, 'a', { version: 2 });
    const late = [jobWrite('b', { version: 2, events: [event(1)] }), jobWrite('a', { version: 2 })];
    const { rows } = rowsOfWrites(late, new Map(), [0, 0], 1);
    await assert.rejects(
      () => database.transaction((query) => writeRows(query, database, rows, null)),
      (error) => isVersionConflict(error),
    );
    assert.deepEqual(await database.run((query) => readEvents(query, 'b', 0, 10)), []);
  });

  test('an event number is given once', async () => {
    await using store = await open();
    await createJobs(store.database, ['a'], { events: [event(1)] });
    await assert.rejects(
      () => write(store.database, 'a', { events: [event(1)] }),
      (error) => !isVersionConflict(error),
    );
  });

  test('an answer to the same turn stays one answer', async () => {
    await using store = await open();
    const pieces = [{ id: 'p', state: '{}' }];
    const answers = [{ pieceId: 'p', turn: 1, body: '1' }];
    await createJobs(store.database, ['a'], { pieces, answers });
    await write(store.database, 'a', { pieces, answers });
    const read = await store.database.run((query) => readAnswers(query, 'a'));
    assert.deepEqual(
      read.map(({ body }) => body),
      ['1'],
    );
  });

  test('jobs are locked in one order, with what the order of their work needs', async () => {
    await using store = await open();
    const { database } = store;
    await createJobs(database, ['b', 'a'], {});
    const locked = await database.transaction((query) =>
      lockJobs(query, database.dialect, ['b', 'unknown', 'a']),
    );
    assert.deepEqual(
      locked.jobs.map(({ id, lane, version }) => [id, lane, version]),
      [
        ['a', 'interactive', 1],
        ['b', 'interactive', 1],
      ],
    );
    assert.deepEqual(locked.laneRanks, [0, 0]);
  });
}

/** Without the tables, as before the first start. */
async function emptied(database: Database): Promise<Query> {
  return database.run(async (query) => {
    for (const table of await query.introspection.getTables()) {
      if (table.name !== 'migrations' && table.name !== 'schemas')
        await query.schema.dropTable(table.name).execute();
    }
    await query.schema.dropTable('schemas').execute();
    return query;
  });
}

function event(seq: number): { seq: number; type: string; body: string; at: number } {
  return { seq, type: 'told', body: '{}', at: seq * 10 };
}
