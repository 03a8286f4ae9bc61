/** The lines of a page in the order in which people read them: columns one after another, each line whole. */
import type { Box, Page, Range } from '../document/types.ts';
import { bodySize, headingsOf } from './headings.ts';
import { boxUnion, median, middleY, quantile } from './geometry.ts';
import type { Segment } from './types.ts';

export interface TextLine {
  readonly page: number;
  /** Segments joined by a space, without the mark of a list. */
  readonly text: string;
  /** One range a segment, without the mark. */
  readonly ranges: readonly Range[];
  readonly segments: readonly Segment[];
  readonly box: Box;
  readonly size: number;
  /** Counts from 0, left to right; lines over all columns have 0. */
  readonly column: number;
  /** First of a column whose text does not go on from the one before. */
  readonly apart: boolean;
  /** It stands out by size or place. */
  readonly heading: boolean;
  /** `•`, `-`, `1.`, `[12]` and their like open the line. */
  readonly marker: 'bullet' | 'number' | null;
  /** More room above it than lines of its column usually have, or first of its column. */
  readonly setOff: boolean;
}

const bullet =
  /^(?:[•·▪■◦‣●○◆◇❖➢➤►✓✔*–—-]|\uf0b7|\uf0a7|\uf02d|[^\p{L}\p{N}\s"'“„«([{$€£+#@&/.,;:!?%§]{1,2})\s+(?=\S)/u;
/** How recognition reads a bullet. */
const readBullet = /^(?:[e¢°©®«»*]|[oO])\s+(?=\p{Lu}|\d|\p{Ll}{3})/u;
const numbering = /^(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}\s?[.)])\s+(?=\S)/u;
/** Room above a line in type sizes beyond what is usual. */
const extraRoom = 0.35;

export function textLinesOf(page: Page, segments: readonly Segment[]): TextLine[] {
  const { width } = page;
  const live = segments.filter((segment) => segment.text.trim() !== '' && !isUpright(segment));
  const body = bodySize(live);
  const lines: TextLine[] = [];
  for (const { column, members, apart } of columnsOf(live, width)) {
    const headings = new Set(headingsOf(members, body));
    const rows = rowsOf(members);
    const usual = usualRoom(rows);
    for (const [at, row] of rows.entries()) {
      const above = rows[at - 1];
      const room = above === undefined ? Infinity : roomBetween(above, row);
      const setOff = room > usual + extraRoom * sizeOf(row);
      lines.push(lineOf(page, row, { column, apart: apart && at === 0, setOff, headings }));
    }
  }
  return lines;
}

/** Text that runs up the margin. */
function isUpright({ text, box }: Segment): boolean {
  return text.length >= 3 && box[3] - box[1] > 1.5 * (box[2] - box[0]);
}

interface Place {
  readonly column: number;
  readonly apart: boolean;
  readonly setOff: boolean;
  readonly headings: ReadonlySet<Segment>;
}

function lineOf(page: Page, row: readonly Segment[], { column, apart, setOff, headings }: Place): TextLine {
  const text = row.map((segment) => segment.text).join(' ');
  const numbered = numbering.exec(text)?.[0].length ?? 0;
  const bulleted =
    numbered > 0
      ? 0
      : (bullet.exec(text)?.[0].length ??
        (page.kind === 'text' ? 0 : (readBullet.exec(text)?.[0].length ?? 0)));
  const skip = Math.max(numbered, bulleted);
  const ranges: Range[] = [];
  let offset = 0;
  for (const { start, end } of row) {
    const from = Math.min(end, start + Math.max(0, skip - offset));
    if (from < end) ranges.push({ start: from, end });
    offset += end - start + 1;
  }
  return {
    page: page.number,
    text: text.slice(skip),
    ranges,
    segments: row,
    box: boxUnion(row.map((segment) => segment.box)),
    size: sizeOf(row),
    column,
    apart,
    heading: skip === 0 && isHeading(row, headings) && (setOff || page.kind === 'text'),
    marker: numbered > 0 ? 'number' : bulleted > 0 ? 'bullet' : null,
    setOff,
  };
}

/** One segment, or its number and one: "B   Further results". Recognition only guesses sizes, so room must speak too. */
function isHeading(row: readonly Segment[], headings: ReadonlySet<Segment>): boolean {
  const [first, second] = row;
  if (first === undefined || row.length > 2) return false;
  if (second === undefined) return headings.has(first);
  return /^(?:[A-Z]|[IVX]{1,4}|\d{1,2})(?:\.\d{1,2}){0,3}\.?$/u.test(first.text) && headings.has(second);
}

function sizeOf(row: readonly Segment[]): number {
  return median(row.map((segment) => segment.size));
}

/** Segments of one height, left to right; rows from the top down. */
function rowsOf(segments: readonly Segment[]): Segment[][] {
  const sorted = [...segments].sort((a, b) => middleY(a.box) - middleY(b.box) || a.box[0] - b.box[0]);
  const rows: Segment[][] = [];
  for (const segment of sorted) {
    const row = rows.at(-1);
    const [first] = row ?? [];
    if (
      row !== undefined &&
      first !== undefined &&
      middleY(segment.box) - middleY(first.box) < 0.5 * Math.max(first.size, segment.size)
    )
      row.push(segment);
    else rows.push([segment]);
  }
  for (const row of rows) row.sort((a, b) => a.box[0] - b.box[0]);
  return rows;
}

