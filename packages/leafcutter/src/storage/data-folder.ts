/**
 * The data folder of a server without other processes: database, blobs, secret. One engine process at a time: it holds a
 * lock that the operating system frees when the process dies, however it dies.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LeafcutterError } from '../errors.ts';
import { toStoreError } from './store-errors.ts';

export interface DataFolder {
  readonly folder: string;
  /** The SQLite file; the `keys` command opens it too, beside the server. */
  readonly database: string;
  readonly blobs: string;
}

export function dataFolder(folder: string): DataFolder {
  const root = path.resolve(folder);
  return { folder: root, database: path.join(root, 'leafcutter.db'), blobs: path.join(root, 'blobs') };
}

export interface DataFolderLock {
  release(): void;
}

/**
 * Makes the folder when it is missing and takes its lock.
 * @throws LeafcutterError settings_invalid, store_locked, store_readonly, store_full
 */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  const root = path.resolve(folder);
  const holder = path.join(root, 'lock.json');
  let lock: DatabaseSync | null = null;
  try {
    await makeDataFolder(root);
    // An exclusive transaction on a file of its own: SQLite takes the lock of the operating system (fcntl, LockFileEx).
    lock = new DatabaseSync(path.join(root, 'lock.db'), { timeout: 0 });
    lock.exec('pragma journal_mode = delete; pragma locking_mode = exclusive; begin exclusive');
    await writeFile(holder, JSON.stringify({ pid: process.pid }), { mode: 0o600 });
  } catch (error) {
    lock?.close();
    throw isBusy(error) ? await lockedBy(root, holder, error) : toStoreError(error);
  }
  const held = lock;
  return { release: () => held.close() };
}

/** @throws LeafcutterError settings_invalid when a file stands in its way, store_readonly, store_full */
export async function makeDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw toStoreError(error);
    const message = `"data" is ${folder}, but a file stands there or in its path; name a folder.`;
    throw new LeafcutterError('settings_invalid', message, { cause: error });
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

async function lockedBy(root: string, holder: string, cause: unknown): Promise<LeafcutterError> {
  const text = await readFile(holder, 'utf8').catch(() => '');
  const pid = /"pid":(\d+)/.exec(text)?.[1];
  const who = pid === undefined ? 'Another process' : `Process ${pid}`;
  return new LeafcutterError(
    'store_locked',
    `${who} is at work on ${root}; stop it, or choose another data folder.`,
    { cause },
  );
}
