import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { LeafcutterError } from '../errors.ts';
import { lockDataFolder } from './data-folder.ts';
import { openStore } from './store.ts';

const child = path.join(import.meta.dirname, '../testing/lock-child.ts');

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-data-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('two servers on one data folder: the second is told who holds it; kill -9 frees it', async () => {
  await inFolder(async (folder) => {
    const holder = fork(child, [folder]);
    assert.deepEqual(await once(holder, 'message'), ['held', undefined]);
    await assert.rejects(
      () => lockDataFolder(folder),
      (error) =>
        error instanceof LeafcutterError &&
        error.code === 'store_locked' &&
        error.message.includes(`Process ${holder.pid}`) &&
        error.message.includes(folder),
    );
    const other = fork(child, [folder]);
    assert.deepEqual((await once(other, 'message'))[0], 'store_locked');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const lock = await lockDataFolder(folder);
    lock.release();
  });
});

test('one process cannot take it twice either', async () => {
  await inFolder(async (folder) => {
    const lock = await lockDataFolder(folder);
    await assert.rejects(() => lockDataFolder(folder), /is at work on/);
    lock.release();
    (await lockDataFolder(folder)).release();
  });
});

test('a command may open the store beside the engine that holds it', async () => {
  await inFolder(async (folder) => {
    const settings = { folder, postgres: null, s3: null } as const;
    const engine = await openStore({ ...settings, use: 'engine' });
    await assert.rejects(() => openStore({ ...settings, use: 'engine' }), /is at work on/);
    const beside = await openStore({ ...settings, use: 'beside' });
    await beside.database.run((query) =>
      query.insertInto('meta').values({ name: 'a', value: 'b' }).execute(),
    );
    const rows = await engine.database.run((query) => query.selectFrom('meta').selectAll().execute());
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [{ name: 'a', value: 'b' }],
    );
    await beside.close();
    await engine.close();
  });
});
