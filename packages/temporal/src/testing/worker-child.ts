/** The process that the harness starts and kills: a Temporal worker on a script. */
import { openPostgres, type EngineLimits } from 'leafcutter/internal';
import { createScriptedPerform, type Script } from 'leafcutter/testing';
import { connectWorker } from '../connection.ts';
import { startTemporalEngine } from '../engine.ts';
import type { TemporalSettings } from '../settings.ts';
import { startTemporalWorker } from '../worker.ts';

export interface WorkerChildSettings {
  readonly databaseUrl: string;
  readonly settings: TemporalSettings;
  readonly script: Script;
  readonly limits: Partial<EngineLimits>;
  /** The workflow's code: making it takes longer than all else that a worker does at its start. */
  readonly bundle: string;
}

async function main({ databaseUrl, settings, script, limits, bundle }: WorkerChildSettings): Promise<void> {
  const database = await openPostgres({ url: databaseUrl, maxConnections: 6 });
  const connections = await connectWorker();
  const { client, native, namespace } = connections;
  const engine = startTemporalEngine({ client, database, settings: settings.workflow });
  const perform = createScriptedPerform(script, {
    engine: () => engine,
    die: () => {
      process.kill(process.pid, 'SIGKILL');
      // The signal is on its way; nothing of this may be written any more.
      for (;;);
    },
  });
  const worker = await startTemporalWorker({
    connection: native,
    namespace,
    queues: settings.workflow.queues,
    deployment: settings.deployment,
    client,
    database,
    perform,
    limits,
    stickyTimeoutMs: 500,
    bundle: { code: bundle },
  });
  worker.running.catch(() => process.exit(1));
  process.on('message', () => {
    void worker.stop(0).then(() => process.exit(0));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}

process.once('message', (settings: WorkerChildSettings) => {
  main(settings).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
});
