/** Pairs whose verdict follows from the scoring rules: numbers, dates, texts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonPrimitive } from '../json.ts';
import { agree } from './agreement.ts';

const alike: readonly (readonly [JsonPrimitive, JsonPrimitive])[] = [
  [1234.5, '$1,234.50'],
  [-5, '(5)'],
  [3, '٣'],
  ['2026-02-01', '01.02.2026'],
  ['Alder & Finch', 'ALDER FINCH'],
  [true, true],
];
const different: readonly (readonly [JsonPrimitive, JsonPrimitive])[] = [
  [5, '(5)'],
  [0, '٣'],
  ['2026-02-01', '2026-02-02'],
  ['Alder', 'Finch'],
  [true, false],
];

test('agreement of leaves', () => {
  for (const [a, b] of alike) assert.ok(agree(a, b, false), `${String(a)} and ${String(b)}`);
  for (const [a, b] of different) assert.ok(!agree(a, b, false), `${String(a)} and ${String(b)}`);
});

test('a lenient comparison takes near texts', () => {
  assert.ok(agree('Hausverwaltung Reetdorf', 'Hausverwaltung Reetdorff', true));
  assert.ok(!agree('Hausverwaltung Reetdorf', 'Hausverwaltung Reetdorff', false));
});
