/** The header of a table: the lines above its first row that name its columns. */
import { middleY, overlap } from '../geometry.ts';
import type { Header } from '../types.ts';
import { isValue, type Chunk, type VisualLine } from './chunks.ts';
import { place, type Column } from './columns.ts';
import { joinLines } from './join.ts';
import { isTitle } from './regions.ts';
import { ruledBetween, type Rulings } from './rulings.ts';

const mostHeaderLines = 7;
const leastOfSeries = 4;
const amount = /^[-+(]?[$€£¥₹]?\s?\d[\d.,' ]*[.,]\d{2}\D{0,3}$/u;
const yearOrPeriod =
  /^(?:(?:fy|q[1-4]|h[12])\s*['’]?\d{2,4}|['’]\d{2}|(?:19|20)\d{2}(?:\s*[-/–]\s*\d{2,4})?\*?)$/iu;

/** True when the line names columns: words, years or dates where the rows below hold other figures. */
export function isHeaderLike(
  line: VisualLine,
  columns: readonly Column[],
  below: readonly VisualLine[],
): boolean {
  const { cells } = place(line, columns);
  const numeric = [...cells].filter(([column]) => columns[column]?.numeric === true);
  if (numeric.length === 0) return false;
  if (isSeries(numeric.flatMap(([, chunks]) => chunks)))
    return !below.slice(0, 1).some((one) => isSeries(one.chunks));
  const cellsBelow = cellsOf(below, columns);
  const words = numeric.filter(([column, chunks]) =>
    chunks.every((chunk) => names(chunk, cellsBelow(column))),
  );
  return words.length * 10 >= numeric.length * 6;
}

/** The first of the lines by column: each is placed once, whatever number of columns there are. */
function cellsOf(
  lines: readonly VisualLine[],
  columns: readonly Column[],
): (column: number) => readonly Chunk[] {
  const placements = lines.slice(0, 12).map((line) => place(line, columns));
  return (column) => placements.flatMap(({ cells }) => cells.get(column) ?? []);
}

/** Days, weeks or years that go up by one from column to column: 12, 13, 14. */
function isSeries(chunks: readonly Chunk[]): boolean {
  const numbers = chunks.flatMap(({ text }) => (/^(?:19|20)?\d{1,2}$/u.test(text) ? [Number(text)] : []));
  return (
    numbers.length >= leastOfSeries &&
    numbers.every((number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1)
  );
}

/** @param others what stands below it in its column */
function names(chunk: Chunk, others: readonly Chunk[]): boolean {
  if (chunk.shape === 'mark') return false;
  // "30," below "September" goes on to the year below it.
  if (!isValue(chunk.shape) || /^\d{1,2},$/u.test(chunk.text)) return true;
  const period = yearOrPeriod.test(chunk.text);
  if (!period && chunk.shape !== 'date' && chunk.shape !== 'quantity') return false;
  return (
    others.length > 0 &&
    !others.some((other) => (period ? yearOrPeriod.test(other.text) : other.shape === chunk.shape))
  );
}

/**
 * First line of the header, given the line below it, going up while lines name columns.
 * @param end index of the first line below the header
 * @param named index after the last line that surely names columns; `end` when there is none
 * @param least index of the first line that may belong to it
 */
export function headerStart(
  lines: readonly VisualLine[],
  columns: readonly Column[],
  least: number,
  end: number,
  named: number,
  rulings: Rulings,
): number {
  let start = Math.min(named, end);
  while (start > least && end - start < mostHeaderLines) {
    const [line, below] = [lines[start - 1], lines[start]];
    if (line === undefined) break;
    if (below !== undefined && !isNear(line, below, start === named && named === end)) break;
    if (
      isSentence(line) ||
      (below !== undefined && isTitle(line, below, below.size)) ||
      !fitsHeader(line, columns, lines.slice(end), start < end)
    )
      break;
    if (start < end && below !== undefined && opensHeader(lines, start, end, rulings, columns)) break;
    start -= 1;
  }
  while (start < end && lines[start]?.chunks.length === 1 && isCaption(lines[start], columns)) start += 1;
  return lines.slice(start, end).some((line) => line.chunks.length >= 2 || isSoleName(line, columns))
    ? start
    : end;
}

/** A line of running text: the end of a letter's paragraph names no columns. */
function isSentence({ chunks }: VisualLine): boolean {
  const [only] = chunks;
  return (
    chunks.length === 1 &&
    only !== undefined &&
    (only.text.split(' ').length > 8 || (/[.,;!?]$/u.test(only.text) && only.text.includes(' ')))
  );
}

/** One word or year over the only column of figures. */
function isSoleName(line: VisualLine, columns: readonly Column[]): boolean {
  if (columns.length > 3) return false;
  const [column] = [...place(line, columns).cells.keys()];
  return column !== undefined && columns[column]?.numeric === true;
}

function isNear(line: VisualLine, below: VisualLine, first: boolean): boolean {
  return below.box[1] - line.box[3] <= (first ? 3.5 : 1.3) * Math.max(line.size, below.size);
}

/** A rule over the header's first line, with the table's whole width: what stands above is no header. */
function opensHeader(
  lines: readonly VisualLine[],
  start: number,
  end: number,
  rulings: Rulings,
  columns: readonly Column[],
): boolean {
  const [above, first, last] = [lines[start - 1], lines[start], lines[end - 1]];
  if (above === undefined || first === undefined || last === undefined) return false;
  const box = [columns[0]?.x0 ?? 0, above.box[3], columns.at(-1)?.x1 ?? 0, first.box[1]] as const;
  return (
    lines.slice(start, end).some((line) => line.chunks.length >= 2) &&
    ruledBetween(rulings, above.box[3] - 1.5, first.box[1] + 1.5, box) &&
    !isGrid(rulings, box)
  );
}

/** Vertical strokes go on over the rule. */
function isGrid({ vertical }: Rulings, box: readonly [number, number, number, number]): boolean {
  const across = vertical.filter(
    ({ at, from, to }) => at > box[0] && at < box[2] && from < box[1] - 1 && to > box[3] + 1,
  );
  return across.length >= 2;
}

function fitsHeader(
  line: VisualLine,
  columns: readonly Column[],
  below: readonly VisualLine[],
  some: boolean,
): boolean {
  const { cells, spans, loose } = place(line, columns);
  if (loose.length > 0 && loose.length > [...cells.values()].flat().length + spans.length) return false;
  if (loose.some(({ text }) => amount.test(text))) return false;
  const series = isSeries(line.chunks);
  const cellsBelow = cellsOf(below, columns);
  for (const [column, chunks] of cells) {
    for (const chunk of chunks) {
      const figure =
        isValue(chunk.shape) && (columns[column]?.numeric === true || chunk.shape !== 'quantity');
      if (figure && !series && !names(chunk, cellsBelow(column))) return false;
      if (chunk.text.length > 60 || chunk.text.endsWith(':')) return false;
      // Above a line of names, "Event 1" over a column of words is what all of the table is about.
      const few = cells.size * 2 <= columns.length;
      const counted = few && column <= 1 && /\d/u.test(chunk.text) && /\p{L}/u.test(chunk.text);
      if (some && counted && !yearOrPeriod.test(chunk.text) && !chunk.text.includes('(')) return false;
    }
  }
  const whole = spans.some(({ first, last }) => last - first + 1 >= columns.length && columns.length > 2);
  if (whole) return false;
  if (line.chunks.length >= 2) return true;
  return some || spans.length > 0 || [...cells.keys()].some((column) => column > 0);
}

/** One text that starts at the table's left edge and reaches over more than its first column, or is a sentence. */
function isCaption(line: VisualLine | undefined, columns: readonly Column[]): boolean {
  const [only] = line?.chunks ?? [];
  if (only === undefined) return false;
  const { spans } = place({ chunks: [only], box: only.box, size: only.size }, columns);
  const [first, second] = columns;
  const over =
    first !== undefined &&
    second !== undefined &&
    Math.abs(only.box[0] - first.x0) <= 0.5 * only.size &&
    only.box[2] > second.x0 + 1;
  return over || spans.some((span) => span.first === 0) || only.text.split(' ').length > 8;
}

/**
 * Texts of the columns, header lines joined from top to bottom. `extras` are columns that only further lines of
 * rows fill: they take what a base column cannot: its second text in one line, or one in a further line.
 */
export function headersOf(
  lines: readonly VisualLine[],
  columns: readonly Column[],
  extras: readonly Column[],
  rulings: Rulings,
): Header[] {
  const parts: Chunk[][] = [...columns, ...extras].map(() => []);
  for (const [index, line] of lines.entries()) {
    const { cells, spans, loose } = place(line, columns);
    const named = parts.map((part) => part.length > 0);
    for (const [column, chunks] of cells) {
      for (const chunk of chunks) {
        const extra = extraFor(chunk, chunks, columns[column], extras, named[column] === true);
        if (extra >= 0) parts[columns.length + extra]?.push(chunk);
        else
          for (const target of underlined(chunk, column, { line, columns, rulings }))
            parts[target]?.push(chunk);
      }
    }
    for (const { chunk, first, last } of spans) {
      for (const target of spanned(chunk, first, last, columns, index === lines.length - 1))
        parts[target]?.push(chunk);
    }
    for (const chunk of loose) {
      const extra = bestOver(chunk, extras);
      parts[extra < 0 ? nearest(chunk, columns, rulings) : columns.length + extra]?.push(chunk);
    }
  }
  return parts.map((chunks) => headerOf(chunks));
}

function headerOf(chunks: readonly Chunk[]): Header {
  const sorted = [...chunks].sort((a, b) => {
    const level = middleY(a.box) - middleY(b.box);
    return Math.abs(level) > 0.5 * Math.min(a.size, b.size) ? level : a.box[0] - b.box[0];
  });
  return {
    text: joinLines(sorted.map((chunk) => chunk.text)),
    ranges: sorted.flatMap((chunk) => chunk.ranges),
  };
}

/** Index of the extra column that a header text belongs to; -1: to the base column that it stands over. */
function extraFor(
  chunk: Chunk,
  beside: readonly Chunk[],
  base: Column | undefined,
  extras: readonly Column[],
  named: boolean,
): number {
  if (base === undefined || (beside.length === 1 && !named)) return -1;
  const off = (other: Chunk): number =>
    base.align === 'right' ? Math.abs(other.box[2] - base.x1) : Math.abs(other.box[0] - base.x0);
  const nearestToBase = beside.every((other) => off(chunk) <= off(other));
  return nearestToBase && !named ? -1 : bestOver(chunk, extras);
}

function bestOver({ box }: Chunk, columns: readonly Column[]): number {
  let best = -1;
  let most = 0;
  for (const [index, { x0, x1 }] of columns.entries()) {
    const over = overlap(x0, x1, box[0], box[2]) / Math.max(x1 - x0, box[2] - box[0]);
    if (over > most) [best, most] = [index, over];
  }
  return best;
}

interface HeadLine {
  readonly line: VisualLine;
  readonly columns: readonly Column[];
  readonly rulings: Rulings;
}

/** A heading with a short rule below it, which is its alone, names every column over the rule. */
function underlined(chunk: Chunk, column: number, { line, columns, rulings }: HeadLine): number[] {
  const stroke = rulings.horizontal.find(
    ({ at, from, to }) =>
      at >= chunk.box[3] - 2 &&
      at <= chunk.box[3] + 0.6 * chunk.size &&
      from <= chunk.box[0] + 2 &&
      to >= chunk.box[2] - 2 &&
      Math.abs(from + to - chunk.box[0] - chunk.box[2]) / 2 <= chunk.size,
  );
  const shares = (other: Chunk): boolean =>
    other !== chunk && overlap(stroke?.from ?? 0, stroke?.to ?? 0, other.box[0], other.box[2]) > 0;
  if (stroke === undefined || line.chunks.some(shares)) return [column];
  const under = columns.flatMap(({ x0, x1 }, index) =>
    overlap(x0, x1, stroke.from, stroke.to) > 0.5 * (x1 - x0) ? [index] : [],
  );
  return under.includes(column) ? under : [column];
}

/** Columns below a heading: those it lies over, and further ones while that brings their middle under its own. */
function spanned(
  chunk: Chunk,
  first: number,
  last: number,
  columns: readonly Column[],
  lowest: boolean,
): number[] {
  const middle = (chunk.box[0] + chunk.box[2]) / 2;
  if (lowest) {
    const own = columns
      .slice(first, last + 1)
      .map(({ x0, x1 }) => overlap(x0, x1, chunk.box[0], chunk.box[2]));
    const most = Math.max(...own);
    return own.flatMap((shared, index) => (shared >= 0.6 * most ? [first + index] : []));
  }
  let best = { from: first, to: last, off: Infinity };
  for (const from of [first, first - 1]) {
    for (const to of [last, last + 1]) {
      const [left, right] = [columns[from], columns[to]];
      if (left === undefined || right === undefined) continue;
      const off = Math.abs((left.x0 + right.x1) / 2 - middle);
      if (off < best.off - chunk.size) best = { from, to, off };
    }
  }
  return Array.from({ length: best.to - best.from + 1 }, (_, index) => best.from + index);
}

/** The column least far away; one behind a stroke is further than any other. */
function nearest({ box }: Chunk, columns: readonly Column[], { vertical }: Rulings): number {
  let best = 0;
  let least = Infinity;
  for (const [index, { x0, x1 }] of columns.entries()) {
    const divided = vertical.some(
      ({ at, from, to }) =>
        from < box[3] && to > box[1] && (at - (x0 + x1) / 2) * (at - (box[0] + box[2]) / 2) < 0,
    );
    const away = -overlap(x0, x1, box[0], box[2]) + (divided ? 1e4 : 0);
    if (away < least) [best, least] = [index, away];
  }
  return best;
}
