/** Documents, schemas, lists and caches of the store; and that no tenant sees another's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  readModelAnswer,
  readParsedRange,
  readParsedRanges,
  writeModelAnswer,
  writeParsedRange,
} from '../storage/caches.ts';
import type { Database } from '../storage/database.ts';
import {
  countRunningJobs,
  deleteDocument,
  findDocument,
  insertDocument,
  type DocumentRow,
} from '../storage/documents.ts';
import { listPage, type ListRequest, type Page } from '../storage/paging.ts';
import {
  deleteSchema,
  findSchema,
  findSchemaVersion,
  insertSchema,
  updateSchema,
  type SchemaText,
} from '../storage/schemas.ts';
import { createJobs, hasCode, type OpenStore } from './storage-suite-tools.ts';

export function listTests(open: OpenStore): void {
  test('lists go forth and back, newest first, whatever comes in between', async () => {
    await using store = await open();
    const { database } = store;
    // Two of one millisecond: the id decides.
    for (let n = 1; n <= 7; n += 1) await add(database, { id: `d${n}`, created_at: Math.floor(n / 2) });
    const first = await list(database, { limit: 3 });
    assert.deepEqual([ids(first), first.total, first.previous], [['d7', 'd6', 'd5'], 7, null]);
    await add(database, { id: 'd8', created_at: 9 });
    const second = await list(database, { limit: 3, cursor: first.next });
    assert.deepEqual([ids(second), second.total], [['d4', 'd3', 'd2'], 8]);
    const third = await list(database, { limit: 3, cursor: second.next });
    assert.deepEqual([ids(third), third.next], [['d1'], null]);
    assert.deepEqual(ids(await list(database, { limit: 3, cursor: third.previous })), ['d4', 'd3', 'd2']);
    const back = await list(database, { limit: 3, cursor: second.previous });
    assert.deepEqual(ids(back), ['d7', 'd6', 'd5']);
    const top = await list(database, { limit: 3, cursor: back.previous });
    assert.deepEqual([ids(top), top.previous], [['d8'], null]);
  });

  test('search is a substring of the name in any case, without wildcards', async () => {
    await using store = await open();
    const { database } = store;
    for (const [id, name] of [
      ['a', 'Größe 100%.pdf'],
      ['b', 'größe_1000.PDF'],
      ['c', 'ОТЧЁТ.pdf'],
    ] as const) {
      await add(database, { id, name });
    }
    const found = async (search: string): Promise<string[]> =>
      ids(await list(database, { search })).toSorted();
    assert.deepEqual(await found('GRÖSSE'), []);
    assert.deepEqual(await found('GRÖßE'), ['a', 'b']);
    assert.deepEqual(await found('100%'), ['a']);
    assert.deepEqual(await found('_1'), ['b']);
    assert.deepEqual(await found('отчёт'), ['c']);
    assert.equal((await list(database, { search: '.pdf', limit: 1 })).total, 3);
  });

  test('a cursor that is none is refused', async () => {
    await using store = await open();
    for (const cursor of ['', 'x', Buffer.from('["older","1","a"]').toString('base64url')]) {
      await assert.rejects(() => list(store.database, { cursor }), hasCode('usage'));
    }
  });

  test('no tenant sees what another one has', async () => {
    await using store = await open();
    const { database } = store;
    await add(database, { id: 'mine' });
    await database.transaction((query) => insertSchema(query, 's', 'tenant', schemaText('one'), 1));
    const key = { tenant: 'tenant', contentHash: 'c', optionsHash: 'o' };
    await database.run((query) => writeParsedRange(query, key, range(1, 20), 1));
    await database.run((query) => writeModelAnswer(query, 'tenant', 'k', '1', 1));
    const other = 'other';
    assert.deepEqual(ids(await list(database, { tenant: other })), []);
    assert.equal(await database.run((query) => findDocument(query, other, 'mine')), null);
    assert.deepEqual(await database.transaction((query) => deleteDocument(query, other, 'mine')), []);
    assert.notEqual(await database.run((query) => findDocument(query, 'tenant', 'mine')), null);
    assert.equal(await database.run((query) => findSchema(query, other, 's')), null);
    assert.equal(await database.run((query) => findSchemaVersion(query, other, 's', 1)), null);
    assert.equal(
      await database.transaction((query) => updateSchema(query, other, 's', schemaText('x'), 2)),
      null,
    );
    assert.equal(await database.run((query) => deleteSchema(query, other, 's', 2)), false);
    assert.equal(
      await database.run((query) => readParsedRange(query, { ...key, tenant: other }, 1, 20)),
      null,
    );
    assert.equal(await database.run((query) => readModelAnswer(query, other, 'k')), null);
  });

  test('deleting a document frees its bytes and parses, unless a twin still needs them', async () => {
    await using store = await open();
    const { database } = store;
    await add(database, { id: 'one', content_hash: 'same', blob: 'bytes' });
    await add(database, { id: 'two', content_hash: 'same', blob: 'bytes' });
    await createJobs(database, ['job'], {});
    const key = { tenant: 'tenant', contentHash: 'same', optionsHash: 'o' };
    await database.run((query) => writeParsedRange(query, key, range(1, 20), 1));
    assert.equal(await database.run((query) => countRunningJobs(query, 'd')), 1);
    assert.equal(await database.run((query) => countRunningJobs(query, 'one')), 0);
    assert.deepEqual(await database.transaction((query) => deleteDocument(query, 'tenant', 'one')), []);
    const freed = await database.transaction((query) => deleteDocument(query, 'tenant', 'two'));
    assert.deepEqual(freed.toSorted(), ['bytes', 'pages 1-20']);
    assert.deepEqual(await database.run((query) => readParsedRanges(query, key)), []);
  });

  test('a schema keeps its versions, also when it is deleted', async () => {
    await using store = await open();
    const { database } = store;
    await database.transaction((query) => insertSchema(query, 's', 'tenant', schemaText('one'), 1));
    assert.equal(
      await database.transaction((query) => updateSchema(query, 'tenant', 's', schemaText('two'), 2)),
      2,
    );
    const row = await database.run((query) => findSchema(query, 'tenant', 's'));
    assert.deepEqual([row?.name, row?.version, row?.created_at, row?.updated_at], ['two', 2, 1, 2]);
    assert.equal(await database.run((query) => deleteSchema(query, 'tenant', 's', 3)), true);
    assert.equal(await database.run((query) => findSchema(query, 'tenant', 's')), null);
    const first = await database.run((query) => findSchemaVersion(query, 'tenant', 's', 1));
    assert.equal(first?.definition, '{"title":"one"}');
  });

  test('what was parsed or answered first stays', async () => {
    await using store = await open();
    const { database } = store;
    const key = { tenant: 'tenant', contentHash: 'c', optionsHash: 'o' };
    await database.run((query) => writeParsedRange(query, key, range(21, 40), 1));
    await database.run((query) => writeParsedRange(query, key, range(1, 20), 1));
    await database.run((query) => writeParsedRange(query, key, { ...range(1, 20), blob: 'later' }, 2));
    const ranges = await database.run((query) => readParsedRanges(query, key));
    assert.deepEqual(
      ranges.map(({ first, blob }) => [first, blob]),
      [
        [1, 'pages 1-20'],
        [21, 'pages 21-40'],
      ],
    );
    await database.run((query) => writeModelAnswer(query, 'tenant', 'k', 'first', 1));
    await database.run((query) => writeModelAnswer(query, 'tenant', 'k', 'second', 2));
    assert.equal(await database.run((query) => readModelAnswer(query, 'tenant', 'k')), 'first');
  });
}

function range(first: number, last: number): { first: number; last: number; blob: string; summary: string } {
  return { first, last, blob: `pages ${first}-${last}`, summary: '{}' };
}

function schemaText(name: string): SchemaText {
  return {
    name,
    description: null,
    metadata: '{}',
    definition: JSON.stringify({ title: name }),
    hash: name,
  };
}

async function add(database: Database, document: Partial<DocumentRow> & { id: string }): Promise<void> {
  const whole = {
    tenant: 'tenant',
    name: document.id,
    format: 'pdf',
    size: 1,
    content_hash: document.id,
    blob: document.id,
    pages: 1,
    password: null,
    created_at: 1,
    ...document,
  };
  await database.run((query) => insertDocument(query, whole));
}

async function list(database: Database, request: Partial<ListRequest>): Promise<Page<DocumentRow>> {
  const whole = { tenant: 'tenant', limit: 20, cursor: null, search: null, ...request };
  return database.run((query) =>
    listPage<DocumentRow>(query, database.dialect, 'documents', ['id', 'name', 'created_at'], whole),
  );
}

function ids(page: Page<DocumentRow>): string[] {
  return page.rows.map(({ id }) => id);
}
