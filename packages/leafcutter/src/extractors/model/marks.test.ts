import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markOf, tally } from './marks.ts';
import type { WindowLine } from './window.ts';

function lines(...texts: readonly string[]): readonly WindowLine[] {
  return texts.map((text, index) => ({
    page: 1,
    index,
    text,
    ranges: [],
    kind: 'text',
    table: null,
    cells: [],
    context: false,
  }));
}

function item(values: Readonly<Record<string, string | number>>) {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

const prose = lines(
  'Deliveries of March 2025',
  'On 3 March we brought pipes (R-1001) to Oslo. On 4 March we',
  'brought chairs (R-2002) to Bergen, and tiles (R-3003) to Oslo.',
  'On 5 March we brought pipes (R-1001) to Oslo.',
);
const pipes = item({ what: 'pipes', reference: 'R-1001' });
const chairs = item({ what: 'chairs', reference: 'r-2002' });
const tiles = item({ what: 'tiles', reference: 'R-3003' });

test('the leaf whose values recur alike marks the items; a free mark is a missing item', () => {
  const items = [pipes, tiles, chairs, pipes];
  const placed = items.map(() => null);
  const mark = markOf(prose, items, placed);
  assert.equal(mark?.name, 'reference');
  assert.ok(mark !== null);
  assert.deepEqual(tally(prose, items, placed, mark).free, []);
  const [missing] = tally(prose, [pipes, chairs, tiles], [], mark).free;
  assert.deepEqual([missing?.line.index, missing?.at], [3, 29]);
});

test('an item takes the mark of its own line; one that has none left was given twice, one without any was made up', () => {
  const mark = { name: 'reference', pattern: '(?<![\\p{L}\\p{N}])R-\\p{N}{4,4}(?![\\p{L}\\p{N}])' };
  const made = item({ what: 'tiles', reference: 'R-9999' });
  const { spots, known } = tally(prose, [pipes, chairs, chairs, made], [prose[3] ?? null], mark);
  assert.deepEqual(
    spots.map((spot) => spot?.line.index ?? null),
    [3, 2, null, null],
  );
  assert.deepEqual(known, ['here', 'here', 'here', 'nowhere']);
  const shown = prose.map((line, index) => ({ ...line, context: index === 3 }));
  assert.deepEqual(tally(shown.slice(2), [pipes, tiles], [], mark).known, ['elsewhere', 'here']);
});

test('a mark that a reader wrote in another way is still one', () => {
  const codes = Array.from({ length: 12 }, (_, index) => `R-${1001 + index}`);
  const texts = lines(...codes.map((code) => `We brought (${code}) to Oslo.`));
  const items = codes.map((code, index) =>
    item({ reference: index === 4 ? code.replace('-', ' / ') : code }),
  );
  const mark = markOf(texts, items, []);
  assert.ok(mark !== null);
  assert.deepEqual(tally(texts, items, [], mark).free, []);
});

test('dates are marks in whatever way they are printed', () => {
  const texts = lines('May 3, 2024: opened', '04.05.2024: inspected', '2024-05-06: closed');
  const items = ['2024-05-03', '2024-05-04', '2024-05-06'].map((date) => item({ date, what: 'seen' }));
  const mark = markOf(texts, items, []);
  assert.deepEqual(mark, { name: 'date', pattern: null });
  assert.ok(mark !== null && tally(texts, items, [], mark).free.length === 0);
  assert.equal(tally(texts, items.slice(1), [], mark).free.length, 1);
});

test('nothing marks items that share their values, are too few, or look like much else in the text', () => {
  assert.equal(markOf(prose, [pipes, pipes, pipes, chairs], []), null);
  assert.equal(markOf(prose, [pipes, chairs], []), null);
  const numbers = lines('11 12 13 14 15 16 17 18', 'house 21, house 22, house 23');
  const houses = ['21', '22', '23'].map((house) => item({ house }));
  assert.equal(markOf(numbers, houses, []), null);
});
