/**
 * Drives every route of a server through its own OpenAPI document: each answer must have a declared status, a declared
 * media type and the declared shape. It knows nothing but a URL and keys, so that any engine can stand behind it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApi } from '../server/openapi.ts';

export interface ConformanceTarget {
  readonly url: string;
  readonly key: string;
  /** Of another tenant. */
  readonly otherKey: string;
  /** A key that only reads; null: the server has none, and 403 is not asked for. */
  readonly readKey: string | null;
  /** `additional_instructions` that make a job fail the first time; null: nothing does, and retry is only refused. */
  readonly failing: string | null;
}

export interface Coverage {
  /** `GET /v1/...` to the statuses that were answered. */
  readonly seen: ReadonlyMap<string, ReadonlySet<number>>;
  /** Every operation of the document. */
  readonly declared: ReadonlyMap<string, ReadonlySet<number>>;
}

const examples = path.resolve(import.meta.dirname, '../../../../examples');
const nobody = '01890000-0000-7000-8000-000000000000';

interface Given {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly form?: FormData;
  readonly raw?: string;
  /** Null: none. Default: the target's. */
  readonly key?: string | null;
}
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** A field of the JSON, as text. */
  readonly field: (name: string) => string;
}

/** One request, held to the document. */
type Call = (
  operation: string,
  ids: Readonly<Record<string, string>>,
  expected: number,
  given?: Given,
) => Promise<Got>;

/** @throws AssertionError that names the route, the status and what does not fit */
export async function runConformance(target: ConformanceTarget): Promise<Coverage> {
  const document: OpenApi = JSON.parse(
    await textOf(await fetch(`${target.url}/openapi.json`, authorised(target))),
  );
  const declared = declaredIn(document);
  const seen = new Map<string, Set<number>>();
  const shapes = new Shapes(document);
  const call: Call = async (operation, ids, expected, given = {}) => {
    const statuses = declared.get(operation);
    assert.ok(statuses !== undefined, `${operation} is not in the document`);
    const got = await send(target, operation, ids, given);
    const said = `${operation} answered ${got.status}: ${got.text.slice(0, 300)}`;
    assert.equal(got.status, expected, said);
    assert.ok(statuses.has(got.status), `${said}, which is not declared`);
    shapes.check(operation, got);
    seen.set(operation, (seen.get(operation) ?? new Set()).add(got.status));
    return got;
  };
  await driveAll(call, target);
  const expected = (operation: string): boolean => target.failing !== null || !operation.endsWith('/retry');
  const missed = [...declared.keys()].filter(
    (operation) => expected(operation) && !seen.get(operation)?.has(200),
  );
  assert.deepEqual(missed, [], 'operations that never succeeded');
  return { seen, declared };
}

async function driveAll(call: Call, target: ConformanceTarget): Promise<void> {
  const document = await driveDocuments(call);
  const schema = await driveSchemas(call);
  await driveJobs(call, document, schema);
  if (target.failing !== null) await driveFailed(call, document, schema, target.failing);
  await driveSystem(call);
  await driveRefusals(call, target, document);
  await call('DELETE /v1/extract/documents/{document_id}', { document_id: document }, 200);
  await call('DELETE /v1/extract/schemas/{schema_id}', { schema_id: schema }, 200);
}

async function driveDocuments(call: Call): Promise<string> {
  const uploadRoute = 'POST /v1/extract/documents/upload';
  const invoice = await readFile(path.join(examples, 'invoice.pdf'));
  const uploaded = await call(uploadRoute, {}, 200, { form: formOf(invoice, 'invoice.pdf') });
  const document_id = uploaded.field('document_id');
  await call(uploadRoute, {}, 422, { form: formOf(new Uint8Array(), 'empty.pdf') });
  await call(uploadRoute, {}, 422, { form: formOf(invoice.subarray(0, 500), 'broken.pdf') });
  await call(uploadRoute, {}, 415, { form: formOf(Buffer.from('PK\x03\x04aaaaaaaa', 'latin1'), 'a.bin') });
  await call('GET /v1/extract/documents', {}, 200, { query: '?limit=1&search=INVOICE' });
  await call('GET /v1/extract/documents', {}, 422, { query: '?limit=101' });
  await call('GET /v1/extract/documents', {}, 422, { query: '?cursor=nonsense' });
  await call('GET /v1/extract/documents/{document_id}', { document_id }, 200);
  const page = { document_id, page: '1' };
  await call('GET /v1/extract/documents/{document_id}/pages/{page}', page, 200);
  await call('GET /v1/extract/documents/{document_id}/pages/{page}', { ...page, page: '7' }, 404);
  await call('GET /v1/extract/documents/{document_id}/pages/{page}/image', page, 200, {
    query: '?width=200',
  });
  await call('GET /v1/extract/documents/{document_id}/pages/{page}/image', page, 422, { query: '?width=1' });
  return document_id;
}

