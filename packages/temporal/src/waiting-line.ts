/** Those who wait for something in a process: each until it is let in, or until its signal is aborted. */
interface Waiting<Who> {
  readonly who: Who;
  readonly enter: () => void;
}

export class WaitingLine<Who> {
  private waiting: readonly Waiting<Who>[] = [];

  /** Resolves once it was let in. @throws the signal's reason when it is aborted before */
  async wait(who: Who, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.waiting = this.waiting.filter((other) => other !== mine);
        reject(signal.reason instanceof Error ? signal.reason : new Error('It was aborted.'));
      };
      const mine: Waiting<Who> = {
        who,
        enter: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting = [...this.waiting, mine];
    });
  }

  /** Who came first; undefined: nobody waits. */
  get first(): Who | undefined {
    return this.waiting[0]?.who;
  }

  /** Lets in the first of these. False: none waits. */
  letIn(which: (who: Who) => boolean): boolean {
    const next = this.waiting.find(({ who }) => which(who));
    if (next === undefined) return false;
    this.waiting = this.waiting.filter((other) => other !== next);
    next.enter();
    return true;
  }
}
