/** Commands in flight in this process: runs `perform`, turns what it throws into an outcome, aborts. */
import { LeafcutterError, toFailure } from '../errors.ts';
import type { Command, JobSpec, Perform, Performed } from '../job/index.ts';

export interface Flight {
  readonly jobId: string;
  readonly tenant: string;
  readonly command: Command;
  readonly pool: 'parse' | 'call';
  readonly lane: 'interactive' | 'bulk';
}

/**
 * performed: it has an outcome. lost: the worker that did it died (`worker_lost` was thrown): it may be tried again.
 * aborted: nobody wants it any more.
 */
export type Landing =
  | { readonly type: 'performed'; readonly performed: Performed }
  | { readonly type: 'lost' }
  | { readonly type: 'aborted' };

interface Entry {
  readonly flight: Flight;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

export class Runner {
  private readonly perform: Perform;
  private readonly entries = new Map<string, Entry>();

  constructor(perform: Perform) {
    this.perform = perform;
  }

  /** Runs it; `land` is called once, before its place is counted as free. Never rejects. */
  start(flight: Flight, spec: JobSpec, land: (landing: Landing) => void): void {
    const key = flightKey(flight.jobId, flight.command.id);
    const abort = new AbortController();
    const ended = this.run(flight, spec, abort.signal).then((landing) => {
      this.entries.delete(key);
      land(landing);
    });
    this.entries.set(key, { flight, abort, ended });
  }

  private async run(flight: Flight, spec: JobSpec, signal: AbortSignal): Promise<Landing> {
    // A stage that does not listen must not hold its place: its late outcome is not awaited any more.
    const aborted = new Promise<Landing>((resolve) => {
      signal.addEventListener('abort', () => setTimeout(resolve, abortGraceMs, { type: 'aborted' }).unref(), {
        once: true,
      });
    });
    const performed = (async (): Promise<Landing> => {
      try {
        const result = await this.perform(flight.command, { spec, signal, heartbeat: () => undefined });
        return signal.aborted ? { type: 'aborted' } : { type: 'performed', performed: result };
      } catch (error) {
        if (signal.aborted) return { type: 'aborted' };
        if (error instanceof LeafcutterError && error.code === 'worker_lost') return { type: 'lost' };
        return {
          type: 'performed',
          performed: { outcome: { status: 'failed', failure: toFailure(error) }, answer: null },
        };
      }
    })();
    return Promise.race([performed, aborted]);
  }

  has(jobId: string, commandId: string): boolean {
    return this.entries.has(flightKey(jobId, commandId));
  }

  keys(): ReadonlySet<string> {
    return new Set(this.entries.keys());
  }

  get size(): number {
    return this.entries.size;
  }

  count(wanted: (flight: Flight) => boolean): number {
    let count = 0;
    for (const { flight } of this.entries.values()) if (wanted(flight)) count += 1;
    return count;
  }

  /** Aborts those that are wanted; they land as `aborted`. */
  abort(wanted: (flight: Flight) => boolean, reason: LeafcutterError): void {
    for (const { flight, abort } of this.entries.values()) if (wanted(flight)) abort.abort(reason);
  }

  /** Resolves when nothing is in flight, or after the time. */
  async settled(timeoutMs: number): Promise<void> {
    const all = Promise.all([...this.entries.values()].map((entry) => entry.ended));
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([all, timeout]);
    clearTimeout(timer);
  }
}

/** After an abort a stage may need a moment to end its processes; then it is given up. */
const abortGraceMs = 1_500;

export function flightKey(jobId: string, commandId: string): string {
  return `${jobId}/${commandId}`;
}