async function driveSchemas(call: Call): Promise<string> {
  const schema_definition: unknown = JSON.parse(
    await readFile(path.join(examples, 'invoice.schema.json'), 'utf8'),
  );
  const created = await call('POST /v1/extract/schemas', {}, 200, {
    body: { name: 'invoice', schema_definition, metadata: { origin: 'conformance' }, description: null },
    headers: { 'idempotency-key': `schema ${Math.random()}` },
  });
  const schema_id = created.field('schema_id');
  const wrong = { name: 'wrong', schema_definition: { type: 'array' } };
  await call('POST /v1/extract/schemas', {}, 422, { body: wrong });
  await call('POST /v1/extract/schemas', {}, 422, { raw: '{"name":' });
  await call('POST /v1/extract/schemas', {}, 415, {
    raw: 'name=x',
    headers: { 'content-type': 'text/plain' },
  });
  await call('POST /v1/extract/schemas/validate', {}, 200, { body: { schema_definition } });
  await call('POST /v1/extract/schemas/validate', {}, 422, {
    body: { schema_definition: { type: 'string' } },
  });
  await call('GET /v1/extract/schemas', {}, 200, { query: '?search=inv' });
  await call('GET /v1/extract/schemas/{schema_id}', { schema_id }, 200);
  await call('PUT /v1/extract/schemas/{schema_id}', { schema_id }, 200, { body: { name: 'invoices' } });
  await call('PUT /v1/extract/schemas/{schema_id}', { schema_id }, 422, { body: { name: 1 } });
  return schema_id;
}

async function driveJobs(call: Call, document_id: string, schema_id: string): Promise<void> {
  const jobRoute = '/v1/extract/jobs';
  const one = `${jobRoute}/{job_id}`;
  const body = { document_id, schema_id, config: { per_key_attribution: true }, options: { pages: '1' } };
  const started = await call(`POST ${jobRoute}`, {}, 200, { body });
  const ids = { job_id: started.field('job_id') };
  await call(`GET ${one}/stream`, ids, 200, { headers: { 'last-event-id': '0' } });
  await call(`GET ${one}/stream`, ids, 422, { headers: { 'last-event-id': 'x' } });
  const status = await endOf(call, one, ids);
  const etag = status.headers.get('etag') ?? '';
  await call(`GET ${one}`, ids, 304, { headers: { 'if-none-match': etag } });
  const results = await call(`GET ${one}/results`, ids, 200);
  for (const format of ['csv', 'jsonl', 'xlsx'])
    await call(`GET ${one}/results`, ids, 200, { query: `?format=${format}` });
  await call(`GET ${one}/results`, ids, 422, { query: '?format=pdf' });
  await call(`GET ${one}/results`, ids, 422, { query: '?format=csv&table=none' });
  const found: { results: unknown } = JSON.parse(results.text);
  await call(`PUT ${one}/results`, ids, 200, { body: { results: found.results } });
  await call(`PUT ${one}/results`, ids, 422, { body: { results: { amount_due: 'much' } } });
  await call(`POST ${jobRoute}`, {}, 200, { body: { document_id, schema_id, stream: true } });
  await call(`POST ${jobRoute}`, {}, 422, { body: { ...body, config: { unknown: 1 } } });
  await call(`POST ${jobRoute}`, {}, 404, { body: { ...body, document_id: nobody } });
  await call(`GET ${jobRoute}`, {}, 200, { query: '?limit=1&job_status=completed' });
  await call(`GET ${jobRoute}`, {}, 422, { query: '?job_status=done' });
  await call(`POST ${one}/cancel`, ids, 409);
  await call(`POST ${one}/retry`, ids, 409);
  await driveCancelled(call, one, body);
  await call(`DELETE ${one}`, ids, 200);
  for (const [method, way] of [
    ['GET', ''],
    ['GET', '/results'],
    ['GET', '/stream'],
    ['DELETE', ''],
    ['POST', '/cancel'],
    ['POST', '/retry'],
  ])
    await call(`${method} ${one}${way}`, ids, 404);
}

async function driveFailed(
  call: Call,
  document_id: string,
  schema_id: string,
  failing: string,
): Promise<void> {
  const one = '/v1/extract/jobs/{job_id}';
  const body = { document_id, schema_id, config: { additional_instructions: failing } };
  const started = await call('POST /v1/extract/jobs', {}, 200, { body });
  const ids = { job_id: started.field('job_id') };
  assert.equal((await endOf(call, one, ids)).field('status'), 'failed');
  await call(`GET ${one}/results`, ids, 200);
  await call(`POST ${one}/cancel`, ids, 409);
  await call(`POST ${one}/retry`, ids, 200);
  assert.equal((await endOf(call, one, ids)).field('status'), 'completed');
}

