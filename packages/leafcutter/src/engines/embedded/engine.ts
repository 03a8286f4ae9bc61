/**
 * The engine on rows of our own store. One process on SQLite, which holds the data folder; any number on Postgres.
 * `Pump` writes, `Runner` performs, `Keeper` looks after leases; this file joins them and answers callers.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { LeafcutterError } from '../../errors.ts';
import type { JobEvent, JobHeader, JobState, Perform } from '../../job/index.ts';
import type { JsonValue } from '../../json.ts';
import type { Database } from '../../storage/database.ts';
import { readAllPieces, readAnswer, readEvents, readJob, readResult } from '../../storage/read-model.ts';
import { giveBack } from '../../storage/work.ts';
import { leave } from '../../storage/workers.ts';
import { decodeEvent, decodeHeader, decodePiece, decodeSpec } from '../../storage/codec.ts';
import type { Engine, EngineLimits, EngineName, NewJob } from '../engine.ts';
import { Runner } from '../runner.ts';
import { Dispatcher } from './dispatcher.ts';
import { JobCache } from './job-cache.ts';
import { Keeper } from './keeper.ts';
import { defaultLeaseMs } from './leases.ts';
import { Pump } from './pump.ts';
import { Watchers } from '../watchers.ts';

export interface EmbeddedOptions {
  readonly database: Database;
  readonly perform: Perform;
  readonly limits: EngineLimits;
  /** Told when the store is full, away or read-only, and with null when it is well again. */
  readonly onStore?: (error: unknown) => void;
  /** How long a silent process keeps its work (Postgres). Default 5,000. */
  readonly leaseMs?: number;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
}

const defaultGraceMs = 5_000;
/** After the grace: aborted stages end their processes, and the last outcomes are written. */
const abortMs = 2_000;
const lastWriteMs = 2_000;

