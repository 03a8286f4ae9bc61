/** Tables drawn as grids: where their strokes end, they end. */
import { middleY, overlap } from '../geometry.ts';
import type { VisualLine } from './chunks.ts';
import type { Column } from './columns.ts';
import type { Rulings, Stroke } from './rulings.ts';

/** A cell's edge may stand so far outside of its text, points. */
const padding = 16;
const leastStrokes = 3;
/** Strokes at one place, points. */
const samePlace = 3;

/**
 * Index of the first line that lies outside of the grid of upright strokes about the first one; the number of lines
 * where there is no such grid. Rows that go on at the same strokes further down belong to it.
 */
export function gridEnd(
  lines: readonly VisualLine[],
  columns: readonly Column[],
  { vertical }: Rulings,
): number {
  const [first] = lines;
  if (first === undefined) return 0;
  const left = (columns[0]?.x0 ?? 0) - padding;
  const right = (columns.at(-1)?.x1 ?? 0) + padding;
  const within = vertical.filter(({ at }) => at >= left && at <= right);
  const grid = within.filter((stroke) => crosses(stroke, first));
  if (grid.length < leastStrokes) return lines.length;
  let end = lines.length;
  while (end > 1 && !lines.slice(end - 1, end).some((line) => isInside(line, within, grid))) end -= 1;
  return end;
}

/** Strokes of the grid, or others at their places, stand about the line. */
function isInside(line: VisualLine, strokes: readonly Stroke[], grid: readonly Stroke[]): boolean {
  const about = strokes.filter((stroke) => crosses(stroke, line));
  const same = about.filter(({ at }) => grid.some((other) => Math.abs(other.at - at) <= samePlace));
  return same.length >= 2 && same.length * 2 > about.length;
}

function crosses({ from, to }: Stroke, { box }: VisualLine): boolean {
  const y = middleY(box);
  return from <= y && y <= to;
}

/**
 * Each column as wide as its cells are drawn: a name may stand at the left of its cell over figures at the right.
 * @param line one that the grid surrounds
 */
export function withGrid(
  columns: readonly Column[],
  line: VisualLine | undefined,
  { vertical }: Rulings,
): readonly Column[] {
  if (line === undefined) return columns;
  const strokes = vertical.filter((stroke) => crosses(stroke, line)).map(({ at }) => at);
  return columns.map((column, index) => {
    const left = Math.max(...strokes.filter((at) => at <= column.x0 + 1));
    const right = Math.min(...strokes.filter((at) => at >= column.x1 - 1));
    const alone =
      (columns[index - 1]?.x1 ?? -Infinity) <= left + 1 && (columns[index + 1]?.x0 ?? Infinity) >= right - 1;
    return Number.isFinite(left) && Number.isFinite(right) && alone
      ? { ...column, x0: left, x1: right }
      : column;
  });
}

/** Columns of one cell of the grid, which no line fills both of, are one: a name at the left, its figures at the right. */
export function mergedInGrid(
  columns: readonly Column[],
  lines: readonly VisualLine[],
  { vertical }: Rulings,
): readonly Column[] {
  const [line] = lines;
  if (line === undefined) return columns;
  const strokes = vertical.filter((stroke) => crosses(stroke, line)).map(({ at }) => at);
  if (strokes.length < leastStrokes) return columns;
  const merged: Column[] = [];
  for (const column of columns) {
    const before = merged.at(-1);
    const divided =
      before === undefined ||
      strokes.some((at) => at > before.x0 && at < column.x1) ||
      !hasSides(strokes, before, column);
    if (divided || lines.some((one) => holds(one, before) && holds(one, column))) merged.push(column);
    else merged[merged.length - 1] = { ...(column.numeric ? column : before), x0: before.x0, x1: column.x1 };
  }
  return merged;
}

function hasSides(strokes: readonly number[], left: Column, right: Column): boolean {
  return strokes.some((at) => at <= left.x0 + 1) && strokes.some((at) => at >= right.x1 - 1);
}

function holds({ chunks }: VisualLine, { x0, x1 }: Column): boolean {
  return chunks.some(({ box }) => overlap(x0, x1, box[0], box[2]) > 0);
}
