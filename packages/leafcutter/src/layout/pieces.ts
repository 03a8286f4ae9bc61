/**
 * Segments cut where they hold captions: "Contract: 4314445 Acct Type: National" is two captions with a value
 * each. A caption is what stands before a colon, or before a number, date or code that ends the segment.
 */
import type { Box, Page, Range, Word } from '../document/types.ts';
import type { Segment } from './types.ts';
import { captionRuns } from './weight.ts';

/** label: ends with a colon, or changes type to its value. value: stands after one in the same segment. plain: may be either. */
export interface Piece extends Range {
  readonly kind: 'label' | 'value' | 'plain';
  /** Without the colon for labels. */
  readonly text: string;
  readonly box: Box;
  readonly firstWord: number;
  readonly lastWord: number;
  /** Of a value: the index of its label in the list. */
  readonly label: number | null;
  /** Of a label: told from its value by the weight of the type alone. */
  readonly byWeight?: boolean;
  /** Index of the segment that it was cut from. */
  readonly segment: number;
}

const longestLabelWords = 7;
const longestLabelLength = 60;

/** Pieces of all segments, in the segments' order; words of one piece are consecutive. */
export function piecesOf(page: Page, segments: readonly Segment[]): Piece[] {
  const pieces: Piece[] = [];
  for (const [index, segment] of segments.entries()) cutAtColons(page, segment, index, pieces);
  for (let at = 1; at < pieces.length; at += 1) joinAtColon(page, pieces, at);
  return pieces;
}

/** "Number      : 4711": the colon opens the value's segment, and makes a caption of the one before it. */
function joinAtColon(page: Page, pieces: Piece[], at: number): void {
  const [before, piece] = [pieces[at - 1], pieces[at]];
  if (before === undefined || piece === undefined || before.kind !== 'plain' || piece.kind !== 'plain')
    return;
  const sameRow = Math.min(before.box[3], piece.box[3]) - Math.max(before.box[1], piece.box[1]) > 0;
  const colon = /^[:：]\s*/u.exec(piece.text);
  if (colon === null || !sameRow || before.box[2] > piece.box[0] + 1 || !isCaption(before.text)) return;
  pieces[at - 1] = { ...before, kind: 'label' };
  if (colon[0].length === piece.text.length) return;
  const start = piece.start + colon[0].length;
  const words = page.words.slice(piece.firstWord, piece.lastWord).filter((word) => word.end > start);
  pieces[at] = {
    ...piece,
    kind: 'value',
    label: at - 1,
    start,
    text: page.text.slice(start, piece.end),
    box: boxOf(words),
  };
}

function cutAtColons(page: Page, segment: Segment, index: number, pieces: Piece[]): void {
  const words = page.words.slice(segment.firstWord, segment.lastWord);
  const colons: number[] = [];
  for (const [at, word] of words.entries()) {
    if (endsLabel(word, words[at + 1]) || opensValue(words[at + 1])) colons.push(at);
  }
  const labels: { first: number; last: number }[] = [];
  for (const colon of colons) {
    const floor = labels.length === 0 ? 0 : (labels.at(-1)?.last ?? 0) + 1;
    const first =
      labels.length === 0 && colon - floor < longestLabelWords ? floor : labelStart(words, floor, colon);
    const text = textOf(page, words, first, colon);
    if (isCaption(text)) labels.push({ first, last: colon });
  }
  const push = (kind: Piece['kind'], first: number, last: number, label: number | null): void => {
    if (first > last) return;
    const piece = withoutOpeningColon(page, pieceOf(page, segment, words, first, last), kind);
    pieces.push({
      ...piece,
      kind,
      label,
      segment: index,
      text: kind === 'label' ? withoutColon(piece.text) : piece.text,
    });
  };
  if (labels.length === 0) {
    const runs = captionRuns(words);
    if (runs === null) return push('plain', 0, words.length - 1, null);
    for (const [at, { first, end }] of runs.entries()) {
      push(at % 2 === 0 ? 'label' : 'value', first, end - 1, at % 2 === 0 ? null : pieces.length - 1);
      const piece = pieces.at(-1);
      if (piece?.kind === 'label') pieces[pieces.length - 1] = { ...piece, byWeight: true };
    }
    return;
  }
  push('plain', 0, (labels[0]?.first ?? 0) - 1, null);
  for (const [at, label] of labels.entries()) {
    const next = labels[at + 1]?.first ?? words.length;
    push('label', label.first, label.last, null);
    push('value', label.last + 1, next - 1, pieces.length - 1);
  }
}

