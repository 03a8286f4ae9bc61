/** One after another under the same key, in this process; different keys do not wait for each other. */
export class KeyedLock {
  private readonly tails = new Map<string, Promise<void>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.tails.set(key, promise);
    try {
      await before;
      return await work();
    } finally {
      resolve();
      if (this.tails.get(key) === promise) this.tails.delete(key);
    }
  }
}
