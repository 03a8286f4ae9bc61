/**
 * The engine in memory, for the library, the command and most tests: the same laws, but a job ends with its process.
 * Results and answers of a job stay until `forget`.
 */
import { LeafcutterError } from '../errors.ts';
import {
  createJob,
  laneOf,
  type Command,
  type JobEvent,
  type JobHeader,
  type JobInput,
  type JobState,
  type Lane,
  type Perform,
} from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import { Watchers } from './watchers.ts';
import type { Engine, EngineLimits, NewJob } from './engine.ts';
import { JobDraft, poolOf } from './job-draft.ts';
import { Runner, type Landing } from './runner.ts';

interface MemoryJob {
  state: JobState;
  readonly events: JobEvent[];
  readonly answers: Map<string, JsonValue>;
  result: JsonValue | null;
  lastRank: number;
}
interface QueuedWork {
  readonly jobId: string;
  readonly command: Command;
  readonly lane: Lane;
  readonly rank: number;
  claims: number;
}

export interface InlineOptions {
  readonly perform: Perform;
  readonly limits: EngineLimits;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
}

export interface InlineEngine extends Engine {
  /** All so far. */
  events(jobId: string): readonly JobEvent[];
  /** Drops all that is known of an ended job. */
  forget(jobId: string): void;
}

export function startInline(options: InlineOptions): InlineEngine {
  return new MemoryEngine(options);
}

const defaultGraceMs = 5_000;
const abortMs = 2_000;

class MemoryEngine implements InlineEngine {
  readonly name = 'inline';
  private readonly limits: EngineLimits;
  private readonly now: () => number;
  private readonly runner: Runner;
  private readonly watchers: Watchers;
  private readonly jobs = new Map<string, MemoryJob>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly laneRanks = { interactive: 0, bulk: 0 };
  private queue: QueuedWork[] = [];
  private stopped = false;

  constructor({ perform, limits, now = Date.now }: InlineOptions) {
    this.limits = limits;
    this.now = now;
    this.runner = new Runner(perform);
    this.watchers = new Watchers({
      read: async (jobId, after, limit) => this.jobs.get(jobId)?.events.slice(after, after + limit) ?? [],
      ended: async (jobId) => this.jobs.get(jobId)?.state.header.endedAt !== null,
    });
  }

  async start({ spec }: NewJob): Promise<JobHeader> {
    const known = this.jobs.get(spec.jobId);
    if (known !== undefined) return known.state.header;
    if (this.stopped) throw new LeafcutterError('store_unavailable', 'The engine has stopped.');
    const step = createJob(spec, this.now());
    const draft = new JobDraft(step.header, new Map());
    draft.adopt(step);
    const state = { header: step.header, pieces: new Map() };
    this.jobs.set(spec.jobId, { state, events: [], answers: new Map(), result: null, lastRank: 0 });
    return this.keep(spec.jobId, draft);
  }

  async status(jobId: string): Promise<JobHeader | null> {
    return this.jobs.get(jobId)?.state.header ?? null;
  }

  async state(jobId: string): Promise<JobState | null> {
    return this.jobs.get(jobId)?.state ?? null;
  }

  async answer(jobId: string, piece: string, turn: number): Promise<JsonValue | null> {
    return this.jobs.get(jobId)?.answers.get(`${piece} ${turn}`) ?? null;
  }

  async result(jobId: string): Promise<JsonValue | null> {
    return this.jobs.get(jobId)?.result ?? null;
  }

  events(jobId: string): readonly JobEvent[] {
    return this.jobs.get(jobId)?.events ?? [];
  }

  watch(jobId: string, after: number, signal: AbortSignal): AsyncIterable<JobEvent> {
    return this.watchers.watch(jobId, after, signal);
  }

  async cancel(jobId: string): Promise<JobHeader | null> {
    return this.take(jobId, { type: 'cancel' });
  }

  async retry(jobId: string): Promise<JobHeader | null> {
    return this.take(jobId, { type: 'retry' });
  }

