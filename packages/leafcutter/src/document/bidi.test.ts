/** Lines as they stand from left to right, and as they are read; letters within words are in reading order already. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inReadingOrder, type PageOrder } from './bidi.ts';

const fromLeft: PageOrder = { direction: 'left-to-right', letters: null };

/** The words stand 5 points apart, and are 10 high. */
const readOn = (page: PageOrder, words: readonly string[]): string =>
  inReadingOrder(
    words.map((text, index) => ({ text, box: [index * 50, 0, index * 50 + 45, 10] as const })),
    page,
  )
    .map(({ text }) => text)
    .join(' ');

const read = (...words: readonly string[]): string => readOn(fromLeft, words);

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
  const page: PageOrder = { direction: 'right-to-left', letters: 'read' };
  assert.equal(readOn(page, ['4711', 'AB', 'Ltd', 'חברה']), 'חברה AB Ltd 4711');
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

test('a line whose letters come turned is read as it stands', () => {
  assert.equal(read('םולש', 'םלוע'), 'שלום עולם');
  assert.equal(read('רפסמ', 'תינובשח:', '4711', 'ןכל'), 'מספר חשבונית: 4711 לכן');
  assert.equal(read('ةروتافلا', 'ةبتكم'), 'الفاتورة مكتبة');
  assert.equal(read('םש', ')עב"מ(', 'הרבחה.', 'םיוסמ'), 'שם (בע"מ) החברה. מסוים');
});

test('a word that does not tell is read as its page is', () => {
  const page: PageOrder = { direction: 'right-to-left', letters: 'turned' };
  assert.equal(readOn(page, ['לש']), 'של');
  assert.equal(read('לש'), 'לש');
});

test('against the page, a line takes two words that tell', () => {
  const page: PageOrder = { direction: 'right-to-left', letters: 'read' };
  assert.equal(readOn(page, ['4711', 'םולש']), 'םולש 4711');
  assert.equal(readOn(page, ['םולש', 'םלוע']), 'שלום עולם');
});
