/** A worker process: workflows, and activities on three task queues, each with its own number of places. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import {
  bundleWorkflowCode,
  Worker,
  type NativeConnection,
  type WorkerOptions,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { engineLimits, type Database, type EngineLimits } from 'leafcutter/internal';
import type { Perform } from 'leafcutter/job';
import { createActivities } from './activities.ts';
import type { TaskQueues } from './names.ts';

export interface TemporalWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly queues: TaskQueues;
  readonly client: Client;
  readonly database: Database;
  readonly perform: Perform;
  readonly limits?: Partial<EngineLimits>;
  /** Names this build to Temporal's worker versioning; null: unversioned. */
  readonly deployment?: { readonly name: string; readonly buildId: string } | null;
}

export interface TemporalWorker {
  /** Rejects when the worker fails; resolves after `stop`. */
  readonly running: Promise<void>;
  /** Takes no more work, waits up to `graceMs` (default 5,000) for what is in flight, gives the rest back. */
  stop(graceMs?: number): Promise<void>;
}

/** After the grace: aborted activities end, and what they give back is told to the server. */
const abortMs = 3_000;
/** Cancellation reaches an activity with its heartbeats: often enough for 2 s. */
const heartbeatThrottle = '400 milliseconds';

export async function startTemporalWorker(options: TemporalWorkerOptions): Promise<TemporalWorker> {
  const limits = engineLimits(options.limits);
  const { queues } = options;
  let stopping = false;
  const activities = { ...createActivities({ ...options, isStopping: () => stopping }) };
  const common: Omit<WorkerOptions, 'taskQueue'> = {
    connection: options.connection,
    namespace: options.namespace,
    activities,
    shutdownGraceTime: defaultGraceMs,
    shutdownForceTime: defaultGraceMs + abortMs,
    maxHeartbeatThrottleInterval: heartbeatThrottle,
    defaultHeartbeatThrottleInterval: heartbeatThrottle,
  };
  const versioned = versioning(options.deployment ?? null);
  const workers = await Promise.all([
    Worker.create({
      ...common,
      ...versioned,
      taskQueue: queues.jobs,
      workflowBundle: await workflowBundle(),
      maxConcurrentActivityTaskExecutions: limits.callSlots,
    }),
    Worker.create({
      ...common,
      ...versioned,
      taskQueue: queues.parse,
      maxConcurrentActivityTaskExecutions: limits.parseSlots,
    }),
    Worker.create({
      ...common,
      ...versioned,
      taskQueue: queues.parseBulk,
      maxConcurrentActivityTaskExecutions: limits.parseSlots - 1,
    }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run())).then(() => undefined);
  return {
    running,
    async stop() {
      if (!stopping) {
        stopping = true;
        for (const worker of workers) worker.shutdown();
      }
      await running;
    },
  };
}

const defaultGraceMs = 5_000;

/** Running workflows stay with the build that they began on until it is drained (Temporal's "pinned"). */
function versioning(
  deployment: { readonly name: string; readonly buildId: string } | null,
): Partial<WorkerOptions> {
  if (deployment === null) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: deployment.name, buildId: deployment.buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'PINNED',
    },
  };
}

let bundle: Promise<WorkflowBundleWithSourceMap> | null = null;

/** The workflow's code for the sandbox, made once a process. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  const source = path.join(import.meta.dirname, 'workflow.ts');
  const fromSource = existsSync(source);
  bundle ??= bundleWorkflowCode({
    workflowsPath: fromSource ? source : createRequire(import.meta.url).resolve('./workflow.js'),
    webpackConfigHook: (config) => {
      // In a checkout the packages find each other's sources by this condition.
      const conditionNames = [...(fromSource ? ['leafcutter-source'] : []), '...'];
      return { ...config, resolve: { ...config.resolve, conditionNames } };
    },
    logger: {
      log: () => undefined,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (message) => void process.stderr.write(`${message}\n`),
    },
  });
  return bundle;
}
