/** Codes take the case that the schema's examples have; words do not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../json.ts';
import { checkSchema } from '../schema/index.ts';
import { coerce } from './coerce.ts';
import { codeFor } from './equivalents.ts';

const rows: readonly (readonly [description: string, given: string, becomes: string])[] = [
  ["in this exact form: 'FY2025 Q3', 'FY2025'", 'fy2024 half', 'fy2024 half'],
  ["in this exact form: 'FY2025 Q3', 'FY2025 H1'", 'fy2024 h2', 'FY2024 H2'],
  ["Currency or unit (e.g. 'USD')", 'eur', 'EUR'],
  ["Currency or unit (e.g. 'USD')", 'kg', 'kg'],
  ["Currency or unit (e.g. 'USD')", 'red', 'red'],
  ["'NA' when it is not stated", 'na', 'NA'],
  ["'NA' when it is not stated", 'no', 'no'],
  ["like 'Acme Ltd'", 'acme ltd', 'acme ltd'],
  ['in YYYY-MM-DD form', 'January 5, 2024', '2024-01-05'],
  ['in YYYY-MM-DD form', 'in January of 2024', 'in January of 2024'],
  ['a date', 'January 5, 2024', 'January 5, 2024'],
];

for (const [description, given, becomes] of rows) {
  test(`${given} is ${becomes} where the schema says: ${description}`, () => {
    const leaf: JsonObject = { type: 'string', description };
    const [node] = checkSchema({ type: 'object', properties: { leaf } }).root.properties;
    assert.ok(node?.kind === 'leaf');
    assert.deepEqual(coerce(given, node), { ok: true, value: becomes, alternatives: [] });
  });
}

test('what stands for a code', () => {
  assert.equal(codeFor('usd', 'pays $ 500 or € 400'), 'USD');
  assert.equal(codeFor('EUR', 'pays $ 500 or € 400'), 'EUR');
  assert.equal(codeFor('GBP', 'pays $ 500 or € 400'), null);
  assert.equal(codeFor('fy2025 q2', 'Three Months Ended January 31, 2025'), 'FY2025 Q2');
  assert.equal(codeFor('FY2025 Q2', 'Six Months Ended January 31, 2025'), null);
  assert.equal(codeFor(1000, '(in thousands)'), 1000);
  assert.equal(codeFor(1000, '1000'), null);
});
