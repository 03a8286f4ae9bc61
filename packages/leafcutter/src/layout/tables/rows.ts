/** Lines of a body to logical rows of cells. */
import { boxUnion, middleY } from '../geometry.ts';
import type { Cell, Table, TableRow } from '../types.ts';
import { isValue, type Chunk } from './chunks.ts';
import { alignmentOf, type Column, type Placement } from './columns.ts';
import type { LineRole } from './lines.ts';
import { isTotal } from './totals.ts';

export interface BodyRow {
  readonly kind: 'data' | 'group';
  readonly placements: readonly Placement[];
}

/** Lines of one row each; `out` ends the table. */
export function rowsOf(placements: readonly Placement[], roles: readonly LineRole[]): BodyRow[] {
  const rows: { kind: 'data' | 'group'; placements: Placement[] }[] = [];
  for (const [index, placement] of placements.entries()) {
    const role = roles[index];
    if (role === undefined || role === 'out') break;
    const open = rows.at(-1);
    if (role === 'more' && open?.kind === 'data') open.placements.push(placement);
    else rows.push({ kind: role === 'group' ? 'group' : 'data', placements: [placement] });
  }
  return rows;
}

/** A column that only further lines of rows fill; it may lie over another column. */
export interface ExtraColumn extends Column {
  readonly chunks: ReadonlySet<Chunk>;
}

/**
 * Columns of what further lines of rows hold beside or inside the columns of the first lines: figures under a
 * text, times under a name. Inside a column they need two rows, or one where there are no more.
 */
export function extraColumns(rows: readonly BodyRow[], columns: readonly Column[]): ExtraColumn[] {
  const data = rows.filter((row) => row.kind === 'data');
  const found: { chunks: Chunk[]; rows: Set<number>; apart: boolean }[] = [];
  for (const [index, row] of data.entries()) {
    for (const [line, placement] of row.placements.entries()) {
      for (const { chunk, apart } of strangers(placement, columns, line > 0)) {
        const home = found.find(
          (extra) =>
            extra.chunks.some((other) => sharesEdge(other, chunk)) && !sameLine(extra.chunks, placement),
        );
        if (home === undefined) found.push({ chunks: [chunk], rows: new Set([index]), apart });
        else {
          home.chunks.push(chunk);
          home.rows.add(index);
        }
      }
    }
  }
  return found
    .filter((extra) => extra.apart || extra.rows.size >= Math.min(2, data.length))
    .map(({ chunks }) => ({
      x0: Math.min(...chunks.map(({ box }) => box[0])),
      x1: Math.max(...chunks.map(({ box }) => box[2])),
      align: alignmentOf(chunks),
      numeric: chunks.filter((chunk) => isValue(chunk.shape)).length * 2 > chunks.length,
      chunks: new Set(chunks),
    }));
}

/** Chunks that may make a column of their own; `apart`: they stand beside every column, or off the edge of theirs. */
function strangers(
  { cells, loose }: Placement,
  columns: readonly Column[],
  further: boolean,
): { chunk: Chunk; apart: boolean }[] {
  const found = loose.map((chunk) => ({ chunk, apart: true }));
  if (!further) return found;
  for (const [column, chunks] of cells) {
    const { numeric = false, align = 'none', x0 = 0, x1 = 0 } = columns[column] ?? {};
    if (numeric) continue;
    const several = chunks.length > 1;
    for (const chunk of chunks) {
      const aligned = align !== 'left' || Math.abs(chunk.box[0] - x0) <= chunk.size * 0.7;
      const figure = isValue(chunk.shape) || chunk.shape === 'figures';
      const apart = !aligned && chunk.box[0] - x0 > 0.5 * (x1 - x0);
      if (several || apart || chunk.shape === 'figures' || (figure && !aligned)) found.push({ chunk, apart });
    }
  }
  return found;
}

function sharesEdge(a: Chunk, b: Chunk): boolean {
  const slack = 0.4 * a.size;
  const over = Math.min(a.box[2], b.box[2]) - Math.max(a.box[0], b.box[0]);
  return (
    over > 0 &&
    (Math.abs(a.box[0] - b.box[0]) <= slack ||
      Math.abs(a.box[2] - b.box[2]) <= slack ||
      over > 0.7 * Math.min(a.box[2] - a.box[0], b.box[2] - b.box[0]))
  );
}

function sameLine(chunks: readonly Chunk[], placement: Placement): boolean {
  return placement.line.chunks.some((chunk) => chunks.includes(chunk));
}

