/** The process that tests start and kill: a Temporal worker on a script, or on real stages. */
import { openPostgres, type Database, type Engine, type EngineLimits } from 'leafcutter/internal';
import type { Perform } from 'leafcutter/job';
import { createScriptedPerform, type ChildWork, type PerformModule } from 'leafcutter/testing';
import { connectWorker } from '../connection.ts';
import { startTemporalEngine } from '../engine.ts';
import type { TemporalSettings } from '../settings.ts';
import { startTemporalWorker } from '../worker.ts';

export interface WorkerChildSettings {
  readonly databaseUrl: string;
  readonly settings: TemporalSettings;
  readonly work: ChildWork;
  readonly limits: Partial<EngineLimits>;
  /** The workflow's code: making it takes longer than all else that a worker does at its start. */
  readonly bundle: string;
}

async function main({ databaseUrl, settings, work, limits, bundle }: WorkerChildSettings): Promise<void> {
  const database = await openPostgres({ url: databaseUrl, maxConnections: 6 });
  const { client, native, namespace } = await connectWorker();
  const engine = startTemporalEngine({ client, database, settings: settings.workflow });
  const worker = await startTemporalWorker({
    connection: native,
    namespace,
    queues: settings.workflow.queues,
    deployment: settings.deployment,
    client,
    database,
    perform: await performOf(work, database, engine),
    limits,
    stickyTimeoutMs: 500,
    bundle: { code: bundle },
  });
  worker.running.catch(() => process.exit(1));
  process.on('message', () => {
    void worker.stop(0).then(() => process.exit(0));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready', () => undefined);
}

async function performOf(work: ChildWork, database: Database, engine: Engine): Promise<Perform> {
  if ('module' in work) {
    const module: PerformModule = await import(work.module);
    return await module.openPerform(work.options, { database, engine: () => engine });
  }
  const die = (): never => {
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; nothing of this may be written any more.
    for (;;);
  };
  return createScriptedPerform(work.script, { engine: () => engine, die });
}

process.once('message', (settings: WorkerChildSettings) => {
  main(settings).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});
