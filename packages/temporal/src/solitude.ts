/**
 * Who works beside whom in a worker process. What was lost twice with its worker may be what kills it: from then on it
 * is at work alone, so that nothing else is lost with it, and it is to blame for what it does alone.
 */
import { WaitingLine } from './waiting-line.ts';

type Manner = 'beside others' | 'alone';

/** As in the embedded engine. */
const lossesThatSuspect = 2;

export function mannerOf(losses: number): Manner {
  return losses >= lossesThatSuspect ? 'alone' : 'beside others';
}

/** In the order in which they come: who is to be alone waits for those before, and those behind wait for him. */
export class Solitude {
  private atWork = 0;
  private alone = false;
  private readonly line = new WaitingLine<Manner>();

  /** Gives the function that ends it. @throws the signal's reason when it is aborted while it waits */
  async enter(manner: Manner, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.line.first === undefined && this.hasRoom(manner)) this.begin(manner);
    else
      await this.line.wait(manner, signal).catch((error: unknown) => {
        this.letIn();
        throw error;
      });
    return () => {
      this.atWork -= 1;
      this.alone = false;
      this.letIn();
    };
  }

  private hasRoom(manner: Manner): boolean {
    return this.atWork === 0 || (manner === 'beside others' && !this.alone);
  }

  private begin(manner: Manner): void {
    this.atWork += 1;
    this.alone = manner === 'alone';
  }

  private letIn(): void {
    for (let first = this.line.first; first !== undefined && this.hasRoom(first); first = this.line.first) {
      this.begin(first);
      this.line.letIn(() => true);
    }
  }
}
