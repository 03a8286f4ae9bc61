/** The client is for browsers too: it is bundled for one, and runs where nothing of Node is. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { build } from 'esbuild';
import type { LeafcutterClient } from './client.ts';
import type { ClientOptions } from './transport.ts';
import { json, samples, scriptedServer, stream } from './testing/scripted-server.ts';
import type { Xhr } from './xhr.ts';

async function bundle(): Promise<string> {
  const built = await build({
    entryPoints: [path.join(import.meta.dirname, 'index.ts')],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'leafcutter',
    target: 'es2024',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const outside = Object.values(built.metafile.inputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external === true).map((found) => found.path),
  );
  assert.deepEqual(outside, [], 'a browser has none of these');
  return built.outputFiles[0]?.text ?? '';
}

/** What the standards of the web give to every page, and nothing else. */
const globals = {
  AbortController,
  AbortSignal,
  Blob,
  Headers,
  ReadableStream,
  Response,
  TextDecoderStream,
  TransformStream,
  URL,
  clearTimeout,
  crypto,
  fetch,
  setTimeout,
};

interface Bundled {
  readonly leafcutter: { createClient(options: ClientOptions): LeafcutterClient };
}

async function inBrowser(extra: Readonly<Record<string, unknown>> = {}): Promise<Bundled['leafcutter']> {
  const page = vm.createContext({ ...globals, ...extra });
  vm.runInContext(await bundle(), page);
  const { leafcutter }: Partial<Bundled> = page;
  assert.ok(leafcutter !== undefined);
  return leafcutter;
}

test('bundled for a browser it runs a job', async () => {
  await using server = await scriptedServer(
    json(200, samples.created),
    stream([
      { id: 1, data: samples.start },
      { id: 2, data: samples.completed },
    ]),
    json(200, samples.results('completed')),
  );
  const { createClient } = await inBrowser();
  const client = createClient({ baseUrl: server.url, apiKey: 'key' });
  const results = await client.jobs.run({ document_id: 'd', schema_id: 's' });
  assert.equal(results.status, 'completed');
});

/** As much of XMLHttpRequest as is used, by way of fetch. */
class FetchedXhr extends EventTarget implements Xhr {
  static sent: Blob[] = [];
  status = 0;
  statusText = '';
  responseText = '';
  readonly #progress: ((event: { readonly loaded: number }) => void)[] = [];
  readonly upload: Xhr['upload'] = {
    addEventListener: (_type, listener) => this.#progress.push(listener),
  };
  #method = '';
  #url = '';
  #answered = new Headers();
  readonly #headers = new Headers();
  readonly #abort = new AbortController();

  open(method: string, url: string): void {
    this.#method = method;
    this.#url = url;
  }
  setRequestHeader(name: string, value: string): void {
    this.#headers.set(name, value);
  }
  getAllResponseHeaders(): string {
    return [...this.#answered].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }
  send(body: Parameters<Xhr['send']>[0]): void {
    assert.ok(body instanceof Blob, 'streams cannot be sent by every browser');
    FetchedXhr.sent.push(body);
    for (const loaded of [Math.floor(body.size / 2), body.size]) {
      for (const listener of this.#progress) listener({ loaded });
    }
    const call = { method: this.#method, headers: this.#headers, body, signal: this.#abort.signal };
    fetch(this.#url, call)
      .then(async (response) => {
        this.status = response.status;
        this.statusText = response.statusText;
        this.#answered = response.headers;
        this.responseText = await response.text();
        this.dispatchEvent(new Event('load'));
      })
      .catch(() => this.dispatchEvent(new Event(this.#abort.signal.aborted ? 'abort' : 'error')));
  }
  abort(): void {
    this.#abort.abort();
  }
}

test('in a browser an upload that tells how far it is goes by XMLHttpRequest, with the same retries', async () => {
  const { createClient } = await inBrowser({ XMLHttpRequest: FetchedXhr });
  await using server = await scriptedServer(
    json(503, { detail: 'Busy.' }, { 'retry-after': '0' }),
    (response) => response.destroy(),
    json(200, samples.document),
  );
  const client = createClient({ baseUrl: server.url, apiKey: 'key', backoffMs: 1 });
  const told: (readonly number[])[] = [];
  const upload = client.documents.upload(
    { data: new Blob(['abcd']), name: 'a.txt' },
    { onProgress: (...given) => told.push(given) },
  );
  assert.equal((await upload).document_id, samples.document.document_id);
  assert.equal(FetchedXhr.sent.length, 3);
  assert.deepEqual(told.at(-1), [4, 4]);
  assert.equal(server.seen[2]?.headers.authorization, 'Bearer key');
  assert.match(String(server.seen[2]?.headers['content-type']), /^multipart\/form-data; boundary=/);
});

test('an aborted XMLHttpRequest ends with the reason', async () => {
  const { createClient } = await inBrowser({ XMLHttpRequest: FetchedXhr });
  const abort = new AbortController();
  await using server = await scriptedServer(() => abort.abort(new Error('enough')));
  const client = createClient({ baseUrl: server.url, apiKey: 'key' });
  const upload = client.documents.upload(
    { data: new Blob(['abcd']), name: 'a.txt' },
    { signal: abort.signal, onProgress: () => undefined },
  );
  await assert.rejects(upload, { message: 'enough' });
});
