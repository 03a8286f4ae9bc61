import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeafcutterError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { openSqlite } from '../storage/open-database.ts';
import { createIdempotency, type Admission, type Idempotency } from './idempotency.ts';

/** The database, until its disk is full. */
function fillable(database: Database): { readonly database: Database; full: boolean } {
  const disk = {
    full: false,
    database: {
      ...database,
      run: <T>(work: Parameters<typeof database.run<T>>[0]): Promise<T> =>
        disk.full ? Promise.reject(new LeafcutterError('store_full', 'Full.')) : database.run(work),
    },
  };
  return disk;
}

const request = {
  caller: { tenant: 'a', keyId: 'k', scopes: new Set(['write'] as const) },
  route: 'POST /x',
  key: 'one',
  hash: 'h',
};

async function first(keys: Idempotency): Promise<Extract<Admission, { type: 'run' }>> {
  const admission = await keys.admit(request);
  assert.ok(admission.type === 'run');
  return admission;
}

test('what was done is answered, and answered again, though its answer cannot be written', async () => {
  await using store = await openMemory();
  const disk = fillable(store.database);
  const keys = createIdempotency({ database: disk.database, now: () => 1_000 });
  const running = await first(keys);
  disk.full = true;
  await running.keep({ status: 200, body: '{"id":1}' });
  disk.full = false;
  assert.deepEqual(await keys.admit(request), {
    type: 'replay',
    answer: { status: 200, body: '{"id":1}' },
  });
  await assert.rejects(
    keys.admit({ ...request, hash: 'other' }),
    (error) => error instanceof LeafcutterError && error.code === 'idempotency_reused',
  );
});

test('what failed runs again, with the same id, though that cannot be written', async () => {
  await using store = await openMemory();
  const disk = fillable(store.database);
  const keys = createIdempotency({ database: disk.database, now: () => 1_000 });
  const running = await first(keys);
  disk.full = true;
  await running.release();
  disk.full = false;
  const again = await first(keys);
  assert.equal(again.id, running.id);
  await again.keep({ status: 200, body: '{}' });
  assert.equal((await keys.admit(request)).type, 'replay');
});

async function openMemory(): Promise<{ readonly database: Database } & AsyncDisposable> {
  const database = await openSqlite(':memory:');
  return { database, [Symbol.asyncDispose]: () => database.close() };
}
