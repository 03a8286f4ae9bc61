/** Lists in the document's order: the same items give the same list, in whatever order they were given. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Evidence, Finding } from '../findings/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { itemsInOrder } from './order.ts';
import { listed, pointerTree } from './pointer-tree.ts';

interface Row {
  readonly name: string;
  /** Offsets on page 1; null: it stands nowhere. */
  readonly at: readonly (number | null)[];
}

function finding(pointer: string, value: JsonPrimitive, start: number | null): Finding {
  const evidence: readonly Evidence[] =
    start === null
      ? []
      : [{ page: 1, ranges: [{ start, end: start + 3 }], quote: '', boxes: [], role: 'value' }];
  return {
    pointer,
    value,
    nullReason: null,
    evidence,
    match: start === null ? 'absent' : 'exact',
    confidence: { value: 1, read: 1, found: 1 },
    alternatives: [],
    reasoning: '',
  };
}

function ordered(rows: readonly Row[]): readonly string[] {
  const tree = pointerTree(
    rows.flatMap(({ name, at }, index) =>
      at.map((start, leaf) => finding(`/${index}/${leaf}`, leaf === 0 ? name : leaf, start)),
    ),
  );
  return itemsInOrder(listed(tree)).map((item) => String(item.children.get('0')?.findings[0]?.value));
}

test('items stand where their own values stand; the head of a column that they share tells nothing', () => {
  const rows = [
    { name: 'c', at: [300, 10] },
    { name: 'a', at: [100, 20] },
    { name: 'b', at: [200, 10] },
    { name: 'd', at: [400, 20] },
  ];
  assert.deepEqual(ordered(rows), ['a', 'b', 'c', 'd']);
});

test('one value that was found astray does not move its item', () => {
  const rows = [
    { name: 'b', at: [200, 205, 210] },
    { name: 'a', at: [100, 900, 110] },
  ];
  assert.deepEqual(ordered(rows), ['a', 'b']);
});

test('who keeps to the order is believed about items without a place; of others they come last', () => {
  const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name, index) => ({ name, at: [100 * (index + 1)] }));
  assert.ok(a && b && c && d && e);
  const nowhere = { name: 'n', at: [null] };
  assert.deepEqual(ordered([a, nowhere, b, c, d, e]), ['a', 'n', 'b', 'c', 'd', 'e']);
  assert.deepEqual(ordered([b, nowhere, a, c, d, e]), ['a', 'b', 'c', 'd', 'e', 'n']);
  assert.deepEqual(ordered([a, nowhere, b]), ['a', 'b', 'n'], 'two may be in order by chance');
  assert.deepEqual(ordered([nowhere, { name: 'm', at: [null] }]), ['n', 'm']);
});

test('items of one place stand in the order of their words', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, at: [100, null] }));
  assert.ok(a && b && c);
  assert.deepEqual(ordered([b, c, a]), ['a', 'b', 'c']);
  assert.deepEqual(ordered([c, a, b]), ['a', 'b', 'c']);
});

test('any two orders of placed items give one list', () => {
  const rows = fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(
      rows.chain((starts) =>
        fc.tuple(fc.constant(starts), fc.shuffledSubarray(starts, { minLength: starts.length })),
      ),
      ([starts, shuffled]) => {
        const list = (of: readonly number[]): readonly string[] =>
          ordered(of.map((start) => ({ name: `r${start}`, at: [start, start + 4, 7] })));
        assert.deepEqual(list(starts), list(shuffled));
      },
    ),
  );
});
