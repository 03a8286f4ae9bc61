/** Lines as they stand from left to right, and as they are read; letters within words are in reading order already. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inReadingOrder } from './bidi.ts';

const read = (...words: readonly string[]): string =>
  inReadingOrder(words.map((text) => ({ text })))
    .map(({ text }) => text)
    .join(' ');

test('a line without right-to-left words is left alone', () => {
  assert.equal(read('Total', '(net)', '1,234.50'), 'Total (net) 1,234.50');
});

test('a right-to-left line is read from its right, signs at the ends of words change sides', () => {
  assert.equal(read(':חשבונית', 'מספר'), 'מספר חשבונית:');
  assert.equal(read('1,234.50', ':סכום'), 'סכום: 1,234.50');
  assert.equal(read('.سنة', 'كل'), 'كل سنة.');
});

test('Latin words in it keep their order, and numbers behind them', () => {
  assert.equal(read('AB', '4711', 'Ltd', ':חברה'), 'חברה: AB 4711 Ltd');
  assert.equal(read('2024', '/', '03', ':תאריך'), 'תאריך: 03 / 2024');
});

test('on a page that is read from the right, one word of its script is enough', () => {
  const line = ['4711', 'AB', 'Ltd', 'חברה'].map((text) => ({ text }));
  assert.equal(
    inReadingOrder(line, 'right-to-left')
      .map(({ text }) => text)
      .join(' '),
    'חברה AB Ltd 4711',
  );
});

test('right-to-left words in a left-to-right line are read from their right', () => {
  assert.equal(read('Name', 'כהן', 'דוד', 'Ltd', '5'), 'Name דוד כהן Ltd 5');
  assert.equal(read('Street', 'הרצל', '12', 'רחוב', 'Haifa', 'Israel'), 'Street רחוב 12 הרצל Haifa Israel');
});

test('brackets open where the reader comes from', () => {
  assert.equal(read('החברה', '(בע"מ)', 'שם'), 'שם (בע"מ) החברה');
  assert.equal(
    read('החברה', ')', 'בע"מ', '(', 'שם'),
    'שם (בע"מ) החברה'.replace('(', '( ').replace(')', ' )'),
  );
  assert.equal(read('החברה', '(', 'בע"מ', ')', 'שם'), 'שם ( בע"מ ) החברה');
});
