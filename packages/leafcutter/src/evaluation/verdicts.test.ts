import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreCase } from './scorer.ts';
import { verdictsOf } from './verdicts.ts';

const gold = {
  total: 119,
  date: '2024-03-05',
  seller: { name: 'Acme', city: null },
  lines: [
    { name: 'Bolt', price: 2 },
    { name: 'Nut', price: 1 },
  ],
  tags: ['a', 'b'],
};
const got = {
  total: 119,
  date: '2024-05-03',
  seller: { name: 'ACME', city: 'Rome' },
  lines: [{ name: 'Nut', price: 1 }, { name: null, price: null }, { name: 'Screw', price: 9 }, { name: 'Bolt', price: 3 }],
  tags: ['b', 'c', null],
}; // prettier-ignore

test('every given value has a verdict, and the verdicts are those that the scorer counts', () => {
  const verdicts = verdictsOf(gold, got);
  assert.deepEqual(Object.fromEntries(verdicts), {
    '/total': true,
    '/date': false,
    '/seller/name': true,
    '/seller/city': false,
    '/lines/0/name': true,
    '/lines/0/price': true,
    '/lines/2/name': false,
    '/lines/2/price': false,
    '/lines/3/name': true,
    '/lines/3/price': false,
    '/tags/0': true,
    '/tags/1': false,
  });
  const { right, wrong } = scoreCase(gold, got).strict;
  const judged = [...verdicts.values()];
  assert.deepEqual([judged.filter(Boolean).length, judged.filter((one) => !one).length], [right, wrong]);
});
