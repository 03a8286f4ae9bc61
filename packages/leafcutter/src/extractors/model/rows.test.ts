import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonPrimitive } from '../../json.ts';
import { RowIndex } from './rows.ts';
import type { WindowLine } from './window.ts';

function rows(...texts: readonly string[]): readonly WindowLine[] {
  return texts.map((text, index) => ({
    page: 1,
    index,
    text,
    ranges: [],
    kind: 'row',
    table: 0,
    cells: text.split(' | ').map((cell, column) => ({ column, text: cell, ranges: [] })),
    context: false,
  }));
}

function item(date: string, reference: string, depot: string, amount: JsonPrimitive) {
  return Object.entries({ date, reference, depot, amount }).map(([name, value]) => ({ name, value }));
}

const lines = rows(
  '03/03/2025 | R-100 | Harbour | 12.50',
  '03/03/2025 | R-200 | Airport | 7.00',
  '03/03/2025 | R-100 | Harbour | 12.50',
  '03/03/2025 | R-300 | Harbour | 99.00',
);
const first = item('2025-03-03', 'R-100', 'Harbour', 12.5);
const second = item('2025-03-03', 'R-200', 'Airport', 7);
const last = item('2025-03-03', 'R-300', 'Harbour', 99);

function placed(...items: readonly (typeof first)[]): readonly (readonly [string, number | null])[] {
  return new RowIndex(lines).place(items).map(({ standing, line }) => [standing, line]);
}

test('twins have a row each, the one after their neighbour', () => {
  assert.deepEqual(placed(first, second, first, last), [
    ['own', 0],
    ['own', 1],
    ['own', 2],
    ['own', 3],
  ]);
});

test('who goes down the rows is believed about a twin, where they are too many to do so by chance', () => {
  const more = rows(
    ...lines.map(({ text }) => text),
    '03/03/2025 | R-400 | Harbour | 1.00',
    '03/03/2025 | R-500 | Harbour | 2.00',
    '03/03/2025 | R-600 | Harbour | 3.00',
  );
  const rest = [4, 5, 6].map((number) => item('2025-03-03', `R-${number}00`, 'Harbour', number - 3));
  const rowsOf = (...items: readonly (typeof first)[]): readonly (number | null)[] =>
    new RowIndex(more).place(items).map(({ line }) => line);
  assert.deepEqual(rowsOf(second, first, last, ...rest), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(rowsOf(first, second, ...rest.toReversed()), [0, 1, 6, 5, 4]);
  assert.deepEqual(rowsOf(second, first, last), [1, 0, 3]);
});

test('twins that differ in what stands nowhere are dealt out by it, in whatever order they come', () => {
  const year = (name: string): typeof first => [
    ...first.filter((value) => value.name !== 'date'),
    { name: 'year', value: name },
  ];
  assert.deepEqual(placed(year('old'), year('new')), [
    ['own', 2],
    ['own', 0],
  ]);
  assert.deepEqual(placed(year('new'), year('old')), [
    ['own', 0],
    ['own', 2],
  ]);
});

test('an item that is given more often than it stands there fills no row of another', () => {
  assert.deepEqual(placed(first, second, first, first), [
    ['own', 0],
    ['own', 1],
    ['own', 2],
    ['twice', null],
  ]);
});

test('items in any order find their rows', () => {
  assert.deepEqual(
    new Set(placed(last, first, second, first).map(([, line]) => line)),
    new Set([0, 1, 2, 3]),
  );
});

test('what many rows say gives an invented item no row, and a wrong copy does not take the row of the right one', () => {
  const invented = item('2025-03-03', 'R-999', 'Harbour', 41);
  const copy = item('2025-03-03', 'R-300', 'Harbour', 98.5);
  const [one, other, right] = new RowIndex(lines).place([invented, copy, last, second]);
  assert.deepEqual([one?.standing, one?.strange], ['none', 2]);
  assert.deepEqual([other?.standing, other?.strange], ['copy', 1]);
  assert.deepEqual([right?.standing, right?.line], ['own', 3]);
});

test('an item with wrong cells has the free row that alone says something of it', () => {
  const wrong = item('2024-12-24', 'R-200', 'Station', 8);
  assert.deepEqual(placed(first, wrong, first, last), [
    ['own', 0],
    ['own', 1],
    ['own', 2],
    ['own', 3],
  ]);
  const taken = placed(first, wrong, second, last);
  assert.deepEqual(taken[2], ['own', 1], 'not the row of the right one');
  assert.equal(taken[1]?.[1], null);
});

test("an item that says half of what it has more in another one's row is that row's second item", () => {
  const index = new RowIndex(
    rows('Member, Academy (elected 2012) | A', 'Fellow, College (2003) | B', 'Chair | C'),
  );
  const named = (name: string, place: string, year: string) => [
    { name: 'name', value: name },
    { name: 'place', value: place },
    { name: 'year', value: year },
  ];
  const standings = index
    .place([
      named('Member', 'Academy', '2012').slice(0, 2),
      named('Membership', 'Academy', '2012'),
      named('Fellow', 'College', '2003'),
    ])
    .map(({ standing }) => standing);
  assert.deepEqual(standings, ['own', 'shared', 'own']);
});

test('of two items of one row the one that says more has it, and the other is given twice', () => {
  const row = rows('03/03/2025 | R-100 | Steel bolts | as agreed | 12.50');
  const whole = [
    { name: 'reference', value: 'R-100' },
    { name: 'description', value: 'Steel bolts' },
    { name: 'amount', value: 12.5 },
  ];
  const part = whole.map((one) => (one.name === 'description' ? { ...one, value: null } : one));
  for (const [items, standings] of [
    [
      [part, whole],
      ['twice', 'own'],
    ],
    [
      [whole, part],
      ['own', 'twice'],
    ],
  ] as const)
    assert.deepEqual(
      new RowIndex(row).place(items).map(({ standing }) => standing),
      standings,
    );
});

test('two items of one row are two when each says what stands there', () => {
  const index = new RowIndex(rows('Oslo | 5 | Bergen | 7', 'Paris | 1 | Lyon | 2', 'Rome | 3 | Bari | 4'));
  const city = (name: string, count: number) => [
    { name: 'name', value: name },
    { name: 'count', value: count },
  ];
  const standings = index
    .place([city('Oslo', 5), city('Bergen', 7), city('Paris', 1), city('Rome', 3)])
    .map(({ standing }) => standing);
  assert.deepEqual(standings.toSorted(), ['own', 'own', 'own', 'shared']);
});

test('leaves that never stand in the text say nothing against an item', () => {
  const index = new RowIndex(lines);
  const withStatus = [first, second, first, last].map((one) => [
    ...one,
    { name: 'status', value: 'received' },
  ]);
  assert.ok(
    index
      .place(withStatus)
      .every(({ standing, fit, strange }) => standing === 'own' && fit === 1 && strange === 0),
  );
});
