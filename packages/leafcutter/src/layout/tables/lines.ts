/** What each line of a table's body is: the start of a row, more of the row above, a group's heading, or no part of it. */
import { median } from '../geometry.ts';
import { isValue, type Chunk } from './chunks.ts';
import type { Column, Placement } from './columns.ts';
import { ruledBetween, type Rulings } from './rulings.ts';

export type LineRole = 'start' | 'more' | 'group' | 'out';

export interface Body {
  readonly columns: readonly Column[];
  readonly placements: readonly Placement[];
  /** Columns that a line must fill to start a row by that alone. */
  readonly enough: number;
  readonly rulings: Rulings;
}

/** One role a placement. The first line that is no part of the table and all after it are `out`. */
export function rolesOf(body: Body): LineRole[] {
  const { placements } = body;
  const usual = usualFill(body);
  const roles: LineRole[] = [];
  let filled = new Set<number>();
  for (const [index, placement] of placements.entries()) {
    const role = begun(body, index, roles) ? 'more' : roleOf(body, index, filled, usual, roles);
    if (role === 'start') filled = new Set(placement.cells.keys());
    else if (role === 'more') for (const column of placement.cells.keys()) filled.add(column);
    else filled = new Set();
    roles.push(role);
  }
  return cutEnd(body, roles);
}

/** The line above began this row's label. */
function begun(body: Body, index: number, roles: readonly LineRole[]): boolean {
  const above = body.placements[index - 1];
  if (above === undefined || roles[index - 1] !== 'start' || !isLoneText(above)) return false;
  const [column] = [...above.cells.keys()];
  const chunk = above.cells.get(column ?? -1)?.[0];
  return column !== undefined && chunk !== undefined && beginsBelow(body, index - 1, column, chunk);
}

/** Share of the full lines that fill a column. */
function usualFill({ columns, placements, enough }: Body): number[] {
  const full = placements.filter(({ cells }) => cells.size >= enough);
  return columns.map(
    (_, column) => full.filter(({ cells }) => cells.has(column)).length / Math.max(1, full.length),
  );
}

function roleOf(
  body: Body,
  index: number,
  filled: ReadonlySet<number>,
  usual: readonly number[],
  roles: readonly LineRole[],
): LineRole {
  const placement = body.placements[index];
  if (placement === undefined) return 'out';
  const { cells } = placement;
  if (isHeading(body, index, usual)) return 'group';
  const open = filled.size > 0;
  if (cells.size >= body.enough) return 'start';
  if (!open) {
    if (cells.size >= 2 || hasValue(body, placement)) return 'start';
    return isLoneText(placement) && loneRole(body, index, roles) === 'start' ? 'start' : 'group';
  }
  const conflicts = [...cells.keys()].filter((column) => filled.has(column));
  const single = conflicts.filter(
    (column) => body.columns[column]?.numeric === true && holdsValue(cells.get(column)),
  );
  if (single.length > 0 && (cells.size >= 2 || (usual[single[0] ?? 0] ?? 0) > 0.8)) {
    return isDetail(placement, single) ? 'more' : 'start';
  }
  const values = [...cells].filter(
    ([column, chunks]) => body.columns[column]?.numeric === true && holdsValue(chunks),
  );
  const always = body.columns.some((column, at) => column.numeric && (usual[at] ?? 0) > 0.85);
  const known = values.some(([column]) => (usual[column] ?? 0) > (always ? 0.85 : 0.3));
  if (known && conflicts.length > 0 && cells.size >= 2) return 'start';
  if (isLoneText(placement)) return loneRole(body, index, roles);
  return 'more';
}

function holdsValue(chunks: readonly Chunk[] | undefined): boolean {
  return chunks?.some((chunk) => isValue(chunk.shape)) ?? false;
}

function hasValue({ columns }: Body, { cells }: Placement): boolean {
  return [...cells].some(([column, chunks]) => columns[column]?.numeric === true && holdsValue(chunks));
}

/** Several values of one line in one column: figures below a text, not a row of their own. */
function isDetail({ cells }: Placement, columns: readonly number[]): boolean {
  return columns.some((column) => (cells.get(column)?.length ?? 0) >= 2);
}

function isLoneText({ cells, spans, loose }: Placement): boolean {
  const all = [...cells.values()].flat().length + spans.length + loose.length;
  const [only] = [...[...cells.values()].flat(), ...spans.map(({ chunk }) => chunk), ...loose];
  return all === 1 && (only?.shape === 'text' || only?.shape === 'code');
}

