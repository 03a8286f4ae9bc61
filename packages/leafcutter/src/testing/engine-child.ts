/** The process that `killable-engine.ts` starts: one embedded engine on a script, steered by messages. */
import { startEmbedded } from '../engines/embedded/engine.ts';
import type { Engine, EngineLimits, NewJob } from '../engines/engine.ts';
import { engineLimits } from '../engines/limits.ts';
import type { JobEvent, Perform } from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import type { Database } from '../storage/database.ts';
import { openPostgres, openSqlite } from '../storage/open-database.ts';
import type { PostgresSettings } from '../storage/postgres.ts';
import { createScriptedPerform, type Script } from './scripted-perform.ts';

export interface ChildSettings {
  readonly store: { readonly file: string } | { readonly postgres: PostgresSettings };
  readonly work: ChildWork;
  readonly limits: Partial<EngineLimits>;
  readonly leaseMs: number;
}
/** A script, or a module (file URL) that brings real stages: see `PerformModule`. */
export type ChildWork =
  | { readonly script: Script }
  | { readonly module: string; readonly options: JsonValue };

export interface PerformModule {
  openPerform(
    options: JsonValue,
    tools: { readonly database: Database; readonly engine: () => Engine },
  ): Promise<Perform>;
}

export type Request =
  | { readonly id: number; readonly method: 'start'; readonly job: NewJob }
  | {
      readonly id: number;
      readonly method: 'status' | 'state' | 'result' | 'cancel' | 'retry';
      readonly jobId: string;
    }
  | {
      readonly id: number;
      readonly method: 'answer';
      readonly jobId: string;
      readonly piece: string;
      readonly turn: number;
    }
  | { readonly id: number; readonly method: 'events'; readonly jobId: string; readonly after: number }
  | { readonly id: number; readonly method: 'stop'; readonly graceMs: number | undefined };
export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

/** Events after a number: waits for at least one; `ended` when no more come. */
export interface EventPage {
  readonly events: readonly JobEvent[];
  readonly ended: boolean;
}

async function main(settings: ChildSettings): Promise<void> {
  process.send?.({ id: 0, value: 'opening' } satisfies Reply);
  const database =
    'file' in settings.store
      ? await openSqlite(settings.store.file)
      : await openPostgres(settings.store.postgres);
  const holder: { engine?: Engine } = {};
  const perform = await performOf(settings.work, database, () => {
    if (holder.engine === undefined) throw new Error('The engine is not there yet.');
    return holder.engine;
  });
  const { leaseMs } = settings;
  // Work that was left behind is taken up before the first request comes: `merge` needs the engine then.
  const starting = startEmbedded({ database, perform, limits: engineLimits(settings.limits), leaseMs });
  const engine = await starting;
  holder.engine = engine;
  process.on('message', (request: Request) => {
    answer(engine, request).then(
      (value) => process.send?.({ id: request.id, value } satisfies Reply),
      (error: unknown) => process.send?.({ id: request.id, error: String(error) } satisfies Reply),
    );
    if (request.method === 'stop') {
      void engine
        .stop(request.graceMs)
        .then(() => database.close())
        .then(() => process.disconnect());
    }
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ id: 0, value: 'ready' } satisfies Reply);
}

async function performOf(work: ChildWork, database: Database, engine: () => Engine): Promise<Perform> {
  if ('module' in work) {
    const module: PerformModule = await import(work.module);
    return module.openPerform(work.options, { database, engine });
  }
  const die = (): never => {
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; nothing of this may be written any more.
    for (;;);
  };
  return createScriptedPerform(work.script, { engine, die });
}

function answer(engine: Engine, request: Request): Promise<unknown> {
  switch (request.method) {
    case 'start':
      return engine.start(request.job);
    case 'answer':
      return engine.answer(request.jobId, request.piece, request.turn);
    case 'events':
      return nextEvents(engine, request.jobId, request.after);
    case 'stop':
      return engine.stop(request.graceMs);
    case 'status':
    case 'state':
    case 'result':
    case 'cancel':
    case 'retry':
      return engine[request.method](request.jobId);
  }
}

async function nextEvents(engine: Engine, jobId: string, after: number): Promise<EventPage> {
  for await (const event of engine.watch(jobId, after, new AbortController().signal)) {
    return { events: [event], ended: false };
  }
  return { events: [], ended: true };
}

process.once('message', (settings: ChildSettings) => {
  main(settings).catch((error: unknown) => {
    process.send?.({ id: 0, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  });
});
