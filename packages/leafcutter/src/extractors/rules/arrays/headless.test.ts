/** Tables whose columns have no names. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { drawPage } from '../../../testing/page-builder.ts';
import { surePairs } from './alignment.ts';

const text: JsonObject = { type: ['string', 'null'] };
const number: JsonObject = { type: ['number', 'null'] };

function listOf(properties: JsonObject): JsonObject {
  return { type: 'array', items: { type: 'object', properties } };
}

test('columns are told by what they look like, whatever the order of the schema', async () => {
  const page = drawPage(`
                     WAREHOUSE STOCK LIST

A-1001    Hex bolt M8 x 40           1,250      0.12
A-1002    Hex nut M8                 3,400      0.04
B-2210    Spring washer 8 mm           980      0.03
`);
  const stock = listOf({ unit_price: number, article_number: text, quantity: number, description: text });
  assert.deepEqual((await extractPages([page], { stock })).results, {
    stock: [
      { unit_price: 0.12, article_number: 'A-1001', quantity: 1250, description: 'Hex bolt M8 x 40' },
      { unit_price: 0.04, article_number: 'A-1002', quantity: 3400, description: 'Hex nut M8' },
      { unit_price: 0.03, article_number: 'B-2210', quantity: 980, description: 'Spring washer 8 mm' },
    ],
  });
});

test('columns that look alike are told by their order where each answers one leaf', async () => {
  const page = drawPage(`
12.03.2024    Miete Lagerhalle        880,00    2.140,50
15.03.2024    Strom                    64,13    2.076,37
19.03.2024    Büromaterial             31,90    2.044,47
`);
  const bookings = listOf({ date: text, description: text, amount: number, balance: number });
  assert.deepEqual((await extractPages([page], { bookings })).results, {
    bookings: [
      { date: '12.03.2024', description: 'Miete Lagerhalle', amount: 880, balance: 2140.5 },
      { date: '15.03.2024', description: 'Strom', amount: 64.13, balance: 2076.37 },
      { date: '19.03.2024', description: 'Büromaterial', amount: 31.9, balance: 2044.47 },
    ],
  });
});

test('which of two columns answers a leaf is not guessed', async () => {
  const page = drawPage(`
Stock of the depot

Hex bolt             880.00    2,140.50
Hex nut               64.13    2,076.37
Spring washer         31.90    2,044.47
`);
  const stock = listOf({ description: text, value: { ...number, description: 'Amount' }, date: text });
  const { results } = await extractPages([page], { stock });
  assert.ok(!JSON.stringify(results).match(/880|2140/u), JSON.stringify(results));
});

test('pairs that stand in every best order are sure', () => {
  assert.deepEqual(surePairs([[2, 2, 0], [0, 2, 0], [0, 0, 2]]), [[0, 0], [1, 1], [2, 2]]); // prettier-ignore
  assert.deepEqual(surePairs([[2, 2, 0], [0, 0, 2]]), [[1, 2]]); // prettier-ignore
  assert.deepEqual(surePairs([[1, 0], [1, 2]]), [[0, 0], [1, 1]]); // prettier-ignore
  assert.deepEqual(surePairs([]), []);
});
