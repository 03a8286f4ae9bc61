/**
 * The parse places of a worker process. Its two queues could together take more than the process has: what is taken
 * waits here, interactive work goes first, and bulk work never has the last place.
 */
import type { Lane } from 'leafcutter/job';

interface Waiting {
  readonly lane: Lane;
  readonly enter: () => void;
}

export class ParsePlaces {
  private readonly places: number;
  private readonly taken: Record<Lane, number> = { interactive: 0, bulk: 0 };
  private waiting: readonly Waiting[] = [];

  /** At least 2. */
  constructor(places: number) {
    this.places = places;
  }

  /** Waits for a place; gives the function that frees it. @throws the signal's reason when it is aborted meanwhile */
  async take(lane: Lane, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (!this.hasRoom(lane)) await this.wait(lane, signal);
    else this.taken[lane] += 1;
    return () => {
      this.taken[lane] -= 1;
      this.letIn();
    };
  }

  private hasRoom(lane: Lane): boolean {
    const { interactive, bulk } = this.taken;
    return interactive + bulk < this.places && (lane === 'interactive' || bulk < this.places - 1);
  }

  private async wait(lane: Lane, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.waiting = this.waiting.filter((other) => other !== mine);
        reject(signal.reason instanceof Error ? signal.reason : new Error('It was aborted.'));
      };
      const mine: Waiting = {
        lane,
        enter: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting = [...this.waiting, mine];
    });
  }

  private letIn(): void {
    for (const lane of ['interactive', 'bulk'] as const) {
      while (this.hasRoom(lane)) {
        const next = this.waiting.find((other) => other.lane === lane);
        if (next === undefined) break;
        this.waiting = this.waiting.filter((other) => other !== next);
        // The place is taken before anybody else can look.
        this.taken[lane] += 1;
        next.enter();
      }
    }
  }
}
