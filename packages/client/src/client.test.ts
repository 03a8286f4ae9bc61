/** The client against a server that misbehaves in every way that a client must bear. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createClient } from './client.ts';
import { ApiError, ConnectionError, ContractError, errorOf } from './errors.ts';
import { cut, json, samples, scriptedServer, type Answer } from './testing/scripted-server.ts';

const list = { documents: [], total_count: 0 };
const busy = json(503, { detail: 'Busy.' });

describe('a call is tried again', () => {
  const again: readonly (readonly [string, Answer])[] = [
    ['408', json(408, { detail: 'Slow.' })],
    ['429', json(429, { detail: 'Too many.' }, { 'retry-after': '0' })],
    ['500', json(500, { detail: 'Broken.' })],
    ['503', busy],
    ['507', json(507, { detail: 'Full.' })],
    ['a cut connection', cut],
  ];
  for (const [what, trouble] of again) {
    test(`after ${what}, where it may be repeated`, async () => {
      await using server = await scriptedServer(trouble, trouble, json(200, list));
      assert.deepEqual(await server.client().documents.list(), list);
      assert.equal(server.seen.length, 3);
    });
  }

  test('with one key for all tries, when it is a POST', async () => {
    await using server = await scriptedServer(
      busy,
      cut,
      json(409, { detail: 'The first runs.' }, { 'retry-after': '0' }),
      json(200, samples.created),
    );
    const job = { document_id: 'd', schema_id: 's' };
    assert.deepEqual(await server.client().jobs.start(job), samples.created);
    const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
    assert.equal(keys.length, 4);
    assert.equal(new Set(keys).size, 1);
    assert.match(String(keys[0]), /^[0-9a-f-]{36}$/);
    assert.ok(server.seen.every(({ body }) => body.toString() === JSON.stringify(job)));
  });

  test('at most so often', async () => {
    await using server = await scriptedServer(busy);
    const refused = server.client({ maxRetries: 2 }).documents.list();
    await assert.rejects(refused, (error) => error instanceof ApiError && error.status === 503);
    assert.equal(server.seen.length, 3);
  });

  test('when the server says it may be, in seconds or as a date', async () => {
    const secondsOf = async (retryAfter: string) =>
      (await errorOf(new Response('', { status: 429, headers: { 'retry-after': retryAfter } })))
        .retryAfterSeconds;
    assert.equal(await secondsOf('7'), 7);
    const inAnHour = await secondsOf(new Date(Date.now() + 3_600_000).toUTCString());
    assert.ok(inAnHour !== null && inAnHour > 3_000 && inAnHour <= 3_600);
    assert.equal(await secondsOf('Thu, 01 Jan 1970 00:00:00 GMT'), 0);
    assert.deepEqual([await secondsOf('soon'), await secondsOf('-1')], [null, null]);
  });

  test('but not when that is minutes away, or the answer would be the same', async () => {
    const answers: readonly Answer[] = [
      json(429, { detail: 'Come back later.' }, { 'retry-after': '61' }),
      json(400, { detail: 'No.' }),
      json(401, { detail: 'Who?' }),
      json(404, { detail: 'Where?' }),
      json(409, { detail: 'It runs.' }),
      json(422, { detail: [] }),
    ];
    for (const answer of answers) {
      await using server = await scriptedServer(answer);
      await assert.rejects(server.client().documents.get('d'), ApiError);
      assert.equal(server.seen.length, 1);
    }
  });
});

describe('what a call ends with', () => {
  test('an error has the status, the sentence, the places', async () => {
    const issue = { loc: ['body', 'name'], msg: 'This field must be given.', type: 'missing' };
    await using server = await scriptedServer(
      json(422, { detail: [issue] }),
      json(404, { detail: 'No such job.' }),
    );
    const client = server.client();
    await assert.rejects(client.schemas.get('s'), (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual([error.status, error.issues], [422, [issue]]);
      assert.equal(error.message, 'body.name: This field must be given.');
      return true;
    });
    await assert.rejects(client.jobs.get('j'), { status: 404, message: 'No such job.', issues: [] });
  });

  test('a proxy that answers HTML is an error too', async () => {
    await using server = await scriptedServer((response) => response.writeHead(404).end('<h1>Nothing</h1>'));
    await assert.rejects(server.client().jobs.get('j'), { status: 404, message: '<h1>Nothing</h1>' });
  });

  test('an answer of another shape is told apart', async () => {
    await using server = await scriptedServer(json(200, { documents: 'many' }), (response) =>
      response.end('{'),
    );
    const client = server.client();
    await assert.rejects(client.documents.list(), ContractError);
    await assert.rejects(client.documents.list(), ContractError);
  });

  test('no server is told as such', async () => {
    const server = await scriptedServer();
    const client = server.client({ maxRetries: 1 });
    await server[Symbol.asyncDispose]();
    await assert.rejects(client.documents.list(), ConnectionError);
  });

  test('the signal ends waiting and retrying', async () => {
    await using server = await scriptedServer(busy);
    const abort = new AbortController();
    const call = server.client({ backoffMs: 60_000 }).documents.list({ signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await assert.rejects(call, { message: 'enough' });
    await assert.rejects(server.client().documents.list({ signal: abort.signal }), { message: 'enough' });
    assert.equal(server.seen.length, 1);
  });

  test('ids, queries and the key go where they belong', async () => {
    await using server = await scriptedServer(
      json(200, { jobs: [], total_count: 0 }),
      json(404, { detail: '' }),
    );
    const client = server.client({ baseUrl: `${server.url}/v1/` });
    await client.jobs.list({ limit: 5, search: 'a&b', job_status: 'failed' });
    await client.jobs.get('../documents').catch(() => undefined);
    const [first, second] = server.seen;
    assert.equal(first?.url, '/v1/extract/jobs?limit=5&search=a%26b&job_status=failed');
    assert.equal(first?.headers.authorization, 'Bearer key');
    assert.equal(second?.url, '/v1/extract/jobs/..%2Fdocuments');
    const page = createClient({ baseUrl: server.url });
    await page.jobs.get('j').catch(() => undefined);
    assert.equal(server.seen[2]?.headers.authorization, undefined);
  });
});

describe('an upload', () => {
  test('is multipart with the file whole, and tells how far it is', async () => {
    await using server = await scriptedServer(busy, json(200, samples.document));
    const bytes = new Uint8Array(900_000).map((_, index) => index % 251);
    const told: number[] = [];
    await server.client().documents.upload(
      { data: bytes, name: 'a "b"\r\n.txt' },
      {
        password: 'geheim',
        onProgress: (sent, total) => {
          assert.equal(total, bytes.length);
          told.push(sent);
        },
      },
    );
    assert.equal(told.at(-1), bytes.length);
    assert.ok(
      told.some((sent) => sent > 0 && sent < bytes.length),
      'it is told on the way',
    );
    assert.equal(server.seen.length, 2);
    for (const { headers, body } of server.seen) {
      const form = await new Response(new Uint8Array(body), {
        headers: { 'content-type': String(headers['content-type']) },
      }).formData();
      assert.equal(form.get('password'), 'geheim');
      const file = form.get('file');
      assert.ok(file instanceof File);
      assert.deepEqual(new Uint8Array(await file.arrayBuffer()), bytes);
      assert.equal(file.name, 'a "b"\r\n.txt');
    }
    assert.equal(new Set(server.seen.map(({ headers }) => headers['idempotency-key'])).size, 1);
  });

  test('says its length when nobody asks how far it is', async () => {
    await using server = await scriptedServer(json(200, samples.document));
    await server.client().documents.upload({ data: new Blob(['abc']), name: 'a.txt' });
    const { headers, body } = server.seen[0] ?? {};
    assert.equal(headers?.['content-length'], String(body?.length));
  });
});
