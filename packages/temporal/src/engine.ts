/**
 * The engine for several machines. A job is accepted when the store has it; its workflow holds the state while it runs,
 * and the store keeps everything that is read: events, answers, results, and the state as it was last recorded.
 */
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import {
  createJobRecord,
  decodeEvent,
  decodeHeader,
  decodePiece,
  decodeSpec,
  encodeEvent,
  encodeHeader,
  foldForSearch,
  readAllPieces,
  readAnswer,
  readEvents,
  readJob,
  readResult,
  unfinishedJobs,
  Watchers,
  type Database,
  type Engine,
  type JsonValue,
  type NewJob,
} from 'leafcutter/internal';
import {
  apply,
  createJob,
  decodeState,
  encodeState,
  type Command,
  type EncodedState,
  type JobEvent,
  type JobHeader,
  type JobInput,
  type JobState,
} from 'leafcutter/job';
import { pieceRow } from './activities.ts';
import {
  cancelSignalName,
  retrySignalName,
  stateQueryName,
  workflowType,
  type JobArguments,
  type WorkflowSettings,
} from './names.ts';

export interface TemporalEngineOptions {
  readonly client: Client;
  readonly database: Database;
  readonly settings: WorkflowSettings;
}

/** Law 7: no answer from a worker within this time, and the store answers alone. */
const queryTimeoutMs = 1_000;
/** A job whose workflow was not started is one that was accepted by a process that died right then. */
const orphanAgeMs = 10_000;
const orphanCheckMs = 15_000;
const cancelWaitMs = 5_000;
const cancelPollMs = 25;
const closeWaitMs = 2_000;

export function startTemporalEngine(
  options: TemporalEngineOptions,
): Engine & { storedStatus(jobId: string): Promise<JobHeader | null> } {
  return new TemporalEngine(options);
}

class TemporalEngine implements Engine {
  readonly name = 'temporal';
  private readonly client: Client;
  private readonly database: Database;
  private readonly settings: WorkflowSettings;
  private readonly watchers: Watchers;
  private readonly unlisten: () => void;
  private readonly orphans: NodeJS.Timeout;

  constructor({ client, database, settings }: TemporalEngineOptions) {
    this.client = client;
    this.database = database;
    this.settings = settings;
    this.watchers = new Watchers({
      read: async (jobId, after, limit) =>
        (await database.run((query) => readEvents(query, jobId, after, limit))).map(decodeEvent),
      ended: async (jobId) => (await database.run((query) => readJob(query, jobId)))?.ended ?? true,
    });
    this.unlisten = database.listen((message) =>
      this.watchers.poke(message === null ? null : toldIn(message)),
    );
    this.orphans = setInterval(() => void this.adoptOrphans().catch(() => undefined), orphanCheckMs);
    this.orphans.unref();
  }

  async start(job: NewJob): Promise<JobHeader> {
    const now = Date.now();
    const step = createJob(job.spec, now);
    const state = apply({ header: step.header, pieces: new Map() }, step);
    const identity = {
      id: job.spec.jobId,
      tenant: job.spec.tenant,
      documentId: job.documentId,
      schemaId: job.schemaId,
      schemaVersion: job.schemaVersion,
      lane: job.spec.lane,
      spec: JSON.stringify(job.spec),
      request: job.request,
      search: foldForSearch(`${job.spec.jobId} ${job.searchText}`),
      createdAt: now,
    };
    const head = {
      status: step.header.status,
      header: encodeHeader(step.header),
      lastEvent: step.header.lastEvent,
      endedAt: null,
    };
    const rows = {
      jobId: job.spec.jobId,
      head,
      pieces: step.changed.map(pieceRow),
      events: step.events.map(encodeEvent),
    };
    const isNew = await createJobRecord(this.database, identity, rows, now);
    if (!isNew) {
      const known = await this.status(job.spec.jobId);
      if (known !== null) return known;
    }
    // The job is kept: a server that is away now only delays it.
    await this.startWorkflow(state, step.commands, []).catch(() => undefined);
    return step.header;
  }

  async status(jobId: string): Promise<JobHeader | null> {
    const stored = await this.storedStatus(jobId);
    if (stored === null || stored.endedAt !== null) return stored;
    return (await this.askWorkflow(jobId))?.header ?? (await this.storedStatus(jobId));
  }

  async storedStatus(jobId: string): Promise<JobHeader | null> {
    const row = await this.database.run((query) => readJob(query, jobId));
    return row === null ? null : decodeHeader(row.header, decodeSpec(row.spec));
  }

  async state(jobId: string): Promise<JobState | null> {
    const stored = await this.storedState(jobId);
    if (stored === null || stored.header.endedAt !== null) return stored;
    return (await this.askWorkflow(jobId)) ?? stored;
  }

