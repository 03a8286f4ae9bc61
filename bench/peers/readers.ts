/** Other programs that read the text of PDFs, each with as many processes as it is given. */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { charactersOf, type PeerTask, type ProcessPeer, type Reading } from './pdf-text.ts';

/** What a reader says of a file that it refuses. */
export const unread: Reading = { pages: 0, characters: 0 };

export async function readInProcesses(
  peer: ProcessPeer,
  files: readonly string[],
  processes: number,
): Promise<readonly Reading[]> {
  const children = Array.from({ length: processes }, () =>
    fork(path.join(import.meta.dirname, 'pdf-text.ts'), [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }),
  );
  try {
    return await shareOut(files, processes, (index) => {
      const child = children[index];
      const ended = child === undefined ? Promise.resolve([]) : once(child, 'exit');
      return async (file) => {
        const task: PeerTask = { peer, file };
        child?.send(task);
        const gone = ended.then(() => {
          throw new Error(`${peer} ended while it read ${path.basename(file)}`);
        });
        gone.catch(() => undefined);
        const [reading]: Reading[] =
          child === undefined ? [] : await Promise.race([once(child, 'message'), gone]);
        return reading ?? unread;
      };
    });
  } finally {
    const running = children.filter((child) => child.connected);
    const ended = running.map((child) => once(child, 'exit'));
    for (const child of running) child.disconnect();
    await Promise.all(ended);
  }
}

/** @throws when there is no pdftotext (Debian: poppler-utils) */
export function readWithPdfToText(
  option: '-layout' | '-bbox',
  files: readonly string[],
  processes: number,
): Promise<readonly Reading[]> {
  return shareOut(files, processes, () => async (file) => {
    try {
      const { stdout } = await promisify(execFile)('pdftotext', [option, file, '-'], { maxBuffer: 2 ** 28 });
      return option === '-bbox'
        ? {
            pages: stdout.split('<page ').length - 1,
            characters: [...stdout.matchAll(/<word [^>]*>([^<]*)</g)].reduce(
              (sum, [, word = '']) => sum + charactersOf(word.replace(/&\w+;/g, '&')),
              0,
            ),
          }
        : { pages: stdout.split('\f').length - 1, characters: charactersOf(stdout) };
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
      return unread;
    }
  });
}

/** Each of `hands` takes the next file when it is done with one. */
export async function shareOut<T>(
  files: readonly string[],
  hands: number,
  makeHand: (index: number) => (file: string) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  const waiting = files.values();
  await Promise.all(
    Array.from({ length: hands }, async (_, index) => {
      const work = makeHand(index);
      for (const file of waiting) results.push(await work(file));
    }),
  );
  return results;
}