/** Words where every row has figures: a line that names the rows below it. */
function isHeading({ columns, placements, enough }: Body, index: number, usual: readonly number[]): boolean {
  const placement = placements[index];
  if (placement === undefined) return false;
  const { cells, spans, loose } = placement;
  const chunks = [...[...cells.values()].flat(), ...spans.map(({ chunk }) => chunk), ...loose];
  if (chunks.length < 2 || cells.size >= enough) return false;
  const always = columns.some((column, at) => column.numeric && (usual[at] ?? 0) > 0.9);
  if (!always || chunks.some((chunk) => isValue(chunk.shape) || chunk.shape === 'mark')) return false;
  const first = [...cells.keys()].sort((a, b) => a - b)[0] ?? 0;
  const next = placements[index + 1];
  return (first <= 1 || spans.length > 0) && next !== undefined && next.cells.size >= enough;
}

/** One text alone in its line: more of a cell above, the beginning of the cell below, or a heading. */
function loneRole(body: Body, index: number, roles: readonly LineRole[]): LineRole {
  const placement = body.placements[index];
  if (placement === undefined) return 'out';
  const span = placement.spans[0];
  const column = span?.first ?? [...placement.cells.keys()][0];
  const chunk = span?.chunk ?? [...placement.cells.values()].flat()[0] ?? placement.loose[0];
  if (column === undefined || chunk === undefined) return 'group';
  const leftmost = leftmostColumn(body);
  const slack = chunk.size * 0.7;
  const edge = body.columns[column]?.x0 ?? 0;
  if (column > leftmost) {
    const fits = chunk.box[0] >= edge - slack;
    return fits && (span === undefined || Math.abs(chunk.box[0] - edge) <= slack * 2) ? 'more' : 'group';
  }
  if (continuesAbove(body, index, column, chunk, roles)) return 'more';
  return beginsBelow(body, index, column, chunk) ? 'start' : 'group';
}

/** The first column that most full lines fill. */
function leftmostColumn({ columns, placements, enough }: Body): number {
  const full = placements.filter(({ cells }) => cells.size >= enough);
  for (const [column] of columns.entries()) {
    if (full.filter(({ cells }) => cells.has(column)).length * 2 > full.length) return column;
  }
  return 0;
}

