/** `leafcutter worker` from outside: processes, signals, a real Postgres. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { chooseExtractor } from '../src/app.ts';
import { startEmbedded } from '../src/engines/embedded/engine.ts';
import type { Engine } from '../src/engines/engine.ts';
import { openStore, type Store } from '../src/storage/store.ts';
import { collect, until } from '../src/testing/engine-suite-tools.ts';
import { addCase, requestFor } from '../src/testing/real-jobs.ts';
import { blobsInFolder, postgresServer } from '../src/testing/servers.ts';
import { bin, runCommand } from './cli-spawn.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');
const postgres = postgresServer();

interface Worker {
  readonly process: ChildProcess;
  readonly told: () => string;
  /** Sends SIGTERM and gives the exit code and how long it took. */
  stop(): Promise<{ readonly code: number | null; readonly ms: number }>;
}

async function completes(engine: Engine, jobId: string): Promise<void> {
  const events = await collect(engine, jobId);
  assert.equal(events.at(-1)?.type, 'job_completed', JSON.stringify(events));
}

/** A test that fails leaves none behind. */
const started: ChildProcess[] = [];
after(() => started.forEach((child) => child.kill('SIGKILL')));

async function startWorker(folder: string, url: string): Promise<Worker> {
  const child = spawn(process.execPath, [bin, 'worker', '--engine', 'embedded', '--data', folder], {
    env: { ...process.env, ...blobsInFolder, DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  started.push(child);
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await until(() => text.includes('worker ready') || child.exitCode !== null, 'The worker');
  assert.equal(child.exitCode, null, text);
  return {
    process: child,
    told: () => text,
    stop: async () => {
      const began = performance.now();
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      return { code: child.exitCode, ms: performance.now() - began };
    },
  };
}

/** A server's side: it accepts jobs and does none of the work. */
async function withServerSide(
  use: (side: { store: Store; engine: Engine; folder: string; url: string }) => Promise<void>,
): Promise<void> {
  await using fresh = await postgres.freshDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-worker-'));
  const store = await openStore({ folder, postgres: { url: fresh.url }, s3: null, use: 'engine' });
  const engine = await startEmbedded({
    database: store.database,
    perform: () => Promise.reject(new Error('It takes no work.')),
    limits: { parseSlots: 0, callSlots: 0, maxClaims: 5 },
  });
  try {
    await use({ store, engine, folder, url: fresh.url });
  } finally {
    await engine.stop(0);
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

test('without a database, and without a cluster, it says what is missing', async () => {
  const none = await runCommand(['worker'], { env: { DATABASE_URL: '' } });
  assert.equal(none.exitCode, 2);
  assert.match(none.err, /needs "database_url".*\(settings_invalid\)/);
  const unknown = await runCommand(['worker', '--engine', 'cron'], { env: { DATABASE_URL: '' } });
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.err, /"engine" \(from --engine\).*must be one of embedded, temporal/);
});

describe('leafcutter worker --engine embedded', { skip: postgres.skip }, () => {
  test('does the work of jobs that another process accepted; on SIGTERM it gives back what is not done', async () => {
    await withServerSide(async ({ store, engine, folder, url }) => {
      const given = (name: string): { document: string; schema: string } => ({
        document: path.join(examples, `${name}.pdf`),
        schema: path.join(examples, `${name}.schema.json`),
      });
      const first = await startWorker(folder, url);
      const quick = await addCase(store, given('invoice'), requestFor(), chooseExtractor);
      await engine.start(quick);
      await completes(engine, quick.spec.jobId);

      // Scans take a while to read; more of them than there are places.
      const slow = [];
      for (let index = 0; index < 3; index += 1) {
        const request = requestFor({
          parse: { ocr: 'auto', languages: [['eng', 'deu', 'fra'][index % 3] ?? 'eng'] },
        });
        slow.push(await addCase(store, given('letter'), request, chooseExtractor, 'bulk'));
      }
      await Promise.all(slow.map((job) => engine.start(job)));
      const held = async (): Promise<readonly { worker: string | null; claims: number }[]> =>
        store.database.run((query) => query.selectFrom('work').select(['worker', 'claims']).execute());
      while ((await held()).every(({ worker }) => worker === null))
        await new Promise((resolve) => setTimeout(resolve, 20));
      const { code, ms } = await first.stop();
      assert.equal(code, 0, first.told());
      assert.ok(ms < 10_000, `it took ${Math.round(ms)} ms`);
      const left = await held();
      assert.ok(left.length > 0, 'work was left');
      assert.ok(
        left.every(({ worker, claims }) => worker === null && claims === 0),
        'it was given back, and that was no try',
      );

      const second = await startWorker(folder, url);
      for (const job of slow) await completes(engine, job.spec.jobId);
      assert.equal((await second.stop()).code, 0);
    });
  });
});