/** A scan of several pages takes long enough to be stopped; a failed job can be retried. */
async function driveCancelled(call: Call, one: string, body: object): Promise<void> {
  const letter = await readFile(path.join(examples, 'letter.pdf'));
  const uploaded = await call('POST /v1/extract/documents/upload', {}, 200, {
    form: formOf(letter, 'letter.pdf'),
  });
  const document_id = uploaded.field('document_id');
  const started = await call('POST /v1/extract/jobs', {}, 200, { body: { ...body, document_id } });
  const ids = { job_id: started.field('job_id') };
  await call(`DELETE ${one}`, ids, 409);
  await call(`GET ${one}/results`, ids, 409);
  await call(`PUT ${one}/results`, ids, 409, { body: { results: {} } });
  await call('DELETE /v1/extract/documents/{document_id}', { document_id }, 409);
  await call(`POST ${one}/cancel`, ids, 200);
  await call(`POST ${one}/cancel`, ids, 200);
  await call(`GET ${one}`, ids, 200);
  await call(`GET ${one}/results`, ids, 200);
  await call(`GET ${one}/stream`, ids, 200);
}

async function driveSystem(call: Call): Promise<void> {
  await call('GET /v1/models', {}, 200);
  await call('GET /v1/usage', {}, 200);
  await call('GET /v1/usage', {}, 422, { query: '?from=2026-02-02&to=2026-02-01' });
  for (const url of ['/healthz', '/readyz', '/openapi.json', '/docs']) await call(`GET ${url}`, {}, 200);
}

/** No key, a key that may not, another tenant, an id that is none. */
async function driveRefusals(
  call: Call,
  { otherKey, readKey }: ConformanceTarget,
  document_id: string,
): Promise<void> {
  const one = 'GET /v1/extract/documents/{document_id}';
  for (const key of [null, 'not-a-key-1']) await call(one, { document_id }, 401, { key });
  await call(one, { document_id }, 404, { key: otherKey });
  for (const id of ['x', nobody, '%00', 'ü'.repeat(30)]) await call(one, { document_id: id }, 404);
  if (readKey === null) return;
  await call(one, { document_id }, 200, { key: readKey });
  await call('DELETE /v1/extract/documents/{document_id}', { document_id }, 403, { key: readKey });
}

async function endOf(call: Call, one: string, ids: Readonly<Record<string, string>>): Promise<Got> {
  for (;;) {
    const status = await call(`GET ${one}`, ids, 200);
    if (['completed', 'failed', 'cancelled'].includes(status.field('status'))) return status;
    await sleep(200);
  }
}

function formOf(bytes: Uint8Array, name: string): FormData {
  const form = new FormData();
  form.set('file', new Blob([Uint8Array.from(bytes)]), name);
  return form;
}

function authorised({ key }: Pick<ConformanceTarget, 'key'>): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${key}` } };
}

async function textOf(response: Response): Promise<string> {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text;
}

async function send(
  target: ConformanceTarget,
  operation: string,
  ids: Readonly<Record<string, string>>,
  { query = '', headers = {}, body, form, raw, key = target.key }: Given,
): Promise<Got> {
  const [method = '', pattern = ''] = operation.split(' ');
  const way = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '');
  const payload = form ?? raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(target.url + way + query, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(payload === undefined || form !== undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    field: (name) => {
      const content: Readonly<Record<string, unknown>> = JSON.parse(text);
      return String(content[name]);
    },
  };
}

function declaredIn({ paths }: OpenApi): ReadonlyMap<string, ReadonlySet<number>> {
  return new Map(
    Object.entries(paths).flatMap(([way, methods]) =>
      Object.entries(methods).map(
        ([method, { responses }]) =>
          [`${method.toUpperCase()} ${way}`, new Set(Object.keys(responses).map(Number))] as const,
      ),
    ),
  );
}

/** The shapes of the document, compiled when they are first needed. */
class Shapes {
  private readonly document: OpenApi;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(document: OpenApi) {
    this.document = document;
    addFormats.default(this.ajv);
    this.ajv.addSchema({ $id: 'openapi', components: document.components });
  }

  check(operation: string, { status, headers, text }: Got): void {
    const [method = '', way = ''] = operation.split(' ');
    const response = this.document.paths[way]?.[method.toLowerCase()]?.responses[String(status)];
    const types = Object.keys(response?.content ?? {});
    if (types.length === 0) return assert.equal(text, '', `${operation} ${status} has a body`);
    const type = (headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
    assert.ok(types.includes(type), `${operation} ${status} is ${type}, not ${types.join(' or ')}`);
    if (type !== 'application/json') return;
    const pointer = [
      'paths',
      way,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      type,
      'schema',
    ];
    const validate = this.validator(pointer);
    assert.ok(
      validate(JSON.parse(text)),
      `${operation} ${status}: ${JSON.stringify(validate.errors)} in ${text.slice(0, 500)}`,
    );
  }

  private validator(steps: readonly string[]): ValidateFunction {
    const key = steps.join(' ');
    const known = this.compiled.get(key);
    if (known !== undefined) return known;
    let schema: unknown = this.document;
    for (const step of steps)
      schema = typeof schema === 'object' && schema !== null ? Reflect.get(schema, step) : null;
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/');
    const validate = this.ajv.compile(JSON.parse(text));
    this.compiled.set(key, validate);
    return validate;
  }
}
