/** A server over a store in a temporary folder, for tests: answers are checked, keys are the names of tenants. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Gate } from '../access/index.ts';
import { inspect } from 'node:util';
import { LeafcutterError } from '../errors.ts';
import { ShapeError } from '../server/faults.ts';
import { startEmbedded } from '../engines/embedded/engine.ts';
import type { Engine } from '../engines/engine.ts';
import { engineLimits } from '../engines/limits.ts';
import { createModelRegistry } from '../models/registry.ts';
import { noModelsSettings, type ModelsSettings } from '../models/settings.ts';
import { createDocumentParser } from '../parsers/index.ts';
import type { Perform } from '../job/index.ts';
import type { StreamTimes } from '../server/event-stream.ts';
import { createServer } from '../server/create-server.ts';
import type { Server } from '../server/operation.ts';
import { addStartPage } from '../server/start-page.ts';
import { createSealer, createService, type Service } from '../service/index.ts';
import { chooseExtractor } from '../app.ts';
import type { ChooseExtractor } from '../stages/job-data.ts';
import { createPerform } from '../stages/perform.ts';
import { createStoreDocuments } from '../stages/store-documents.ts';
import { createStoreRecords } from '../stages/store-records.ts';
import { openStore, type Store } from '../storage/store.ts';

export interface ServerHarness extends AsyncDisposable {
  readonly server: Server;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly service: Service;
  readonly store: Store;
  readonly engine: Engine;
  readonly folder: string;
}

export interface HarnessOptions {
  /** Default: the rules. */
  readonly chooseExtractor?: ChooseExtractor;
  readonly maxUploadBytes?: number;
  readonly models?: ModelsSettings;
  readonly wrapPerform?: (perform: Perform) => Perform;
  readonly streamTimes?: StreamTimes;
  /** Default true. */
  readonly checkAnswers?: boolean;
  /** Whether it shows the page for people. Default false. */
  readonly page?: boolean;
}

/** A key `<tenant>` reads and writes, `<tenant>:read` only reads; `limited` has asked too much; anything else is no key. */
export const testGate: Gate = {
  async admit({ headers }, need) {
    if (need === 'open' || need === 'page') return { admitted: true, caller: null, headers: {} };
    const [, tenant, only] = /^Bearer ([a-z]+)(:read)?$/.exec(headers.authorization ?? '') ?? [];
    const refuse = (status: 401 | 403 | 429) =>
      ({ admitted: false, status, detail: 'Take a key.', headers: {} }) as const;
    if (tenant === undefined) return refuse(401);
    if (tenant === 'limited') return refuse(429);
    const scopes = new Set(only === undefined ? (['read', 'write'] as const) : (['read'] as const));
    if (need !== 'read' && only !== undefined) return refuse(403);
    return { admitted: true, caller: { tenant, keyId: `key of ${tenant}`, scopes }, headers: {} };
  },
};

export async function serverHarness(options: HarnessOptions = {}): Promise<ServerHarness> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-server-'));
  const store = await openStore({ folder, postgres: null, s3: null, use: 'engine' });
  const parser = createDocumentParser();
  const sealer = createSealer('a secret for tests');
  const documents = createStoreDocuments({
    store,
    parser,
    limits: { deadlineMs: 60_000, memoryMb: 1_024 },
    unsealPassword: (sealed) => sealer.open(sealed) ?? '',
  });
  const records = createStoreRecords(store.database);
  const stages = { documents, records, chooseExtractor: options.chooseExtractor ?? chooseExtractor };
  const wrap = options.wrapPerform ?? ((given) => given);
  const perform = wrap(createPerform({ ...stages, whenStoreIsAway: 'wait' }));
  const engine = await startEmbedded({ database: store.database, perform, limits: engineLimits() });
  const service = createService({
    database: store.database,
    blobs: store.blobs,
    engine,
    parser,
    models: createModelRegistry(options.models ?? noModelsSettings, {}),
    stages,
    sealer,
    parse: { ocr: 'auto', languages: ['eng', 'deu', 'fra'], deadlineMs: 60_000, memoryMb: 1_024 },
    limits: { maxUploadBytes: options.maxUploadBytes ?? 20_000_000, maxPages: 1_000 },
    now: Date.now,
  });
  const { streamTimes } = options;
  const server = createServer({
    service,
    gate: testGate,
    checkAnswers: options.checkAnswers ?? true,
    ...(streamTimes === undefined ? {} : { streamTimes }),
  });
  if (options.page === true) addStartPage(server);
  server.addHook('onError', async (_request, _reply, error) => {
    // No test expects one; its cause would be lost behind a 500.
    if (
      !(error instanceof LeafcutterError || error instanceof ShapeError) &&
      (error.statusCode ?? 500) >= 500
    )
      process.stderr.write(`${inspect(error, { depth: 6 })}\n`);
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    server,
    url,
    service,
    store,
    engine,
    folder,
    async [Symbol.asyncDispose]() {
      await server.close();
      await engine.stop(100);
      await documents.close();
      await parser.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined when it is no JSON. */
  readonly json: unknown;
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'PATCH';
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: none. Default `alice`. */
  readonly key?: string | null;
}

/** @param path with its query */
export async function ask(
  harness: Pick<ServerHarness, 'url'>,
  path: string,
  given: Ask = {},
): Promise<Answer> {
  const response = await send(harness, path, given);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

/** As `ask`, with the body still to be read. */
export async function send(
  { url }: Pick<ServerHarness, 'url'>,
  path: string,
  given: Ask & { readonly signal?: AbortSignal } = {},
): Promise<Response> {
  const { key = 'alice', body, raw, signal } = given;
  return await fetch(url + path, {
    method: given.method ?? 'GET',
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...given.headers,
    },
    ...(body === undefined && raw === undefined ? {} : { body: raw ?? JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A form with one file, as browsers send it. */
export async function form(
  bytes: Uint8Array,
  fields: { readonly name?: string; readonly field?: string; readonly password?: string } = {},
): Promise<Pick<Ask, 'method' | 'raw' | 'headers'>> {
  const data = new FormData();
  const file = new Blob([Uint8Array.from(bytes)]);
  data.set(fields.field ?? 'file', file, fields.name ?? 'document.pdf');
  if (fields.password !== undefined) data.set('password', fields.password);
  const response = new Response(data);
  return {
    method: 'POST',
    raw: new Uint8Array(await response.arrayBuffer()),
    headers: { 'content-type': response.headers.get('content-type') ?? '' },
  };
}
