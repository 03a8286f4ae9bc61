/** Several tables of one kind: which array has which, and what stands above each. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { drawPage } from '../../../testing/page-builder.ts';

const text: JsonObject = { type: ['string', 'null'] };
const number: JsonObject = { type: ['number', 'null'] };

function listOf(properties: JsonObject): JsonObject {
  return { type: 'array', items: { type: 'object', properties } };
}

const schedules = drawPage(`
                          SCHEDULE 2.01

                  Revolving Commitments

Lender                              Commitment        Percentage
Harbour Bank, N.A.                 $30,000,000            60.00%
Cedar Bank AG                      $20,000,000            40.00%
Total                              $50,000,000           100.00%

                  Term Loan Commitments

Lender                              Commitment        Percentage
Harbour Bank, N.A.                 $75,000,000            75.00%
Meridian Bank plc                  $25,000,000            25.00%
Total                             $100,000,000           100.00%
`);

test('two tables, two arrays: the words that only one of them has tell', async () => {
  const lenders = listOf({ name: text, commitment: number });
  const { results } = await extractPages([schedules], {
    term_loan_lenders: lenders,
    revolving_lenders: lenders,
  });
  assert.deepEqual(results, {
    term_loan_lenders: [
      { name: 'Harbour Bank, N.A.', commitment: 75_000_000 },
      { name: 'Meridian Bank plc', commitment: 25_000_000 },
    ],
    revolving_lenders: [
      { name: 'Harbour Bank, N.A.', commitment: 30_000_000 },
      { name: 'Cedar Bank AG', commitment: 20_000_000 },
    ],
  });
});

test('two tables, one array: rows of both', async () => {
  const { results } = await extractPages([schedules], {
    commitments: listOf({ lender: text, percentage: number }),
  });
  assert.deepEqual(results, {
    commitments: [
      { lender: 'Harbour Bank, N.A.', percentage: 60 },
      { lender: 'Cedar Bank AG', percentage: 40 },
      { lender: 'Harbour Bank, N.A.', percentage: 75 },
      { lender: 'Meridian Bank plc', percentage: 25 },
    ],
  });
});

test('one table that may be of either array is of none', async () => {
  const page = drawPage(`
No.   Player            Goals
1     Keller                0
7     Sommer                2
`);
  const players = listOf({ name: text, goals: number });
  const { results } = await extractPages([page], { home_players: players, away_players: players });
  assert.deepEqual(results, { home_players: [], away_players: [] });
});

test('tables beside one another under one row of names, each with the words above it', async () => {
  const page = drawPage(`
Away team: SV Tal                        Home team: FC Nord

No.   Player            Goals            No.   Player            Goals
1     Keller                0            1     Baum                  0
7     Sommer                2            9     Hirsch                1
`);
  const players = listOf({ number, name: text, goals: number });
  const { results } = await extractPages([page], { home_players: players, away_players: players });
  assert.deepEqual(results, {
    home_players: [
      { number: 1, name: 'Baum', goals: 0 },
      { number: 9, name: 'Hirsch', goals: 1 },
    ],
    away_players: [
      { number: 1, name: 'Keller', goals: 0 },
      { number: 7, name: 'Sommer', goals: 2 },
    ],
  });
});

test('a head that comes again parts two lists, and a caption above each is what its rows share', async () => {
  const page = drawPage(`
Purchase Order 5512

Ship to: Depot North
Item      Description              Qty    Unit price     Amount
P-100     Valve DN50                 4         81.00     324.00
P-101     Gasket set                10          6.50      65.00
                                            Subtotal     389.00
Ship to: Depot South
Item      Description              Qty    Unit price     Amount
P-100     Valve DN50                 2         81.00     162.00
                                            Subtotal     162.00
                                               Total     551.00
`);
  const lines = listOf({ item: text, quantity: number, ship_to: text });
  assert.deepEqual((await extractPages([page], { lines })).results, {
    lines: [
      { item: 'P-100', quantity: 4, ship_to: 'Depot North' },
      { item: 'P-101', quantity: 10, ship_to: 'Depot North' },
      { item: 'P-100', quantity: 2, ship_to: 'Depot South' },
    ],
  });
});

test('the names of the second of two lists need not be all those of the first', async () => {
  const page = drawPage(`
Bezüge                      Stunden      Betrag
Grundgehalt                             3.200,00
Überstunden                   12,50       287,50
Abzüge                                   Betrag
Lohnsteuer                               412,33
Krankenversicherung                      262,08
`);
  const { results } = await extractPages([page], {
    earnings: listOf({ description: text, hours: number, amount: number }),
    deductions: listOf({ description: text, amount: number }),
  });
  assert.deepEqual(results, {
    earnings: [
      { description: 'Grundgehalt', hours: null, amount: 3200 },
      { description: 'Überstunden', hours: 12.5, amount: 287.5 },
    ],
    deductions: [
      { description: 'Lohnsteuer', amount: 412.33 },
      { description: 'Krankenversicherung', amount: 262.08 },
    ],
  });
});
