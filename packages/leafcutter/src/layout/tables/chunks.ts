/** Visual lines and the chunks that they are made of: segments with what belongs to a number put back to it. */
import type { Box, Page, Range, Rule } from '../../document/types.ts';
import { boxUnion, middleY } from '../geometry.ts';
import type { Segment } from '../types.ts';

/** mark: a dash or the like that stands for nothing. code: one word with digits that is no number. figures: several values. */
export type Shape = 'number' | 'quantity' | 'date' | 'time' | 'code' | 'mark' | 'figures' | 'text';

export interface Chunk {
  readonly text: string;
  /** Left to right as printed; one, or several where signs stand apart from their number. */
  readonly ranges: readonly Range[];
  readonly box: Box;
  readonly size: number;
  readonly bold: boolean;
  readonly shape: Shape;
}

/** Everything at one height, left to right. */
export interface VisualLine {
  readonly chunks: readonly Chunk[];
  readonly box: Box;
  /** Height of its type, points. */
  readonly size: number;
}

/** Top to bottom. */
export function visualLinesOf(page: Page, segments: readonly Segment[]): VisualLine[] {
  const sorted = [...segments].sort((a, b) => middleY(a.box) - middleY(b.box) || a.box[0] - b.box[0]);
  const rows: { middle: number; size: number; segments: Segment[] }[] = [];
  for (const segment of sorted) {
    const middle = middleY(segment.box);
    const row = rows.at(-1);
    if (row !== undefined && belongs(row, segment, middle)) {
      row.segments.push(segment);
      row.middle += (middle - row.middle) / row.segments.length;
      row.size = Math.max(row.size, segment.size);
    } else rows.push({ middle, size: segment.size, segments: [segment] });
  }
  const verticals = page.rules.filter((rule) => Math.abs(rule.x1 - rule.x0) <= 2 && rule.y1 - rule.y0 > 4);
  return rows.map((row) => lineOf(glued(row.segments, verticals)));
}

/** At one height, and not over or under a segment that is there already. */
function belongs(
  row: { middle: number; size: number; segments: readonly Segment[] },
  segment: Segment,
  middle: number,
): boolean {
  const small = Math.min(row.size, segment.size);
  if (Math.abs(middle - row.middle) > 0.45 * small) return false;
  return row.segments.every(
    (other) =>
      Math.min(other.box[2], segment.box[2]) - Math.max(other.box[0], segment.box[0]) < 0.5 * small ||
      Math.abs(middleY(other.box) - middle) < 0.2 * small,
  );
}

export function lineOf(chunks: readonly Chunk[]): VisualLine {
  return {
    chunks,
    box: boxUnion(chunks.map((chunk) => chunk.box)),
    size: Math.max(1, ...chunks.map((chunk) => chunk.size)),
  };
}

function glued(segments: readonly Segment[], verticals: readonly Rule[]): Chunk[] {
  const sorted = [...segments].sort((a, b) => a.box[0] - b.box[0]);
  const chunks: Chunk[] = [];
  for (const segment of sorted) {
    const chunk: Chunk = {
      text: segment.text,
      ranges: [{ start: segment.start, end: segment.end }],
      box: segment.box,
      size: segment.size,
      bold: segment.bold,
      shape: shapeOf(segment.text),
    };
    const before = chunks.at(-1);
    if (before !== undefined && belongTogether(before, chunk) && !divided(before, chunk, verticals)) {
      chunks[chunks.length - 1] = joined(before, chunk);
    } else chunks.push(chunk);
  }
  return chunks;
}

/** One chunk of several that stand in reading order; text joined by spaces. */
export function joined(...parts: readonly Chunk[]): Chunk {
  const text = parts.map((part) => part.text).join(' ');
  return {
    text,
    ranges: parts.flatMap((part) => part.ranges),
    box: boxUnion(parts.map((part) => part.box)),
    size: Math.max(...parts.map((part) => part.size)),
    bold: parts.every((part) => part.bold),
    shape: shapeOf(text),
  };
}

