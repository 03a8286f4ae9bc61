import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonPrimitive } from '../json.ts';
import { saidForm } from './said.ts';

const same: readonly (readonly [JsonPrimitive, JsonPrimitive])[] = [
  ['Acme, Inc.', 'ACME  INC'],
  ['2024-01-31', 'January 31, 2024'],
  [1234, '1,234'],
  ['Straße', 'STRASSE'],
  ["O'Neill", 'o\u2019neill'],
  [-5, '(5)'],
];
const different: readonly (readonly [JsonPrimitive, JsonPrimitive])[] = [
  [5, -5],
  ['A', 'B'],
  ['+', '*'],
  [null, ''],
  ['A-5', 'A 5.1'],
];

test('two wordings of one value have one form, two values have two', () => {
  for (const [a, b] of same) assert.equal(saidForm(a), saidForm(b), `${a} and ${b}`);
  for (const [a, b] of different) assert.notEqual(saidForm(a), saidForm(b), `${a} and ${b}`);
});