/** Rows of the table, each under the headings above it. */
export function tableRows(
  rows: readonly BodyRow[],
  columns: readonly Column[],
  extras: readonly ExtraColumn[],
): TableRow[] {
  const stack: Heading[] = [];
  let afterHeading = false;
  return rows.map((row, index) => {
    const cells = cellsOf(row, index, columns, extras);
    const box = boxUnion(row.placements.map(({ line }) => line.box));
    if (row.kind === 'group') {
      const heading = headingOf(row);
      pushHeading(stack, heading, afterHeading);
      afterHeading = true;
      return { kind: 'group', cells, box, groups: stack.slice(0, -1).map(textOf) };
    }
    afterHeading = false;
    return { kind: isTotal(cells) ? 'total' : 'data', cells, box, groups: stack.map(textOf) };
  });
}

interface Heading {
  readonly text: string;
  readonly ranges: Chunk['ranges'];
  readonly x0: number;
  /** What tells levels apart where the indent does not. */
  readonly style: string;
}

function headingOf({ placements }: BodyRow): Heading {
  const chunks = placements.flatMap(({ line }) => line.chunks);
  const text = chunks.map((chunk) => chunk.text).join(' ');
  const capitals = text === text.toUpperCase() && /\p{Lu}/u.test(text);
  return {
    text,
    ranges: chunks.flatMap((chunk) => chunk.ranges),
    x0: chunks[0]?.box[0] ?? 0,
    style: `${Math.round((chunks[0]?.size ?? 0) * 2)}${capitals ? 'C' : ''}${text.endsWith(':') ? ':' : ''}`,
  };
}

/** A heading ends those of its own level and below; one right after another of a different look stands under it. */
function pushHeading(stack: Heading[], heading: Heading, afterHeading: boolean): void {
  const same = stack.findIndex(
    (other) => Math.abs(other.x0 - heading.x0) <= 3 && other.style === heading.style,
  );
  if (same >= 0) stack.length = same;
  else if (!afterHeading) {
    while (stack.length > 0 && (stack.at(-1)?.x0 ?? 0) >= heading.x0 - 3) stack.pop();
  }
  stack.push(heading);
}

function textOf({ text, ranges }: Heading): TableRow['groups'][number] {
  return { text, ranges };
}

function cellsOf(
  row: BodyRow,
  index: number,
  columns: readonly Column[],
  extras: readonly ExtraColumn[],
): Cell[] {
  const chunks: Chunk[][] = [...columns, ...extras].map(() => []);
  for (const { cells, spans, loose } of row.placements) {
    for (const [column, list] of cells) for (const chunk of list) put(chunk, column);
    for (const { chunk, first } of spans) put(chunk, first);
    for (const chunk of loose) put(chunk, nearestColumn(chunk, columns));
  }
  function put(chunk: Chunk, column: number): void {
    const extra = extras.findIndex((candidate) => candidate.chunks.has(chunk));
    chunks[extra < 0 ? column : columns.length + extra]?.push(chunk);
  }
  return chunks.map((list, column) => cellOf(list, index, column));
}

function nearestColumn({ box }: Chunk, columns: readonly Column[]): number {
  let best = 0;
  let least = Infinity;
  for (const [index, { x0, x1 }] of columns.entries()) {
    const away = Math.max(x0 - box[2], box[0] - x1);
    if (away < least) [best, least] = [index, away];
  }
  return best;
}

export function cellOf(chunks: readonly Chunk[], row: number, column: number): Cell {
  const lines: Chunk[][] = [];
  for (const chunk of chunks) {
    const last = lines.at(-1)?.at(-1);
    if (last !== undefined && Math.abs(middleY(chunk.box) - middleY(last.box)) < 0.4 * chunk.size) {
      lines.at(-1)?.push(chunk);
    } else lines.push([chunk]);
  }
  const cellLines = lines.map((line, index) => ({
    text: line.map((chunk) => chunk.text).join(' '),
    ranges: line.flatMap((chunk) => chunk.ranges),
    startsParagraph: index === 0 || isApart(lines[index - 1] ?? [], line),
  }));
  return {
    row,
    column,
    rowSpan: 1,
    columnSpan: 1,
    text: cellLines.map((line) => line.text).join('\n'),
    ranges: cellLines.flatMap((line) => line.ranges),
    lines: cellLines,
    box: boxUnion(chunks.map((chunk) => chunk.box)),
  };
}

function isApart(above: readonly Chunk[], below: readonly Chunk[]): boolean {
  const [first] = below;
  if (first === undefined) return false;
  return first.box[1] - boxUnion(above.map((chunk) => chunk.box))[3] > 0.45 * first.size;
}

/** Box of a table: its header, its rows and its columns. */
export function tableBox(rows: Table['rows'], header: readonly Chunk[]): Table['box'] {
  return boxUnion([...rows.map((row) => row.box), ...header.map((chunk) => chunk.box)]);
}
