/** Two tenants on one server: neither sees anything of the other, in a list, by an id, a search, an event, a cache or an error. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ApiError, createClient, type LeafcutterClient } from '@leafcutter/client';
import { runCommand } from './cli-spawn.ts';
import { bareEnvironment, startServe, type ServeProcess } from './serve-process.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');

interface Tenant {
  readonly key: string;
  readonly client: LeafcutterClient;
}
interface Things {
  readonly document: string;
  readonly schema: string;
  readonly job: string;
}

let server: ServeProcess;
let anna: Tenant;
let boris: Tenant;
let annas: Things;
let boriss: Things;

async function tenant(name: string): Promise<Tenant> {
  const words = ['keys', 'create', '--name', name, '--tenant', name, '--data', server.data];
  const key = (await runCommand(words, { env: bareEnvironment })).out.trim();
  return { key, client: createClient({ baseUrl: server.origin, apiKey: key, maxRetries: 0 }) };
}

/** The same document and schema for both: what is shared by its content is told apart by its tenant. */
async function work({ client }: Tenant, name: string): Promise<Things> {
  const definition = JSON.parse(await readFile(path.join(examples, 'invoice.schema.json'), 'utf8'));
  const data = new Uint8Array(await readFile(path.join(examples, 'invoice.pdf')));
  const document = await client.documents.upload({ data, name: `${name} invoice.pdf` });
  const schema = await client.schemas.create({ name: `${name} schema`, schema_definition: definition });
  const created = await client.jobs.start({ document_id: document.document_id, schema_id: schema.schema_id });
  for await (const { event } of client.jobs.watch(created.job_id, { after: 0 })) void event;
  return { document: document.document_id, schema: schema.schema_id, job: created.job_id };
}

before(async () => {
  server = await startServe();
  anna = await tenant('anna');
  boris = await tenant('boris');
  annas = await work(anna, 'anna');
  boriss = await work(boris, 'boris');
});
after(() => server[Symbol.asyncDispose]());

