/** What the offline rules find in the examples, beside what stands in them. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { extract } from '../packages/leafcutter/src/index.ts';
import { examples } from './draw.ts';

/** Leaves that are not found yet, or wrongly, by example: `*` is any item. Whoever makes one right takes it away. */
const misses: Readonly<Record<string, readonly string[]>> = {
  invoice: [],
  statement: [],
  form: [],
  // Recognition reads its town with ii for ü.
  letter: ['/sender/address'],
};

/** JSON Pointers of leaves to their values; an empty list is a leaf. */
function leavesOf(node: unknown, pointer = ''): readonly (readonly [string, unknown])[] {
  if (typeof node !== 'object' || node === null) return [[pointer, node]];
  const entries = Object.entries(node);
  if (entries.length === 0) return [[pointer, node]];
  return entries.flatMap(([key, child]) => leavesOf(child, `${pointer}/${key}`));
}

describe('the rules read the examples', () => {
  for (const { name, expected } of examples) {
    test(name, async () => {
      const file = path.join(import.meta.dirname, name);
      const schema = JSON.parse(await readFile(`${file}.schema.json`, 'utf8'));
      const { results } = await extract(`${file}.pdf`, schema);
      const found = new Map(leavesOf(results));
      const known = new Set(misses[name]);
      const wrong = leavesOf(expected)
        .filter(([pointer, value]) => found.get(pointer) !== value)
        .filter(([pointer]) => !known.has(pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')))
        .map(
          ([pointer, value]) =>
            `${pointer}: ${JSON.stringify(found.get(pointer))}, not ${JSON.stringify(value)}`,
        );
      assert.deepEqual(wrong, []);
      assert.ok(found.size <= leavesOf(expected).length + known.size, 'there are more leaves than expected');
    });
  }
});
