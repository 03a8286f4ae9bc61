/**
 * Right-to-left words that LiteParse loses or tears apart: it drops letters that are drawn one by one, and turns words
 * whose letters are drawn from the right. PDF.js goes by where the glyphs stand; its words take their place.
 */
import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import type { PDFPageProxy } from 'unpdf/pdfjs';
import { inStandingOrder } from '../../document/bidi.ts';
import type { PdfJs } from './pdfjs.ts';
import type { FileTask } from './protocol.ts';
import { streamFactsOf } from './streams.ts';

const letters = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/gu;
const rightToLeft = new RegExp(letters.source, 'u');
const sign = /^[^\p{L}\p{N}\s]+$/u;

/** The pages, with the words of PDF.js where LiteParse has less of them. */
export async function withAllRightToLeft(
  file: FileTask,
  secondReader: PdfJs,
  pages: readonly ParsedPage[],
): Promise<readonly ParsedPage[]> {
  const everywhere = streamFactsOf(file.path)?.rightToLeft === true;
  const asked = pages.filter(
    (page) => everywhere || page.textItems.some((item) => rightToLeft.test(item.text)),
  );
  if (asked.length === 0) return pages;
  const found = await secondReader.readPages(
    asked.map((page) => page.pageNum),
    wordsOn,
  );
  return pages.map((page) => restored(page, found.get(page.pageNum) ?? []));
}

interface Placed {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The words that have less letters in the page than they should, for what is there; all, where some stand in pieces. */
export function restored(page: ParsedPage, words: readonly Placed[]): ParsedPage {
  const torn = page.textItems.some(isTorn);
  const dropped = new Set<TextItem>();
  const added: TextItem[] = [];
  for (const word of words) {
    const own = page.textItems.filter((item) => liesIn(item, word));
    const known = own.reduce((sum, item) => sum + lettersIn(item.text), 0);
    if (known >= lettersIn(word.text) && !torn) continue;
    for (const item of own) dropped.add(item);
    added.push({ ...word, fontHeight: word.height, words: [word] });
  }
  if (added.length === 0) return page;
  const kept = page.textItems.flatMap((item) => (dropped.has(item) ? beside(item, added) : [item]));
  return { ...page, textItems: [...kept, ...added] };
}

/** What an item holds beside the words that take its place: numbers, words of other scripts, signs. */
function beside(item: TextItem, added: readonly Placed[]): readonly TextItem[] {
  const words = (item.words ?? []).flatMap((part) => {
    if (added.some((word) => holds(word, part))) return [];
    const text = part.text.replace(letters, '');
    if (text === '' || areSignsOf(added, part, text)) return [];
    return [{ ...part, ...roomBeside(part, added), text }];
  });
  return words.length === 0
    ? []
    : [
        itemOf(
          item,
          words.toSorted((a, b) => a.x - b.x),
        ),
      ];
}

/** Whether the words that take the place of the part's letters have its signs, too. */
function areSignsOf(added: readonly Placed[], part: Placed, signs: string): boolean {
  const there = added
    .filter((word) => word.x < part.x + part.width && part.x < word.x + word.width)
    .filter((word) => word.y < part.y + part.height && part.y < word.y + word.height)
    .map((word) => word.text)
    .join('');
  return sign.test(signs) && [...signs].every((one) => there.includes(one));
}

/** The words, from left to right, with spaces where there is room for one. */
function itemOf(item: TextItem, words: readonly Placed[]): TextItem {
  let text = '';
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    const apart = before !== undefined && word.x - before.x - before.width > room * word.height;
    text += apart ? ` ${word.text}` : word.text;
  }
  return { ...item, text, words: [...words] };
}

/** The part of a box that no added word covers: at one side of it. */
function roomBeside(part: Placed, added: readonly Placed[]): { readonly x: number; readonly width: number } {
  let [left, right] = [part.x, part.x + part.width];
  for (const word of added.filter((one) => holds(part, one)))
    if (word.x - left > right - word.x - word.width) right = word.x;
    else left = word.x + word.width;
  return { x: left, width: Math.max(0, right - left) };
}

function lettersIn(text: string): number {
  return text.normalize('NFKC').match(letters)?.length ?? 0;
}

