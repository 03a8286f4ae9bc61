import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Match } from '../findings/types.ts';
import { confidenceOf } from './index.ts';

const matches: readonly Match[] = ['exact', 'normalised', 'fuzzy', 'absent'];

test('a sure place of a text layer that says the value itself is certain', () => {
  assert.deepEqual(confidenceOf(1, 1, 'exact', 0), { value: 1, read: 1, found: 1 });
});

test('each doubt takes something: the place, the reading, the match, other readings', () => {
  const sure = confidenceOf(0.9, 0.9, 'exact', 0).value;
  assert.ok(confidenceOf(0.8, 0.9, 'exact', 0).value < sure);
  assert.ok(confidenceOf(0.9, 0.8, 'exact', 0).value < sure);
  const byMatch = matches.map((match) => confidenceOf(0.9, 0.9, match, 0).value);
  assert.deepEqual(
    byMatch,
    byMatch.toSorted((a, b) => b - a),
  );
  assert.equal(new Set(byMatch).size, matches.length);
  const byAlternatives = [0, 1, 2, 3, 50].map((count) => confidenceOf(0.9, 0.9, 'exact', count).value);
  assert.deepEqual(
    byAlternatives,
    byAlternatives.toSorted((a, b) => b - a),
  );
  assert.ok((byAlternatives[1] ?? 1) < sure * 0.7);
});

test('whatever comes in, what comes out is from 0 to 1, and no number is no confidence', () => {
  const inputs = [Number.NaN, -1, 0, 0.3333333, 1, 7, Infinity, -Infinity];
  for (const found of inputs)
    for (const read of inputs)
      for (const match of matches)
        for (const alternatives of [-1, 0, 1, 9, Number.NaN]) {
          const all = Object.values(confidenceOf(found, read, match, alternatives));
          assert.ok(
            all.every((one) => one >= 0 && one <= 1),
            `${found} ${read} ${match} ${alternatives}: ${String(all)}`,
          );
        }
  assert.equal(confidenceOf(Number.NaN, 1, 'exact', 0).value, 0);
});

test('figures have three digits', () => {
  assert.deepEqual(confidenceOf(1 / 3, 2 / 3, 'exact', 0), { value: 0.222, read: 0.667, found: 0.333 });
});
