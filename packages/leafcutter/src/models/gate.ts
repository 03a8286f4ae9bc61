/** One model's gate: all jobs of the process go through it. Decisions are those of `pace.ts`; here are queue and clock. */
import type { PaceLimits } from './definition.ts';
import { createLane, type Lane, type Waiter } from './lane.ts';
import { callEnded, callStarted, createPace, waitBeforeStart, type CallEnd, type Pace } from './pace.ts';

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

const placesPerBulkTurn = 4;

/** @param now milliseconds, monotonic */
export function createGate(limits: PaceLimits, now: () => number = () => performance.now()): Gate {
  return new PacedGate(limits, now);
}

class PacedGate implements Gate {
  private readonly limits: PaceLimits;
  private readonly now: () => number;
  private pace: Pace;
  private turns = 0;
  private timer: NodeJS.Timeout | null = null;
  private readonly lanes: Readonly<Record<Caller['priority'], Lane>> = {
    interactive: createLane(),
    bulk: createLane(),
  };

  constructor(limits: PaceLimits, now: () => number) {
    this.limits = limits;
    this.now = now;
    this.pace = createPace(limits);
  }

  async pass<T>(
    caller: Caller,
    call: () => Promise<T>,
    endOf: (error: unknown) => CallEnd,
    signal: AbortSignal,
  ): Promise<T> {
    await this.place(caller, signal);
    const startedAt = this.now();
    try {
      const answer = await call();
      this.end({ kind: 'answered' }, startedAt);
      return answer;
    } catch (error) {
      this.end(endOf(error), startedAt);
      throw error;
    }
  }

  get places(): number {
    return Math.floor(this.pace.places);
  }

  get inFlight(): number {
    return this.pace.inFlight;
  }

  get waiting(): number {
    return this.lanes.interactive.size + this.lanes.bulk.size;
  }

  private place({ job, priority }: Caller, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const lane = this.lanes[priority];
      const waiter: Waiter = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        lane.remove(job, waiter);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      lane.add(job, waiter);
      this.pump();
    });
  }

  private end(how: CallEnd, startedAt: number): void {
    this.pace = callEnded(this.pace, this.limits, how, startedAt, this.now());
    this.pump();
  }

  /** Lets in whoever may start now, and comes back when the next one may. */
  private pump(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const { interactive, bulk } = this.lanes;
    while (this.waiting > 0) {
      const wait = waitBeforeStart(this.pace, this.now());
      if (wait > 0) {
        if (Number.isFinite(wait)) this.timer = setTimeout(() => this.pump(), Math.ceil(wait));
        return;
      }
      this.pace = callStarted(this.pace, this.limits, this.now());
      this.turns += 1;
      const [first, second] =
        this.turns % placesPerBulkTurn === 0 ? [bulk, interactive] : [interactive, bulk];
      (first.take() ?? second.take())?.();
    }
  }
}
