/**
 * The one writer of an engine process. Everything that came in since the last transaction goes into the next one, and the
 * same transaction claims work for the places that are free: the more is going on, the more shares one write to the disk.
 */
import { LeafcutterError, toFailure } from '../../errors.ts';
import type { JobHeader } from '../../job/index.ts';
import type { Database } from '../../storage/database.ts';
import { isPassing } from '../../storage/store-errors.ts';
import { claimWork, type ClaimedWork, type ClaimRequest } from '../../storage/work.ts';
import { applyLocked, applyRemembered, type BatchContext, type BatchResult, type Entry } from './batch.ts';
import type { JobCache } from './job-cache.ts';

/** Most entries of one transaction, so that the first does not wait long for the last. */
const maxBatch = 100;
/** Between tries while the store is full or away. */
const firstPauseMs = 100;
const longestPauseMs = 2_000;

export interface PumpHooks {
  readonly now: () => number;
  /** Free places to claim for; null: nothing to claim now. */
  readonly wanted: () => ClaimRequest | null;
  /** The transaction is through. */
  readonly written: (batch: BatchResult) => void;
  readonly claimed: (work: readonly ClaimedWork[], request: ClaimRequest) => void;
  /** To be sent with the transaction to other processes; null: nothing. */
  readonly message: (batch: BatchResult) => string | null;
  /** The store does not take writes (again): what came in waits. Null: it is well again. */
  readonly stuck: (error: unknown) => void;
}

interface Waiting {
  settled: boolean;
  readonly entry: Entry;
  readonly resolve: (header: JobHeader | null) => void;
  readonly reject: (error: unknown) => void;
}

export class Pump {
  private readonly database: Database;
  private readonly cache: JobCache;
  private readonly hooks: PumpHooks;
  private waiting: Waiting[] = [];
  private writing: readonly Waiting[] = [];
  private running: Promise<void> | null = null;
  private closing = false;
  /** The last claim left work behind. */
  private backlog = false;
  private pauseMs = 0;
  private wakePause: (() => void) | null = null;

  constructor(database: Database, cache: JobCache, hooks: PumpHooks) {
    this.database = database;
    this.cache = cache;
    this.hooks = hooks;
  }

  /**
   * Resolves with the job's header when it is written. While the store is full or away, what the engine itself brings
   * waits, and what callers ask for is refused with the store's error.
   */
  write(entry: Entry): Promise<JobHeader | null> {
    return new Promise((resolve, reject) => {
      if (this.closing) reject(closed());
      else {
        this.waiting.push({ settled: false, entry, resolve, reject });
        this.wake();
      }
    });
  }

  /** True while the command's end waits to be written. */
  holds(jobId: string, commandId: string): boolean {
    return [...this.writing, ...this.waiting].some(
      ({ entry }) =>
        entry.jobId === jobId &&
        ((entry.type === 'done' && entry.done.command.id === commandId) ||
          (entry.type === 'lost' && entry.commandId === commandId)),
    );
  }

  /** Looks for work once more. */
  wake(): void {
    this.running ??= this.run().finally(() => {
      this.running = null;
      // Something may have come while it was deciding to rest.
      if (!this.closing && (this.waiting.length > 0 || this.hooks.wanted() !== null)) this.wake();
    });
  }