/** A word that closes a caption: a colon at its end, or alone; not that of a time, a ratio or an address. */
function endsLabel(word: Word, next: Word | undefined): boolean {
  if (!/[:：]$/u.test(word.text)) return false;
  if (/^(?:https?|ftp|mailto):$/iu.test(word.text)) return false;
  if (/^\d{1,2}:$/u.test(word.text) && next !== undefined && /^\d/u.test(next.text)) return false;
  return true;
}

/** ":90-94" after "Age Group": the colon has slipped to the value. */
function opensValue(word: Word | undefined): boolean {
  return word !== undefined && /^[:：][^:：\s]/u.test(word.text);
}

function withoutOpeningColon<Part extends { start: number; end: number; text: string }>(
  page: Page,
  part: Part,
  kind: Piece['kind'],
): Part {
  const colon = kind === 'value' ? /^[:：]\s*/u.exec(part.text) : null;
  if (colon === null || colon[0].length >= part.text.length) return part;
  const start = part.start + colon[0].length;
  return { ...part, start, text: page.text.slice(start, part.end) };
}

/** Where a further caption of a line starts: after the widest gap, or at the first of the capitalised words before it. */
function labelStart(words: readonly Word[], floor: number, colon: number): number {
  let start = colon;
  const least = floor === 0 ? 0 : floor + 1;
  while (start > least && colon - start < longestLabelWords - 1) {
    const before = words[start - 1];
    if (before === undefined || /\d/u.test(before.text) || /[,;.)]$/u.test(before.text)) break;
    start -= 1;
  }
  let widest = start;
  let width = 0;
  for (let at = Math.max(start, 1); at <= colon; at += 1) {
    const gap = (words[at]?.box[0] ?? 0) - (words[at - 1]?.box[2] ?? 0);
    if (gap > width * 1.5 && gap > 0) [widest, width] = [at, gap];
  }
  const usual = median(words.slice(1).map((word, at) => word.box[0] - (words[at]?.box[2] ?? 0)));
  if (width > usual * 1.6) return widest;
  while (start < colon && !/^[\p{Lu}#№(]/u.test(words[start]?.text ?? '')) start += 1;
  return start;
}

function isCaption(text: string): boolean {
  return (
    text.length <= longestLabelLength && /\p{L}|#/u.test(text) && text.split(' ').length <= longestLabelWords
  );
}

function pieceOf(page: Page, segment: Segment, words: readonly Word[], first: number, last: number) {
  const start = words[first]?.start ?? segment.start;
  const end = words[last]?.end ?? segment.end;
  return {
    start,
    end,
    text: page.text.slice(start, end),
    box: boxOf(words.slice(first, last + 1)),
    firstWord: segment.firstWord + first,
    lastWord: segment.firstWord + last + 1,
  };
}

function textOf(page: Page, words: readonly Word[], first: number, last: number): string {
  return page.text.slice(words[first]?.start ?? 0, words[last]?.end ?? 0);
}

export function withoutColon(text: string): string {
  return text.replace(/[\s:：]+$/u, '');
}

export function boxOf(words: readonly { readonly box: Box }[]): Box {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { box } of words) {
    x0 = Math.min(x0, box[0]);
    y0 = Math.min(y0, box[1]);
    x1 = Math.max(x1, box[2]);
    y1 = Math.max(y1, box[3]);
  }
  return [x0, y0, x1, y1];
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
