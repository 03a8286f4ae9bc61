/** Numbers as documents print them: what is read, what else it may be, and what is none. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readNumber, readNumbers } from './numbers.ts';
import type { Locale } from './types.ts';

const comma: Locale = { decimal: ',', dateOrder: 'dmy', language: 'de' };
const point: Locale = { decimal: '.', dateOrder: 'mdy', language: 'en' };

describe('groups and decimals', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['1,234.56', 1234.56],
    ['1.234,56', 1234.56],
    ['1 234,56', 1234.56],
    ['1\u202f234\u202f567,8', 1234567.8],
    ["1'234.50", 1234.5],
    ['1’234’567.00', 1234567],
    ['12,34,567.00', 1234567],
    ['0,5', 0.5],
    ['.75', 0.75],
    ['1.234.567', 1234567],
    ['1,234,567', 1234567],
    ['１２３４', 1234],
    ['٣٫٥', 3.5],
    ['007', 7],
  ];
  for (const [text, value] of cases)
    test(text, () => {
      assert.equal(readNumber(text)?.value, value);
      assert.deepEqual(readNumber(text)?.alternatives, []);
    });

  test('one sign before three digits can be either; the locale tells which is likelier', () => {
    for (const [text, locale, value, other] of [
      ['1.234', point, 1.234, 1234],
      ['1.234', comma, 1234, 1.234],
      ['1,234', point, 1234, 1.234],
      ['1,234', comma, 1.234, 1234],
      ['1,234', undefined, 1234, 1.234],
    ] as const) {
      const reading = readNumber(text, locale);
      assert.deepEqual([reading?.value, reading?.alternatives], [value, [other]], text);
    }
  });
});

describe('signs', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['-5.00', -5],
    ['- 5.00', -5],
    ['− 1.480,00 €', -1480],
    ['– 5,00', -5],
    ['5.00-', -5],
    ['5,00 -', 5],
    ['(500)', -500],
    ['( 1,234.50 )', -1234.5],
    ['($ 24)', -24],
    ['$ (24)', -24],
    ['(3.5%)', -3.5],
    ['- $ 5.00', -5],
    ['€ -12', -12],
    ['+7', 7],
  ];
  for (const [text, value] of cases) test(text, () => assert.equal(readNumbers(text)[0]?.value, value));

  test('a stroke that lists or divides is no minus', () => {
    assert.deepEqual(
      readNumbers('- 5 apples').map(({ value }) => value),
      [5],
    );
    assert.deepEqual(
      readNumbers('3 - 5').map(({ value }) => value),
      [3, 5],
    );
  });
});

describe('money, percent and scale', () => {
  const cases: readonly (readonly [string, number, string | null])[] = [
    ['€1.234,56', 1234.56, 'EUR'],
    ['1.234,56 €', 1234.56, 'EUR'],
    ['US$ 1,000', 1000, 'USD'],
    ['CHF 1’250.00', 1250, 'CHF'],
    ['99,90 zł', 99.9, 'PLN'],
    ['1 250,00 Kč', 1250, 'CZK'],
    ['R$ 1.000,00', 1000, 'BRL'],
    ['¥5,000', 5000, 'JPY'],
    ['£2.5 million', 2_500_000, 'GBP'],
    ['3,4 Mio. EUR', 3_400_000, 'EUR'],
    ['2 Mrd. €', 2_000_000_000, 'EUR'],
    ['12 500 SEK', 12500, 'SEK'],
  ];
  for (const [text, value, currency] of cases)
    test(text, () => {
      const [reading] = readNumbers(text, text.includes(',') && !/\d,\d{3}/u.test(text) ? comma : point);
      assert.deepEqual([reading?.value, reading?.currency], [value, currency]);
    });

  test('percent in words and signs', () => {
    for (const text of ['19 %', '19%', '19 Prozent', '19 percent', '19 pour cent', '19 por ciento'])
      assert.deepEqual(
        readNumbers(text).map(({ value, percent }) => [value, percent]),
        [[19, true]],
        text,
      );
  });
});

test('parts of codes, dates and times are no numbers', () => {
  for (const text of ['A12', 'PK-1', '12.05.2020', '10:30', '1.2.3', 'x_4'])
    assert.deepEqual(readNumbers(text), [], text);
});