  /** Writes what came in, for at most this long; what is left is rejected and stays leased. */
  async close(timeoutMs: number): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (this.waiting.length > 0 && performance.now() < end) {
      this.wake();
      await Promise.race([this.running, pause(50)]);
    }
    this.closing = true;
    this.wakePause?.();
    for (const { reject } of this.waiting.splice(0)) reject(closed());
    await this.running;
  }

  private async run(): Promise<void> {
    for (;;) {
      // One turn of the event loop: outcomes that land together are written together.
      await new Promise<void>((resolve) => void setImmediate(resolve));
      const request = this.closing ? null : this.hooks.wanted();
      const taken = this.waiting.splice(0, maxBatch);
      if (taken.length === 0 && request === null) return;
      this.writing = taken;
      await this.writeAll(taken, request);
      this.writing = [];
    }
  }

  private async writeAll(taken: readonly Waiting[], request: ClaimRequest | null): Promise<void> {
    try {
      if (this.database.dialect === 'sqlite') await this.writeAndClaim(taken, request);
      else await this.writeBesideClaim(taken, request);
      if (this.pauseMs > 0) this.hooks.stuck(null);
      this.pauseMs = 0;
    } catch (error) {
      const left = taken.filter((one) => !one.settled);
      if (isPassing(error) || left.length === 0) {
        this.waiting.unshift(...left);
        await this.holdOn(error);
      } else if (left.length === 1 && left[0] !== undefined) {
        await this.refuse(left[0], error);
      } else {
        // One of them cannot be written: it must not hold up the others.
        for (const one of left) await this.writeAll([one], null);
      }
    }
  }

  /** SQLite: every transaction waits for the disk, so one does for both. */
  private async writeAndClaim(taken: readonly Waiting[], request: ClaimRequest | null): Promise<void> {
    const { batch, claimed } = await this.database.transaction(async (transaction) => ({
      batch: await applyLocked(transaction, this.context(), entriesOf(taken)),
      claimed: request === null ? null : await claimWork(transaction, 'sqlite', request),
    }));
    this.settle(taken, batch);
    if (request !== null && claimed !== null) this.takeOff(claimed, request);
  }

  /**
   * Postgres: what was written must be on the disk, what was claimed need not be: a claim that is lost with its server means
   * work done twice at the worst. With a backlog both go at once; else the claim waits for what the write gives out.
   */
  private async writeBesideClaim(taken: readonly Waiting[], request: ClaimRequest | null): Promise<void> {
    const early = this.backlog && request !== null ? request : null;
    const [claimed, written] = await Promise.allSettled([
      early === null ? null : this.claim(early),
      taken.length === 0 ? null : this.writeEntries(entriesOf(taken)),
    ]);
    if (claimed.status === 'fulfilled' && claimed.value !== null && early !== null)
      this.takeOff(claimed.value, early);
    if (written.status === 'rejected') throw written.reason;
    if (written.value !== null) this.settle(taken, written.value);
    if (claimed.status === 'rejected') throw claimed.reason;
    if (early === null && request !== null) this.takeOff(await this.claim(request), request);
  }

  private claim(request: ClaimRequest): Promise<readonly ClaimedWork[]> {
    return this.database.runLoosely((query) => claimWork(query, 'postgres', request));
  }

  private async writeEntries(entries: readonly Entry[]): Promise<BatchResult> {
    const context = this.context();
    const batch = await applyRemembered(context, entries);
    return batch ?? this.database.transaction((transaction) => applyLocked(transaction, context, entries));
  }

  private context(): BatchContext {
    const { database, cache, hooks } = this;
    return { database, cache, now: hooks.now(), message: hooks.message };
  }

  private settle(taken: readonly Waiting[], batch: BatchResult): void {
    for (const [jobId, job] of batch.cache) this.cache.put(jobId, job);
    this.hooks.written(batch);
    for (const [index, one] of taken.entries()) {
      one.settled = true;
      one.resolve(batch.headers[index] ?? null);
    }
  }

  private takeOff(claimed: readonly ClaimedWork[], request: ClaimRequest): void {
    const [first, second] = this.cache.laneRanks;
    const top = (lane: 'interactive' | 'bulk', rank: number): number =>
      Math.max(rank, ...claimed.filter((work) => work.lane === lane).map((work) => work.rank));
    this.cache.laneRanks = [top('interactive', first), top('bulk', second)];
    const parse = claimed.filter((work) => work.pool === 'parse').length;
    this.backlog = request.call > 0 ? claimed.length - parse >= request.call : parse >= request.parse;
    this.hooks.claimed(claimed, request);
  }

  /** An outcome that cannot be written becomes a failure that can; anything else is the caller's error. */
  private async refuse(one: Waiting, error: unknown): Promise<void> {
    const { entry } = one;
    if (entry.type !== 'done' || entry.done.performed.outcome.status === 'failed') {
      one.reject(error);
      return;
    }
    const performed = { outcome: { status: 'failed', failure: toFailure(error) }, answer: null } as const;
    await this.writeAll([{ ...one, entry: { ...entry, done: { ...entry.done, performed } } }], null);
  }

  private async holdOn(error: unknown): Promise<void> {
    this.pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, this.pauseMs * 2));
    this.hooks.stuck(error);
    for (const one of this.waiting.filter((waiting) => !isOurs(waiting.entry))) {
      this.waiting.splice(this.waiting.indexOf(one), 1);
      one.reject(error);
    }
    if (this.closing) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.pauseMs);
      this.wakePause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wakePause = null;
  }
}

/** What the engine itself brings is kept until it can be written; what a caller asks for is refused. */
function isOurs(entry: Entry): boolean {
  return (
    entry.type === 'done' ||
    entry.type === 'lost' ||
    (entry.type === 'input' && entry.input.type === 'claimed')
  );
}

function entriesOf(taken: readonly Waiting[]): readonly Entry[] {
  return taken.map((one) => one.entry);
}

function closed(): LeafcutterError {
  return new LeafcutterError('store_unavailable', 'The engine is stopping; try again when it has started.');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
