/**
 * The engine for several machines. A job is accepted when the store has it; its workflow holds the state while it runs,
 * and the store keeps everything that is read: events, answers, results, and the state as it was last recorded.
 */
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
  Watchers,
  type Database,
  type Engine,
  type JsonValue,
  type NewJob,
} from 'leafcutter/internal';
import { apply, createJob, type JobEvent, type JobHeader, type JobState } from 'leafcutter/job';
import type { Client } from '@temporalio/client';
import type { WorkflowSettings } from './names.ts';
import { Orphans, type OrphanTools } from './orphans.ts';
import { pieceRow } from './record-step.ts';
import { JobRuns } from './runs.ts';

export interface TemporalEngineOptions {
  readonly client: Client;
  readonly database: Database;
  readonly settings: WorkflowSettings;
  /** What was opened for this engine alone. */
  readonly afterStop?: () => Promise<void>;
}

/** For tests. */
export interface TemporalEngineParts {
  /** What the store says alone, beside what the engine says: law 7. */
  storedStatus(jobId: string): Promise<JobHeader | null>;
  readonly orphanTools: OrphanTools;
}

const decisionWaitMs = 5_000;
const decisionPollMs = 25;
const closeWaitMs = 2_000;

export function startTemporalEngine(options: TemporalEngineOptions): Engine & TemporalEngineParts {
  return new TemporalEngine(options);
}

class TemporalEngine implements Engine, TemporalEngineParts {
  readonly name = 'temporal';
  private readonly database: Database;
  private readonly runs: JobRuns;
  private readonly watchers: Watchers;
  private readonly unlisten: () => void;
  readonly orphanTools: OrphanTools;
  private readonly orphans: Orphans;
  private readonly afterStop: (() => Promise<void>) | undefined;

  constructor({ client, database, settings, afterStop }: TemporalEngineOptions) {
    this.afterStop = afterStop;
    this.database = database;
    this.runs = new JobRuns(client, settings);
    this.watchers = new Watchers({
      read: async (jobId, after, limit) =>
        (await database.run((query) => readEvents(query, jobId, after, limit))).map(decodeEvent),
      ended: async (jobId) => (await database.run((query) => readJob(query, jobId)))?.ended ?? true,
    });
    this.unlisten = database.listen((message) =>
      this.watchers.poke(message === null ? null : toldIn(message)),
    );
    const storedState = (jobId: string): Promise<JobState | null> => this.storedState(jobId);
    this.orphanTools = { database, runs: this.runs, storedState };
    this.orphans = new Orphans(this.orphanTools);
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
    // The job is kept: a server that is away now only delays it, until the orphans are looked for.
    await this.runs.start(state, step.commands).catch(() => undefined);
    return step.header;
  }

  async status(jobId: string): Promise<JobHeader | null> {
    const stored = await this.storedStatus(jobId);
    if (stored === null || stored.endedAt !== null) return stored;
    return (await this.runs.askHeader(jobId)) ?? (await this.storedStatus(jobId));
  }

  async storedStatus(jobId: string): Promise<JobHeader | null> {
    const row = await this.database.run((query) => readJob(query, jobId));
    return row === null ? null : decodeHeader(row.header, decodeSpec(row.spec));
  }

  async state(jobId: string): Promise<JobState | null> {
    const stored = await this.storedState(jobId);
    if (stored === null || stored.header.endedAt !== null) return stored;
    return (await this.runs.askState(jobId)) ?? (await this.storedState(jobId));
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
    if (!(await this.runs.cancel(jobId))) await this.cancelWithout(jobId);
    // The answer waits for the decision where it comes soon; it is certain to come.
    const after = await this.decided(jobId, ({ endedAt }) => endedAt !== null);
    return after === undefined ? { ...before, status: 'cancelled' } : after;
  }

  async retry(jobId: string): Promise<JobHeader | null> {
    const state = await this.storedState(jobId);
    if (state === null || state.header.status !== 'failed') return state?.header ?? null;
    // The job's end is stored before its run closes. A signal into that moment would make the server undo the close, so
    // the close is waited for; only a run that stays open, as without workers, is told by a signal.
    await this.closed(jobId);
    await this.runs.retry(state);
    const after = await this.decided(jobId, ({ round }) => round > state.header.round);
    return after === undefined ? { ...state.header, status: 'retrying' } : after;
  }

  /** The job's workflow has not been started yet, or has just come to its end. */
  private async cancelWithout(jobId: string): Promise<void> {
    const state = await this.storedState(jobId);
    if (state === null || state.header.endedAt !== null) return;
    await this.runs.start(state, [], { inputs: [{ type: 'cancel' }], again: true });
  }

  /** What the store says once the decision is in it; null when the job is gone, undefined when it did not come in time. */
  private async decided(
    jobId: string,
    isDecided: (header: JobHeader) => boolean,
  ): Promise<JobHeader | null | undefined> {
    for (let waited = 0; waited < decisionWaitMs; waited += decisionPollMs) {
      const header = await this.storedStatus(jobId);
      if (header === null || isDecided(header)) return header;
      await pause();
    }
    return undefined;
  }

  /** Waits a while for the job's last run to close. */
  private async closed(jobId: string): Promise<void> {
    for (let waited = 0; waited < closeWaitMs; waited += decisionPollMs) {
      if ((await this.runs.statusOf(jobId)) !== 'running') return;
      await pause();
    }
  }

  async stop(): Promise<void> {
    this.orphans.stop();
    this.unlisten();
    this.watchers.close();
    await this.afterStop?.();
  }
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, decisionPollMs));
}

/** Jobs that a message tells of; null: any. */
function toldIn(message: string): readonly string[] | null {
  const parsed: { readonly told?: readonly string[] | null } = JSON.parse(message);
  return parsed.told ?? null;
}
