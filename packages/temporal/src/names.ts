/** Names that clients, workers and workflows must agree on. They are part of running workflows: never rename one. */
import type { Command, EncodedState, JobHeader, JobInput, JobSpec, Performed, Step } from 'leafcutter/job';

export const workflowType = 'leafcutterJob';

/** Signals. */
export const cancelSignalName = 'cancel';
export const claimedSignalName = 'claimed';
export const retrySignalName = 'retry';

/** Queries; the first three are those of the published service. */
export const accumulatedResultsQueryName = 'accumulatedResults';
export const failedSubtreesQueryName = 'failedSubtrees';
export const progressQueryName = 'progress';
/** Ours: the header, for status, and the whole state. */
export const headerQueryName = 'header';
export const stateQueryName = 'state';

/** Parsing is processor time, model calls wait: workers of both kinds are counted apart. */
export interface TaskQueues {
  /** Workflows and all activities but parsing. */
  readonly jobs: string;
  readonly parse: string;
  /** Page ranges of bulk jobs: a worker has one place less for them, so that one is always free for the others. */
  readonly parseBulk: string;
}

export function taskQueues(prefix: string): TaskQueues {
  return { jobs: `${prefix}-jobs`, parse: `${prefix}-parse`, parseBulk: `${prefix}-parse-bulk` };
}

/**
 * Interactive before bulk, for workflow tasks as for activities; among the jobs of a lane Temporal deals in turn, by
 * the fairness key. A server without fairness (before 1.29, or with `matching.enableFairness` off) keeps the lanes alone.
 */
export function priorityOf({ lane, jobId }: Pick<JobSpec, 'lane' | 'jobId'>): {
  readonly priorityKey: number;
  readonly fairnessKey: string;
} {
  return { priorityKey: lane === 'interactive' ? 2 : 4, fairnessKey: jobId };
}

/** What a workflow is started, and continued, with. At most 256 KB with 5,000 units. */
export interface JobArguments {
  readonly version: 1;
  readonly state: EncodedState;
  /** Given out and not ended: by `createJob`, or carried over. */
  readonly commands: readonly Command[];
  /** Inputs that wait: a retry after the end. */
  readonly inputs: readonly JobInput[];
  /** Command ids with how often a worker that had them was lost. */
  readonly losses: readonly (readonly [string, number])[];
  readonly settings: WorkflowSettings;
}

export interface WorkflowSettings {
  readonly queues: TaskQueues;
  /** How often a command is begun before its worker's loss counts as its failure. */
  readonly maxClaims: number;
  /** A worker that has been silent for so long is lost. Milliseconds. */
  readonly heartbeatTimeoutMs: number;
  /** History events after which nothing new is given out, and the workflow continues as new when all has come back. */
  readonly continueAfterEvents: number;
}

/**
 * What a job gets whose engine says nothing else. `heartbeatTimeoutMs`: the longest that a lost worker goes unnoticed, as
 * long as the embedded engine's leases; workers beat many times within it. `continueAfterEvents`: of the 8,000 events of
 * law 8, what 500 activities may still add after that is 3,500 (each is started and completed, with a workflow task of
 * three events, a mark of what was recorded, and a signal that it was claimed).
 */
export const workflowDefaults = {
  maxClaims: 8,
  heartbeatTimeoutMs: 5_000,
  continueAfterEvents: 4_000,
} as const satisfies Omit<WorkflowSettings, 'queues'>;

/** given_back: the worker is stopping; the work is given out again, and that is no try. */
export type Carried =
  | { readonly status: 'performed'; readonly outcome: Performed['outcome'] }
  | { readonly status: 'given_back' };

/** The spec stands in the store: with the page ranges of a long document it is too long for each event of a history. */
export interface PerformRequest {
  readonly jobId: string;
  readonly command: Command;
  /** The workflow wants to know when the work is taken. */
  readonly tellClaimed: boolean;
  /** How often a worker that had it was lost: its answer may have been kept already; twice, and it works alone. */
  readonly losses: number;
  /** Tries, the first one included, after which the loss of the worker is the command's failure. */
  readonly maxTries: number;
}

export interface RecordRequest {
  readonly header: JobHeader;
  readonly changed: Step['changed'];
  readonly events: Step['events'];
}

export interface Activities {
  performCommand(request: PerformRequest): Promise<Carried>;
  recordStep(request: RecordRequest): Promise<void>;
}
