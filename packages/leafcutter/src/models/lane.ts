/** Who waits for a place, by job: jobs take turns, however many calls one of them brings. */
export type Waiter = () => void;

export interface Lane {
  readonly size: number;
  add(job: string, waiter: Waiter): void;
  /** The next waiter, of the job whose turn it is. */
  take(): Waiter | null;
  remove(job: string, waiter: Waiter): void;
}

export function createLane(): Lane {
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
