/** Requests that nobody sends by mistake: none of them is a fault of ours, none ends the server, none makes it hang. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ask, form, send, serverHarness, type Ask, type ServerHarness } from '../testing/server-harness.ts';

const examples = path.resolve(import.meta.dirname, '../../../../examples');
let harness: ServerHarness;
let valid: { readonly bytes: Uint8Array; readonly type: string };
before(async () => {
  harness = await serverHarness({ maxUploadBytes: 1_000_000 });
  const { raw, headers } = await form(await readFile(path.join(examples, 'invoice.pdf')));
  assert.ok(raw instanceof Uint8Array);
  valid = { bytes: raw, type: headers?.['content-type'] ?? '' };
});
after(() => harness[Symbol.asyncDispose]());

/** What is not answered by then hangs. */
const patienceMs = 60_000;

/** The status; 0 when the connection was cut. */
async function probe(address: string, given: Ask = {}): Promise<number> {
  try {
    const response = await send(harness, address, { ...given, signal: AbortSignal.timeout(patienceMs) });
    const text = await response.text();
    assert.ok(
      response.status < 500,
      `${given.method ?? 'GET'} ${address}: ${response.status} ${text.slice(0, 300)}`,
    );
    // Nothing of the inside comes out, whatever was sent.
    assert.doesNotMatch(text, /node_modules|\.ts:\d|SQLITE|at async |\/packages\//, address);
    return response.status;
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    assert.notEqual(error instanceof Error && error.name, 'TimeoutError', `${address} hangs`);
    return 0;
  }
}

async function isWell(): Promise<void> {
  assert.equal((await ask(harness, '/readyz')).status, 200);
  assert.equal((await ask(harness, '/v1/extract/documents')).status, 200);
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const oddTexts = [
  '%00',
  '%ff%fe',
  '%E0%80%80',
  '%',
  '%zz',
  '..%2f..%2fsecret',
  '..%5c..%5csecret',
  '%2e%2e',
  '__proto__',
  'constructor',
  'toString',
  'null',
  '-1',
  '1e99',
  '0x10',
  "'%20or%201=1--",
  '%F0%9F%92%A9',
  '%EF%BB%BF',
  'a'.repeat(600),
  'a'.repeat(12_000),
  '01890000-0000-7000-8000-00000000000%30',
  '01890000-0000-7000-8000-000000000000%00',
];

describe('addresses', () => {
  const routes: readonly (readonly [Ask['method'] & string, (id: string) => string])[] = [
    ['GET', (id) => `/v1/extract/documents/${id}`],
    ['DELETE', (id) => `/v1/extract/documents/${id}`],
    ['GET', (id) => `/v1/extract/documents/${id}/pages/1`],
    ['GET', (id) => `/v1/extract/schemas/${id}`],
    ['DELETE', (id) => `/v1/extract/schemas/${id}`],
    ['GET', (id) => `/v1/extract/jobs/${id}`],
    ['GET', (id) => `/v1/extract/jobs/${id}/results`],
    ['GET', (id) => `/v1/extract/jobs/${id}/stream`],
    ['POST', (id) => `/v1/extract/jobs/${id}/cancel`],
    ['DELETE', (id) => `/v1/extract/jobs/${id}`],
    ['GET', (id) => `/${id}`],
  ];

  test('odd ids are unknown ids', async () => {
    for (const [method, address] of routes) {
      for (const id of oddTexts) {
        const status = await probe(address(id), { method });
        assert.ok([404, 405, 422, 431].includes(status), `${method} ${address(id).slice(0, 80)}: ${status}`);
      }
    }
    await isWell();
  });

  test('odd queries are refused or find nothing', async () => {
    const cursors = [
      ...oddTexts,
      ...[
        [],
        ['older'],
        ['older', 1e308, 'x'],
        ['older', null, {}],
        ['newer', -1, '\u0000'],
        { a: 1 },
        'x',
      ].map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
      Buffer.from('["older",1,"' + 'z'.repeat(500) + '"]').toString('base64url'),
    ];
    for (const list of ['documents', 'schemas', 'jobs']) {
      for (const text of cursors) {
        for (const name of ['cursor', 'search', 'limit', 'job_status']) {
          const status = await probe(`/v1/extract/${list}?${name}=${text}`);
          assert.ok([200, 422, 431, 404].includes(status), `${list}?${name}=${text.slice(0, 60)}: ${status}`);
        }
      }
      await probe(`/v1/extract/${list}?limit=1&limit=2&search=a&search=b&cursor[]=1`);
    }
    await isWell();
  });
});

describe('bodies', () => {
  const schemas = '/v1/extract/schemas';
  const json = { 'content-type': 'application/json' };
  const post = (
    raw: string | Uint8Array,
    headers: Readonly<Record<string, string>> = json,
  ): Promise<number> =>
    probe(schemas, { method: 'POST', raw: typeof raw === 'string' ? raw : Uint8Array.from(raw), headers });

  test('what is no JSON, or another encoding of it, is refused', async () => {
    const good = '{"name":"n","schema_definition":{"type":"object","properties":{"a":{"type":"string"}}}}';
    const odd: readonly (readonly [string | Uint8Array, Readonly<Record<string, string>>?])[] = [
      [''],
      ['{'],
      ['null'],
      ['[]'],
      ['"text"'],
      ['NaN'],
      ['{"name":"n","name":"m"}'],
      [`\ufeff${good}`],
      [Buffer.from(good, 'utf16le')],
      [Buffer.from(good.replace('"n"', '"\xff\xfe"'), 'latin1')],
      [gzipSync(good), { ...json, 'content-encoding': 'gzip' }],
      [good, { 'content-type': 'application/json; charset=utf-16' }],
      [good, { 'content-type': 'text/plain' }],
      [good, { 'content-type': 'application/x-www-form-urlencoded' }],
      [good, { 'content-type': 'a'.repeat(4_000) }],
      [good, { 'content-type': 'multipart/form-data; boundary=x' }],
      [good.replace('"n"', String.raw`"\ud800"`)],
      [good.replace('"n"', String.raw`"\u0000"`)],
      [good.replace('"n"', `"${'n'.repeat(600)}"`)],
      ['['.repeat(200_000)],
      ['{"a":'.repeat(200_000)],
      [`{"name":${'9'.repeat(100_000)}}`],
    ];
    for (const [raw, headers] of odd) await post(raw, headers);
    await isWell();
  });

  test('a body beyond every size is cut off', async () => {
    const status = await post(`{"name":"${'n'.repeat(34_000_000)}"}`);
    assert.ok(status === 413 || status === 0, String(status));
    await isWell();
  });

  test('schemas that are deep, explode, or hold traps are answered', async () => {
    const nested = (depth: number): unknown => {
      let inner: unknown = { type: 'string' };
      for (let level = 0; level < depth; level += 1) inner = { type: 'object', properties: { a: inner } };
      return inner;
    };
    const object = (properties: unknown): unknown => ({ type: 'object', properties });
    const doubling = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/d0' } },
      $defs: Object.fromEntries(
        Array.from({ length: 40 }, (_, level) => {
          const next = { $ref: `#/$defs/d${level + 1}` };
          return [`d${level}`, level === 39 ? { type: 'string' } : object({ l: next, r: next })];
        }),
      ),
    };
    const definitions: readonly unknown[] = [
      nested(60),
      nested(400),
      doubling,
      { $ref: '#' },
      object({ a: { $ref: '#/properties/a' } }),
      {
        ...Object(object({ a: { $ref: '#/$defs/x' } })),
        $defs: { x: { $ref: '#/$defs/y' }, y: { $ref: '#/$defs/x' } },
      },
      object({ a: { $ref: 'http://127.0.0.1:1/schema.json' } }),
      object({ a: { type: 'string', pattern: '^(a+)+$' } }),
      object({ a: { type: 'string', pattern: '(' } }),
      object({ a: { type: 'string', pattern: '(?:a{1,1000}){1,1000}' } }),
      object({ a: { type: 'string', enum: Array.from({ length: 20_000 }, (_, index) => `v${index}`) } }),
      object(
        Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`p${index}`, { type: 'string' }])),
      ),
      JSON.parse(
        '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}}}',
      ),
      JSON.parse('{"type":"object","__proto__":{"polluted":true},"properties":{"a":{"type":"string"}}}'),
      object({ a: { type: 'number', multipleOf: 0, minimum: 1e308, maximum: -1e308 } }),
      object({ a: { type: ['string', 'number', 'object', 'null'] } }),
      object({ '': { type: 'string' }, '~/': { type: 'string' }, '\u202e': { type: 'string' } }),
      { allOf: Array.from({ length: 5_000 }, () => ({ type: 'object' })) },
      { type: 'object', properties: { a: { anyOf: [{}, {}, {}] } }, additionalProperties: { $ref: '#' } },
    ];
    for (const definition of definitions) {
      await post(JSON.stringify({ name: 'n', schema_definition: definition }));
      await probe(`${schemas}/validate`, { method: 'POST', body: { schema_definition: definition } });
    }
    assert.equal(Reflect.get({}, 'polluted'), undefined);
    await isWell();
  });

  test('fields of the wrong kind are refused', async () => {
    const random = randomOf(7);
    const kinds = [
      null,
      true,
      -1,
      1e308,
      '',
      'x',
      [],
      {},
      [[]],
      { a: { b: [] } },
      '\u0000',
      '2'.repeat(10_000),
    ];
    const fields = [
      'document_id',
      'schema_id',
      'config',
      'options',
      'stream',
      'name',
      'schema_definition',
      'extra',
    ];
    for (let round = 0; round < 150; round += 1) {
      const body = Object.fromEntries(
        fields
          .filter(() => random() < 0.6)
          .map((field) => [field, kinds[Math.floor(random() * kinds.length)]]),
      );
      for (const address of ['/v1/extract/jobs', schemas, `${schemas}/validate`]) {
        const status = await probe(address, { method: 'POST', body });
        assert.ok(
          [200, 404, 422].includes(status),
          `${address} ${JSON.stringify(body).slice(0, 200)}: ${status}`,
        );
      }
    }
    await isWell();
  });
});

