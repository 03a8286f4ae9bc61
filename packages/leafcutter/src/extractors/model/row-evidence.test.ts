/** Values of a row that stand around it: in the heads of its columns, the heading of its group, a caption above the table. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonPrimitive } from '../../json.ts';
import { drawPage } from '../../testing/page-builder.ts';
import { promptLinesOf } from './prompt-lines.ts';
import { RowPlaces } from './row-evidence.ts';

const page = drawPage(`
STATEMENTS OF INCOME
(in thousands, stated in EUR)

                        June 30, 2024     June 30, 2023
Net sales                      12,000            11,000
Cost of sales                   7,000             6,500
Income taxes                      700               650
`);

test('heads of the columns that the item is in, and captions that stand for a code', () => {
  const lines = promptLinesOf(page).map((line, index) => ({ ...line, index, context: false }));
  const row = lines.find((line) => line.text.startsWith('Net sales'));
  assert.ok(row?.kind === 'row', lines.map((line) => `${line.kind} ${line.text}`).join('\n'));
  const places = new RowPlaces(lines);
  const quotes = (...values: readonly JsonPrimitive[]): readonly (string | null)[] =>
    places.of(values, row).map(([evidence]) => evidence?.quote ?? null);
  assert.deepEqual(quotes(11000, '2023-06-30', 'EUR', 1000, 'Net sales'), [
    '11,000',
    'June 30, 2023',
    '(in thousands, stated in EUR)',
    '(in thousands, stated in EUR)',
    'Net sales',
  ]);
  // Not the head of another column, and no caption for what it does not say.
  assert.deepEqual(quotes(12000, '2023-06-30', 'USD', 1_000_000), ['12,000', null, null, null]);
  // What the caption multiplies is cited with it.
  assert.deepEqual(
    places.of([11_000_000], row).map((all) => all.map(({ role, quote }) => `${role} ${quote}`)),
    [['value 11,000', 'support (in thousands, stated in EUR)']],
  );
});