/** The engine runs when this resolves; it does not own the database, who opened it closes it after `stop`. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Engine> {
  const engine = new EmbeddedEngine(options);
  await engine.open();
  return engine;
}

class EmbeddedEngine implements Engine {
  readonly name: EngineName;
  private readonly database: Database;
  private readonly cache = new JobCache();
  private readonly runner: Runner;
  private readonly pump: Pump;
  private readonly dispatcher: Dispatcher;
  private readonly keeper: Keeper;
  private readonly watchers: Watchers;
  private readonly worker = { id: randomUUID() };
  private unlisten: () => void = () => undefined;
  private stopping: Promise<void> | null = null;

  constructor(options: EmbeddedOptions) {
    const { database, perform, limits } = options;
    const now = options.now ?? Date.now;
    this.database = database;
    this.name = database.dialect === 'sqlite' ? 'embedded-sqlite' : 'embedded-postgres';
    this.runner = new Runner(perform);
    this.watchers = new Watchers({
      read: (jobId, after, limit) => this.readEvents(jobId, after, limit),
      ended: async (jobId) => (await database.run((query) => readJob(query, jobId)))?.ended ?? true,
    });
    this.pump = new Pump(database, this.cache, {
      now,
      wanted: () => this.dispatcher.wanted(),
      claimed: (work, request) => this.dispatcher.claimed(work, request),
      message: (batch) => (database.dialect === 'sqlite' ? null : messageOf(this.worker.id, batch)),
      written: (batch) => {
        this.drop(batch.dropped);
        this.watchers.poke(batch.told);
        this.dispatcher.written(batch);
      },
      stuck: (error) => options.onStore?.(error),
    });
    const parts = {
      database,
      cache: this.cache,
      pump: this.pump,
      runner: this.runner,
      worker: this.worker,
      now,
    };
    this.dispatcher = new Dispatcher({ ...parts, limits });
    this.keeper = new Keeper({
      ...parts,
      dispatcher: this.dispatcher,
      leaseMs: options.leaseMs ?? defaultLeaseMs,
      description: `${hostname()} ${process.pid}`,
    });
  }

  async open(): Promise<void> {
    if (this.database.dialect === 'postgres')
      this.unlisten = this.database.listen((message) => this.hear(message));
    await this.keeper.start();
  }

  async start(job: NewJob): Promise<JobHeader> {
    const header = await this.pump.write({ type: 'create', jobId: job.spec.jobId, job });
    if (header === null) throw new LeafcutterError('internal', 'The job was not kept.');
    return header;
  }

  async status(jobId: string): Promise<JobHeader | null> {
    const row = await this.database.run((query) => readJob(query, jobId));
    if (row === null) return null;
    return decodeHeader(row.header, this.cache.get(jobId)?.header.spec ?? decodeSpec(row.spec));
  }

  async state(jobId: string): Promise<JobState | null> {
    return this.database.snapshot(async (query) => {
      const row = await readJob(query, jobId);
      if (row === null) return null;
      const pieces = await readAllPieces(query, this.database.dialect, jobId);
      return {
        header: decodeHeader(row.header, decodeSpec(row.spec)),
        pieces: new Map(pieces.map(decodePiece).map((piece) => [piece.id, piece])),
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

  cancel(jobId: string): Promise<JobHeader | null> {
    return this.pump.write({ type: 'input', jobId, input: { type: 'cancel' } });
  }

  retry(jobId: string): Promise<JobHeader | null> {
    return this.pump.write({ type: 'input', jobId, input: { type: 'retry' } });
  }

  stop(graceMs: number = defaultGraceMs): Promise<void> {
    this.stopping ??= this.shutDown(graceMs);
    return this.stopping;
  }

  private async shutDown(graceMs: number): Promise<void> {
    this.dispatcher.stop();
    await this.runner.settled(graceMs);
    this.runner.abort(() => true, new LeafcutterError('cancelled', 'The engine is stopping.'));
    await this.runner.settled(abortMs);
    await this.keeper.stop();
    await this.pump.close(lastWriteMs);
    this.unlisten();
    this.watchers.close();
    try {
      await this.database.run((query) => giveBack(query, this.worker.id));
      await this.database.run((query) => leave(query, this.worker.id));
    } catch {
      // The store is away: the lease lapses, and the work is taken up without us.
    }
  }

  /** Commands of these jobs are not wanted any more. */
  private drop(jobIds: readonly string[]): void {
    if (jobIds.length === 0) return;
    const dropped = new Set(jobIds);
    this.runner.abort(
      (flight) => dropped.has(flight.jobId),
      new LeafcutterError('cancelled', 'The job was cancelled.'),
    );
  }

  private hear(text: string | null): void {
    const message: Message =
      text === null ? { from: '', told: null, dropped: null, work: true } : JSON.parse(text);
    if (message.from === this.worker.id) return;
    this.watchers.poke(message.told);
    if (message.dropped === null) this.keeper.reconcileSoon();
    else this.drop(message.dropped);
    if (message.work) this.dispatcher.look();
  }

  private async readEvents(jobId: string, after: number, limit: number): Promise<readonly JobEvent[]> {
    const rows = await this.database.run((query) => readEvents(query, jobId, after, limit));
    return rows.map(decodeEvent);
  }
}

/** What one process tells the others; null: of any job. */
interface Message {
  readonly from: string;
  readonly told: readonly string[] | null;
  readonly dropped: readonly string[] | null;
  readonly work: boolean;
}

/** Postgres takes 8,000 bytes; beyond this many ids the others look for themselves. */
const maxIds = 150;

function messageOf(
  from: string,
  batch: { readonly told: readonly string[]; readonly dropped: readonly string[]; readonly queued: boolean },
): string | null {
  if (batch.told.length === 0 && batch.dropped.length === 0 && !batch.queued) return null;
  const many = batch.told.length + batch.dropped.length > maxIds;
  const message: Message = {
    from,
    told: many ? null : batch.told,
    dropped: many ? null : batch.dropped,
    work: batch.queued,
  };
  return JSON.stringify(message);
}
