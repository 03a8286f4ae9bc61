import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf, type Chunk, type VisualLine } from './chunks.ts';
import { partedByWhite } from './regions.ts';

/** Lines of 10 points, each with so much white above it. */
function linesWith(whites: readonly number[]): VisualLine[] {
  let top = 0;
  return whites.map((white) => {
    top += white;
    const chunk: Chunk = {
      text: 'x',
      ranges: [],
      box: [0, top, 50, top + 10],
      size: 10,
      bold: false,
      shape: 'text',
    };
    top += 10;
    return lineOf([chunk]);
  });
}

test('labels with their values are parted from the table below them', () => {
  const lines = linesWith([0, 6, 6, 6, 40, 5, 5, 5]);
  assert.deepEqual(partedByWhite(lines, { first: 0, last: 8 }), [
    { first: 0, last: 4 },
    { first: 4, last: 8 },
  ]);
});

test('rows that all stand far apart are one part', () => {
  assert.deepEqual(partedByWhite(linesWith([0, 25, 30, 25, 28]), { first: 1, last: 5 }), [
    { first: 1, last: 5 },
  ]);
});
