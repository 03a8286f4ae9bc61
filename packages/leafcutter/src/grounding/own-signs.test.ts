import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonPrimitive } from '../json.ts';
import { hasOwnSigns } from './own-signs.ts';

const rows: readonly (readonly [value: JsonPrimitive, text: string, print: string, has: boolean])[] = [
  [15, 'net 15 in all', '15', true],
  [-15, 'net 15 in all', '15', false],
  [15, 'net (15) in all', '15', false],
  [-15, 'net (15) in all', '(15)', true],
  [-15, 'net 15- in all', '15', true],
  [-15, 'net $(15) in all', '15', true],
  [5, 'a 5-year plan', '5', true],
  ['A', 'zone A+ here', 'A', false],
  ['A+', 'zone A+ here', 'A', true],
  ['A', 'zone "A", here', 'A', true],
  [true, 'x', 'x', true],
];

for (const [value, text, print, has] of rows)
  test(`${String(value)} ${has ? 'has' : 'lacks'} its signs in "${text}"`, () => {
    const start = text.indexOf(print);
    assert.equal(hasOwnSigns(value, text, { start, end: start + print.length }), has);
  });
