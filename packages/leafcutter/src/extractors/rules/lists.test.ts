/** Lists as business papers print them: groups, tables side by side, boxes, what settles them, balances carried on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../json.ts';
import { extractPages } from '../../testing/extract-pages.ts';
import { buildPage, drawPage, type Placed } from '../../testing/page-builder.ts';

function listOf(properties: JsonObject): JsonObject {
  return { type: 'array', items: { type: 'object', properties } };
}
const text: JsonObject = { type: ['string', 'null'] };
const number: JsonObject = { type: ['number', 'null'] };

/** Texts at left edges of columns, row under row. */
function rowsAt(y: number, edges: readonly number[], rows: readonly (readonly string[])[]): Placed[] {
  return rows.flatMap((row, line) =>
    row.flatMap((cell, column) =>
      cell === '' ? [] : [{ x: edges[column] ?? 0, y: y + 20 * line, text: cell }],
    ),
  );
}

/** The strokes of a grid. */
function grid(
  xs: readonly number[],
  ys: readonly number[],
): { x0: number; y0: number; x1: number; y1: number }[] {
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return [
    ...xs.map((x) => ({ x0: x, y0: top, x1: x, y1: bottom })),
    ...ys.map((y) => ({ x0: left, y0: y, x1: right, y1: y })),
  ];
}

test('a group right below the names of the columns heads its rows', async () => {
  const page = drawPage(`
Line  Part no.    Description                Qty     Price      Total

Hull assembly
10    KF-3381     Stainless bolt           1,200      0.50     600.00
20    KF-3390     Lock washer              2,400      0.10     240.00
Deck hardware
30    KF-7714     Bronze cleat                24     31.75     762.00
                                                  Subtotal   1,602.00
`);
  const lines = listOf({ part_number: text, group: text, quantity: number, total: number });
  assert.deepEqual((await extractPages([page], { lines })).results, {
    lines: [
      { part_number: 'KF-3381', group: 'Hull assembly', quantity: 1200, total: 600 },
      { part_number: 'KF-3390', group: 'Hull assembly', quantity: 2400, total: 240 },
      { part_number: 'KF-7714', group: 'Deck hardware', quantity: 24, total: 762 },
    ],
  });
});

test('two tables beside one another, each with a head, are two', async () => {
  const rules = grid([50, 160, 220, 300, 400, 480], [95, 115, 135, 155, 175]);
  const cells = rowsAt(
    100,
    [55, 165, 225, 305, 405],
    [
      ['Payments', 'Hours', 'Amount', 'Deductions', 'Amount'],
      ['Basic pay', '152.00', '2,812.00', 'PAYE tax', '410.20'],
      ['Overtime', '6.00', '166.50', 'Insurance', '164.11'],
      ['Allowance', '', '120.00', 'Pension', '154.93'],
    ],
  );
  const { results } = await extractPages([buildPage(cells, { rules })], {
    payments: listOf({ description: text, hours: number, amount: number }),
    deductions: listOf({ description: text, amount: number }),
  });
  assert.deepEqual(results, {
    payments: [
      { description: 'Basic pay', hours: 152, amount: 2812 },
      { description: 'Overtime', hours: 6, amount: 166.5 },
      { description: 'Allowance', hours: null, amount: 120 },
    ],
    deductions: [
      { description: 'PAYE tax', amount: 410.2 },
      { description: 'Insurance', amount: 164.11 },
      { description: 'Pension', amount: 154.93 },
    ],
  });
});

test('a grid ends where its strokes end; its names stand at the left of their cells over figures at the right', async () => {
  const rules = grid([50, 200, 300, 400], [95, 115, 135, 155]);
  const cells = rowsAt(
    100,
    [55, 205, 305],
    [
      ['Meter', 'Date', 'Reading'],
      ['1EMH-77', '01.01.2024', ''],
      ['1EMH-78', '31.12.2024', ''],
      ['Used in all', '', ''],
      ['Work price', '', ''],
    ],
  );
  const figures = ['18220', '21034', '2814', '885,00'].map((figure, at) => ({
    x: 370,
    y: 120 + 20 * at,
    text: figure,
  }));
  const { results } = await extractPages([buildPage([...cells, ...figures], { rules })], {
    readings: listOf({ meter: text, date: text, reading: number }),
  });
  assert.deepEqual(results, {
    readings: [
      { meter: '1EMH-77', date: '01.01.2024', reading: 18220 },
      { meter: '1EMH-78', date: '31.12.2024', reading: 21034 },
    ],
  });
});

test('rows that settle a list are no items, whatever stands beside them', async () => {
  const page = drawPage(`
Référence   Désignation              Qté      P.U. HT    Montant HT
BANC-02     Banc public                3       400,00       1200,00
POSE        Pose et scellement         1       260,00        260,00
Conditions : 30 jours             Total HT                  1460,00
                                  TVA 20 %                   292,00
                                  Net à payer               1752,00
`);
  const { results } = await extractPages([page], {
    items: listOf({ reference: text, quantity: number, unit_price: number, amount: number }),
    total_excluding_tax: number,
  });
  assert.deepEqual(results, {
    items: [
      { reference: 'BANC-02', quantity: 3, unit_price: 400, amount: 1200 },
      { reference: 'POSE', quantity: 1, unit_price: 260, amount: 260 },
    ],
    total_excluding_tax: 1460,
  });
});

test('a balance carried on behind a date is no booking', async () => {
  const page = drawPage(`
Date      Details                       Money out    Money in     Balance
01 May    Balance brought forward                                2,410.55
01 May    Card payment                     262.07                2,148.48
02 May    Salary                                       334.23    2,482.71
31 May    Balance carried forward                                2,482.71
`);
  const transactions = listOf({ date: text, description: text, money_out: number, money_in: number });
  assert.deepEqual((await extractPages([page], { transactions })).results, {
    transactions: [
      { date: '01 May', description: 'Card payment', money_out: 262.07, money_in: null },
      { date: '02 May', description: 'Salary', money_out: null, money_in: 334.23 },
    ],
  });
});

test('bookings with a date and an amount are rows of a list, not figures of a statement; days may lack their year', async () => {
  const page = drawPage(`
Bu-Tag    Wert      Vorgang                     Betrag EUR
03.03.    03.03.    Lastschrift Stadtwerke           94,00    S
05.03.    05.03.    Gehalt Kreisklinik            2.318,45    H
17.03.    16.03.    Kartenzahlung                     7,85    S
`);
  const transactions = listOf({ booking_date: text, value_date: text, text, amount: number });
  assert.deepEqual((await extractPages([page], { transactions })).results, {
    transactions: [
      { booking_date: '03.03.', value_date: '03.03.', text: 'Lastschrift Stadtwerke', amount: 94 },
      { booking_date: '05.03.', value_date: '05.03.', text: 'Gehalt Kreisklinik', amount: 2318.45 },
      { booking_date: '17.03.', value_date: '16.03.', text: 'Kartenzahlung', amount: 7.85 },
    ],
  });
});

test('a table whose head names nothing of what is asked for is another list, whatever stands above it', async () => {
  const page = drawPage(`
Certifications

Created pages for      Wrote tests that      Took part in the
the shop                cover the parts       daily meetings
Cloud architect         Payment systems       English
Administrator           Web applications      French
`);
  const certifications = listOf({ category: text, organization: text });
  assert.deepEqual((await extractPages([page], { certifications })).results, { certifications: [] });
});
