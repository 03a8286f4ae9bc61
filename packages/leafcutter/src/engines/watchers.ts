/** Watching jobs: one read of the store an event, however many watch it; nothing is kept for those who do not read. */
import type { JobEvent } from '../job/index.ts';
import { isPassing } from '../storage/store-errors.ts';

/** Latest events kept of a job that is watched; older ones are read from the store. */
const tailLength = 256;
/** A message may get lost with its connection: then this is how late an event is. */
const pollMs = 2_000;
const pageLength = 500;

const terminal: ReadonlySet<JobEvent['type']> = new Set(['job_completed', 'job_failed', 'job_cancelled']);

export interface EventSource {
  /** Events after `after`, ascending, at most `limit`. */
  read(jobId: string, after: number, limit: number): Promise<readonly JobEvent[]>;
  /** True when no more events come by themselves: it has ended, or there is no such job. */
  ended(jobId: string): Promise<boolean>;
}

interface Watched {
  watchers: number;
  /** Contiguous, the newest last. */
  tail: readonly JobEvent[];
  reading: Promise<void> | null;
  /** Grows with each sign of something new. */
  signs: number;
  readonly sleepers: Set<() => void>;
}

export class Watchers {
  private readonly source: EventSource;
  private readonly watched = new Map<string, Watched>();
  private closed = false;

  constructor(source: EventSource) {
    this.source = source;
  }

  /** There may be new events of these jobs; null: of any. */
  poke(jobIds: readonly string[] | null): void {
    for (const jobId of jobIds ?? this.watched.keys()) {
      const watched = this.watched.get(jobId);
      if (watched === undefined) continue;
      watched.signs += 1;
      for (const wake of watched.sleepers) wake();
    }
  }

  /** All watchers end. */
  close(): void {
    this.closed = true;
    this.poke(null);
  }

  async *watch(jobId: string, after: number, signal: AbortSignal): AsyncGenerator<JobEvent, void, undefined> {
    const watched = this.enter(jobId);
    try {
      let seen = after;
      let last: JobEvent['type'] | null = null;
      while (!signal.aborted && !this.closed) {
        const { signs } = watched;
        const events = await this.next(jobId, watched, seen).catch(away);
        if (events === null) {
          await sleep(watched, signal);
          continue;
        }
        for (const event of events) {
          yield event;
          seen = event.seq;
          last = event.type;
          if (signal.aborted) return;
        }
        if (events.length > 0) continue;
        if (last !== null && terminal.has(last)) return;
        if (last === null && (await this.isOver(jobId, seen).catch(away))) return;
        if (watched.signs === signs) await sleep(watched, signal);
      }
    } finally {
      watched.watchers -= 1;
      if (watched.watchers === 0) this.watched.delete(jobId);
    }
  }

  /** Ended, and nothing left to read: the last events may have come after the read and before the end was seen. */
  private async isOver(jobId: string, seen: number): Promise<boolean> {
    return (await this.source.ended(jobId)) && (await this.source.read(jobId, seen, 1)).length === 0;
  }

  private enter(jobId: string): Watched {
    const watched = this.watched.get(jobId) ?? {
      watchers: 0,
      tail: [],
      reading: null,
      signs: 0,
      sleepers: new Set(),
    };
    watched.watchers += 1;
    this.watched.set(jobId, watched);
    return watched;
  }

  /** From the tail, where it reaches back far enough; those who wait at its end share one read. */
  private async next(jobId: string, watched: Watched, after: number): Promise<readonly JobEvent[]> {
    const first = watched.tail[0]?.seq;
    const newest = watched.tail.at(-1)?.seq;
    if (first !== undefined && newest !== undefined && first <= after + 1 && after < newest)
      return watched.tail.slice(after + 1 - first);
    if (newest === undefined || after !== newest) {
      const events = await this.source.read(jobId, after, pageLength);
      if ((watched.tail.at(-1)?.seq ?? 0) < (events.at(-1)?.seq ?? 0))
        watched.tail = events.slice(-tailLength);
      return events;
    }
    watched.reading ??= this.extend(jobId, watched, newest).finally(() => {
      watched.reading = null;
    });
    await watched.reading;
    return watched.tail.filter((event) => event.seq > after);
  }

  private async extend(jobId: string, watched: Watched, newest: number): Promise<void> {
    const events = await this.source.read(jobId, newest, pageLength);
    if (watched.tail.at(-1)?.seq !== newest) return;
    watched.tail = [...watched.tail, ...events].slice(-Math.max(tailLength, events.length));
  }
}

/** Null while the store is away: who watches waits until it is back. */
function away(error: unknown): null {
  if (isPassing(error)) return null;
  throw error;
}

async function sleep(watched: Watched, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      watched.sleepers.delete(wake);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, pollMs);
    watched.sleepers.add(wake);
    signal.addEventListener('abort', wake);
    if (signal.aborted) wake();
  });
}
