/** HTTP requests as bytes, with faults of the protocol, of forms and of what an address or a name may hold. Seeded. */
import type { Chance } from './random.ts';

export interface RawRequest {
  readonly label: string;
  readonly bytes: Buffer;
  /** Milliseconds between pieces; 0 sends all at once. */
  readonly pauseMs: number;
  /** Nothing of it is missing: it is to be answered. */
  readonly whole: boolean;
}

/** Ids that the server gave, and the token that it asks for. */
export interface Known {
  readonly token: string;
  readonly ids: readonly string[];
  readonly document: Buffer;
}

/** One request, mostly with a fault or a few. */
export function rawRequest(known: Known, chance: Chance): RawRequest {
  const { label, lines, body } = chance.of(plans)(known, chance);
  const head = [...lines, 'host: 127.0.0.1', `authorization: Bearer ${known.token}`];
  const framed = framedBody(body, chance);
  const odd = chance.next() < 0.3 ? [chance.of(oddHeaders)] : [];
  const text = `${[...head, ...odd, ...framed.headers].join('\r\n')}\r\n\r\n`;
  const { bytes, damaged } = damage(Buffer.concat([Buffer.from(text, 'latin1'), framed.body]), chance);
  return {
    label,
    bytes,
    pauseMs: chance.next() < 0.05 ? 1 + chance.below(40) : 0,
    whole: framed.whole && odd.length === 0 && !damaged,
  };
}

interface Framed {
  readonly headers: readonly string[];
  readonly body: Buffer;
  readonly whole: boolean;
}

/** The body with its length, with a wrong one, or in pieces. */
function framedBody(body: Buffer, chance: Chance): Framed {
  if (body.length === 0) return { headers: [], body, whole: true };
  const told = (length: number | string): Framed => ({
    headers: [`content-length: ${length}`],
    body,
    whole: length === body.length,
  });
  switch (chance.below(12)) {
    case 0:
      return told(body.length + 1 + chance.below(1_000));
    case 1:
      return told(chance.below(body.length));
    case 2:
      return told(chance.of(['-1', '1e3', '99999999999999999999']));
    case 3:
    case 4:
    case 5:
      return { headers: ['transfer-encoding: chunked'], body: chunked(body, chance), whole: false };
    default:
      return told(body.length);
  }
}

/** Cut off, or with other bytes in a few places. */
function damage(bytes: Buffer, chance: Chance): { readonly bytes: Buffer; readonly damaged: boolean } {
  const cut = chance.next() < 0.25;
  const left = cut ? bytes.subarray(0, chance.below(bytes.length + 1)) : bytes;
  const changes = chance.next() < 0.2 && left.length > 0 ? 1 + chance.below(8) : 0;
  for (let change = 0; change < changes; change += 1) left[chance.below(left.length)] = chance.below(256);
  return { bytes: left, damaged: cut || changes > 0 };
}

interface Plan {
  readonly label: string;
  /** The request line and headers of its own. */
  readonly lines: readonly string[];
  readonly body: Buffer;
}

const none = Buffer.alloc(0);

