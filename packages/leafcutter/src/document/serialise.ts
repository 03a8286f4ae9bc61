/**
 * Pages as JSON text, for the way between processes and for stores. Words, lines and rules are flat lists of whole
 * numbers: a third of the text that objects take, and a quarter of the time (a page has hundreds of each).
 */
import type { Box, FormField, Line, Page, Rule, Word } from './types.ts';

/** Grows when the same bytes and options give other pages than before. */
export const parseVersion = 9;

/** Numbers that stand for one word: see `packWords`. */
const wordWidth = 8;
const lineWidth = 8;
const ruleWidth = 4;

interface PackedPage extends Omit<Page, 'words' | 'lines' | 'rules'> {
  readonly words: readonly number[];
  /** Word index and address, in turns; absent where no word has one. */
  readonly cells?: readonly (number | string)[];
  readonly lines: readonly number[];
  readonly rules: readonly number[];
}

/** Sizes and boxes are rounded to a hundredth of a point, OCR confidences to a ten-thousandth. */
export function serialisePages(pages: readonly Page[]): string {
  return JSON.stringify(pages.map(pack));
}

/** @throws SyntaxError when the text is not what `serialisePages` wrote */
export function deserialisePages(text: string): readonly Page[] {
  const pages: readonly PackedPage[] = JSON.parse(text);
  return pages.map(unpack);
}

function pack(page: Page): PackedPage {
  const cells = page.words.flatMap((word, index) => (word.cell === undefined ? [] : [index, word.cell]));
  return {
    ...page,
    ...roundedSize(page),
    ...(page.turned === undefined ? {} : { turned: { ...page.turned, ...roundedSize(page.turned) } }),
    words: packWords(page.words),
    ...(cells.length === 0 ? {} : { cells }),
    lines: packLines(page.lines),
    rules: packRules(page.rules),
    fields: page.fields.map((field): FormField => ({ ...field, box: rounded(field.box) })),
  };
}

function unpack({ cells = [], ...packed }: PackedPage): Page {
  const words = unpackWords(packed.words, packed.text);
  for (let at = 0; at < cells.length; at += 2) {
    const [index, word] = [Number(cells[at]), words[Number(cells[at])]];
    if (word !== undefined) words[index] = { ...word, cell: String(cells[at + 1]) };
  }
  return { ...packed, words, lines: unpackLines(packed.lines), rules: unpackRules(packed.rules) };
}

/** A word: signs since the word before, length, box, size, and marks with how surely OCR read it. */
function packWords(words: readonly Word[]): readonly number[] {
  const packed: number[] = [];
  let before = 0;
  for (const { start, end, box, size, struck, hidden, bold = false, ocr } of words) {
    packed.push(start - before, end - start);
    pushBox(packed, box);
    packed.push(
      hundredths(size),
      (struck ? 1 : 0) +
        (hidden ? 2 : 0) +
        (bold ? 4 : 0) +
        (ocr === null ? 0 : 8 * (1 + Math.round(ocr * 10_000))),
    );
    before = end;
  }
  return packed;
}

function unpackWords(packed: readonly number[], pageText: string): Word[] {
  const words: Word[] = [];
  let before = 0;
  for (let at = 0; at < packed.length; at += wordWidth) {
    const start = before + number(packed, at);
    const end = start + number(packed, at + 1);
    const marks = number(packed, at + 7);
    words.push({
      text: pageText.slice(start, end),
      box: boxAt(packed, at + 2),
      size: number(packed, at + 6) / 100,
      struck: (marks & 1) !== 0,
      hidden: (marks & 2) !== 0,
      ocr: marks < 8 ? null : ((marks >> 3) - 1) / 10_000,
      ...((marks & 4) === 0 ? {} : { bold: true }),
      start,
      end,
    });
    before = end;
  }
  return words;
}

function packLines(lines: readonly Line[]): readonly number[] {
  const packed: number[] = [];
  for (const { start, end, firstWord, lastWord, box } of lines) {
    packed.push(start, end - start, firstWord, lastWord - firstWord);
    pushBox(packed, box);
  }
  return packed;
}

function unpackLines(packed: readonly number[]): readonly Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < packed.length; at += lineWidth) {
    const [start, firstWord] = [number(packed, at), number(packed, at + 2)];
    lines.push({
      start,
      end: start + number(packed, at + 1),
      firstWord,
      lastWord: firstWord + number(packed, at + 3),
      box: boxAt(packed, at + 4),
    });
  }
  return lines;
}

function packRules(rules: readonly Rule[]): readonly number[] {
  const packed: number[] = [];
  for (const { x0, y0, x1, y1 } of rules) pushBox(packed, [x0, y0, x1, y1]);
  return packed;
}

function unpackRules(packed: readonly number[]): readonly Rule[] {
  const rules: Rule[] = [];
  for (let at = 0; at < packed.length; at += ruleWidth) {
    const [left, top] = [number(packed, at), number(packed, at + 1)];
    const [right, bottom] = [left + number(packed, at + 2), top + number(packed, at + 3)];
    rules.push({ x0: left / 100, y0: top / 100, x1: right / 100, y1: bottom / 100 });
  }
  return rules;
}

/** Left, top, and how far it is to the right and the bottom: shorter than four places. */
function pushBox(packed: number[], [x0, y0, x1, y1]: Box): void {
  const [left, top] = [hundredths(x0), hundredths(y0)];
  packed.push(left, top, hundredths(x1) - left, hundredths(y1) - top);
}

function boxAt(packed: readonly number[], at: number): Box {
  const [left, top] = [number(packed, at), number(packed, at + 1)];
  return [left / 100, top / 100, (left + number(packed, at + 2)) / 100, (top + number(packed, at + 3)) / 100];
}

function rounded([x0, y0, x1, y1]: Box): Box {
  return [hundredths(x0) / 100, hundredths(y0) / 100, hundredths(x1) / 100, hundredths(y1) / 100];
}

function roundedSize({ width, height }: Pick<Page, 'width' | 'height'>): Pick<Page, 'width' | 'height'> {
  return { width: hundredths(width) / 100, height: hundredths(height) / 100 };
}

/** Never minus zero, which JSON does not keep. */
function hundredths(value: number): number {
  return Math.round(value * 100) + 0;
}

function number(packed: readonly number[], at: number): number {
  return packed[at] ?? 0;
}
