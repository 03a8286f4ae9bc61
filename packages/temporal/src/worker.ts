/** A worker process: workflows, and activities on three task queues, each with its own number of places. */
import type { Client } from '@temporalio/client';
import {
  Worker,
  type NativeConnection,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { engineLimits, type Database, type EngineLimits } from 'leafcutter/internal';
import type { Perform } from 'leafcutter/job';
import { createActivities } from './activities.ts';
import { workflowBundle } from './bundle.ts';
import type { TaskQueues } from './names.ts';
import { ParsePlaces } from './parse-places.ts';
import { Solitude } from './solitude.ts';

export interface TemporalWorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly queues: TaskQueues;
  readonly client: Client;
  readonly database: Database;
  readonly perform: Perform;
  readonly limits?: Partial<EngineLimits>;
  /** Names this build to Temporal's worker versioning; null (default): unversioned. */
  readonly deployment?: Deployment | null;
  /** How long a workflow waits for the worker that has it in memory before any other may take it. Default 2,000. */
  readonly stickyTimeoutMs?: number;
  /** Default: made from the sources, once a process. */
  readonly bundle?: WorkflowBundleOption;
}

/** A build of the workers: running workflows stay with the one that they began on (Temporal's "pinned"). */
export interface Deployment {
  readonly name: string;
  readonly buildId: string;
}

export interface TemporalWorker {
  /** Rejects when the worker fails; resolves after `stop`. */
  readonly running: Promise<void>;
  /** Takes no more work, waits up to `graceMs` (default 5,000, at most that) for what is in flight, gives the rest back. */
  stop(graceMs?: number): Promise<void>;
}

const longestGraceMs = 5_000;
/** After the grace: aborted activities end, and what they give back is told to the server. Together less than 10 s. */
const abortMs = 3_000;
/** Cancellation reaches an activity with its heartbeats: often enough for 2 s. */
const heartbeatThrottle = '400 milliseconds';
/** As long as a busy worker may take to come to it; a killed one holds its workflows up for no longer. */
const defaultStickyTimeoutMs = 2_000;

export async function startTemporalWorker(options: TemporalWorkerOptions): Promise<TemporalWorker> {
  const limits = engineLimits(options.limits);
  const { queues } = options;
  const giveBack = new AbortController();
  const rooms = { solitude: new Solitude(), parsePlaces: new ParsePlaces(limits.parseSlots) };
  const activities = { ...createActivities({ ...options, ...rooms, givingBack: giveBack.signal }) };
  const common: Omit<WorkerOptions, 'taskQueue'> = {
    connection: options.connection,
    namespace: options.namespace,
    activities,
    // Ours comes first: what Temporal's would end is told as cancelled, not as given back.
    shutdownGraceTime: longestGraceMs + 1_000,
    shutdownForceTime: longestGraceMs + abortMs,
    stickyQueueScheduleToStartTimeout: options.stickyTimeoutMs ?? defaultStickyTimeoutMs,
    maxHeartbeatThrottleInterval: heartbeatThrottle,
    defaultHeartbeatThrottleInterval: heartbeatThrottle,
  };
  const versioned = versioning(options.deployment ?? null);
  const workers = await createAll([
    {
      ...common,
      ...versioned,
      taskQueue: queues.jobs,
      workflowBundle: options.bundle ?? (await workflowBundle()),
      maxConcurrentActivityTaskExecutions: limits.callSlots,
    },
    {
      ...common,
      ...versioned,
      taskQueue: queues.parse,
      maxConcurrentActivityTaskExecutions: limits.parseSlots,
    },
    {
      ...common,
      ...versioned,
      taskQueue: queues.parseBulk,
      maxConcurrentActivityTaskExecutions: limits.parseSlots - 1,
    },
  ]);
  const runs = workers.map((worker) => worker.run());
  const running = Promise.all(runs).then(() => undefined);
  let stopped: Promise<void> | null = null;
  const stop = async (graceMs: number): Promise<void> => {
    // One that has failed cannot be told to stop.
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    const timer = setTimeout(() => giveBack.abort(), Math.min(graceMs, longestGraceMs));
    // All have let go of the connection before the first failure is told.
    await Promise.allSettled(runs);
    clearTimeout(timer);
    await running;
  };
  return { running, stop: (graceMs = longestGraceMs) => (stopped ??= stop(graceMs)) };
}

/** All of them or none: one that is made holds its connection until it has run. */
async function createAll(given: readonly WorkerOptions[]): Promise<readonly Worker[]> {
  const made = await Promise.allSettled(given.map((options) => Worker.create(options)));
  const workers = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = made.find((one) => one.status === 'rejected');
  if (failed === undefined) return workers;
  await Promise.allSettled(workers.map((worker) => worker.runUntil(Promise.resolve())));
  throw failed.reason;
}

function versioning(deployment: Deployment | null): Partial<WorkerOptions> {
  if (deployment === null) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: deployment.name, buildId: deployment.buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'PINNED',
    },
  };
}
