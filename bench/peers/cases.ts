/** Folders of labelled cases, and what results say of each value. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Attribution } from '../../packages/leafcutter/src/index.ts';

/** `<set>/<case>` of those that the glob fits (a glob without a stroke means cases of any set), sorted. */
export async function casesIn(folder: string, only: string): Promise<readonly string[]> {
  const cases: string[] = [];
  for (const set of await readdir(folder, { withFileTypes: true }))
    if (set.isDirectory())
      for (const name of await readdir(path.join(folder, set.name))) {
        const one = `${set.name}/${name}`;
        if (path.matchesGlob(one, only.includes('/') ? only : `*/${only}`)) cases.push(one);
      }
  return cases.toSorted();
}

/** By JSON Pointer, in the result's order. */
export function* attributionsIn(value: unknown, pointer = ''): Generator<readonly [string, Attribution]> {
  if (typeof value !== 'object' || value === null) return;
  if (isAttribution(value)) yield [pointer, value];
  else for (const [key, one] of Object.entries(value)) yield* attributionsIn(one, `${pointer}/${key}`);
}

function isAttribution(value: object): value is Attribution {
  return 'extracted_value' in value && 'citations' in value;
}
