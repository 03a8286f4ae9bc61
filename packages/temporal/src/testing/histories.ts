/** Histories of workflows as text, one event a line, and read back for a replay. */
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
export type History = proto.temporal.api.history.v1.IHistory;

/** Recorded histories of all releases: `<version>/<kind>.<run>.json`. */
export const historiesFolder = path.resolve(import.meta.dirname, '..', '..', 'histories');

/** Names of the machine and its folders are left out. */
export function encodeHistory(history: History): string {
  const plain = History.toObject(History.fromObject(history), {
    bytes: String,
    enums: String,
    longs: String,
  });
  const events: readonly unknown[] = plain['events'];
  const lines = events.map((event) =>
    JSON.stringify(event, (key, value: unknown) => {
      if (key === 'identity') return 'worker';
      if (key === 'stackTrace') return '';
      // A worker's own queue is named after its machine.
      if (key === 'name' && typeof value === 'string' && value.includes('@')) return 'sticky';
      return value;
    }),
  );
  return `{"events":[\n${lines.join(',\n')}\n]}\n`;
}

export function decodeHistory(text: string): History {
  return History.fromObject(JSON.parse(text));
}

export async function readHistories(): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const names: string[] = [];
  for await (const name of glob('*/*.json', { cwd: historiesFolder })) names.push(name);
  return await Promise.all(
    names
      .sort()
      .map(async (name) => ({ name, text: await readFile(path.join(historiesFolder, name), 'utf8') })),
  );
}
