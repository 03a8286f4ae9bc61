/** The two ends of an installation: an engine for the API's side, a worker for the rest. Both connect by `TEMPORAL_*`. */
import type { Database, Engine, EngineLimits } from 'leafcutter/internal';
import type { Perform } from 'leafcutter/job';
import { connectClient, connectWorker } from './connection.ts';
import { startTemporalEngine } from './engine.ts';
import { installLogging } from './logging.ts';
import { temporalSettings, type TemporalSettings } from './settings.ts';
import { startTemporalWorker, type TemporalWorker } from './worker.ts';

export interface OpenEngineOptions {
  /** The store of the installation: Postgres. Stays open when the engine stops. */
  readonly database: Database;
  /** `maxClaims` alone matters here: it goes with each job. */
  readonly limits?: Partial<EngineLimits>;
  /** Begins the names of the task queues. Default `leafcutter`. */
  readonly taskQueue?: string;
  /** Default: from `taskQueue` and the environment. */
  readonly settings?: TemporalSettings;
}

/**
 * For `serve`: accepts jobs, reads and watches them, cancels and retries; does none of the work. Several may run at once.
 * @throws LeafcutterError engine_unavailable when the Temporal server does not answer
 */
export async function openTemporalEngine({
  database,
  limits = {},
  taskQueue,
  settings = temporalSettings(taskQueue),
}: OpenEngineOptions): Promise<Engine> {
  const { client, close } = await connectClient();
  const workflow = { ...settings.workflow, maxClaims: limits.maxClaims ?? settings.workflow.maxClaims };
  return startTemporalEngine({ client, database, settings: workflow, afterStop: close });
}

export interface OpenWorkerOptions {
  /** The same store as the engine's. Stays open when the worker stops. */
  readonly database: Database;
  readonly perform: Perform;
  readonly limits?: Partial<EngineLimits>;
  /** Begins the names of the task queues. Default `leafcutter`. */
  readonly taskQueue?: string;
  /** Default: from `taskQueue` and the environment. */
  readonly settings?: TemporalSettings;
}

/**
 * For `worker`: takes work until `stop` (on SIGTERM: at most 8 s, what is not done by then is given back), or until
 * `running` rejects; then the process had better end and be started again.
 * @throws LeafcutterError engine_unavailable when the Temporal server does not answer
 */
export async function openTemporalWorker({
  database,
  perform,
  limits = {},
  taskQueue,
  settings = temporalSettings(taskQueue),
}: OpenWorkerOptions): Promise<TemporalWorker> {
  installLogging();
  const { client, native, namespace, close } = await connectWorker();
  const { queues } = settings.workflow;
  const { deployment } = settings;
  const options = { connection: native, namespace, queues, client, database, perform, limits, deployment };
  const worker = await startTemporalWorker(options).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    running: worker.running,
    stop: async (graceMs) => {
      await worker.stop(graceMs).finally(close);
    },
  };
}
