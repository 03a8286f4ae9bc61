/** Written cases; their figures were worked out by hand from the rules above `scoreCase`. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonValue } from '../json.ts';
import { scoreCase } from './scorer.ts';

function counts(gold: JsonValue, got: JsonValue, kind: 'strict' | 'lenient' = 'strict'): readonly number[] {
  const { right, missing, wrong } = scoreCase(gold, got)[kind];
  return [right, missing, wrong];
}

describe('leaves', () => {
  test('are right, missing, wrong, or both where the value is another', () => {
    const gold = { a: 'x', b: 2, c: true, d: null };
    assert.deepEqual(counts(gold, { a: 'X.', b: '2', c: 'true' }), [3, 0, 0]);
    assert.deepEqual(counts(gold, {}), [0, 3, 0]);
    assert.deepEqual(counts(gold, { a: 'y', b: 2, c: false, d: 'z', e: 1 }), [1, 2, 4]);
  });

  test('that are empty on both sides are nothing', () => {
    assert.deepEqual(counts({ a: null, b: [], c: {}, d: '' }, { a: '', b: null, d: { e: [] } }), [0, 0, 0]);
    const { precision, recall, f1 } = scoreCase({}, {}).strict;
    assert.deepEqual([precision, recall, f1], [1, 1, 1]);
  });

  test('of another kind than gold count one by one', () => {
    assert.deepEqual(counts({ a: 'x' }, { a: { b: 1, c: [2, 3] } }), [0, 1, 3]);
    assert.deepEqual(counts({ a: { b: 1, c: 2 } }, { a: 'x' }), [0, 2, 1]);
    assert.deepEqual(counts({ a: ['x', 'y'] }, { a: 'x' }), [1, 1, 0]);
  });

  test('with names of the prototype are names', () => {
    const gold: JsonValue = JSON.parse('{"__proto__": 1, "constructor": 2}');
    assert.deepEqual(counts(gold, {}), [0, 2, 0]);
    assert.deepEqual(counts(gold, gold), [2, 0, 0]);
  });
});

describe('lists', () => {
  test('are aligned whatever their order', () => {
    assert.deepEqual(counts(['a', 'b', 'b'], ['b', 'c', 'a']), [2, 1, 1]);
    const gold = [
      { n: 1, t: 'one' },
      { n: 2, t: 'two' },
      { n: 3, t: 'three' },
    ];
    assert.deepEqual(counts(gold, gold.toReversed()), [6, 0, 0]);
  });

  test('are aligned so that most agrees, not first come first served', () => {
    const gold = [
      { a: 1, b: 1, c: 1 },
      { a: 1, b: 2, c: 2 },
    ];
    // The first item of the result fits the second of gold better; the other fits the first alone.
    const got = [
      { a: 1, b: 2, c: 1 },
      { a: 1, b: 1, c: 9 },
    ];
    assert.deepEqual(counts(gold, got), [4, 2, 2]);
  });

  test('of other lengths leave items over; an item that shares nothing is no partner', () => {
    assert.deepEqual(counts([{ a: 1 }, { a: 2 }], [{ a: 2 }]), [1, 1, 0]);
    assert.deepEqual(counts([{ a: 1, b: 5 }], [{ a: 2, b: 6 }]), [0, 2, 2]);
    assert.deepEqual(counts([{ a: 1 }, null, {}], [{ a: 1 }, { a: 3, b: 4 }]), [1, 0, 2]);
  });

  test('of thousands of items are aligned by their rarest leaves', () => {
    const gold = Array.from({ length: 600 }, (_, index) => ({ id: `id-${index}`, same: 'x' }));
    assert.deepEqual(counts(gold, gold.toReversed()), [1200, 0, 0]);
    const ids = gold.map(({ id }) => ({ id }));
    assert.deepEqual(counts(ids, ids.slice(50)), [550, 50, 0]);
  });
});

describe('figures', () => {
  test('precision, recall, F1', () => {
    const { precision, recall, f1 } = scoreCase({ a: 1, b: 2, c: 3, d: 4 }, { a: 1, b: 2, c: 9 }).strict;
    assert.deepEqual([precision, recall], [2 / 3, 1 / 2]);
    assert.ok(Math.abs(f1 - 4 / 7) < 1e-12);
    assert.deepEqual(scoreCase({ a: 1 }, {}).strict.precision, 0);
    assert.deepEqual(scoreCase({}, { a: 1 }).strict.recall, 1);
  });

  test('near texts are right in the lenient figures alone', () => {
    const [gold, got] = [{ a: 'Hausverwaltung Reetdorf' }, { a: 'Hausverwaltung Reetdorff' }];
    assert.deepEqual(counts(gold, got), [0, 1, 1]);
    assert.deepEqual(counts(gold, got, 'lenient'), [1, 0, 0]);
  });
});
