/** Starts a reader in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { ReaderStats } from '../../packages/leafcutter/src/testing/reader/index.ts';
import type { ReaderTask } from './reader-child.ts';

export interface ReaderApart extends AsyncDisposable {
  readonly url: string;
  stats(): Promise<ReaderStats>;
}

export async function startReaderApart(task: ReaderTask): Promise<ReaderApart> {
  const child = fork(path.join(import.meta.dirname, 'reader-child.ts'), { serialization: 'advanced' });
  const { id, pages, gold, contentHash } = task.known;
  child.send({ known: { id, pages, gold, contentHash }, options: task.options });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the reader ended');
  });
  ended.catch(() => undefined);
  const [url]: string[] = await Promise.race([once(child, 'message'), ended]);
  if (url === undefined) throw new Error('the reader has no address');
  return {
    url,
    stats: async () => {
      const response = await fetch(`${url}/stats`);
      const stats = (await response.json()) as ReaderStats;
      return stats;
    },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
