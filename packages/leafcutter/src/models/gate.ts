/** One model's gate: all jobs of the process go through it. Decisions are those of `pace.ts`; here are queue and clock. */
import { callEnded, callStarted, createPace, waitBeforeStart, type CallEnd } from './pace.ts';
import type { PaceLimits } from './definition.ts';

export interface Gate {
  /**
   * Runs the call when there is a place for it. Jobs take turns, whatever many calls one of them brings; interactive
   * ones go first, and every fourth place is for bulk.
   * @param endOf what the call's end teaches
   * @throws what the call throws; the signal's reason when aborted while waiting
   */
  pass<T>(
    caller: Caller,
    call: () => Promise<T>,
    endOf: (error: unknown) => CallEnd,
    signal: AbortSignal,
  ): Promise<T>;
  /** For tests and metrics. */
  readonly places: number;
  readonly inFlight: number;
  readonly waiting: number;
}

export interface Caller {
  /** Calls of the same job share its turns. */
  readonly job: string;
  readonly priority: 'interactive' | 'bulk';
}

type Waiter = () => void;
const placesPerBulkTurn = 4;

/** @param now milliseconds, monotonic */
export function createGate(limits: PaceLimits, now: () => number = () => performance.now()): Gate {
  let pace = createPace(limits);
  let turns = 0;
  let timer: NodeJS.Timeout | null = null;
  const lanes = { interactive: createLane(), bulk: createLane() };

  function pump(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    while (lanes.interactive.size + lanes.bulk.size > 0) {
      const wait = waitBeforeStart(pace, now());
      if (wait > 0) {
        if (Number.isFinite(wait)) timer = setTimeout(pump, Math.ceil(wait));
        return;
      }
      pace = callStarted(pace, limits, now());
      turns += 1;
      const bulkFirst = turns % placesPerBulkTurn === 0;
      const [first, second] = bulkFirst ? [lanes.bulk, lanes.interactive] : [lanes.interactive, lanes.bulk];
      (first.take() ?? second.take())?.();
    }
  }

  function place({ job, priority }: Caller, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const lane = lanes[priority];
      const waiter = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        lane.remove(job, waiter);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      lane.add(job, waiter);
      pump();
    });
  }

  return {
    async pass(caller, call, endOf, signal) {
      await place(caller, signal);
      const startedAt = now();
      const end = (how: CallEnd): void => {
        pace = callEnded(pace, limits, how, startedAt, now());
        pump();
      };
      try {
        const answer = await call();
        end({ kind: 'answered' });
        return answer;
      } catch (error) {
        end(endOf(error));
        throw error;
      }
    },
    get places() {
      return Math.floor(pace.places);
    },
    get inFlight() {
      return pace.inFlight;
    },
    get waiting() {
      return lanes.interactive.size + lanes.bulk.size;
    },
  };
}

interface Lane {
  readonly size: number;
  add(job: string, waiter: Waiter): void;
  /** The next waiter, of the job whose turn it is. */
  take(): Waiter | null;
  remove(job: string, waiter: Waiter): void;
}

function createLane(): Lane {
  /** In the order of turns. */
  const jobs = new Map<string, Waiter[]>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(job, waiter) {
      const waiters = jobs.get(job);
      if (waiters === undefined) jobs.set(job, [waiter]);
      else waiters.push(waiter);
      size += 1;
    },
    take() {
      const [next] = jobs;
      if (next === undefined) return null;
      const [job, [waiter, ...rest]] = next;
      jobs.delete(job);
      if (rest.length > 0) jobs.set(job, rest);
      size -= 1;
      return waiter ?? null;
    },
    remove(job, waiter) {
      const waiters = jobs.get(job) ?? [];
      const rest = waiters.filter((other) => other !== waiter);
      if (rest.length === waiters.length) return;
      size -= 1;
      if (rest.length === 0) jobs.delete(job);
      else jobs.set(job, rest);
    },
  };
}
