import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LeafcutterError } from '../errors.ts';
import { openPostgres, openSqlite } from '../storage/open-database.ts';
import type { Database } from '../storage/database.ts';
import { insertDocument } from '../storage/documents.ts';
import { postgresServer } from '../testing/servers.ts';
import { startSweeper, sweep, type Retention } from './sweeper.ts';

const day = 24 * 60 * 60_000;
const now = 1_000 * day;
const postgres = postgresServer();

async function addDocument(database: Database, id: string, tenant: string, ageDays: number): Promise<void> {
  const row = { id, tenant, name: id, format: 'pdf', size: 1, content_hash: id, blob: id, pages: 1 };
  await database.run((query) =>
    insertDocument(query, { ...row, password: null, created_at: now - ageDays * day }),
  );
}

async function addJob(database: Database, id: string, endedDays: number | null): Promise<void> {
  const text = { request: '{}', search: '', spec: '{}', header: '{}' };
  const counts = { schema_version: 1, lane: 0, version: 1, last_event: 1, last_rank: 0 };
  const ended_at = endedDays === null ? null : now - endedDays * day;
  const times = { created_at: now - 900 * day, updated_at: 0, ended_at };
  const ids = { id, tenant: 'a', document_id: 'd', schema_id: 's' };
  await database.run((query) =>
    query
      .insertInto('jobs')
      .values({
        ...ids,
        ...text,
        ...counts,
        ...times,
        status: ended_at === null ? 'processing' : 'completed',
      })
      .execute(),
  );
}

async function swept(
  database: Database,
  retention: Retention,
  refuse: readonly string[] = [],
): Promise<string[]> {
  const removed: string[] = [];
  const remove = (tenant: string, id: string): Promise<void> => {
    if (refuse.includes(id)) return Promise.reject(new LeafcutterError('wrong_state', 'It runs.'));
    removed.push(`${tenant}/${id}`);
    return Promise.resolve();
  };
  const parts = { database, deleteDocument: remove, deleteJob: remove };
  const counts = await sweep(parts, retention, now, new AbortController().signal);
  assert.equal(counts.documents + counts.jobs, removed.length);
  return removed;
}

for (const [name, open, skip] of [
  ['SQLite', () => openSqlite(':memory:'), false],
  ['Postgres', async () => openPostgres({ url: (await postgres.freshDatabase()).url }), postgres.skip],
] as const) {
  describe(`retention on ${name}`, { skip }, () => {
    test('removes what is old enough, of every tenant, jobs first; what is in use stays', async () => {
      const database = await open();
      await addDocument(database, 'old', 'a', 31);
      await addDocument(database, 'used', 'a', 40);
      await addDocument(database, 'other', 'b', 30.1);
      await addDocument(database, 'young', 'a', 29.9);
      await addJob(database, 'ended', 8);
      await addJob(database, 'just ended', 6.9);
      await addJob(database, 'running', null);
      assert.deepEqual(await swept(database, { documents: null, jobs: null }), []);
      assert.deepEqual(await swept(database, { documents: 30, jobs: 7 }, ['used']), [
        'a/ended',
        'a/old',
        'b/other',
      ]);
      assert.deepEqual(await swept(database, { documents: null, jobs: 7 }), ['a/ended']);
      await database.close();
    });

    test('goes through more than a page, past those that stay', async () => {
      const database = await open();
      const ids = Array.from({ length: 450 }, (_, index) => `d${String(index).padStart(3, '0')}`);
      // Many of the same moment: the order is still one.
      for (const [index, id] of ids.entries())
        await addDocument(database, id, 'a', 100 - Math.floor(index / 100));
      const refused = ids.filter((_, index) => index % 2 === 0);
      const removed = await swept(database, { documents: 30, jobs: null }, refused);
      assert.deepEqual(
        removed,
        ids.filter((_, index) => index % 2 === 1).map((id) => `a/${id}`),
      );
      await database.close();
    });
  });
}

test('a store that is away ends the sweep, and the next one comes', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let sweeps = 0;
  const stop = startSweeper(
    async (signal) => {
      assert.equal(signal.aborted, false);
      sweeps += 1;
      if (sweeps === 3) resolve();
    },
    1,
    1,
  );
  await promise;
  await stop();
  const after = sweeps;
  await new Promise((done) => setTimeout(done, 20));
  assert.equal(sweeps, after, 'nothing is swept after the stop');
});
