/** The published service's own client, its base URL changed: calls succeed, and its typed errors are raised. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ContextualAI, toFile } from 'contextual-client';
import { multipartFormRequestOptions } from 'contextual-client/core';
import { serverHarness, type ServerHarness } from '../src/testing/server-harness.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');
let harness: ServerHarness;
before(async () => {
  harness = await serverHarness();
});
after(() => harness[Symbol.asyncDispose]());

const clientOf = (apiKey = 'alice'): ContextualAI =>
  new ContextualAI({ apiKey, baseURL: `${harness.url}/v1`, maxRetries: 0 });

interface Ids {
  readonly document_id: string;
  readonly schema_id: string;
}

async function uploaded(client: ContextualAI): Promise<Ids> {
  const file = await toFile(await readFile(path.join(examples, 'invoice.pdf')), 'invoice.pdf');
  const { document_id }: Ids = await client.post(
    '/extract/documents/upload',
    await multipartFormRequestOptions({ body: { file } }),
  );
  const schema_definition: unknown = JSON.parse(
    await readFile(path.join(examples, 'invoice.schema.json'), 'utf8'),
  );
  const { schema_id }: Ids = await client.post('/extract/schemas', {
    body: { name: 'invoice', schema_definition },
  });
  return { document_id, schema_id };
}

interface Job {
  readonly job_id: string;
  readonly status: string;
}

async function ended(client: ContextualAI, job_id: string): Promise<Job> {
  for (;;) {
    const job: Job = await client.get(`/extract/jobs/${job_id}`);
    if (['completed', 'failed', 'cancelled'].includes(job.status)) return job;
    await sleep(50);
  }
}

test('upload, schema, job, status and results', async () => {
  const client = clientOf();
  const ids = await uploaded(client);
  const { job_id }: Job = await client.post('/extract/jobs', {
    body: { ...ids, config: { temperature: 0 } },
  });
  assert.equal((await ended(client, job_id)).status, 'completed');
  const { results }: { results: unknown } = await client.get(`/extract/jobs/${job_id}/results`);
  assert.deepEqual(results, JSON.parse(await readFile(path.join(examples, 'invoice.expected.json'), 'utf8')));
  const list: { jobs: readonly Job[]; total_count: number } = await client.get('/extract/jobs', {
    query: { limit: 1 },
  });
  assert.deepEqual([list.jobs.map((job) => job.job_id), list.total_count], [[job_id], 1]);
  await client.put(`/extract/jobs/${job_id}/results`, { body: { results } });
  await client.delete(`/extract/documents/${ids.document_id}`);
  await client.delete(`/extract/schemas/${ids.schema_id}`);
});

test('its typed errors', async () => {
  const client = clientOf();
  const unknown = '01890000-0000-7000-8000-000000000000';
  const rejects = async (call: Promise<unknown>, type: new (...given: never[]) => Error): Promise<void> => {
    await assert.rejects(call, (error) => error instanceof type);
  };
  await rejects(clientOf('not-a-key-1').get('/extract/jobs'), ContextualAI.AuthenticationError);
  await rejects(
    clientOf('alice:read').post('/extract/schemas', { body: {} }),
    ContextualAI.PermissionDeniedError,
  );
  await rejects(client.get(`/extract/jobs/${unknown}`), ContextualAI.NotFoundError);
  await rejects(client.post('/extract/jobs', { body: {} }), ContextualAI.UnprocessableEntityError);
  await rejects(clientOf('limited').get('/extract/jobs'), ContextualAI.RateLimitError);
  const { job_id }: Job = await client.post('/extract/jobs', { body: await uploaded(client) });
  await ended(client, job_id);
  await rejects(client.post(`/extract/jobs/${job_id}/cancel`), ContextualAI.ConflictError);
});
