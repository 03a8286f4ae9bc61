/** One region of lines to a table, or to none. */
import type { Page } from '../../document/types.ts';
import { overlap } from '../geometry.ts';
import type { Table } from '../types.ts';
import { closedBy, firstRow, groupStart, namedUntil } from './body-start.ts';
import type { VisualLine } from './chunks.ts';
import { columnsOf, place, type Column, type Placement } from './columns.ts';
import { gridEnd, mergedInGrid, withGrid } from './grid.ts';
import { headersOf, headerStart } from './head.ts';
import { rolesOf } from './lines.ts';
import { pairsOf, type Region } from './regions.ts';
import { headingStart, repeatedHeader } from './repeats.ts';
import { extraColumns, rowsOf, tableBox, tableRows, type BodyRow, type ExtraColumn } from './rows.ts';
import type { Rulings } from './rulings.ts';
import { splitAtColumns } from './split.ts';

export interface Built {
  readonly table: Table;
  /** Lines that the table took, header included; half-open. */
  readonly used: Region;
}

interface Sheet {
  readonly page: Page;
  readonly lines: readonly VisualLine[];
  readonly rulings: Rulings;
}

/** Share of the fullest lines' chunks that makes a line one of the full ones. */
const fullShare = 0.65;

export function buildTable(sheet: Sheet, region: Region, least: number, most: number): Built | null {
  const frame = frameOf(sheet, region);
  if (frame === null) return null;
  const { columns: found, first } = frame;
  const lines = sheet.lines.map((line, index) =>
    index >= least && index < most ? splitAtColumns(sheet.page, line, found) : line,
  );
  const upper = firstRow(lines, found, first, least);
  const cellsWide = withGrid(found, lines[first], sheet.rulings);
  const named = namedUntil(lines, cellsWide, upper, region.last);
  const closed = named === upper ? upper : closedBy(lines, sheet.rulings, found, named);
  const bodyStart = groupStart(sheet.lines, found, closed, least);
  const start = headerStart(lines, cellsWide, least, bodyStart, Math.min(named, bodyStart), sheet.rulings);
  const header = lines.slice(start, bodyStart);
  const columns = withEmptyColumns(found, header);
  const closing = bodyStart + gridEnd(lines.slice(bodyStart, most), columns, sheet.rulings);
  const again = repeatedHeader(lines, columns, header, bodyStart, closing);
  const end = again === closing ? closing : headingStart(lines, columns, start, again);
  const placements = lines.slice(bodyStart, end).map((line) => place(line, columns));
  const roles = rolesOf({ columns, placements, enough: enoughCells(placements), rulings: sheet.rulings });
  const rows = rowsOf(placements, roles);
  const extras = extraColumns(rows, columns);
  if (!isTable(rows, columns, header)) return null;
  const table = tableOf(sheet, { rows, columns, extras, header });
  const count = rows.reduce((sum, row) => sum + row.placements.length, 0);
  return { table, used: { first: Math.min(start, bodyStart), last: bodyStart + count } };
}

/** A column that only the header shows: its name stands beside the names of both neighbours. */
function withEmptyColumns(columns: readonly Column[], header: readonly VisualLine[]): readonly Column[] {
  const added: Column[] = [];
  for (const line of header) {
    const { cells, spans, loose } = place(line, columns);
    for (const chunk of loose) {
      const neighbours = columns.flatMap((column, index) => {
        const away = Math.max(column.x0 - chunk.box[2], chunk.box[0] - column.x1);
        return away < 6 * chunk.size ? [index] : [];
      });
      const named = neighbours.every(
        (index) => cells.has(index) || spans.some(({ first, last }) => first <= index && index <= last),
      );
      const free = added.every(({ x0, x1 }) => overlap(x0, x1, chunk.box[0], chunk.box[2]) <= 0);
      if (named && free && cells.size >= 2)
        added.push({ x0: chunk.box[0], x1: chunk.box[2], align: 'none', numeric: false });
    }
  }
  return added.length === 0 ? columns : [...columns, ...added].sort((a, b) => a.x0 - b.x0);
}

interface Frame {
  readonly columns: readonly Column[];
  /** First of the lines that made the columns. */
  readonly first: number;
}

/** Columns of the largest family of full lines that stand alike. */
function frameOf({ lines, rulings }: Sheet, region: Region): Frame | null {
  const indexes = Array.from({ length: region.last - region.first }, (_, at) => region.first + at);
  const counts = indexes.map((index) => lines[index]?.chunks.length ?? 0).sort((a, b) => b - a);
  for (const most of [...new Set(counts)].slice(0, 4)) {
    const enough = Math.max(2, Math.ceil(fullShare * most));
    const full = indexes.filter((index) => (lines[index]?.chunks.length ?? 0) >= enough);
    const family = largestFamily(lines, full);
    if (family.length < 2) continue;
    const own = family.flatMap((index) => lines[index] ?? []);
    const columns = mergedInGrid(columnsOf(own), own, rulings);
    if (columns.length >= 2) return { columns, first: Math.min(...family) };
  }
  return null;
}

