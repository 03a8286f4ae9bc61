/**
 * How a worker process starts: with a temporary folder of its own, so that what it and its libraries leave there goes with
 * it however it ends, and with its modules as an earlier process compiled them.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeTemporaryFolder } from '../temporary/index.ts';
import { cacheFolder } from './cache-folder.ts';

export async function startWorker(workerFile: string): Promise<ChildProcess> {
  // Most documents are read without it: no place for one is no reason to refuse them.
  const folder = await makeTemporaryFolder('worker').catch(() => null);
  const worker = fork(workerFile, folder === null ? [] : [folder], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    execArgv: ['--no-warnings'],
    env: {
      NODE_COMPILE_CACHE: cacheFolder('modules'),
      ...process.env,
      ...(folder === null ? {} : { TMPDIR: folder, TMP: folder, TEMP: folder }),
    },
  });
  if (folder !== null) {
    const remove = (): void => removeFolder(folder);
    worker.once('exit', remove);
    // A process that never started ends with no exit.
    worker.once('error', remove);
  }
  return worker;
}

/** What cannot be removed now goes when the next process makes such a folder. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Its files may still be open.
  }
}

/** The TypeScript source in a checkout, the built JavaScript in a package. */
export function ownWorkerFile(): string {
  const source = path.join(import.meta.dirname, 'worker/main.ts');
  return existsSync(source) ? source : path.join(import.meta.dirname, 'worker/main.js');
}