  private async storedState(jobId: string): Promise<JobState | null> {
    return await this.database.snapshot(async (query) => {
      const row = await readJob(query, jobId);
      if (row === null) return null;
      const pieces = (await readAllPieces(query, this.database.dialect, jobId)).map(decodePiece);
      return {
        header: decodeHeader(row.header, decodeSpec(row.spec)),
        pieces: new Map(pieces.map((piece) => [piece.id, piece])),
      };
    });
  }

  /** Null when there is no running workflow, or no worker that answers in time. */
  private async askWorkflow(jobId: string): Promise<JobState | null> {
    try {
      const answer = await this.client.withDeadline(Date.now() + queryTimeoutMs, () =>
        this.client.workflow.getHandle(jobId).query<EncodedState>(stateQueryName),
      );
      return decodeState(answer);
    } catch {
      return null;
    }
  }

  async answer(jobId: string, piece: string, turn: number): Promise<JsonValue | null> {
    const body = await this.database.run((query) => readAnswer(query, jobId, piece, turn));
    return body === null ? null : JSON.parse(body);
  }

  async result(jobId: string): Promise<JsonValue | null> {
    const body = await this.database.run((query) => readResult(query, jobId, 'machine'));
    return body === null ? null : JSON.parse(body);
  }

  watch(jobId: string, after: number, signal: AbortSignal): AsyncIterable<JobEvent> {
    return this.watchers.watch(jobId, after, signal);
  }

  async cancel(jobId: string): Promise<JobHeader | null> {
    const before = await this.storedStatus(jobId);
    if (before === null || before.endedAt !== null) return before;
    try {
      await this.client.workflow.getHandle(jobId).signal(cancelSignalName);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
    // The signal is kept by the server, whoever is away; the answer waits for the decision where it comes soon.
    for (let waited = 0; waited < cancelWaitMs; waited += cancelPollMs) {
      const header = await this.storedStatus(jobId);
      if (header === null || header.endedAt !== null) return header;
      await new Promise((resolve) => setTimeout(resolve, cancelPollMs));
    }
    return { ...before, status: 'cancelled' };
  }

  async retry(jobId: string): Promise<JobHeader | null> {
    const state = await this.storedState(jobId);
    if (state === null || state.header.status !== 'failed') return state?.header ?? null;
    // The job's end is stored before its run closes. A signal into that moment would make the server undo the close, so
    // the close is waited for; only a run that stays open, as without workers, is told by a signal.
    await this.closed(jobId);
    const retry: JobInput = { type: 'retry' };
    // The second of two retries finds a job that has not failed, and changes nothing.
    await this.client.workflow.signalWithStart(workflowType, {
      ...this.startOptions(state, [], [retry]),
      signal: retrySignalName,
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    for (let waited = 0; waited < cancelWaitMs; waited += cancelPollMs) {
      const header = await this.storedStatus(jobId);
      if (header === null || header.round > state.header.round) return header;
      await new Promise((resolve) => setTimeout(resolve, cancelPollMs));
    }
    return { ...state.header, status: 'retrying' };
  }

  /** Waits a while for the job's last run to close. */
  private async closed(jobId: string): Promise<void> {
    const handle = this.client.workflow.getHandle(jobId);
    for (let waited = 0; waited < closeWaitMs; waited += cancelPollMs) {
      const description = await handle.describe().catch((error: unknown) => {
        if (error instanceof WorkflowNotFoundError) return null;
        throw error;
      });
      if (description === null || description.status.name !== 'RUNNING') return;
      await new Promise((resolve) => setTimeout(resolve, cancelPollMs));
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.orphans);
    this.unlisten();
    this.watchers.close();
    await Promise.resolve();
  }

  private async startWorkflow(
    state: JobState,
    commands: readonly Command[],
    inputs: readonly JobInput[],
  ): Promise<void> {
    try {
      await this.client.workflow.start(workflowType, {
        ...this.startOptions(state, commands, inputs),
        workflowIdConflictPolicy: 'FAIL',
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
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
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowTaskTimeout: '10 seconds',
    } as const;
  }

  /** Starts the workflows of jobs that were accepted by a process that died before it could. */
  private async adoptOrphans(): Promise<void> {
    for (const jobId of await unfinishedJobs(this.database, Date.now() - orphanAgeMs, 100)) {
      const description = await this.client.workflow
        .getHandle(jobId)
        .describe()
        .catch((error: unknown) => {
          if (error instanceof WorkflowNotFoundError) return null;
          throw error;
        });
      if (description !== null) continue;
      const state = await this.storedState(jobId);
      if (state === null || state.header.endedAt !== null) continue;
      const fresh = createJob(state.header.spec, state.header.createdAt);
      await this.startWorkflow(apply({ header: fresh.header, pieces: new Map() }, fresh), fresh.commands, []);
    }
  }
}

/** Jobs that a message tells of; null: any. */
function toldIn(message: string): readonly string[] | null {
  const parsed: { readonly told?: readonly string[] | null } = JSON.parse(message);
  return parsed.told ?? null;
}
