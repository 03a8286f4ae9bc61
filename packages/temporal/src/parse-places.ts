/**
 * The parse places of a worker process. Its two queues could together take more than the process has: what is taken
 * waits here, interactive work goes first, and bulk work never has the last place.
 */
import type { Lane } from 'leafcutter/job';
import { WaitingLine } from './waiting-line.ts';

export class ParsePlaces {
  private readonly places: number;
  private readonly taken: Record<Lane, number> = { interactive: 0, bulk: 0 };
  private readonly line = new WaitingLine<Lane>();

  /** At least 2. */
  constructor(places: number) {
    this.places = places;
  }

  /** Waits for a place; gives the function that frees it. @throws the signal's reason when it is aborted meanwhile */
  async take(lane: Lane, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (!this.hasRoom(lane)) await this.line.wait(lane, signal);
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

  private letIn(): void {
    for (const lane of ['interactive', 'bulk'] as const) {
      // The place is taken before anybody else can look.
      while (this.hasRoom(lane) && this.line.letIn((other) => other === lane)) this.taken[lane] += 1;
    }
  }
}
