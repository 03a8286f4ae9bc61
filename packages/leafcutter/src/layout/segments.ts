/** Runs of words without a wide gap, and the blocks (paragraphs, addresses, cells) that they make. */
import type { Box, Page, Rule, Word } from '../document/types.ts';
import { boxUnion, clamp, median, middleY, overlap, quantile } from './geometry.ts';
import { boldTells } from './weight.ts';
import type { Block, Segment } from './types.ts';

/** Space between words as shares of the type size: what is usual even where a line has only one or two gaps. */
const leastSpace = 0.15;
const mostSpace = 0.45;
/** A gap this many times the usual space divides segments, but never one below `leastGap` type sizes. */
const wideGap = 1.9;
const leastGap = 0.6;

/** Live words only: struck and hidden ones are left out. Order and word indexes are the page's. */
export function segmentsOf(page: Page): Segment[] {
  const verticals = page.rules.filter((rule) => Math.abs(rule.x1 - rule.x0) <= 2 && rule.y1 - rule.y0 > 4);
  const space = usualSpace(page);
  const segments: Segment[] = [];
  for (const line of page.lines) {
    const lineSpace = spaceOfLine(page, line.firstWord, line.lastWord, space);
    let first = -1;
    for (let at = line.firstWord; at < line.lastWord; at += 1) {
      const word = page.words[at];
      if (word === undefined || !isLive(word)) {
        if (first >= 0) segments.push(segmentOf(page, first, at));
        first = -1;
        continue;
      }
      const before = page.words[at - 1];
      if (first >= 0 && before !== undefined && divides(before, word, lineSpace, verticals)) {
        segments.push(segmentOf(page, first, at));
        first = at;
      } else if (first < 0) first = at;
    }
    if (first >= 0) segments.push(segmentOf(page, first, line.lastWord));
  }
  return segments;
}

export function isLive(word: Word): boolean {
  return !word.struck && !word.hidden && word.end > word.start;
}

/** Height of the type; from the box where the parser does not know it. */
export function sizeOf(word: Word): number {
  return word.size > 0 ? word.size : Math.max(1, word.box[3] - word.box[1]);
}

/** Horizontal distance, whichever of the two stands left (right-to-left text comes in logical order). */
function gapBetween(a: Word, b: Word): number {
  return Math.max(b.box[0] - a.box[2], a.box[0] - b.box[2]);
}

/** The page's space between words in type sizes: the lower quartile, since gaps of tables are wider. */
function usualSpace(page: Page): number {
  const gaps: number[] = [];
  for (const line of page.lines) {
    for (let at = line.firstWord + 1; at < line.lastWord; at += 1) {
      const [a, b] = [page.words[at - 1], page.words[at]];
      if (a === undefined || b === undefined) continue;
      const gap = gapBetween(a, b) / sizeOf(a);
      if (gap > 0.05 && gap < 1.5) gaps.push(gap);
    }
  }
  return gaps.length === 0 ? 0.28 : clamp(quantile(gaps, 0.25), leastSpace, mostSpace);
}

/** Justified lines have wider spaces: the line's own median counts where it has enough of them. */
function spaceOfLine(page: Page, firstWord: number, lastWord: number, usual: number): number {
  if (lastWord - firstWord < 6) return usual;
  const gaps: number[] = [];
  for (let at = firstWord + 1; at < lastWord; at += 1) {
    const [a, b] = [page.words[at - 1], page.words[at]];
    if (a !== undefined && b !== undefined) gaps.push(gapBetween(a, b) / sizeOf(a));
  }
  return Math.max(usual, clamp(median(gaps), leastSpace, mostSpace));
}

function divides(a: Word, b: Word, space: number, verticals: readonly Rule[]): boolean {
  const gap = gapBetween(a, b);
  const size = Math.max(sizeOf(a), sizeOf(b));
  if (gap > Math.max(leastGap, space * wideGap) * size) return true;
  return gap > -0.1 * size && verticals.some((rule) => standsBetween(rule, a.box, b.box));
}

function standsBetween(rule: Rule, a: Box, b: Box): boolean {
  const x = (rule.x0 + rule.x1) / 2;
  const [left, right] = a[0] <= b[0] ? [a, b] : [b, a];
  if (x < left[2] - 1 || x > right[0] + 1) return false;
  const y = middleY(left);
  return rule.y0 <= y && y <= rule.y1;
}

/** The words `first` to `last` (exclusive), which are consecutive, as one segment. */
export function segmentOf(page: Page, first: number, last: number): Segment {
  const words = page.words.slice(first, last);
  const start = words[0]?.start ?? 0;
  const end = words.at(-1)?.end ?? start;
  return {
    start,
    end,
    text: page.text.slice(start, end),
    box: boxUnion(words.map((word) => word.box)),
    firstWord: first,
    lastWord: last,
    size: median(words.map(sizeOf)),
    bold: boldTells(page) && words.every((word) => word.bold === true),
  };
}

/** Lines closer than this many type sizes belong together. */
const lineGap = 0.75;

/** Lines of one paragraph, address or cell: close together, of one size, aligned left, right or by their middle. */
export function blocksOf(segments: readonly Segment[], rules: readonly Rule[] = []): Block[] {
  const horizontals = rules.filter((rule) => Math.abs(rule.y1 - rule.y0) <= 2 && rule.x1 - rule.x0 > 4);
  const sorted = [...segments].sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
  const open: Segment[][] = [];
  const blocks: Segment[][] = [];
  for (const segment of sorted) {
    let best: Segment[] | null = null;
    let bestGap = Infinity;
    for (const lines of open) {
      const last = lines.at(-1);
      if (last === undefined || !follows(last, segment)) continue;
      const gap = segment.box[1] - last.box[3];
      if (gap < bestGap && !horizontals.some((rule) => liesBetween(rule, last.box, segment.box))) {
        [best, bestGap] = [lines, gap];
      }
    }
    if (best === null) {
      const lines = [segment];
      open.push(lines);
      blocks.push(lines);
    } else best.push(segment);
    for (let at = open.length - 1; at >= 0; at -= 1) {
      const last = open[at]?.at(-1);
      if (last !== undefined && segment.box[1] - last.box[3] > 3 * last.size) open.splice(at, 1);
    }
  }
  return blocks.map((lines) => ({
    text: lines.map((line) => line.text).join('\n'),
    lines,
    box: boxUnion(lines.map((line) => line.box)),
  }));
}

function follows(above: Segment, below: Segment): boolean {
  const size = Math.min(above.size, below.size);
  if (Math.max(above.size, below.size) > size * 1.2) return false;
  const gap = below.box[1] - above.box[3];
  if (gap > size * lineGap || gap < -size * 0.4) return false;
  if (overlap(above.box[0], above.box[2], below.box[0], below.box[2]) <= 0) return false;
  const slack = size * 0.6;
  return (
    Math.abs(above.box[0] - below.box[0]) <= slack ||
    Math.abs(above.box[2] - below.box[2]) <= slack / 2 ||
    Math.abs(above.box[0] + above.box[2] - below.box[0] - below.box[2]) / 2 <= slack / 2
  );
}

function liesBetween(rule: Rule, above: Box, below: Box): boolean {
  const y = (rule.y0 + rule.y1) / 2;
  return (
    y > middleY(above) &&
    y < middleY(below) &&
    overlap(rule.x0, rule.x1, Math.max(above[0], below[0]), Math.min(above[2], below[2])) > 0
  );
}
