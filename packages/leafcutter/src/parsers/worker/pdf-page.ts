/** One page as LiteParse gives it, as a page of ours. Pure. */
import type { ParsedPage } from '@llamaindex/liteparse';
import { letterOrderIsMixed } from '../../document/letter-order.ts';
import { readInOrder } from '../../document/reading-order.ts';
import type { Gap, Page, PageKind } from '../../document/types.ts';
import { fieldsOf, withRange } from './pdf-fields.ts';
import { rulesOf } from './pdf-rules.ts';
import { wordsOf } from './pdf-words.ts';

export function pageOf(raw: ParsedPage): Page {
  const vectors = raw.vectorGraphics ?? { shapes: [], lines: [] };
  const rules = rulesOf(vectors);
  const layered = raw.complexity?.fullPageImage === true;
  const words = wordsOf(raw, rules, layered);
  const fields = fieldsOf(raw, words);
  const read = readInOrder(words);
  const gaps: Gap[] = [];
  if (raw.complexity?.isGarbled === true) {
    gaps.push({
      page: raw.pageNum,
      code: 'unmapped_glyphs',
      message: 'The font has no map from glyphs to characters; some text is unreadable.',
    });
  }
  if (letterOrderIsMixed(words)) {
    gaps.push({
      page: raw.pageNum,
      code: 'unmapped_glyphs',
      message:
        'Some right-to-left words come from left to right, and some do not: their letters may be out of order.',
    });
  }
  return {
    number: raw.pageNum,
    width: raw.width,
    height: raw.height,
    kind: kindOf(read.words),
    geometry: 'page',
    ...read,
    rules,
    fields: fields.map((field) => withRange(field, read.words)),
    tables: [],
    gaps,
  };
}

export function kindOf(words: Page['words']): PageKind {
  if (words.length === 0) return 'blank';
  const ocr = words.filter((word) => word.ocr !== null).length;
  if (ocr === 0) return 'text';
  return ocr === words.length ? 'ocr' : 'mixed';
}

export function unreadablePage(number: number, message: string): Page {
  return {
    number,
    width: 612,
    height: 792,
    kind: 'unreadable',
    geometry: 'page',
    text: '',
    words: [],
    lines: [],
    rules: [],
    fields: [],
    tables: [],
    gaps: [{ page: number, code: 'page_unreadable', message }],
  };
}
