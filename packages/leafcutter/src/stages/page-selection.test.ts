import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeafcutterError } from '../errors.ts';
import { countPages, maxPagesPerRange, pageRanges, parsePageSelection } from './page-selection.ts';

test('a selection is merged and put in order', () => {
  assert.deepEqual(parsePageSelection('7, 1-3,3-4'), [
    { first: 1, last: 4 },
    { first: 7, last: 7 },
  ]);
});

test('what is no selection is refused with the text as written', () => {
  for (const text of ['', '0', '3-1', 'a', '1-', '1,,2', '-1', '1.5']) {
    assert.throws(
      () => parsePageSelection(text),
      (error) =>
        error instanceof LeafcutterError && error.code === 'usage' && error.message.includes(`"${text}"`),
    );
  }
});

test('ranges cover each page once, in order, at most 20 at a time', () => {
  for (const total of [1, 10, 11, 40, 41, 60, 999]) {
    const ranges = pageRanges(total, null);
    const pages = ranges.flatMap((range) =>
      Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index),
    );
    assert.deepEqual(
      pages,
      Array.from({ length: total }, (_, index) => index + 1),
    );
    assert.ok(ranges.every((range) => range.last - range.first < maxPagesPerRange));
    assert.equal(countPages(ranges), total);
  }
});

test('a page that the document does not have is refused', () => {
  assert.throws(() => pageRanges(3, '2-4'), /Page 4 was asked for, but the document has 3/);
});
