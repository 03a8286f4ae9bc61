import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { blobSuite } from '../testing/blob-suite.ts';
import type { StorePlace } from '../testing/open-store-child.ts';
import { postgresServer, s3Server } from '../testing/servers.ts';
import { storageSuite } from '../testing/storage-suite.ts';
import type { OpenStore, StoreUnderTest } from '../testing/storage-suite-tools.ts';
import { openFileBlobs } from './blobs/file-blobs.ts';
import { openS3Blobs } from './blobs/s3-blobs.ts';
import type { Database } from './database.ts';
import { dumpSchema } from './dump.ts';
import { openPostgres, openSqlite } from './open-database.ts';

const postgres = postgresServer();

const openSqliteStore: OpenStore = async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-store-'));
  const file = path.join(folder, 'leafcutter.db');
  return storeOf({ file }, () => rm(folder, { recursive: true, force: true }));
};

const openPostgresStore: OpenStore = async () => {
  const fresh = await postgres.freshDatabase();
  return storeOf({ postgres: { url: fresh.url, maxConnections: 3 } }, () => fresh.drop());
};

async function storeOf(place: StorePlace, remove: () => Promise<void>): Promise<StoreUnderTest> {
  const opened: Database[] = [];
  const again = async (): Promise<Database> => {
    const database = 'file' in place ? await openSqlite(place.file) : await openPostgres(place.postgres);
    opened.push(database);
    return database;
  };
  return {
    database: await again(),
    again,
    place,
    [Symbol.asyncDispose]: async () => {
      for (const database of opened) await database.close();
      await remove();
    },
  };
}

storageSuite('SQLite', openSqliteStore);
storageSuite('Postgres', openPostgresStore, postgres.skip);

blobSuite('files', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-blobs-'));
  return {
    blobs: await openFileBlobs(folder),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
});

const s3 = s3Server();
blobSuite(
  'S3',
  async () => {
    const bucket = await s3.freshBucket();
    const blobs = openS3Blobs({ ...bucket.settings, prefix: 'test/' });
    return {
      blobs,
      [Symbol.asyncDispose]: async () => {
        blobs.close();
        await bucket.drop();
      },
    };
  },
  s3.skip,
);

test('SQLite: readers go on beside the writer, and what was accepted is on the disk', async () => {
  await using store = await openSqliteStore();
  const pragma = async (name: string): Promise<unknown> => {
    const { rows } = await store.database.run((query) => sql.raw(`pragma ${name}`).execute(query));
    return Object.values(Object(rows[0]))[0];
  };
  assert.equal(await pragma('journal_mode'), 'wal');
  assert.equal(await pragma('synchronous'), 2, 'full');
  assert.equal(await pragma('busy_timeout'), 5_000);
});

test(
  'Postgres: what was accepted is on the disk; what may be done again need not be',
  { skip: postgres.skip },
  async () => {
    await using store = await openPostgresStore();
    const commits = async (run: Database['run']): Promise<unknown> => {
      const { rows } = await run((query) => sql.raw('show synchronous_commit').execute(query));
      return Object.values(Object(rows[0]))[0];
    };
    assert.equal(await commits((work) => store.database.run(work)), 'on');
    assert.equal(await commits((work) => store.database.transaction(work)), 'on');
    assert.equal(await commits((work) => store.database.runLoosely(work)), 'off');
  },
);

describe('the dump of the tables', () => {
  for (const [dialect, open, skip] of [
    ['sqlite', openSqliteStore, false],
    ['postgres', openPostgresStore, postgres.skip],
  ] as const) {
    test(
      `schema.${dialect}.sql is what the migrations make; else run scripts/dump-schema.ts`,
      { skip },
      async () => {
        await using store = await open();
        const dump = await readFile(path.join(import.meta.dirname, `schema.${dialect}.sql`), 'utf8');
        assert.equal(await dumpSchema(store.database), dump);
      },
    );
  }
});
