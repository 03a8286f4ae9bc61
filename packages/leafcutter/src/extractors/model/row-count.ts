/** Rows of the tables that a list was read from: those like its items' rows that gave no item are how a short list is seen. */
import { namedShare } from '../../planning/head-names.ts';
import { wordsOf } from '../../routing/words.ts';
import type { ArrayNode } from '../../schema/types.ts';
import { readDates, readNumbers } from '../../values/index.ts';
import type { Spot } from './marks.ts';
import type { Placement } from './rows.ts';
import { tableOf, type WindowLine } from './window.ts';

export interface RowCount {
  /** Places where an item stands, or should. */
  readonly rows: number;
  /** Those that gave no item. */
  readonly missing: readonly Spot[];
}

/** A table is the list's when so many of its rows gave an item. */
const leastShare = 0.6;
/** Items that stand in no row of their own, and the list is still one of rows. */
const fewOthers = 0.1;
const leastInRows = 0.6;
/** Rows may lack what so few of the others lack. */
const oddRows = 0.05;
/** Of fewer rows it tells nothing that all of them fill a column. */
const leastFilled = 5;

/** One item, one row of a table, but for a few. */
export function isRowByRow(lines: readonly WindowLine[], placements: readonly Placement[]): boolean {
  const placed = placements.filter(({ line }) => line !== null);
  const inRows = placed.filter(({ line, standing }) => standing === 'own' && isRow(lines[line ?? -1])).length;
  const told = placements.filter(({ standing }) => standing !== 'twice').length;
  return inRows >= placed.length * (1 - fewOthers) && inRows >= told * leastInRows;
}

/** Lines by index that are items' own rows. */
export function ownRows(placements: readonly Placement[]): ReadonlySet<number> {
  return new Set(
    placements.flatMap(({ line, standing }) => (line !== null && standing === 'own' ? [line] : [])),
  );
}

/**
 * Null where no table is known to be the list's, so that nothing can be counted.
 * @param others rows of other lists' items: a table that has only such is theirs, whatever its head says
 * @param isOwn whether a table is the list's by the words of its head
 */
export function countRows(
  lines: readonly WindowLine[],
  placements: readonly Placement[],
  others: ReadonlySet<number>,
  isOwn: (headWords: ReadonlySet<string>) => boolean,
): RowCount | null {
  if (!isRowByRow(lines, placements)) return null;
  const covered = new Set(placements.flatMap(({ line }) => line ?? []));
  let counted = 0;
  const missing: Spot[] = [];
  for (const { head, rows } of tablesIn(lines)) {
    const hits = rows.filter((at) => covered.has(at));
    const isNamed = isOwn(new Set(wordsOf(head)));
    if (hits.length === 0 && (!isNamed || rows.some((at) => others.has(at)))) continue;
    const isLike = likenessTo(lines, hits.length === 0 ? rows : hits);
    const open = rows.filter((at) => !covered.has(at) && isLike(at));
    if (!isNamed && hits.length < (hits.length + open.length) * leastShare) continue;
    counted += hits.length + open.length;
    const isOdd = oddnessTo(lines, hits);
    for (const at of open) {
      const line = lines[at];
      if (line !== undefined) missing.push({ line, at: 0, ...(isOdd(line) ? { isOdd: true } : {}) });
    }
  }
  return counted === 0 ? null : { rows: counted, missing };
}

/** By its head a table is the list's when its items' names stand in it, and no other list's as many. */
export function ownHeads(
  list: ArrayNode,
  lists: readonly ArrayNode[],
): (headWords: ReadonlySet<string>) => boolean {
  return (headWords) => {
    const share = namedShare(list, headWords);
    return (
      share >= leastShare && lists.every((other) => other === list || namedShare(other, headWords) < share)
    );
  };
}

/** As many cells, dates and numbers as nearly all of the rows have: heads that come again, headings and sums have fewer. */
function likenessTo(lines: readonly WindowLine[], rows: readonly number[]): (at: number) => boolean {
  const all = rows.map((at) => kindsOf(lines[at]));
  const least = ([0, 1, 2] as const).map((kind) => {
    const counts = all.map((kinds) => kinds[kind]).toSorted((a, b) => a - b);
    return counts[Math.floor(counts.length * oddRows)] ?? 0;
  });
  return (at) => kindsOf(lines[at]).every((count, kind) => count >= (least[kind] ?? 0));
}

/**
 * Rows without a cell in a column that all items' rows of their table fill, and those of a table of its own on a page where
 * the items' rows stand in others: heads of two lines, sums, what stands beside a table.
 */
function oddnessTo(lines: readonly WindowLine[], hits: readonly number[]): (line: WindowLine) => boolean {
  const rows = hits.flatMap((at) => lines[at] ?? []);
  const byTable = Map.groupBy(rows, tableOf);
  const filled = new Map([...byTable].map(([table, own]) => [table, columnsOfAll(own)] as const));
  const pages = new Set(rows.map(({ page }) => page));
  return (line) => {
    const own = filled.get(tableOf(line));
    if (own === undefined) return pages.has(line.page);
    const columns = columnsOf(line);
    return own.some((column) => !columns.has(column));
  };
}

function columnsOfAll(rows: readonly WindowLine[]): readonly number[] {
  const [first, ...others] = rows.map(columnsOf);
  if (first === undefined || rows.length < leastFilled) return [];
  return [...first].filter((column) => others.every((columns) => columns.has(column)));
}

function columnsOf({ cells }: WindowLine): ReadonlySet<number> {
  return new Set(cells.flatMap(({ column, text }) => (text.trim() === '' ? [] : [column])));
}

/** Cells, those of them with dates, and those with numbers that are no dates. */
function kindsOf(line: WindowLine | undefined): readonly [number, number, number] {
  const cells = line?.cells ?? [];
  const dates = cells.filter(({ text }) => readDates(text).length > 0);
  const numbers = cells.filter((cell) => !dates.includes(cell) && readNumbers(cell.text).length > 0);
  return [cells.length, dates.length, numbers.length];
}

function isRow(line: WindowLine | undefined): boolean {
  return line !== undefined && (line.kind === 'row' || line.kind === 'total') && !line.context;
}

interface TableRows {
  /** Its text; '' where there is none. */
  readonly head: string;
  readonly rows: readonly number[];
}

/** Rows of data by table; a table without a head goes on from the one before it, and one with the same head too. */
function tablesIn(lines: readonly WindowLine[]): readonly TableRows[] {
  const tables = new Map<string, number[]>();
  let place = '';
  let head = '';
  for (const [at, line] of lines.entries()) {
    if (line.table === null) continue;
    const here = tableOf(line);
    if (line.kind === 'head') head = here === place ? `${head}\n${line.text}` : line.text;
    place = here;
    if (line.kind !== 'row' || line.context) continue;
    const rows = tables.get(head);
    if (rows === undefined) tables.set(head, [at]);
    else rows.push(at);
  }
  return [...tables].map(([text, rows]) => ({ head: text, rows }));
}