describe('uploads', () => {
  const upload = (raw: Uint8Array, type = valid.type): Promise<number> =>
    probe('/v1/extract/documents/upload', {
      method: 'POST',
      raw: Uint8Array.from(raw),
      headers: { 'content-type': type },
    });

  test('forms of every broken kind are refused', async () => {
    const text = (body: string, type = 'multipart/form-data; boundary=b'): Promise<number> =>
      upload(new TextEncoder().encode(body), type);
    const part = (head: string, content = 'x'): string => `--b\r\n${head}\r\n\r\n${content}\r\n`;
    const file = (name: string, content = 'Total: 12.50'): string =>
      `${part(`content-disposition: form-data; name="file"; filename="${name}"`, content)}--b--\r\n`;
    const odd: readonly (readonly [string, string?])[] = [
      ['', 'multipart/form-data'],
      ['', 'multipart/form-data; boundary='],
      ['x', `multipart/form-data; boundary=${'b'.repeat(5_000)}`],
      ['no boundary at all'],
      ['--b--\r\n'],
      ['--b\r\n'],
      [part('content-disposition: form-data; name="file"')],
      [part('content-disposition: attachment')],
      [part('')],
      [part(`content-disposition: form-data; name="${'n'.repeat(100_000)}"`)],
      [`${part(`x-header: ${'h'.repeat(200_000)}`)}--b--\r\n`],
      [
        Array.from({ length: 2_000 }, (_, index) =>
          part(`content-disposition: form-data; name="f${index}"`),
        ).join(''),
      ],
      [part('content-disposition: form-data; name="password"', 'p'.repeat(100_000)) + file('a.txt')],
      [part('content-disposition: form-data; name="__proto__"') + file('a.txt')],
      [part('content-disposition: form-data; name="file"; filename="1"') + file('two.txt')],
      [
        part(
          'content-type: multipart/mixed; boundary=c\r\ncontent-disposition: form-data; name="file"; filename="a"',
        ),
      ],
      [file('../../etc/passwd')],
      [file('C:\\windows\\a.txt')],
      [file('a\u0000b.txt')],
      [file('\u202egpj.exe')],
      [file('a'.repeat(5_000))],
      [file('')],
      [file('empty.txt', '')],
    ];
    for (const [body, type] of odd) await text(body, type);
    await isWell();
  });

  test('a file beyond the limit is cut off while it comes', async () => {
    const large = new Uint8Array(8_000_000);
    const { raw, headers } = await form(large);
    assert.ok(raw instanceof Uint8Array);
    const status = await upload(raw, headers?.['content-type']);
    assert.ok(status === 413 || status === 0, String(status));
    await isWell();
  });

  test('a good form that was changed at random ends well or with a refusal', async () => {
    const random = randomOf(20_261_124);
    const pick = (below: number): number => Math.floor(random() * below);
    for (let round = 0; round < 120; round += 1) {
      let bytes = Buffer.from(valid.bytes);
      for (let change = 0; change <= pick(4); change += 1) {
        const at = random() < 0.5 ? pick(400) : pick(bytes.length);
        const kind = pick(4);
        if (kind === 0) bytes[at] = pick(256);
        else if (kind === 1) bytes = bytes.subarray(0, at);
        else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + pick(300))]);
        else
          bytes = Buffer.concat([
            bytes.subarray(0, at),
            bytes.subarray(at, at + pick(300)),
            bytes.subarray(at),
          ]);
      }
      await upload(bytes);
    }
    await isWell();
  });
});