/** As it comes, with everything in it. */
async function ask(
  who: Tenant,
  method: string,
  address: string,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.origin}/v1${address}`, {
    method,
    headers: {
      authorization: `Bearer ${who.key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

describe('two tenants', () => {
  test('each finds its own things in lists and by search, and nothing else', async () => {
    for (const [who, own, other] of [
      [anna, annas, boriss],
      [boris, boriss, annas],
    ] as const) {
      for (const [list, id, otherId] of [
        ['/extract/documents', own.document, other.document],
        ['/extract/schemas', own.schema, other.schema],
        ['/extract/jobs', own.job, other.job],
      ] as const) {
        const { text } = await ask(who, 'GET', list);
        assert.ok(text.includes(id) && !text.includes(otherId), list);
        assert.equal(JSON.parse(text).total_count, 1, list);
        for (const search of [otherId, who === anna ? 'boris' : 'anna']) {
          const found = await ask(who, 'GET', `${list}?search=${search}`);
          assert.equal(JSON.parse(found.text).total_count, 0, `${list} by ${search}`);
        }
      }
    }
  });

  test("another's id is answered as one that does not exist, on every route", async () => {
    const unknown = '01890000-0000-7000-8000-000000000000';
    const definition = { schema_definition: { type: 'object', properties: { a: { type: 'string' } } } };
    const calls: readonly (readonly [
      method: string,
      address: (id: string) => string,
      kind: keyof Things,
      body?: unknown,
    ])[] = [
      ['GET', (id) => `/extract/documents/${id}`, 'document'],
      ['GET', (id) => `/extract/documents/${id}/pages/1`, 'document'],
      ['GET', (id) => `/extract/documents/${id}/pages/1/image`, 'document'],
      ['DELETE', (id) => `/extract/documents/${id}`, 'document'],
      ['GET', (id) => `/extract/schemas/${id}`, 'schema'],
      ['PUT', (id) => `/extract/schemas/${id}`, 'schema', definition],
      ['DELETE', (id) => `/extract/schemas/${id}`, 'schema'],
      ['GET', (id) => `/extract/jobs/${id}`, 'job'],
      ['GET', (id) => `/extract/jobs/${id}/results`, 'job'],
      ['GET', (id) => `/extract/jobs/${id}/results?format=csv`, 'job'],
      ['GET', (id) => `/extract/jobs/${id}/stream`, 'job'],
      ['PUT', (id) => `/extract/jobs/${id}/results`, 'job', { results: {} }],
      ['POST', (id) => `/extract/jobs/${id}/cancel`, 'job'],
      ['POST', (id) => `/extract/jobs/${id}/retry`, 'job'],
      ['DELETE', (id) => `/extract/jobs/${id}`, 'job'],
    ];
    for (const [method, address, kind, body] of calls) {
      const nobodys = await ask(boris, method, address(unknown), body);
      const others = await ask(boris, method, address(annas[kind]), body);
      assert.equal(nobodys.status, 404, `${method} ${address(unknown)}`);
      assert.deepEqual(others, nobodys, `${method} ${address('...')} tells that the id exists`);
    }
  });

  test("a job takes nobody else's document or schema", async () => {
    const unknown = '01890000-0000-7000-8000-000000000000';
    const start = (document: string, schema: string) =>
      ask(boris, 'POST', '/extract/jobs', { document_id: document, schema_id: schema });
    const noDocument = await start(unknown, boriss.schema);
    const noSchema = await start(boriss.document, unknown);
    assert.equal(noDocument.status, 404);
    assert.equal(noSchema.status, 404);
    assert.deepEqual(await start(annas.document, boriss.schema), noDocument);
    assert.deepEqual(await start(boriss.document, annas.schema), noSchema);
  });

  test("a list does not go on from another's place", async () => {
    const { client } = anna;
    await client.schemas.create({
      name: 'a second',
      schema_definition: { type: 'object', properties: { a: { type: 'string' } } },
    });
    const page = await client.schemas.list({ limit: 1 });
    assert.ok(typeof page.next_cursor === 'string');
    const stolen = await ask(boris, 'GET', `/extract/schemas?cursor=${encodeURIComponent(page.next_cursor)}`);
    assert.ok(!stolen.text.includes(annas.schema));
    assert.equal(JSON.parse(stolen.text).total_count, 1);
  });

  test('the same Idempotency-Key is two keys', async () => {
    const create = (who: Tenant) =>
      fetch(`${server.origin}/v1/extract/schemas`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${who.key}`,
          'content-type': 'application/json',
          'idempotency-key': 'the same',
        },
        body: JSON.stringify({
          name: 'same',
          schema_definition: { type: 'object', properties: { a: { type: 'string' } } },
        }),
      });
    const [first, second, again] = [await create(anna), await create(boris), await create(anna)];
    const ids = await Promise.all(
      [first, second, again].map(async (answer) => JSON.parse(await answer.text()).schema_id),
    );
    assert.notEqual(ids[0], ids[1]);
    assert.equal(ids[0], ids[2]);
  });

  test("what one deletes stays the other's, though the bytes are the same", async () => {
    const before = await ask(boris, 'GET', `/extract/documents/${boriss.document}/pages/1`);
    await anna.client.jobs.delete(annas.job);
    await anna.client.documents.delete(annas.document);
    await assert.rejects(
      anna.client.documents.get(annas.document),
      (error) => error instanceof ApiError && error.status === 404,
    );
    assert.deepEqual(await ask(boris, 'GET', `/extract/documents/${boriss.document}/pages/1`), before);
    const { status } = await boris.client.jobs.run({
      document_id: boriss.document,
      schema_id: boriss.schema,
    });
    assert.equal(status, 'completed');
  });

  test('usage and models tell nothing of others', async () => {
    for (const address of ['/usage', '/models']) {
      const { text } = await ask(boris, 'GET', address);
      assert.ok(!/anna/.test(text) && !text.includes(annas.job), address);
    }
    const { days } = await boris.client.usage();
    assert.equal(
      days.reduce((sum, { jobs }) => sum + jobs, 0),
      2,
      "the jobs of this tenant, not the other's",
    );
  });
});