function roomBetween(above: readonly Segment[], below: readonly Segment[]): number {
  return (
    Math.min(...below.map((segment) => segment.box[1])) - Math.max(...above.map((segment) => segment.box[3]))
  );
}

function usualRoom(rows: readonly (readonly Segment[])[]): number {
  const rooms = rows.slice(1).map((row, at) => roomBetween(rows[at] ?? row, row));
  return rooms.length === 0 ? 0 : quantile(rooms, 0.4);
}

interface Column {
  readonly column: number;
  readonly members: readonly Segment[];
  /** Its text does not go on from the one before. */
  readonly apart: boolean;
}

/** What stands over both columns comes first, then the left column, the right one, and what stands below both. */
function columnsOf(segments: readonly Segment[], width: number): Column[] {
  const gutter = gutterOf(segments, width);
  if (gutter === null) return [{ column: 0, members: segments, apart: false }];
  const { x, top, bottom } = gutter;
  const uneven = Math.abs(x / width - 0.5) > mostUneven;
  const parts: Segment[][] = [[], [], [], []];
  for (const segment of segments) {
    const y = middleY(segment.box);
    const left = segment.box[0] < x - 2;
    // Where a narrow column ends, the wide one goes on below it.
    const part = y < top ? 0 : y > bottom && !(uneven && left) ? 3 : left ? 1 : 2;
    parts[part]?.push(segment);
  }
  return parts
    .map((members, part) => ({
      column: part === 2 ? 1 : 0,
      members,
      apart: part >= 2 && uneven,
    }))
    .filter(({ members }) => members.length > 0);
}

interface Gutter {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

const leastPerColumn = 8;
/** Sheets may be as wide as a thousand pages. */
const mostSteps = 400;
/** A line may reach this far into the other column (share of the page's width) where that one is empty. */
const overhang = 0.12;
/** Columns as wide as each other are of one text; a narrow one beside a wide one has a text of its own. */
const mostUneven = 0.07;

/**
 * The white stripe that divides running text or lists into two columns, and from where to where it does. Lines over
 * both columns may stand above and below. Columns of figures are a table's.
 */
function gutterOf(segments: readonly Segment[], width: number): Gutter | null {
  let best: Gutter | null = null;
  let most = 0;
  const step = Math.max(3, width / mostSteps);
  for (let x = width * 0.25; x <= width * 0.75; x += step) {
    const right = segments.filter(({ box }) => box[0] >= x - 2);
    if (right.length < leastPerColumn) continue;
    const heights = right.map(({ box }) => middleY(box)).sort((a, b) => a - b);
    const ends = [
      (heights[0] ?? 0) - 3,
      ...segments
        .filter(({ box }) => box[0] < x - 2 && box[2] > x + overhang * width)
        .map(({ box }) => middleY(box))
        .filter((y) => y >= (heights[0] ?? 0) && y <= (heights.at(-1) ?? 0))
        .sort((a, b) => a - b),
      (heights.at(-1) ?? 0) + 3,
    ];
    for (let at = 1; at < ends.length; at += 1) {
      const [top, bottom] = [(ends[at - 1] ?? 0) + 1, (ends[at] ?? 0) - 1];
      const within = segments.filter(({ box }) => middleY(box) > top && middleY(box) < bottom);
      const sides = Object.groupBy(within, ({ box }) => (box[0] < x - 2 ? 'left' : 'right'));
      const [a, b] = [sides.left ?? [], sides.right ?? []];
      const even = Math.min(a.length, b.length);
      if (even < leastPerColumn || even <= most || !areTextColumns(a, b)) continue;
      [best, most] = [{ x, top, bottom }, even];
    }
  }
  return best;
}

/** Words on both sides, most lines beginning at one place; short ones beside each other row by row are a table's. */
function areTextColumns(left: readonly Segment[], right: readonly Segment[]): boolean {
  if (!isTextColumn(left) || !isTextColumn(right)) return false;
  if (Math.min(meanLength(left), meanLength(right)) >= 25) return true;
  const beside = right.filter(({ box, size }) =>
    left.some((other) => Math.abs(middleY(other.box) - middleY(box)) < 0.25 * size),
  );
  return beside.length < 0.75 * right.length;
}

function meanLength(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text }) => sum + text.length, 0) / segments.length;
}

function isTextColumn(segments: readonly Segment[]): boolean {
  const worded = segments.filter(({ text }) => (text.match(/\p{L}/gu)?.length ?? 0) >= 0.6 * text.length);
  if (worded.length < 0.65 * segments.length || meanLength(segments) < 9) return false;
  const edges = Map.groupBy(segments, ({ box }) => Math.round(box[0] / 8));
  const common = Math.max(...[...edges.values()].map((group) => group.length));
  return common >= 0.25 * segments.length;
}
