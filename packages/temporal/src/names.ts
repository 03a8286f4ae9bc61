/** Names that clients, workers and workflows must agree on. They are part of running workflows: never rename one. */
import type { Command, EncodedState, JobHeader, JobInput, Performed, Step } from 'leafcutter/job';

export const workflowType = 'leafcutterJob';

/** Signals. */
export const cancelSignalName = 'cancel';
export const claimedSignalName = 'claimed';
export const retrySignalName = 'retry';

/** Queries; the first three are those of the published service. */
export const accumulatedResultsQueryName = 'accumulatedResults';
export const failedSubtreesQueryName = 'failedSubtrees';
export const progressQueryName = 'progress';
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

/** What a workflow is started, and continued, with. At most 256 KB with 5,000 units. */
export interface JobArguments {
  readonly version: 1;
  readonly state: EncodedState;
  /** Given out and not ended: by `createJob`, or carried over. */
  readonly commands: readonly Command[];
  /** Inputs that wait: a retry after the end. */
  readonly inputs: readonly JobInput[];
  /** Command ids with how often a worker died while it was at them. */
  readonly losses: readonly (readonly [string, number])[];
  readonly settings: WorkflowSettings;
}

export interface WorkflowSettings {
  readonly queues: TaskQueues;
  /** How often a command is claimed before its worker's loss counts as its failure. */
  readonly maxClaims: number;
  /** A worker that has been silent for so long is lost. Milliseconds. */
  readonly heartbeatTimeoutMs: number;
  /** History events after which the workflow continues as new; law 8 says below 8,000. */
  readonly continueAfterEvents: number;
}

/** given_back: the worker is stopping; the work is given out again, and that is no try. */
export type Carried =
  | { readonly status: 'performed'; readonly outcome: Performed['outcome'] }
  | { readonly status: 'given_back' };

export interface PerformRequest {
  readonly jobId: string;
  readonly command: Command;
  readonly spec: JobHeader['spec'];
  /** The workflow wants to know when the work is taken. */
  readonly tellClaimed: boolean;
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
