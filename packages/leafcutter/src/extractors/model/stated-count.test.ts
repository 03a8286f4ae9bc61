import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSum, statedCount } from './stated-count.ts';

const of = (name: string, ...texts: readonly string[]): number | null =>
  statedCount(
    { path: `/${name}`, title: null },
    texts.map((text) => ({ text })),
  );

test('a heading, a line of its own, a sentence that says how many follow', () => {
  assert.equal(of('publications', 'Selected Publications (12)'), 12);
  assert.equal(of('deliveries', 'Number of deliveries: 3'), 3);
  assert.equal(of('positionen', 'Anzahl der Positionen 7'), 7);
  assert.equal(of('board_members', 'The board consists of the following four independent members:'), 4);
});

test('years, decimals, shares, other things and two answers state nothing', () => {
  assert.equal(of('publications', 'Publications (2019)'), null);
  assert.equal(of('deliveries', 'Number of deliveries: 3.5'), null);
  assert.equal(of('deliveries', 'Number of drivers: 3'), null);
  assert.equal(of('deliveries', '3 deliveries were late'), null);
  assert.equal(of('deliveries', 'Number of deliveries: 3', 'Number of deliveries: 4'), null);
  assert.equal(of('rows', 'Rows (4) of'), null);
});

test('the sum of a column counts pieces, not lines', () => {
  assert.equal(isSum(7, new Map([['/quantity', [3, 4]]])), true);
  assert.equal(
    isSum(
      7,
      new Map([
        ['/quantity', [3, 5]],
        ['/name', ['a', 'b']],
      ]),
    ),
    false,
  );
});