/** How far signs may stand from their number, in type sizes: accounts set the currency at the column's left edge. */
const reach = { currency: 9, bracket: 2.5, percent: 1.6 };
const currencySign = /^(?:[$€£¥₩₹]|US\$|[A-Z]{0,2}\$)$/u;

function belongTogether(a: Chunk, b: Chunk): boolean {
  const gap = (b.box[0] - a.box[2]) / Math.max(a.size, b.size);
  if (gap < -0.3) return false;
  const numeric = b.shape === 'number' || /^[(\d]/u.test(b.text);
  if (currencySign.test(a.text) && (numeric || b.shape === 'mark')) return gap < reach.currency;
  if (/^[$€£¥]?\s*\($/u.test(a.text) && (numeric || b.shape === 'mark')) return gap < reach.bracket * 2;
  if (/^[)%]+$/u.test(b.text)) return gap < reach.bracket && /[\d)-]$/u.test(a.text);
  if (/^[€$£%]$/u.test(b.text)) return gap < reach.percent && a.shape === 'number';
  return false;
}

function divided(a: Chunk, b: Chunk, verticals: readonly Rule[]): boolean {
  const y = middleY(a.box);
  return verticals.some(
    (rule) => rule.x0 > a.box[2] - 2 && rule.x1 < b.box[0] + 2 && rule.y0 <= y && y <= rule.y1,
  );
}

const monthName =
  '(?:jan|feb|fév|mar|mär|mrz|maa|apr|avr|abr|may|mai|mag|mei|jun|giu|juin|jul|lug|juil|aug|aoû|ago|sep|set|oct|okt|ott|out|nov|dec|dez|déc|dic|ene|gen)\\p{L}{0,7}';
const date = new RegExp(
  `^(?:\\d{1,4}[./-]\\d{1,2}[./-]\\d{2,4}|(?:0?[1-9]|[12]\\d|3[01])(?:\\.(?:0?[1-9]|1[0-2])\\.|/(?:0?[1-9]|[12]\\d|3[01]))|\\d{1,2}\\.?[ -]?${monthName}\\.?,?(?:[ -]\\d{2,4})?|${monthName}\\.?,? \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?)$`,
  'iu',
);
const time = /^\d{1,3}:\d{2}(?:[:.]\d{1,3}){0,2}(?: ?[ap]m)?$/iu;
const number =
  /^[-+−–(]{0,2}\s*(?:[$€£¥₩₹]|US\$|EUR|USD|CHF|GBP)?\s*[-+−–(]?\s*(?:\d[\d.,'’\u00a0 ]*|[.,]\d+)\s*\)?\s*(?:%|‰|[$€£¥]|EUR|USD|CHF|GBP)?\s*[-−)]?[*†]?$/u;
const quantity = /^[-+−]?\d[\d.,]*\s?[\p{L}²³%µ/".'°-]{1,6}\.?$/u;
const mark = /^[-–—−=._*x✓✔☐☑☒•·()[\]/\s]{1,12}$|^(?:n\/?a|nil|k\.?a\.?)$/iu;

export function shapeOf(given: string): Shape {
  const text = given.trim();
  if (mark.test(text)) return 'mark';
  if (date.test(text)) return 'date';
  if (time.test(text)) return 'time';
  if (number.test(text)) return 'number';
  if (quantity.test(text)) return 'quantity';
  if (!/\s/u.test(text) && /\d/u.test(text)) return 'code';
  return /\d.*\s/u.test(text) && text.split(/\s+/u).every((word) => isValue(shapeOf(word)))
    ? 'figures'
    : 'text';
}

/** Prints that stand once in a row, however many lines the row has. */
export function isValue(shape: Shape): boolean {
  return shape === 'number' || shape === 'date' || shape === 'time' || shape === 'quantity';
}
