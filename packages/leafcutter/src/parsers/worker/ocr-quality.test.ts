import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPage } from '../../testing/page-builder.ts';
import type { Page } from '../../document/types.ts';
import { standsUpright } from './ocr-quality.ts';

function readBy(ocr: number, lines: readonly string[]): Page {
  const page = buildPage(lines.map((text, row) => ({ x: 40, y: 40 + row * 20, text })));
  return { ...page, words: page.words.map((word) => ({ ...word, ocr })) };
}

test('what OCR is sure of, and what it reads as words, stands upright; letters by chance do not', () => {
  assert.ok(standsUpright(readBy(0.95, ['INVOICE 4711', 'TOTAL 250.00'])));
  assert.ok(standsUpright(readBy(0.6, ['some words from', 'a photo, badly lit'])));
  assert.ok(!standsUpright(readBy(0.7, ['P17 YDUI4 dNa', 'T :9Np JeJOL 9COC'])));
  assert.ok(!standsUpright(readBy(0.95, [])));
});