describe('connections', () => {
  /** Sends the bytes as they are and gives what comes back until the other side closes or falls silent. */
  const speak = (text: string, quietMs = 300): Promise<string> =>
    new Promise((resolve) => {
      const { port, hostname } = new URL(harness.url);
      const socket = connect(Number(port), hostname);
      let answer = '';
      socket.setTimeout(quietMs, () => socket.destroy());
      socket.on('data', (piece) => (answer += piece.toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(answer));
      socket.write(text, 'latin1');
    });

  test('headers of every odd kind are answered', async () => {
    const odd: readonly Readonly<Record<string, string>>[] = [
      ...['', ' ', 'x', '-1', '1.5', '1e9', '9'.repeat(400)].map((id) => ({ 'last-event-id': id })),
      ...['', '*', '"', 'W/"x"', '"a",'.repeat(500)].map((tag) => ({ 'if-none-match': tag })),
      ...['', ' ', 'x'.repeat(300)].map((key) => ({ 'idempotency-key': key })),
      { accept: 'image/png' },
      { range: 'bytes=0-1' },
      { expect: '100-continue' },
      { 'x-forwarded-for': "'; drop table jobs" },
      { authorization: `Bearer ${'k'.repeat(8_000)}` },
    ];
    const unknown = '01890000-0000-7000-8000-000000000000';
    for (const headers of odd) {
      await probe(`/v1/extract/jobs/${unknown}/stream`, { headers });
      await probe(`/v1/extract/jobs/${unknown}`, { headers });
      await probe('/v1/extract/schemas/validate', {
        method: 'POST',
        body: { schema_definition: {} },
        headers,
      });
    }
    await isWell();
  });

  test('what is no HTTP, or two requests in one, harms nobody', async () => {
    const length = 'content-length: 5\r\ntransfer-encoding: chunked\r\n';
    for (const text of [
      'nonsense\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000',
      'GET / HTTP/9.9\r\n\r\n',
      'GET  HTTP/1.1\r\nhost: a\r\n\r\n',
      `GET /healthz HTTP/1.1\r\nhost: a\r\n${'x: y\r\n'.repeat(5_000)}\r\n`,
      `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: a\r\n\r\n`,
      `POST /v1/extract/schemas HTTP/1.1\r\nhost: a\r\n${length}\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
      'POST /v1/extract/schemas HTTP/1.1\r\nhost: a\r\ncontent-length: -5\r\n\r\n',
      'POST /v1/extract/schemas HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nshort',
      'POST /v1/extract/schemas HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      'OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n',
      'CONNECT evil:443 HTTP/1.1\r\nhost: a\r\n\r\n',
      'GET http://evil/ HTTP/1.1\r\nhost: a\r\n\r\n',
      'GET /healthz HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
    ]) {
      const answer = await speak(text);
      assert.doesNotMatch(answer, /^HTTP\/1\.1 5/, text.slice(0, 60));
    }
    await isWell();
  });

  test('clients that leave in the middle leave nothing behind', async () => {
    const head = [
      'POST /v1/extract/documents/upload HTTP/1.1',
      'host: a',
      'authorization: Bearer alice',
      `content-type: ${valid.type}`,
      `content-length: ${valid.bytes.length}`,
    ].join('\r\n');
    const body = Buffer.from(valid.bytes).toString('latin1');
    for (const cut of [0, 1, 100, 150, 300, 5_000, body.length - 60, body.length - 1]) {
      await speak(`${head}\r\n\r\n${body.slice(0, cut)}`, 50);
    }
    await isWell();
    const { json } = await ask(harness, '/v1/extract/documents?limit=100');
    assert.ok(!JSON.stringify(json).includes('"file_size":0'));
  });
});