  async stop(graceMs: number = defaultGraceMs): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await this.runner.settled(graceMs);
    this.runner.abort(() => true, new LeafcutterError('cancelled', 'The engine is stopping.'));
    await this.runner.settled(abortMs);
    this.watchers.close();
  }

  forget(jobId: string): void {
    if ((this.jobs.get(jobId)?.state.header.endedAt ?? null) !== null) this.jobs.delete(jobId);
  }

  private take(jobId: string, input: JobInput): JobHeader | null {
    const job = this.jobs.get(jobId);
    if (job === undefined) return null;
    const draft = new JobDraft(job.state.header, job.state.pieces);
    return draft.take(input, this.now()) ? this.keep(jobId, draft) : job.state.header;
  }

  private keep(jobId: string, draft: JobDraft): JobHeader {
    const job = this.jobs.get(jobId);
    if (job === undefined) return draft.header;
    job.state = { header: draft.header, pieces: draft.pieces };
    job.events.push(...draft.events);
    for (const { pieceId, turn, value } of draft.answers) job.answers.set(`${pieceId} ${turn}`, value);
    if (draft.result !== undefined) job.result = draft.result;
    if (draft.dropped) this.drop(jobId);
    for (const command of draft.commands) this.enqueue(jobId, job, command);
    if (draft.events.length > 0) this.watchers.poke([jobId]);
    this.dispatch();
    return draft.header;
  }

  private drop(jobId: string): void {
    this.queue = this.queue.filter((work) => work.jobId !== jobId);
    for (const [key, timer] of this.timers) {
      if (!key.startsWith(`${jobId} `)) continue;
      clearTimeout(timer);
      this.timers.delete(key);
    }
    this.runner.abort(
      (flight) => flight.jobId === jobId,
      new LeafcutterError('cancelled', 'The job was cancelled.'),
    );
  }

  private enqueue(jobId: string, job: MemoryJob, command: Command): void {
    const lane = laneOf(command, job.state.header.spec.lane);
    job.lastRank = Math.max(job.lastRank, this.laneRanks[lane]) + 1;
    const work = { jobId, command, lane, rank: job.lastRank, claims: 0 };
    const sleepMs = command.notBefore === null ? 0 : command.notBefore - this.now();
    if (sleepMs <= 0) {
      this.queue.push(work);
      return;
    }
    const key = `${jobId} ${command.id}`;
    const wake = (): void => {
      this.timers.delete(key);
      this.queue.push(work);
      this.dispatch();
    };
    this.timers.set(key, setTimeout(wake, sleepMs));
  }

  private dispatch(): void {
    if (this.stopped) return;
    this.queue.sort((a, b) => laneOrder[a.lane] - laneOrder[b.lane] || a.rank - b.rank);
    const waiting: QueuedWork[] = [];
    for (const work of this.queue.splice(0)) {
      if (this.hasPlace(work)) this.takeOff(work);
      else waiting.push(work);
    }
    this.queue.push(...waiting);
  }

  private hasPlace({ command, lane }: QueuedWork): boolean {
    const parsing = this.runner.count((flight) => flight.pool === 'parse');
    if (poolOf(command) === 'call') return this.runner.size - parsing < this.limits.callSlots;
    const bulk = this.runner.count((flight) => flight.pool === 'parse' && flight.lane === 'bulk');
    return parsing < this.limits.parseSlots && (lane !== 'bulk' || bulk < this.limits.parseSlots - 1);
  }

  private takeOff(work: QueuedWork): void {
    const { jobId, command, lane, rank } = work;
    const header = this.jobs.get(jobId)?.state.header;
    if (header === undefined) return;
    work.claims += 1;
    this.laneRanks[lane] = Math.max(this.laneRanks[lane], rank);
    const flight = { jobId, tenant: header.spec.tenant, command, pool: poolOf(command), lane };
    this.runner.start(flight, header.spec, (landing) => this.land(work, landing));
    if (header.status !== 'processing' || command.notBefore !== null)
      queueMicrotask(() => this.take(jobId, { type: 'claimed', command: command.id }));
  }

  private land(work: QueuedWork, landing: Landing): void {
    const job = this.jobs.get(work.jobId);
    if (job === undefined || landing.type === 'aborted') {
      this.dispatch();
      return;
    }
    const draft = new JobDraft(job.state.header, job.state.pieces);
    const now = this.now();
    if (landing.type === 'performed') {
      draft.finish({ command: work.command, performed: landing.performed }, now);
    } else if (work.claims < this.limits.maxClaims) {
      this.queue.push(work);
    } else {
      draft.giveUp(work.command.id, work.claims, now);
    }
    if (draft.changed) this.keep(work.jobId, draft);
    else this.dispatch();
  }
}

const laneOrder: Readonly<Record<Lane, number>> = { interactive: 0, bulk: 1 };
