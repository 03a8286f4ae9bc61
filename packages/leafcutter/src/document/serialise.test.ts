import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPage } from '../testing/page-builder.ts';
import { deserialisePages, serialisePages } from './serialise.ts';
import type { Page } from './types.ts';

const page: Page = buildPage(
  [
    { x: 40, y: 40, text: 'Rechnung 合計 \u{20000}x' },
    { x: 40, y: 60, text: 'old price', struck: true },
    { x: -3.5, y: 80, text: 'unseen', hidden: true },
    { x: 40, y: 100, text: 'read twice', ocr: 0.8734 },
    { x: 40, y: 120, text: 'barely', ocr: 0 },
  ],
  {
    number: 7,
    width: 595.28,
    height: 841.89,
    rules: [{ x0: 40, y0: 55.5, x1: 120.25, y1: 55.5 }],
    fields: [
      {
        name: 'total',
        label: null,
        kind: 'text',
        value: '12,50',
        checked: null,
        box: [300, 40, 380.5, 52.25],
      },
    ],
    gaps: [{ page: 7, code: 'unmapped_glyphs', message: 'No map.' }],
  },
);

test('pages come back as they were, marks and confidences of words with them', () => {
  assert.deepEqual(deserialisePages(serialisePages([page, buildPage([])])), [page, buildPage([])]);
});

test('addresses of cells come back', () => {
  const words = page.words.map((word, index) => (index % 2 === 0 ? { ...word, cell: `B${index}` } : word));
  assert.deepEqual(deserialisePages(serialisePages([{ ...page, words }]))[0]?.words, words);
});

test('boxes are rounded to a hundredth of a point, and stay so when they are stored again', () => {
  const words = page.words.map((word) => ({ ...word, box: [1.23456, 2.34567, 9.87654, 11.99999] as const }));
  const [once] = deserialisePages(serialisePages([{ ...page, words }]));
  assert.deepEqual(once?.words[0]?.box, [1.23, 2.35, 9.88, 12]);
  assert.ok(once !== undefined);
  assert.deepEqual(deserialisePages(serialisePages([once]))[0], once);
});
