/** Chunks cut at column borders where two cells stand closer than words usually do. */
import type { Page, Word } from '../../document/types.ts';
import { boxUnion, median } from '../geometry.ts';
import { boldTells } from '../weight.ts';
import { isValue, shapeOf, type Chunk, type VisualLine } from './chunks.ts';
import type { Column } from './columns.ts';

/** Cells are farther apart than words: than the other words of the chunk, or, in few words, than this many type sizes. */
const wider = 1.25;
const leastGap = 0.33;

/** The line with every chunk that lies over several columns cut where a space between words falls between two of them. */
export function splitAtColumns(page: Page, line: VisualLine, columns: readonly Column[]): VisualLine {
  if (isWhole(line)) return line;
  const chunks: Chunk[] = [];
  let changed = false;
  for (const chunk of line.chunks) {
    const cuts = bordersIn(chunk, columns);
    const parts = cuts.length === 0 ? [chunk] : cut(page, chunk, cuts);
    if (line.chunks.length === 1 && closes(parts, columns)) return line;
    changed ||= parts.length > 1;
    chunks.push(...parts);
  }
  return changed ? { ...line, chunks } : line;
}

/** A few words alone in their line are a heading, not cells. */
function isWhole({ chunks }: VisualLine): boolean {
  const [only] = chunks;
  return (
    chunks.length === 1 && only !== undefined && !/\d/u.test(only.text) && only.text.split(' ').length <= 3
  );
}

/** "Grade average 3.65": a caption with its value in a line of its own, which would fill two of many columns. */
function closes([caption, value, ...more]: readonly Chunk[], columns: readonly Column[]): boolean {
  return (
    more.length === 0 &&
    columns.length >= 4 &&
    caption?.shape === 'text' &&
    value !== undefined &&
    isValue(value.shape)
  );
}

/** White stripes between neighbouring columns that the chunk lies over. */
function bordersIn({ box }: Chunk, columns: readonly Column[]): { from: number; to: number }[] {
  const borders: { from: number; to: number }[] = [];
  for (let at = 0; at + 1 < columns.length; at += 1) {
    const [left, right] = [columns[at], columns[at + 1]];
    if (left === undefined || right === undefined || right.x0 < left.x1) continue;
    if (box[0] < left.x1 - 1 && box[2] > right.x0 + 1) borders.push({ from: left.x1, to: right.x0 });
  }
  return borders;
}

function cut(page: Page, chunk: Chunk, borders: readonly { from: number; to: number }[]): Chunk[] {
  const words = page.words.filter((word) =>
    chunk.ranges.some(({ start, end }) => word.start >= start && word.end <= end),
  );
  const gaps = words.slice(1).map((word, index) => word.box[0] - (words[index]?.box[2] ?? 0));
  const usual = words.length < 4 ? leastGap * chunk.size : wider * median(gaps);
  const ends: number[] = [];
  for (const { from, to } of borders) {
    const at = gaps.findIndex((gap, index) => {
      const [left, right] = [words[index], words[index + 1]];
      if (left === undefined || right === undefined) return false;
      return left.box[2] <= to + 0.5 && right.box[0] >= from - 0.5 && gap >= usual;
    });
    if (at < 0) return [chunk];
    ends.push(at + 1);
  }
  const parts: Chunk[] = [];
  let start = 0;
  for (const end of [...ends, words.length]) {
    const part = chunkOf(page, words.slice(start, end));
    if (part !== null) parts.push(part);
    start = end;
  }
  return parts;
}

function chunkOf(page: Page, words: readonly Word[]): Chunk | null {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return null;
  const text = page.text.slice(first.start, last.end);
  return {
    text,
    ranges: [{ start: first.start, end: last.end }],
    box: boxUnion(words.map((word) => word.box)),
    size: Math.max(...words.map((word) => (word.size > 0 ? word.size : word.box[3] - word.box[1]))),
    bold: boldTells(page) && words.every((word) => word.bold === true),
    shape: shapeOf(text),
  };
}
