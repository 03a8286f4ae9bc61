/**
 * Text in a document is data. Sentences that speak to the machine that reads it are told apart from what the document says,
 * so that a model is never shown them, and no value is looked for in them. Pure.
 */
import type { Page, Range } from '../document/types.ts';
import { addressPatterns } from './address-patterns.ts';
import { blocksOf, segmentsOf } from './segments.ts';
import type { Block } from './types.ts';

export interface ReadablePage {
  /** The page with the words of those sentences hidden, and without fields that hold such. */
  readonly page: Page;
  /** What was hidden, as printed. */
  readonly addresses: readonly string[];
}

const known = new WeakMap<Page, ReadablePage>();

export function readablePage(page: Page): ReadablePage {
  const readable = known.get(page) ?? withoutAddresses(page);
  known.set(page, readable);
  return readable;
}

function withoutAddresses(page: Page): ReadablePage {
  const isAddressed = (text: string | null): boolean => text !== null && matchesIn(text).length > 0;
  const fields = page.fields.filter(({ label, value }) => !isAddressed(label) && !isAddressed(value));
  const isPlain = fields.length === page.fields.length;
  const ranges = blocksOf(segmentsOf(page), page.rules).flatMap((block) => addressesIn(block));
  if (isPlain && ranges.length === 0) return { page, addresses: [] };
  const isHidden = (one: Range): boolean =>
    ranges.some((range) => range.start < one.end && one.start < range.end);
  const words = page.words.map((word) => (isHidden(word) ? { ...word, hidden: true } : word));
  const texts = ranges.map((range) => page.text.slice(range.start, range.end));
  return { page: { ...page, words, fields }, addresses: texts };
}

/** Ranges of the page, one a line of the block. */
function addressesIn(block: Block): readonly Range[] {
  let text = '';
  const lines = block.lines.map((line) => {
    if (text !== '') text += ' ';
    const start = text.length;
    text += line.text.replaceAll('\n', ' ');
    return { start, end: text.length, from: line.start };
  });
  const sentences = matchesIn(text).map((match) => sentenceAround(text, match, lines));
  return lines.flatMap(({ start, end, from }) =>
    sentences.flatMap((sentence) => {
      const [first, last] = [Math.max(start, sentence.start), Math.min(end, sentence.end)];
      return first < last ? [{ start: from + first - start, end: from + last - start }] : [];
    }),
  );
}

function matchesIn(text: string): readonly Range[] {
  return addressPatterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index, 0: match }) => ({ start: index, end: index + match.length })),
  );
}

const sentenceEnd = /[.!?](?=["'\u201d\u00bb)]*\s)|[\u3002\uff01\uff1f]/gu;

/**
 * The whole sentence, but no line in which none of the match stands, unless the sentence goes on there: in a column of cells
 * the lines above are other rows.
 */
function sentenceAround(text: string, match: Range, lines: readonly Range[]): Range {
  const ends = [...text.matchAll(sentenceEnd)].map(({ index }) => index + 1);
  const line = lines.findLast(({ start }) => start <= match.start)?.start ?? 0;
  const before = ends.findLast((end) => end <= match.start) ?? 0;
  const lastLine = lines.find(({ end }) => end >= match.end)?.end ?? text.length;
  const after = ends.find((end) => end >= match.end);
  const end = after !== undefined && after <= lastLine ? closingQuotes(text, after) : lastLine;
  return { start: Math.max(line, before), end };
}

function closingQuotes(text: string, end: number): number {
  let at = end;
  while (/["'\u201d\u00bb)]/u.test(text[at] ?? '')) at += 1;
  return at;
}