const plans: readonly ((known: Known, chance: Chance) => Plan)[] = [
  (known, chance) => {
    const list = chance.of(['documents', 'schemas', 'jobs']);
    const id = chance.next() < 0.5 ? chance.of(oddTexts) : chance.of(known.ids);
    const rest = chance.of(['', '', '/pages/1', '/pages/1/image?width=100', '/results', '/stream', '/cancel', '/retry', `/pages/${chance.of(oddTexts)}`, `?${chance.of(queries)}=${chance.of(oddTexts)}`]);
    const method = chance.of(['GET', 'GET', 'GET', 'POST', 'DELETE', 'HEAD', 'PUT', 'PATCH']);
    // What is there must stay for the others.
    const safe = method === 'DELETE' ? chance.of(oddTexts) : id;
    return { label: `${method} ${list}${rest}`, lines: [`${method} /v1/extract/${list}/${safe}${rest} HTTP/1.1`], body: none };
  },
  (known, chance) => {
    const name = chance.of([...fileNames, 'a.txt']);
    const boundary = chance.of(['b', 'b', 'b', '--', 'b'.repeat(70), '=?utf-8?q?']);
    const part = (disposition: string, content: Buffer | string): Buffer =>
      Buffer.concat([Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`), Buffer.from(content), Buffer.from('\r\n')]);
    const parts = [part(chance.of([`name="file"; filename="${name}"`, `name=file; filename=${name}`, `name="file"; filename*=UTF-8''${encodeURI(name.toWellFormed())}`]), known.document)];
    for (let left = chance.below(3); left > 0; left -= 1)
      parts.splice(chance.below(2), 0, part(`name="${chance.of(['password', 'file', '__proto__', '', 'x'])}"`, chance.of(fileNames)));
    const end = chance.of([`--${boundary}--\r\n`, `--${boundary}--`, `--${boundary}\r\n`, '', '\r\n--']);
    const body = Buffer.concat([...parts, Buffer.from(end)]);
    return { label: 'upload', lines: ['POST /v1/extract/documents/upload HTTP/1.1', `content-type: multipart/form-data; boundary=${chance.of([boundary, boundary, boundary, `"${boundary}"`, ''])}`], body };
  },
  (known, chance) => {
    const [document_id, schema_id] = [chance.of(known.ids), chance.of(known.ids)];
    const body = JSON.stringify(
      chance.of<unknown>([
        { document_id, schema_id },
        { document_id, schema_definition: { type: 'object', properties: { [chance.of(oddTexts)]: { type: 'string' } } } },
        { document_id: chance.of(oddTexts), schema_id: chance.of(oddTexts), config: { pages: chance.of(oddTexts) } },
        { document_id, schema_id, config: chance.of<unknown>([null, [], { model: chance.of(oddTexts) }, { max_pages: -1 }]) },
      ]),
    );
    const key = chance.next() < 0.3 ? [`idempotency-key: ${chance.of(['a', 'b', '\x01', 'k'.repeat(400)])}`] : [];
    return { label: 'job', lines: ['POST /v1/extract/jobs HTTP/1.1', chance.of(jsonTypes), ...key], body: Buffer.from(body) };
  },
  (_known, chance) => {
    const body = `{"name":"${chance.of(fileNames)}","schema_definition":{"type":"object","properties":{"a":{"type":"string"}}}}`;
    const broken = chance.next() < 0.3 ? body.replace('{"a"', '['.repeat(chance.below(20_000))) : body;
    return { label: 'schema', lines: [`POST /v1/extract/schemas${chance.of(['', '/validate'])} HTTP/1.1`, chance.of(jsonTypes)], body: Buffer.from(broken) };
  },
  (_known, chance) => ({ label: 'address', lines: [`${chance.of(['GET', 'POST', 'OPTIONS', 'TRACE', 'get', ''])} ${chance.of(paths)} HTTP/${chance.of(['1.1', '1.0', '2.0'])}`], body: none }),
  (_known, chance) => ({
    label: 'many headers',
    lines: ['GET /readyz HTTP/1.1', ...Array.from({ length: chance.below(3_000) }, (_, index) => `x-${index}: ${'v'.repeat(chance.below(30))}`)],
    body: none,
  }),
]; // prettier-ignore

function chunked(body: Buffer, chance: Chance): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const piece = body.subarray(at, at + 1 + chance.below(5_000));
    at += piece.length;
    const size =
      chance.next() < 0.05 ? chance.of(['zz', '-1', 'ffffffffffffffff', '']) : piece.length.toString(16);
    parts.push(Buffer.from(`${size}\r\n`), piece, Buffer.from(chance.next() < 0.03 ? '' : '\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from(chance.next() < 0.2 ? '' : '0\r\n\r\n')]);
}

const jsonTypes = [
  'content-type: application/json',
  'content-type: application/json',
  'content-type: application/json; charset=utf-16',
  'content-type: text/plain',
  'content-type: ',
  'content-encoding: gzip\r\ncontent-type: application/json',
];
const queries = ['cursor', 'search', 'limit', 'job_status', 'width', 'format', 'after'];
const oddHeaders = [
  'last-event-id: -1',
  'last-event-id: 1e99',
  'if-none-match: *',
  'expect: 100-continue',
  'accept: */*;q=x',
  'cookie: a=b; token=%',
  'connection: close',
  'range: bytes=0-',
  'x: \x01',
  ' folded: x',
  'no colon',
  'transfer-encoding: gzip, chunked',
  'upgrade: h2c',
  'host: evil',
];
const oddTexts = [
  '', '%00', '%ff%fe', '%', '%zz', '..%2f..%2fetc%2fpasswd', '..', '../..', '%2e%2e/%2e%2e', '..%5c..', '__proto__', 'constructor', 'null', '-1', '1e99',
  '\xff\xfe', '%F0%9F%92%A9', "'%20or%201=1--", 'a'.repeat(600), '01890000-0000-7000-8000-000000000000', '0', '18446744073709551616', '%E2%80%AE', ';', '//', '*',
]; // prettier-ignore
const fileNames = [
  '../../etc/passwd',
  'C:\\windows\\a.txt',
  '/etc/passwd',
  'a\0b.txt',
  '\u202egpj.exe',
  '日本語.pdf',
  '😀.txt',
  '\ud800.txt',
  'a'.repeat(3_000),
  '"',
  '.',
  '..',
  'con',
  '%2e%2e%2fa',
  'a\r\nx: y',
  '<script>',
];
const paths = [
  '/',
  '/docs',
  '/openapi.json',
  '/metrics',
  '/healthz',
  '//evil/',
  '/..',
  '/../../etc/passwd',
  '/assets/../../../package.json',
  '/%2e%2e/%2e%2e/package.json',
  'http://evil/',
  '*',
  '/?token=x',
  `/${'a/'.repeat(4_000)}`,
  '/v1',
  '/v1/extract/usage?from=x&to=9999-99-99',
  '/v1/extract/models',
];
