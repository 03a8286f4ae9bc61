/** Where a job with a model runs while its process is killed: the embedded engine on SQLite, or workers of the command on Temporal. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../../packages/leafcutter/src/engines/engine.ts';
import { openFileBlobs } from '../../packages/leafcutter/src/storage/blobs/file-blobs.ts';
import { openStore, type Store } from '../../packages/leafcutter/src/storage/store.ts';
import { openSqliteStage } from '../../packages/leafcutter/src/testing/crash-stages.ts';
import { blobsInFolder, postgresServer } from '../../packages/leafcutter/src/testing/servers.ts';
import { openTemporalEngine } from '../../packages/temporal/src/open.ts';
import { temporalSettings } from '../../packages/temporal/src/settings.ts';
import { readerEntry } from './crash-work.ts';

export interface CrashHost extends AsyncDisposable {
  readonly engine: Engine;
  readonly store: Pick<Store, 'database' | 'blobs'>;
  /** Kills whoever does the work, and returns when he is dead; another one is started at once. */
  kill(): Promise<void>;
}

/** @param folder for everything that is kept @param url of the reader */
export type OpenHost = (folder: string, url: string) => Promise<CrashHost>;

export const openEmbeddedHost: OpenHost = async (folder, url) => {
  const blobs = path.join(folder, 'blobs');
  const module = new URL('./crash-work.ts', import.meta.url).href;
  const stage = await openSqliteStage({ module, options: { blobs, url } }, { parseSlots: 3, callSlots: 16 });
  return {
    engine: stage.engine,
    store: { database: stage.database, blobs: await openFileBlobs(blobs) },
    kill: () => stage.kill(),
    [Symbol.asyncDispose]: () => stage.close(),
  };
};

const bin = path.join(import.meta.dirname, '../../packages/leafcutter/bin/leafcutter.js');

/** `DATABASE_URL` and `TEMPORAL_ADDRESS` name the servers. One worker, so that every kill meets the work. */
export const openTemporalHost: OpenHost = async (folder, url) => {
  await using stack = new AsyncDisposableStack();
  const fresh = stack.use(await postgresServer().freshDatabase());
  const store = await openStore({ folder, postgres: { url: fresh.url }, s3: null, use: 'engine' });
  stack.defer(() => store.close());
  const config = path.join(folder, 'settings.json');
  await writeFile(config, JSON.stringify({ models: [readerEntry] }));
  const environment = {
    ...process.env,
    ...blobsInFolder,
    DATABASE_URL: fresh.url,
    LEAFCUTTER_CONFIG: config,
    LEAFCUTTER_TASK_QUEUE: `bench-${randomBytes(6).toString('hex')}`,
    GEMINI_API_KEY: 'none',
    GEMINI_BASE_URL: url,
  };
  const engine = await openTemporalEngine({
    database: store.database,
    settings: temporalSettings(environment.LEAFCUTTER_TASK_QUEUE),
  });
  stack.defer(() => engine.stop());
  const start = (): ChildProcess =>
    spawn(process.execPath, [bin, 'worker', '--engine', 'temporal', '--data', folder], {
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  let worker = start();
  const end = async (): Promise<void> => {
    const gone = once(worker, 'exit');
    worker.kill('SIGKILL');
    await gone;
  };
  stack.defer(end);
  await ready(worker);
  const opened = stack.move();
  return {
    engine,
    store,
    kill: async () => {
      await end();
      worker = start();
      void ready(worker);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

/** @throws Error what the worker says when it ends instead */
async function ready(worker: ChildProcess): Promise<void> {
  let told = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
    told = (told + text).slice(-2_000);
    if (told.includes('worker ready')) resolve();
  });
  worker.once('exit', () => reject(new Error(`The worker ended: ${told}`)));
  await promise;
}
