/** Dates as documents print them, with the other reading where there is one. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDates, readTime } from './dates.ts';
import { localeOf } from './locale.ts';
import type { Locale } from './types.ts';

const dmy: Locale = { decimal: null, dateOrder: 'dmy', language: null };
const mdy: Locale = { decimal: null, dateOrder: 'mdy', language: null };
const ymd: Locale = { decimal: null, dateOrder: 'ymd', language: null };

function read(text: string, locale?: Locale): readonly string[] {
  return readDates(text, locale).map(({ value }) => value);
}

describe('one reading', () => {
  for (const [text, value] of [
    ['2024-03-05', '2024-03-05'],
    ['2024/3/5', '2024-03-05'],
    ['25.12.2023', '2023-12-25'],
    ['25. Dezember 2023', '2023-12-25'],
    ['1er mars 2024', '2024-03-01'],
    ['5 de mayo de 2020', '2020-05-05'],
    ['14 febbraio 2021', '2021-02-14'],
    ['3 maart 2022', '2022-03-03'],
    ['7 de setembro de 2019', '2019-09-07'],
    ['12 stycznia 2024', '2024-01-12'],
    ['June 13, 2018', '2018-06-13'],
    ['Jun. 13 2018', '2018-06-13'],
    ['13-Jun-18', '2018-06-13'],
    ['13th of June, 2018', '2018-06-13'],
    ['2020年4月17日', '2020-04-17'],
    ['31/12/2023', '2023-12-31'],
    ['12/31/2023', '2023-12-31'],
    ['31-12-99', '1999-12-31'],
    ['98-12-31', '1998-12-31'],
  ] as const)
    test(text, () => {
      const [date] = readDates(text);
      assert.equal(date?.value, value);
      assert.deepEqual(date?.alternatives, []);
    });
});

test('day and month can change places; the document tells which is likelier', () => {
  const [us] = readDates('05/04/2020', mdy);
  const [eu] = readDates('05/04/2020', dmy);
  assert.deepEqual([us?.value, us?.alternatives], ['2020-05-04', ['2020-04-05']]);
  assert.deepEqual([eu?.value, eu?.alternatives], ['2020-04-05', ['2020-05-04']]);
});

test('the language of a document tells whether the day goes first, where its dates do not', () => {
  const order = (...texts: readonly string[]): unknown => localeOf(texts).dateOrder;
  assert.equal(order('חשבונית מס / קבלה 104880', '04/05/2014', 'Starter'), 'dmy');
  assert.equal(order('فاتورة ضريبية', '04/05/2014'), 'dmy');
  assert.equal(order('Facture de la société', 'le montant est dans la date du', '04/05/2014'), 'dmy');
  assert.equal(order('The total of the invoice is due on this date', '04/05/2014'), null);
  assert.equal(order('請求書', '04/05/2014'), null);
  assert.equal(order('הוצא בניו יורק', '05/23/2014'), 'mdy');
});

test('two figures of a year may stand in front', () => {
  const [told] = readDates('20-04-17', ymd);
  assert.deepEqual([told?.value, told?.alternatives], ['2020-04-17', ['2017-04-20']]);
  const [untold] = readDates('20-04-17');
  assert.deepEqual([untold?.value, untold?.alternatives], ['2017-04-20', ['2020-04-17']]);
  assert.equal(localeOf(['97-03-01 98-11-30 99-12-24']).dateOrder, 'ymd');
});

test('ranges are two dates', () => {
  assert.deepEqual(read('April 17 - 23, 2020'), ['2020-04-17', '2020-04-23']);
  assert.deepEqual(read('17. bis 23. April 2020'), ['2020-04-17', '2020-04-23']);
  assert.deepEqual(read('01.01.2024 - 31.01.2024'), ['2024-01-01', '2024-01-31']);
});

test('days that are not are no dates', () => {
  for (const text of ['31.02.2024', '2024-13-01', '00.00.2024', '1.2.3', '192.168.1.10', '12.345.67'])
    assert.deepEqual(read(text), [], text);
});

test('a month without a day only where it is asked for', () => {
  assert.deepEqual(read('Juni 2018'), []);
  assert.equal(readDates('Juni 2018', undefined, { months: true })[0]?.value, '2018-06');
});

test('times of day', () => {
  for (const [text, value] of [
    ['14:05', '14:05'],
    ['2:05 p.m.', '14:05'],
    ['12:30 AM', '00:30'],
    ['9.15 Uhr', '09:15'],
    ['18h30', '18:30'],
    ['7 pm', '19:00'],
  ] as const)
    assert.equal(readTime(text)?.value, value, text);
  assert.equal(readTime('25:00'), null);
});

test('codes in groups of two figures, and figures of the next line, make no year', () => {
  assert.deepEqual(read('60-11-24'), []);
  assert.equal(localeOf(['Sort code 60-11-24']).dateOrder, null);
  assert.deepEqual(read('01 May\n01 May\n02 May'), []);
});
