/** The tables of a document in its order, with what stands above each: one walk, one page in memory. */
import type { Page, Range } from '../../../document/types.ts';
import type { PageLayout, Segment, Table } from '../../../layout/types.ts';
import { findScale } from '../../../values/index.ts';
import type { Place } from './model.ts';

export interface SourceTable {
  readonly table: Table;
  /** Lines between the table before (or the page's top) and this one, top to bottom, each in its pieces. */
  readonly above: readonly ContextLine[];
  /** What multiplies its numbers, and where that is said; null when nothing does. */
  readonly scale: { readonly factor: number; readonly place: Place } | null;
  /** Headers of the table that this one goes on from, when it has none of its own. */
  readonly headers: Table['headers'];
  /** True when it goes on from the source table before it. */
  readonly continues: boolean;
}
export interface ContextLine {
  readonly page: number;
  readonly y: number;
  readonly pieces: readonly ContextPiece[];
}
export interface ContextPiece {
  readonly text: string;
  readonly ranges: readonly Range[];
  readonly size: number;
}

/** More lines than these above a table are the text of the page, not its captions. */
const mostLinesAbove = 14;

export function sourceTables(page: Page, layout: PageLayout, previous: SourceTable | null): SourceTable[] {
  const found: SourceTable[] = [];
  const sorted = [...layout.tables].sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
  let last = previous;
  for (const [index, table] of sorted.entries()) {
    const above = linesAbove(layout, table, sorted);
    const parent = index === 0 && last !== null && goesOn(last.table, table, page, above) ? last : null;
    const own = parent === null || hasHeader(table) ? table.headers : mapped(parent, table);
    const head = sorted[index - 1];
    const headers = head !== undefined && isHeadOf(head, table) ? joined(head, table, own) : own;
    const scale = scaleOf(page, table, above) ?? parent?.scale ?? null;
    const source: SourceTable = { table, above, scale, headers, continues: parent !== null };
    found.push(source);
    last = source;
  }
  return found;
}

/** A ruled box of nothing but names right above the table: the upper lines of its head. */
function isHeadOf(head: Table, table: Table): boolean {
  if (table.box[1] - head.box[3] > 8 || table.box[1] < head.box[3] - 2 || head.rows.length > 2) return false;
  const cells = head.rows.flatMap((row) => row.cells.flatMap((cell) => (cell === null ? [] : [cell.text])));
  const names = cells.every((text) => text.length < 30 && !/\d{3}|\d[.,]\d/u.test(text));
  const apart = Math.abs(head.box[0] - table.box[0]) + Math.abs(head.box[2] - table.box[2]);
  return names && apart < 0.15 * (table.box[2] - table.box[0]);
}

/** Each column's names from the box above, then its own. */
function joined(head: Table, table: Table, own: Table['headers']): Table['headers'] {
  return table.columns.map((column, index) => {
    const above = head.columns.findIndex(
      ({ x0, x1 }) => Math.min(column.x1, x1) - Math.max(column.x0, x0) > 0,
    );
    const upper = above < 0 ? [] : [head.headers[above], ...head.rows.map((row) => row.cells[above])];
    const parts = [...upper, own[index]].filter(
      (part) => part !== undefined && part !== null && part.text !== '',
    );
    return {
      text: parts.map((part) => part?.text ?? '').join(' '),
      ranges: parts.flatMap((part) => part?.ranges ?? []),
    };
  });
}

function hasHeader(table: Table): boolean {
  return table.headers.some((header) => header.text !== '');
}

/** The table stands at the top of the next page and has the columns, or the header, of the last one of the page before. */
function goesOn(before: Table, table: Table, page: Page, above: readonly ContextLine[]): boolean {
  if (table.page !== before.page + 1) return false;
  if (hasHeader(table)) {
    return (
      table.headers.length === before.headers.length &&
      table.headers.every((header, index) => header.text === before.headers[index]?.text)
    );
  }
  if (above.length > 6 || table.box[1] > page.height * 0.45) return false;
  return table.columns.every((column) =>
    before.columns.some((other) => Math.min(column.x1, other.x1) - Math.max(column.x0, other.x0) > 0),
  );
}

/** Headers of the table before, by the place of the columns. */
function mapped(before: SourceTable, table: Table): Table['headers'] {
  return table.columns.map((column) => {
    let best: Table['headers'][number] = { text: '', ranges: [] };
    let most = 0;
    for (const [index, other] of before.table.columns.entries()) {
      const shared = Math.min(column.x1, other.x1) - Math.max(column.x0, other.x0);
      const header = before.headers[index];
      if (shared > most && header !== undefined) [best, most] = [header, shared];
    }
    return { text: best.text, ranges: [] };
  });
}

function linesAbove(layout: PageLayout, table: Table, tables: readonly Table[]): ContextLine[] {
  const end = table.box[1];
  const start = Math.max(
    0,
    ...tables.filter((other) => other !== table && other.box[3] <= end + 1).map((other) => other.box[3]),
  );
  const beside = tables.filter((other) => other !== table && isBeside(other, table));
  const segments = layout.segments.filter(
    ({ box }) =>
      box[3] <= end + 2 &&
      (box[1] + box[3]) / 2 > start &&
      beside.every((other) => apart(box, table.box) <= apart(box, other.box)),
  );
  return contextLines(layout.page, segments).slice(-mostLinesAbove);
}

/** They share most of the lower one's height. */
function isBeside(a: Table, b: Table): boolean {
  const shared = Math.min(a.box[3], b.box[3]) - Math.max(a.box[1], b.box[1]);
  return shared > 0.5 * Math.min(a.box[3] - a.box[1], b.box[3] - b.box[1]);
}

/** White between two boxes from left to right; 0 when one is over the other. */
function apart(a: Table['box'], b: Table['box']): number {
  return Math.max(0, b[0] - a[2], a[0] - b[2]);
}

/** Segments as visual lines, top to bottom and left to right. */
export function contextLines(page: number, segments: readonly Segment[]): ContextLine[] {
  const sorted = [...segments].sort(
    (a, b) => a.box[1] + a.box[3] - b.box[1] - b.box[3] || a.box[0] - b.box[0],
  );
  const lines: { y: number; segments: Segment[] }[] = [];
  for (const segment of sorted) {
    const y = (segment.box[1] + segment.box[3]) / 2;
    const line = lines.at(-1);
    if (line !== undefined && y - line.y <= 0.5 * segment.size) line.segments.push(segment);
    else lines.push({ y, segments: [segment] });
  }
  return lines.map((line) => ({
    page,
    y: line.y,
    pieces: line.segments
      .sort((a, b) => a.box[0] - b.box[0])
      .map(({ text, start, end, size }) => ({ text, ranges: [{ start, end }], size })),
  }));
}

/** "(in thousands)" in the caption, above the table or in its header. */
function scaleOf(page: Page, table: Table, above: readonly ContextLine[]): SourceTable['scale'] {
  const ranges = [
    ...table.headers.flatMap((header) => header.ranges),
    ...(table.caption?.ranges ?? []),
    ...above
      .toReversed()
      .slice(0, 8)
      .flatMap((line) => line.pieces.flatMap((piece) => piece.ranges)),
  ];
  for (const range of ranges) {
    const scale = findScale(page.text.slice(range.start, range.end));
    if (scale === null || scale.factor === 1) continue;
    const place = {
      page: page.number,
      ranges: [{ start: range.start + scale.start, end: range.start + scale.end }],
    };
    return { factor: scale.factor, place };
  }
  return null;
}
