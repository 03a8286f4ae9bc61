/** The workflows of jobs as the API's side sees them: started, asked, told. */
import {
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { LeafcutterError } from 'leafcutter/internal';
import {
  decodeState,
  encodeState,
  type Command,
  type EncodedState,
  type JobHeader,
  type JobInput,
  type JobState,
} from 'leafcutter/job';
import {
  cancelSignalName,
  headerQueryName,
  priorityOf,
  retrySignalName,
  stateQueryName,
  workflowType,
  type JobArguments,
  type WorkflowSettings,
} from './names.ts';

/** Law 7: no answer from a worker within this time, and the store answers alone. */
const queryTimeoutMs = 1_000;
/** A server that does not answer is away: whoever waits is told so. */
const callTimeoutMs = 5_000;
/** A job that is kept need not wait for its start: what did not come to pass in this time is done later. */
const startTimeoutMs = 2_000;

/** none: there is no workflow, or none any more. */
export type RunStatus = 'running' | 'terminated' | 'closed' | 'none';

export class JobRuns {
  private readonly client: Client;
  private readonly settings: WorkflowSettings;

  constructor(client: Client, settings: WorkflowSettings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Starts a job's workflow; one that runs already stays. `again`: after a run that did not come to its end; one that did
   * is then left alone.
   */
  async start(
    state: JobState,
    commands: readonly Command[],
    { inputs = [], again = false }: { readonly inputs?: readonly JobInput[]; readonly again?: boolean } = {},
  ): Promise<void> {
    try {
      const options = {
        ...this.startOptions(state, commands, inputs),
        workflowIdReusePolicy: again ? 'ALLOW_DUPLICATE_FAILED_ONLY' : 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
      } as const;
      await this.call(() => this.client.workflow.start(workflowType, options), startTimeoutMs);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** Tells the running workflow, or starts one from the state. The second of two finds a job that has not failed. */
  async retry(state: JobState): Promise<void> {
    await this.call(() =>
      this.client.workflow.signalWithStart(workflowType, {
        ...this.startOptions(state, [], [{ type: 'retry' }]),
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        signal: retrySignalName,
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    );
  }

  /** The signal is kept by the server, whoever is away. False: there is no running workflow. */
  async cancel(jobId: string): Promise<boolean> {
    try {
      await this.call(() => this.client.workflow.getHandle(jobId).signal(cancelSignalName));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  async statusOf(jobId: string): Promise<RunStatus> {
    try {
      const { status } = await this.call(() => this.client.workflow.getHandle(jobId).describe());
      if (status.name === 'RUNNING') return 'running';
      return status.name === 'TERMINATED' ? 'terminated' : 'closed';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'none';
      throw error;
    }
  }

  /** Null when there is no workflow, or no worker that answers in time. */
  async askHeader(jobId: string): Promise<JobHeader | null> {
    return await this.ask<JobHeader>(jobId, headerQueryName);
  }

  async askState(jobId: string): Promise<JobState | null> {
    const answer = await this.ask<EncodedState>(jobId, stateQueryName);
    return answer === null ? null : decodeState(answer);
  }

  private async ask<T>(jobId: string, query: string): Promise<T | null> {
    try {
      return await this.client.withDeadline(Date.now() + queryTimeoutMs, () =>
        this.client.workflow.getHandle(jobId).query<T>(query),
      );
    } catch {
      return null;
    }
  }

  private async call<T>(work: () => Promise<T>, timeoutMs = callTimeoutMs): Promise<T> {
    try {
      return await this.client.withDeadline(Date.now() + timeoutMs, work);
    } catch (error) {
      if (!isServerAway(error)) throw error;
      const message = 'The Temporal server does not answer; the same request may succeed when it is back.';
      throw new LeafcutterError('engine_unavailable', message, { cause: error });
    }
  }

  private startOptions(state: JobState, commands: readonly Command[], inputs: readonly JobInput[]) {
    const argument: JobArguments = {
      version: 1,
      state: encodeState(state),
      commands,
      inputs,
      losses: [],
      settings: this.settings,
    };
    return {
      workflowId: state.header.spec.jobId,
      taskQueue: this.settings.queues.jobs,
      args: [argument] as [JobArguments],
      priority: priorityOf(state.header.spec),
      // A worker that dies in the middle of a decision holds the job up for so long at the most.
      workflowTaskTimeout: '5 seconds',
    } as const;
  }
}

/** gRPC: DEADLINE_EXCEEDED, UNAVAILABLE. */
const awayCodes: ReadonlySet<number> = new Set([4, 14]);

function isServerAway(error: unknown): boolean {
  const cause = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(cause) && awayCodes.has(cause.code);
}
