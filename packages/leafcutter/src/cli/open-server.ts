/** A server as the settings want it: store, engine, use cases, HTTP; opened in this order and closed in the other. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import {
  anyKey,
  createGate,
  isLoopbackName,
  KeyRing,
  makeRunToken,
  RateLimiter,
  serverSecret,
} from '../access/index.ts';
import { createDocumentParser, createStorePerform, modelsOf, parseDefaults } from '../app.ts';
import { startEmbedded } from '../engines/embedded/engine.ts';
import type { Engine } from '../engines/engine.ts';
import { LeafcutterError } from '../errors.ts';
import type { Perform } from '../job/index.ts';
import { createMetrics } from '../server/metrics.ts';
import { createServer } from '../server/create-server.ts';
import type { Server } from '../server/operation.ts';
import { addStartPage } from '../server/start-page.ts';
import { createSealer, createService, type Service } from '../service/index.ts';
import { startSweeper, sweep } from '../service/sweeper.ts';
import type { Settings } from '../settings/index.ts';
import { countRunningByStatus, countWorkByPool } from '../storage/counts.ts';
import type { Database } from '../storage/database.ts';
import { openStore, type Store } from '../storage/store.ts';
import { errnoOf } from './context.ts';
import { engineLimitsOf, loadTemporal, storeSettingsOf } from './open-settings.ts';

export interface OpenServer {
  /** What a person opens; with the token of the run while there are no keys. */
  readonly url: string;
  /** "rules: GEMINI_API_KEY is not set." */
  readonly defaultModel: string;
  /** Takes no more requests, lets those that run end, gives unfinished work back. Less than 10 s. */
  close(): Promise<void>;
}

/** Requests that are not answered this long after the server was told to stop are cut off. */
const drainMs = 4_000;
/** Work that is not done by then is given back; the engine takes some seconds more. */
const graceMs = 4_000;
const leastGraceMs = 1_000;

/** @throws LeafcutterError settings_invalid, keys_missing, store_*, engine_unavailable */
export async function openServer(settings: Settings, log: FastifyBaseLogger): Promise<OpenServer> {
  const closing: (() => Promise<unknown> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).toReversed()) await step();
  };
  try {
    const store = await openStore(storeSettingsOf(settings, 'engine'));
    closing.push(() => store.close());
    return { ...(await openOn(store, settings, log, closing)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openOn(
  store: Store,
  settings: Settings,
  log: FastifyBaseLogger,
  closing: (() => Promise<unknown> | void)[],
): Promise<Omit<OpenServer, 'close'>> {
  const { database, blobs } = store;
  const hasKeys = await anyKey(database);
  if (!hasKeys && !isLoopbackName(settings.host)) throw keysMissing(settings.host);
  const sealer = createSealer(await serverSecret(settings.data, settings.secret));
  const models = modelsOf(settings);
  const parser = createDocumentParser();
  closing.push(() => parser.close());
  const stages = createStorePerform(store, {
    parser,
    models,
    unsealPassword: (sealed) => sealer.open(sealed) ?? '',
  });
  closing.push(() => stages.close());
  let drainedMs = 0;
  const engine = await openEngine(store, settings, stages.perform, log);
  closing.push(() => engine.stop(Math.max(leastGraceMs, graceMs - drainedMs)));
  const service = createService({
    database,
    blobs,
    engine,
    parser,
    stages: stages.tools,
    models,
    sealer,
    parse: parseDefaults,
    limits: { maxUploadBytes: settings.upload_limit_mb * 1_000_000, maxPages: settings.max_pages },
    now: Date.now,
  });
  let port = settings.port;
  const token = hasKeys ? null : makeRunToken();
  const gate = createGate({
    keys: new KeyRing(database, () => performance.now()),
    limiter: new RateLimiter({ perSecond: settings.requests_per_second, burst: settings.request_burst }),
    run: token === null ? null : { token, port: () => port },
    now: () => performance.now(),
  });
  const metrics = createMetrics({
    runningJobs: () => database.run(countRunningByStatus),
    openWork: () => database.run(countWorkByPool),
  });
  const server = createServer({ service, gate, logger: log, metrics });
  addStartPage(server);
  closing.push(async () => {
    const began = performance.now();
    await drain(server);
    drainedMs = performance.now() - began;
  });
  closing.push(startSweeping(database, service, settings, log));
  port = await listen(server, settings);
  const list = models.list();
  return {
    url: urlOf(settings.host, port, token),
    defaultModel: `${list.default_model}: ${list.default_reason}`,
  };
}

/** @returns what stops it */
function startSweeping(
  database: Database,
  service: Service,
  settings: Settings,
  log: FastifyBaseLogger,
): () => Promise<void> {
  const retention = {
    documents: settings['retention_days.documents'],
    jobs: settings['retention_days.jobs'],
  };
  const parts = {
    database,
    deleteDocument: (tenant: string, id: string) => service.documents.delete(tenant, id),
    deleteJob: (tenant: string, id: string) => service.jobs.delete(tenant, id),
  };
  return startSweeper(async (signal) => {
    try {
      const swept = await sweep(parts, retention, Date.now(), signal);
      if (swept.documents + swept.jobs > 0) log.info(swept, 'removed what was kept long enough');
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'what was kept long enough could not be removed');
    }
  });
}

async function openEngine(
  { database }: Store,
  settings: Settings,
  perform: Perform,
  log: FastifyBaseLogger,
): Promise<Engine> {
  const limits = engineLimitsOf(settings);
  if (settings.engine === 'temporal') {
    const { openTemporalEngine } = await loadTemporal();
    return await openTemporalEngine({ database, limits, taskQueue: settings.task_queue });
  }
  return await startEmbedded({
    database,
    perform,
    limits,
    onStore: (error) => {
      if (error === null) log.warn('the store is well again');
      else log.error({ err: error }, 'the store cannot be written; work waits');
    },
  });
}

async function listen(server: Server, { host, port }: Settings): Promise<number> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    throw listenError(error, host, port);
  }
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function listenError(error: unknown, host: string, port: number): unknown {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `"port" is ${port}, which another program has; choose another one, or 0 for any that is free.`,
    EACCES: `"port" is ${port}, which this user may not listen on; choose one from 1024 on.`,
    EADDRNOTAVAIL: `"host" is ${host}, which is no address of this machine.`,
    ENOTFOUND: `"host" is ${host}, which is no name of an address.`,
  };
  const message = reasons[errnoOf(error)];
  return message === undefined ? error : new LeafcutterError('settings_invalid', message, { cause: error });
}

async function drain(server: Server): Promise<void> {
  const closed = server.close();
  const stop = new AbortController();
  await Promise.race([closed, delay(drainMs, undefined, { signal: stop.signal })]);
  stop.abort();
  server.server.closeAllConnections();
  await closed;
}

function keysMissing(host: string): LeafcutterError {
  return new LeafcutterError(
    'keys_missing',
    `There are no keys yet, so only this machine may reach the server: make one with \`leafcutter keys create --name <name>\` before it listens on ${host}, or leave "host" out.`,
  );
}

function urlOf(host: string, port: number, token: string | null): string {
  const all = host === '0.0.0.0' || host === '::';
  const name = all ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}/${token === null ? '' : `?token=${token}`}`;
}