/** Whether the two share a third of the narrower and half of the lower: what two readers say of one word is seldom of one width. */
function liesIn(item: TextItem, word: Placed): boolean {
  const wide = Math.min(item.x + item.width, word.x + word.width) - Math.max(item.x, word.x);
  const high = Math.min(item.y + item.height, word.y + word.height) - Math.max(item.y, word.y);
  return wide > Math.min(item.width, word.width) / 3 && high > Math.min(item.height, word.height) / 2;
}

function holds(outer: Placed, inner: Placed): boolean {
  const [x, y] = [inner.x + inner.width / 2, inner.y + inner.height / 2];
  return x > outer.x && x < outer.x + outer.width && y > outer.y && y < outer.y + outer.height;
}

/** Letters of one word, in more than one box. */
function isTorn({ text, words = [] }: TextItem): boolean {
  return words.some((word, index) => {
    const next = words[index + 1];
    return next !== undefined && ends(word.text) && starts(next.text) && text.includes(word.text + next.text);
  });
}

function ends(text: string): boolean {
  return rightToLeft.test(text.at(-1) ?? '');
}

function starts(text: string): boolean {
  return rightToLeft.test(text.at(0) ?? '');
}

/** Upright right-to-left words of the page, in points from its top left. */
async function wordsOn(page: PDFPageProxy): Promise<readonly Placed[]> {
  const viewport = page.getViewport({ scale: 1 });
  const pieces: Placed[] = [];
  for (const item of (await page.getTextContent()).items) {
    if (!('str' in item) || item.width === 0) continue;
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = item.transform.map(Number);
    const [x = 0, y = 0] = viewport.convertToViewportPoint(e, f).map(Number);
    const height = Math.hypot(c, d);
    if (viewport.rotation !== 0 || Math.abs(b) > Math.abs(a) * 0.01) continue;
    const run = { text: item.str, x, y: y - height * 0.8, width: item.width, height };
    if (item.str.trim() === '') pieces.push(run);
    else pieces.push(...wordsOf(run).filter(({ text }) => rightToLeft.test(text) || sign.test(text)));
  }
  return joined(pieces);
}

/** The words of a run that is read from the right; its width is dealt out by characters. */
function wordsOf(run: Placed): readonly Placed[] {
  const each = run.width / run.text.length;
  return [...run.text.matchAll(/\S+/gu)].map(({ 0: text, index }) => ({
    ...run,
    text,
    x: run.x + run.width - (index + text.length) * each,
    width: text.length * each,
  }));
}

/** Least room between two words, in heights of their type. */
const room = 0.12;

/** Pieces that stand without room between them, as words; only those with right-to-left letters. */
function joined(pieces: readonly Placed[]): readonly Placed[] {
  const words: Placed[][] = [];
  for (const piece of pieces.toSorted((a, b) => b.x - a.x)) {
    const word = words.findLast(
      ([first]) => first !== undefined && Math.abs(first.y - piece.y) < 0.3 * first.height,
    );
    const before = word?.at(-1);
    if (before !== undefined && isSecondPrint(piece, before)) continue;
    const joins = before !== undefined && before.x - piece.x - piece.width < room * piece.height;
    if (joins && isBlank(before) === isBlank(piece)) word?.push(piece);
    else words.push([piece]);
  }
  return words.map((word) => unionOf(word)).filter(({ text }) => rightToLeft.test(text));
}

/** Bold made by printing twice. */
function isSecondPrint(piece: Placed, before: Placed): boolean {
  return piece.text === before.text && before.x - piece.x < piece.width / 2;
}

function isBlank({ text }: Placed): boolean {
  return text.trim() === '';
}

/** From the right. */
function unionOf(pieces: readonly Placed[]): Placed {
  const x = Math.min(...pieces.map((piece) => piece.x));
  const y = Math.min(...pieces.map((piece) => piece.y));
  const right = Math.max(...pieces.map((piece) => piece.x + piece.width));
  const bottom = Math.max(...pieces.map((piece) => piece.y + piece.height));
  const text = inStandingOrder(pieces.map((piece) => piece.text).join(''));
  return { text, x, y, width: right - x, height: bottom - y };
}