/** A label broken over two lines: its next word would not have fitted, or it goes on in small letters. */
function continuesAbove(
  body: Body,
  index: number,
  column: number,
  chunk: Chunk,
  roles: readonly LineRole[],
): boolean {
  const above = body.placements[index - 1];
  if (above === undefined || roles[index - 1] === 'group' || roles[index - 1] === undefined) return false;
  const last = above.cells.get(column)?.at(-1);
  if (last === undefined || chunk.box[1] - above.line.box[3] > 0.9 * chunk.size) return false;
  if (chunk.box[0] < last.box[0] - 0.5 * chunk.size) return false;
  if (/^[\p{Ll}(&]/u.test(chunk.text) || /[-,&/]$/u.test(last.text)) return true;
  if (holdsCodes(body, column)) return false;
  return last.box[2] + firstWordWidth(chunk) > rightEdge(body, column);
}

/** Numbers and codes in every full line, which words below them do not go on with. */
function holdsCodes({ placements, enough }: Body, column: number): boolean {
  const cells = placements.flatMap(({ cells: all }) => (all.size >= enough ? [all.get(column) ?? []] : []));
  const filled = cells.filter((chunks) => chunks.length > 0);
  return (
    filled.length >= 2 &&
    filled.every((chunks) => chunks.every(({ text }) => /\d/u.test(text) && !/\p{Ll}/u.test(text)))
  );
}

/** The first line of a label whose figures stand in its last line. */
function beginsBelow(body: Body, index: number, column: number, chunk: Chunk): boolean {
  const below = body.placements[index + 1];
  const next = below?.cells.get(column)?.[0];
  if (below === undefined || next === undefined || below.cells.size < 2) return false;
  if (next.box[1] - chunk.box[3] > 0.9 * chunk.size || chunk.text.endsWith(':')) return false;
  if (next.box[0] < chunk.box[0] - 0.5 * chunk.size) return false;
  if (/^[\p{Ll}(&]/u.test(next.text)) return true;
  return chunk.box[2] + firstWordWidth(next) > rightEdge(body, column) && next.box[0] > chunk.box[0] + 1;
}

function firstWordWidth({ text, box }: Chunk): number {
  const [word = text] = text.split(' ');
  return ((box[2] - box[0]) * (word.length + 1)) / Math.max(1, text.length);
}

function rightEdge({ columns, placements }: Body, column: number): number {
  const edges = placements.flatMap(({ cells }) => (cells.get(column) ?? []).map((chunk) => chunk.box[2]));
  return Math.max(columns[column]?.x1 ?? 0, ...edges);
}

/** Headings without rows below, prose and page numbers after the last row are no part of the table. */
function cutEnd(body: Body, roles: LineRole[]): LineRole[] {
  const hard = hardEnd(body, roles);
  const pitch = usualPitch(body, roles);
  const last = roles.slice(0, hard).lastIndexOf('start');
  let end = last + 1;
  while (end < hard && roles[end] === 'more') {
    const [above, here] = [body.placements[end - 1], body.placements[end]];
    if (above === undefined || here === undefined) break;
    const gap = here.line.box[1] - above.line.box[3];
    if (gap > 1.5 * here.line.size && ruledOff(body, above, here)) break;
    // What stands well below the last row heads the next table.
    if (gap > Math.max(1.2 * here.line.size, 2.5 * pitch)) break;
    end += 1;
  }
  return roles.map((role, index) => (index < end ? role : 'out'));
}

/** The first line that is too far below the others, or prose between them. */
function hardEnd(body: Body, roles: readonly LineRole[]): number {
  const pitch = usualPitch(body, roles);
  for (const [index, role] of roles.entries()) {
    const [above, here] = [body.placements[index - 1], body.placements[index]];
    if (above === undefined || here === undefined) continue;
    const gap = here.line.box[1] - above.line.box[3];
    const room = role === 'start' && here.cells.size >= body.enough ? 8 : 5;
    if (gap > Math.max(room * here.line.size, 3 * pitch)) return index;
    if (role === 'group' && isProse(body, here)) return index;
    if (isLeftBehind(body, roles, index, gap)) return index;
  }
  return roles.length;
}

/** Rows before the habits of a table can be told. */
const knownRows = 3;

/**
 * More white than between any lines before, and no line below fills the columns that every row so far has filled: what
 * follows is another table, or the totals beside it.
 */
function isLeftBehind(body: Body, roles: readonly LineRole[], index: number, gap: number): boolean {
  const { placements, columns } = body;
  const starts = placements.slice(0, index).filter((_, at) => roles[at] === 'start');
  const [first] = starts;
  if (starts.length < knownRows || first === undefined) return false;
  let widest = 0.4 * first.line.size;
  for (let at = 1; at < index; at += 1) {
    widest = Math.max(widest, (placements[at]?.line.box[1] ?? 0) - (placements[at - 1]?.line.box[3] ?? 0));
  }
  if (gap < 1.6 * widest) return false;
  const always = columns.flatMap((_, column) =>
    starts.filter(({ cells }) => cells.has(column)).length >= 0.9 * starts.length ? [column] : [],
  );
  if (always.length < 3) return false;
  return !placements.slice(index).some(({ cells }) => {
    const alike = always.filter(
      (column) => cells.has(column) && (columns[column]?.numeric !== true || holdsValue(cells.get(column))),
    );
    return alike.length >= 0.75 * always.length;
  });
}

function ruledOff({ rulings, columns }: Body, above: Placement, below: Placement): boolean {
  const box = [columns[0]?.x0 ?? 0, above.line.box[1], columns.at(-1)?.x1 ?? 0, below.line.box[3]] as const;
  return ruledBetween(rulings, above.line.box[3] - 1, below.line.box[1] + 1, box);
}

/** White between the lines that start rows. */
function usualPitch({ placements }: Body, roles: readonly LineRole[]): number {
  const gaps: number[] = [];
  for (const [index, role] of roles.entries()) {
    const [above, here] = [placements[index - 1], placements[index]];
    if (role === 'start' && above !== undefined && here !== undefined)
      gaps.push(here.line.box[1] - above.line.box[3]);
  }
  return Math.max(0, median(gaps));
}

function isProse({ columns }: Body, { line }: Placement): boolean {
  const [only] = line.chunks;
  if (only === undefined || line.chunks.length > 1) return false;
  const width = (columns.at(-1)?.x1 ?? 0) - (columns[0]?.x0 ?? 0);
  return only.text.split(' ').length > 9 && only.box[2] - only.box[0] > 0.6 * width;
}
