/** Words that LiteParse tears apart, and those of PDF.js that take their place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restored } from './right-to-left.ts';

const placed = (text: string, x: number, width: number) => ({ text, x, y: 100, width, height: 12 });
const itemOf = (...words: ReturnType<typeof placed>[]) => ({
  ...placed(words.map(({ text }) => text).join(''), 40, 200),
  words,
});
/** A word in two pieces, to its right end: such a page takes the words of PDF.js. */
const torn = { item: itemOf(placed('אז', 400, 20), placed('ור', 420, 20)), word: placed('אזור', 400, 40) };

/** What stands on the page, from the left, once the words took the place of one item with these parts. */
function standing(parts: ReturnType<typeof placed>[], words: ReturnType<typeof placed>[]): readonly string[] {
  const textItems = [itemOf(...parts), torn.item];
  const page = { pageNum: 1, width: 600, height: 800, text: '', markdown: '', textItems };
  return restored(page, [...words, torn.word])
    .textItems.flatMap((item) => item.words ?? [])
    .toSorted((a, b) => a.x - b.x)
    .map(({ text }) => text);
}

test('a sign that a word has brought along stands there once', () => {
  const words = [placed("'ג", 40, 12), placed("'ב", 180, 12)];
  assert.deepEqual(standing([placed("ג'", 46, 140), placed('ב', 186, 6)], words), ["'ג", "'ב", 'אזור']);
});

test('a sign that no word has, and what is no right-to-left text, stays', () => {
  const words = [placed('ג', 40, 12)];
  assert.deepEqual(standing([placed('-ג', 40, 40)], words), ['ג', '-', 'אזור']);
  assert.deepEqual(standing([placed('ג', 42, 10), placed('50%', 120, 30)], words), ['ג', '50%', 'אזור']);
});

test('a word that the other reader puts a little beside is not there twice', () => {
  const known = placed('לא', 300, 8.4);
  const page = {
    pageNum: 1,
    width: 600,
    height: 800,
    text: '',
    markdown: '',
    textItems: [{ ...known, words: [known] }],
  };
  assert.deepEqual(
    restored(page, [placed('לא', 293.7, 10.1)]).textItems.map(({ x }) => x),
    [300],
  );
  assert.equal(restored(page, [placed('לא', 280, 10.1)]).textItems.length, 2);
});
