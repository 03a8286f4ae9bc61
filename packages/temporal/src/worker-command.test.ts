/** `leafcutter worker --engine temporal` from outside: a real process on a real cluster does a real job, and stops when told. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { chooseExtractor, openStore } from 'leafcutter/internal';
import {
  addCase,
  blobsInFolder,
  collect,
  postgresServer,
  requestFor,
  temporalServer,
  until,
} from 'leafcutter/testing';
import { openTemporalEngine } from './open.ts';
import { temporalSettings } from './settings.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const bin = path.join(root, 'packages/leafcutter/bin/leafcutter.js');
const postgres = postgresServer();

/** A test that fails leaves none behind. */
const started: ChildProcess[] = [];
after(() => started.forEach((child) => child.kill('SIGKILL')));

async function startWorker(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly child: ChildProcess; readonly told: () => string }> {
  const child = spawn(process.execPath, [bin, 'worker', '--engine', 'temporal', '--data', folder], {
    env: { ...process.env, ...blobsInFolder, ...environment },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  started.push(child);
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await until(() => text.includes('worker ready') || child.exitCode !== null, 'The worker');
  return { child, told: () => text };
}

test(
  'leafcutter worker --engine temporal does jobs of a server, and exits with 0 on SIGTERM',
  { skip: postgres.skip === false ? temporalServer().skip : postgres.skip, timeout: 180_000 },
  async () => {
    await using fresh = await postgres.freshDatabase();
    const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-worker-'));
    const store = await openStore({ folder, postgres: { url: fresh.url }, s3: null, use: 'engine' });
    const environment = {
      DATABASE_URL: fresh.url,
      LEAFCUTTER_TASK_QUEUE: `test-${randomBytes(6).toString('hex')}`,
    };
    const settings = temporalSettings(environment.LEAFCUTTER_TASK_QUEUE);
    const engine = await openTemporalEngine({ database: store.database, settings });
    try {
      const { child, told } = await startWorker(folder, environment);
      assert.equal(child.exitCode, null, told());
      const example = path.join(root, 'examples/invoice');
      const given = { document: `${example}.pdf`, schema: `${example}.schema.json` };
      const job = await addCase(store, given, requestFor(), chooseExtractor);
      await engine.start(job);
      const events = await collect(engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_completed', JSON.stringify(events));
      assert.notEqual(await engine.result(job.spec.jobId), null);
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      assert.equal(child.exitCode, 0, told());
    } finally {
      await engine.stop();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test('without a cluster it says so', { skip: postgres.skip }, async () => {
  await using fresh = await postgres.freshDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-worker-'));
  const { child, told } = await startWorker(folder, {
    DATABASE_URL: fresh.url,
    TEMPORAL_ADDRESS: '127.0.0.1:9',
  });
  if (child.exitCode === null) await once(child, 'exit');
  assert.equal(child.exitCode, 1);
  assert.match(told(), /engine_unavailable/);
  await rm(folder, { recursive: true, force: true });
});
