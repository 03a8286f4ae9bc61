import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCurrency, findScale } from './money.ts';

test('what captions multiply by', () => {
  for (const [text, factor] of [
    ['(in thousands, except per share data)', 1e3],
    ['Dollars in millions', 1e6],
    ['in Mio. EUR', 1e6],
    ['Angaben in Tausend Euro', 1e3],
    ['en millions d’euros', 1e6],
    ['in TEUR', 1e3],
    ["($000's omitted)", 1e3],
    ['en miles de euros', 1e3],
    ['In billions', 1e9],
  ] as const)
    assert.equal(findScale(text)?.factor, factor, text);
  for (const text of ['millions of ants', 'Total']) assert.equal(findScale(text), null, text);
});

test('the first currency and where it stands', () => {
  assert.deepEqual(findCurrency('Betrag in CHF oder EUR'), { code: 'CHF', start: 10, end: 13 });
  assert.equal(findCurrency('Total US$ 5')?.code, 'USD');
  assert.equal(findCurrency('europe'), null);
});
