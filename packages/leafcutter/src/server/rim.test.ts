/** The gate's hook, the logs and the metrics, around routes of no meaning. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fastify, { type FastifyInstance } from 'fastify';
import type { Admission, Gate, Need } from '../access/index.ts';
import { LeafcutterError } from '../errors.ts';
import { addGate, callerOf } from './gate-hook.ts';
import {
  createLogger,
  errorFacts,
  loggingOptions,
  logRequests,
  requestId,
  type LogLevel,
} from './logging.ts';
import { addMetrics, createMetrics, type MetricSources } from './metrics.ts';

const caller = { tenant: 'a tenant', keyId: 'key_1', scopes: new Set(['read'] as const) };
const id = '01890000-0000-7000-8000-000000000000';
const noSources: MetricSources = { runningJobs: async () => ({}), openWork: async () => ({}) };

interface Rim {
  readonly app: FastifyInstance;
  readonly asked: Need[];
  readonly lines: () => readonly Record<string, unknown>[];
}

async function rim(
  admission: Admission = { admitted: true, caller, headers: {} },
  { level = 'debug', sources = noSources }: { level?: LogLevel; sources?: MetricSources } = {},
): Promise<Rim> {
  let log = '';
  const asked: Need[] = [];
  const gate: Gate = {
    admit: async (_request, need) => {
      asked.push(need);
      return admission;
    },
  };
  const app = fastify(
    loggingOptions(
      createLogger(level, (line) => {
        log += line;
      }),
    ),
  );
  addGate(app, gate);
  logRequests(app);
  addMetrics(app, createMetrics(sources));
  app.get('/v1/jobs/:id', async (request) => ({ tenant: callerOf(request).tenant }));
  app.post('/v1/jobs', async () => {
    throw new LeafcutterError('store_full', 'invoice.pdf of Ms Example cannot be kept', {
      cause: new Error('value 12,34'),
    });
  });
  app.get('/page', { config: { need: 'page' } }, async () => 'page');
  await app.ready();
  const lines = () =>
    log
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Record<string, unknown> => JSON.parse(line));
  return { app, asked, lines };
}

describe('the hook', () => {
  test('asks for the scope of the method below /v1, for what the route says, else for nothing', async () => {
    const { app, asked } = await rim();
    await app.inject({ url: `/v1/jobs/${id}` });
    await app.inject({ url: `/v1/jobs/${id}`, method: 'HEAD' });
    await app.inject({ url: '/v1/jobs', method: 'POST' });
    await app.inject({ url: '/v1/unknown', method: 'DELETE' });
    await app.inject({ url: '/page' });
    await app.inject({ url: '/metrics' });
    await app.inject({ url: '/v1x' });
    assert.deepEqual(asked, ['read', 'read', 'write', 'write', 'page', 'open', 'open']);
    await app.close();
  });

  test('gives routes the caller and answers the headers', async () => {
    const { app } = await rim({ admitted: true, caller, headers: { 'set-cookie': 'a=b' } });
    const answer = await app.inject({ url: `/v1/jobs/${id}` });
    assert.deepEqual(answer.json(), { tenant: 'a tenant' });
    assert.equal(answer.headers['set-cookie'], 'a=b');
    await app.close();
  });

  test('sends away with status, sentence and headers, before the body is read', async () => {
    const headers = { 'retry-after': '3' };
    const { app } = await rim({ admitted: false, status: 429, detail: 'Wait.', headers });
    const answer = await app.inject({
      url: '/v1/jobs',
      method: 'POST',
      payload: '{',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(answer.statusCode, 429);
    assert.deepEqual(answer.json(), { detail: 'Wait.' });
    assert.equal(answer.headers['retry-after'], '3');
    await app.close();
  });
});

describe('the log', () => {
  test('a line a request: what changes or fails at info, the rest at debug', async () => {
    const { app, lines } = await rim();
    const answer = await app.inject({
      url: `/v1/jobs/${id}?search=Example`,
      headers: { 'x-request-id': 'abc-1' },
    });
    assert.equal(answer.headers['x-request-id'], 'abc-1');
    await app.inject({ url: '/v1/nothing/invoice.pdf' });
    const [first = {}, second = {}] = lines();
    const { time, ms, ...rest } = first;
    assert.ok(!Number.isNaN(Date.parse(String(time))) && typeof ms === 'number');
    assert.deepEqual(rest, {
      level: 'debug',
      reqId: 'abc-1',
      method: 'GET',
      route: '/v1/jobs/:id',
      id,
      status: 200,
      key: 'key_1',
      tenant: 'a tenant',
      msg: 'answered',
    });
    assert.deepEqual([second['level'], second['route'], second['status']], ['info', 'unmatched', 404]);
    assert.ok(!JSON.stringify(lines()).includes('invoice') && !JSON.stringify(lines()).includes('Example'));
    await app.close();
    const quiet = await rim(undefined, { level: 'info' });
    await quiet.app.inject({ url: `/v1/jobs/${id}` });
    assert.deepEqual(quiet.lines(), []);
    await quiet.app.close();
  });

  test('an error is its name, code and frames, never its message', async () => {
    const { app, lines } = await rim();
    await app.inject({ url: '/v1/jobs', method: 'POST' });
    app.log.error(new Error('Ms Example'));
    app.log.error({ err: new Error('Ms Example') });
    const text = JSON.stringify(lines());
    assert.ok(text.includes('store_full') && text.includes('rim.test.ts'), text);
    assert.ok(!/invoice|Example|12,34/.test(text), text);
    await app.close();
    const facts = errorFacts(new TypeError('a secret', { cause: 'a text' }));
    assert.deepEqual({ ...facts, at: [] }, { name: 'TypeError', at: [], cause: { name: 'string', at: [] } });
    const odd = Object.assign(new Error('a'), { code: 'invoice 2024.pdf' });
    assert.equal(errorFacts(odd).code, undefined);
  });

  test('an id of a proxy is taken when it is a word', () => {
    assert.equal(requestId({ 'x-request-id': 'a.b_c-1' }), 'a.b_c-1');
    for (const bad of ['a b', 'x'.repeat(65), '{"a":1}', '']) {
      assert.match(requestId({ 'x-request-id': bad }), /^[0-9a-f-]{36}$/);
    }
  });
});

describe('/metrics', () => {
  test('counts by route, and names no tenant, key or id', async () => {
    const sources = { runningJobs: async () => ({ processing: 2 }), openWork: async () => ({ parse: 5 }) };
    const { app } = await rim(undefined, { sources });
    await app.inject({ url: `/v1/jobs/${id}` });
    await app.inject({ url: '/v1/secret-name' });
    const { body, headers } = await app.inject({ url: '/metrics' });
    assert.match(String(headers['content-type']), /^text\/plain; version=/);
    assert.match(body, /leafcutter_requests_total\{method="GET",route="\/v1\/jobs\/:id",status="200"\} 1/);
    assert.match(body, /route="unmatched",status="404"\} 1/);
    assert.match(body, /leafcutter_jobs_running\{status="processing"\} 2/);
    assert.match(body, /leafcutter_work_open\{pool="parse"\} 5/);
    assert.ok(!/tenant|key_1|secret-name/.test(body) && !body.includes(id));
    await app.close();
  });

  test('a store that is away leaves its figures out', async () => {
    const away = async (): Promise<never> => {
      throw new LeafcutterError('store_unavailable', 'away');
    };
    const { app } = await rim(undefined, { sources: { runningJobs: away, openWork: away } });
    const { statusCode, body } = await app.inject({ url: '/metrics' });
    assert.equal(statusCode, 200);
    assert.match(body, /process_resident_memory_bytes/);
    await app.close();
  });
});
