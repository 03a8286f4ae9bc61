/** The same interface on every engine: a server process, driven through its OpenAPI document, and a job all the way. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createClient } from '@leafcutter/client';
import { runConformance } from '../src/testing/conformance.ts';
import { postgresServer, temporalServer } from '../src/testing/servers.ts';
import { runCommand } from './cli-spawn.ts';
import { bareEnvironment, startServe, startWorker } from './serve-process.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');
const postgres = postgresServer();
const temporal = temporalServer();

interface Setting {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly data: string;
}

async function key(words: readonly string[], { data, env }: Setting): Promise<string> {
  const all = ['keys', 'create', ...words, '--data', data];
  const made = await runCommand(all, { env: { ...bareEnvironment, ...env } });
  assert.equal(made.exitCode, 0, made.err);
  return made.out.trim();
}

async function holds(setting: Setting): Promise<string> {
  const [own, other, reader] = [
    await key(['--name', 'own'], setting),
    await key(['--name', 'other', '--tenant', 'other'], setting),
    await key(['--name', 'reader', '--scope', 'read'], setting),
  ];
  await using server = await startServe(setting);
  const target = { url: server.origin, key: own, otherKey: other, readKey: reader, failing: null };
  await runConformance(target);

  const client = createClient({ baseUrl: server.origin, apiKey: own });
  const data = new Uint8Array(await readFile(path.join(examples, 'invoice.pdf')));
  const document = await client.documents.upload({ data, name: 'invoice.pdf' });
  const definition = JSON.parse(await readFile(path.join(examples, 'invoice.schema.json'), 'utf8'));
  const schema = await client.schemas.create({ name: 'invoice', schema_definition: definition });
  const ids = { document_id: document.document_id, schema_id: schema.schema_id };
  const types: string[] = [];
  const { results, job_id } = await client.jobs.run(ids, { onEvent: ({ type }) => types.push(type) });
  const expected = await runCommand([
    'extract',
    path.join(examples, 'invoice.pdf'),
    '--schema',
    path.join(examples, 'invoice.schema.json'),
  ]);
  assert.deepEqual(results, JSON.parse(expected.out));
  assert.deepEqual([types[0], types.at(-1)], ['start', 'job_completed']);
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  return job_id;
}

async function inFolder(use: (data: string) => Promise<void>): Promise<void> {
  const data = await mkdtemp(path.join(tmpdir(), 'leafcutter-engines-'));
  try {
    await use(data);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

test('on SQLite, in one process', () =>
  inFolder(async (data) => {
    await holds({ argv: [], env: {}, data });
  }));

describe('on Postgres', { skip: postgres.skip }, () => {
  test('with the embedded engine', () =>
    inFolder(async (data) => {
      await using fresh = await postgres.freshDatabase();
      await holds({ argv: [], env: { DATABASE_URL: fresh.url }, data });
    }));

  test('with Temporal and a worker', { skip: temporal.skip }, () =>
    inFolder(async (data) => {
      await using fresh = await postgres.freshDatabase();
      const env = { DATABASE_URL: fresh.url, LEAFCUTTER_TASK_QUEUE: `leafcutter-${randomUUID()}` };
      const argv = ['--engine', 'temporal'];
      await using worker = await startWorker([...argv, '--data', data], env);
      const jobId = await holds({ argv, env, data });
      const asked = ['--workflow-id', jobId, '--type', 'accumulatedResults', '--address', temporal.address()];
      const cli = process.env['TEMPORAL_CLI_PATH'] ?? 'temporal';
      const query = spawnSync(cli, ['workflow', 'query', ...asked], { encoding: 'utf8' });
      // The server may be another one's, without the command beside it.
      if (query.error === undefined) assert.match(query.stdout, /"unit\/0"/, query.stderr);
      assert.deepEqual(await worker.stop(), { code: 0, signal: null });
    }),
  );
});