function largestFamily(lines: readonly VisualLine[], full: readonly number[]): number[] {
  let best: number[] = [];
  for (const seed of full) {
    const seedLine = lines[seed];
    if (seedLine === undefined) continue;
    const family = full.filter((index) => {
      const line = lines[index];
      return line !== undefined && (index === seed || standAlike(seedLine, line));
    });
    if (family.length > best.length) best = family;
    if (best.length === full.length) break;
  }
  return best;
}

/** Most chunks of the shorter line share an edge with one of the other. */
function standAlike(a: VisualLine, b: VisualLine): boolean {
  const { aligned } = pairsOf(a, b);
  return aligned >= 2 && aligned >= 0.6 * Math.min(a.chunks.length, b.chunks.length);
}

/** Cells that a line must fill to be a row by that alone: most of what usual rows fill. */
function enoughCells(placements: readonly Placement[]): number {
  const sizes = placements
    .map(({ cells }) => cells.size)
    .filter((size) => size >= 2)
    .sort((a, b) => b - a);
  const usual = sizes[Math.floor(sizes.length * 0.25)] ?? 2;
  return Math.max(2, Math.ceil(fullShare * usual));
}

/** What looks like a table by accident is none: captions with values, prose in columns, a single row without header. */
function isTable(
  rows: readonly BodyRow[],
  columns: readonly Column[],
  header: readonly VisualLine[],
): boolean {
  const data = rows.filter((row) => row.kind === 'data');
  if (data.length === 0 || columns.length < 2) return false;
  const headed = header.some((line) => line.chunks.length >= 2);
  if (data.length < (headed ? 1 : 2)) return false;
  if (!headed && fill(data, columns) < (data.length < 3 ? 0.8 : 0.5)) return false;
  const labels = data.flatMap((row) => row.placements[0]?.cells.get(0)?.[0] ?? []);
  const colons = labels.filter((chunk) => /[:：]$/u.test(chunk.text)).length;
  if (columns.length <= 3 && !headed && colons * 2 > labels.length && labels.length > 0) return false;
  return !isProse(rows, columns);
}

/** Share of the places of the rows that hold something. */
function fill(rows: readonly BodyRow[], columns: readonly Column[]): number {
  const filled = rows.map((row) => new Set(row.placements.flatMap(({ cells }) => [...cells.keys()])).size);
  return filled.reduce((sum, count) => sum + count, 0) / (rows.length * columns.length);
}

function isProse(rows: readonly BodyRow[], columns: readonly Column[]): boolean {
  if (columns.some((column) => column.numeric) || columns.length > 3) return false;
  const long = columns.filter((column, index) => {
    const chunks = rows.flatMap((row) => row.placements.flatMap(({ cells }) => cells.get(index) ?? []));
    const wide = chunks.filter(
      (chunk) =>
        chunk.text.split(' ').length >= 4 &&
        overlap(column.x0, column.x1, chunk.box[0], chunk.box[2]) > 0.75 * (column.x1 - column.x0),
    );
    return chunks.length >= 4 && wide.length * 2 > chunks.length;
  });
  return long.length >= 2;
}

interface Parts {
  readonly rows: readonly BodyRow[];
  readonly columns: readonly Column[];
  readonly extras: readonly ExtraColumn[];
  readonly header: readonly VisualLine[];
}

function tableOf({ page, rulings }: Sheet, { rows, columns, extras, header }: Parts): Table {
  const made = tableRows(rows, columns, extras);
  const all = [...columns, ...extras];
  const chunks = header.flatMap((line) => line.chunks);
  const box = tableBox(made, chunks);
  const inside = rulings.vertical.filter(
    ({ at, from, to }) =>
      at > box[0] + 2 && at < box[2] - 2 && overlap(from, to, box[1], box[3]) > 0.5 * (box[3] - box[1]),
  );
  return {
    page: page.number,
    source: inside.length > 0 ? 'ruled' : 'borderless',
    box,
    columns: all.map(({ x0, x1 }) => ({ x0, x1 })),
    headers: overFigures(
      headersOf(header, withGrid(columns, rows[0]?.placements[0]?.line, rulings), extras, rulings),
      made,
    ),
    rows: made,
    caption: null,
    continues: false,
  };
}

const noName = { text: '', ranges: [] };

/** A name over an empty column belongs to the nameless figures right beside it: heads and figures share no edge. */
function overFigures(headers: Table['headers'], rows: Table['rows']): Table['headers'] {
  const moved = [...headers];
  const isEmpty = (column: number): boolean => rows.every(({ cells }) => (cells[column]?.text ?? '') === '');
  for (const [column, name] of headers.entries()) {
    if (name.text === '' || !isEmpty(column)) continue;
    const beside = [column + 1, column - 1].find((at) => moved[at]?.text === '' && !isEmpty(at));
    if (beside !== undefined) [moved[beside], moved[column]] = [name, noName];
  }
  return moved;
}
