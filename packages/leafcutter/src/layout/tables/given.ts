/** Tables that the format itself declares: their rows, columns, spans and heads are known, not seen. Pure. */
import type { GivenCell, GivenTable, Page, Range, Word } from '../../document/types.ts';
import { boxUnion } from '../geometry.ts';
import { isLive } from '../segments.ts';
import type { Cell, Header, Table, TableRow } from '../types.ts';
import { joinLines } from './join.ts';
import { isTotal } from './totals.ts';

export interface Given {
  /** Null where the format does not say which rows name the columns: sight must tell. */
  readonly table: Table | null;
  /** From the first word of its cells to the last one. */
  readonly range: Range;
}

export function givenTablesOf(page: Page): readonly Given[] {
  return page.tables.map((given) => {
    const isKnown = given.continues === true || given.headerRows > 0;
    return { table: isKnown ? tableOf(page, given) : null, range: rangeOf(given) };
  });
}

function rangeOf({ rows }: GivenTable): Range {
  const cells = rows.flat().filter((cell) => cell !== null);
  const start = Math.min(...cells.map((cell) => cell.start));
  return { start, end: Math.max(start, ...cells.map((cell) => cell.end)) };
}

/** Null where it has one column, or no rows below its head. */
function tableOf(page: Page, given: GivenTable): Table | null {
  const places = placesOf(given);
  const cells = places.map((row, index) => cellsOf(page, row, index));
  const width = places[0]?.length ?? 0;
  const rows = rowsOf(cells.slice(given.headerRows));
  const boxes = cells.flat().flatMap((cell) => (isFilled(cell) ? [cell.box] : []));
  if (width < 2 || rows.length === 0) return null;
  return {
    page: page.number,
    source: 'given',
    box: boxUnion(boxes),
    columns: columnsOf(cells, width),
    headers: Array.from({ length: width }, (_, column) =>
      headerOf(
        page,
        places.slice(0, given.headerRows).map((row) => row[column] ?? null),
      ),
    ),
    rows,
    caption: null,
    continues: given.continues === true,
  };
}

type Places = readonly (GivenCell | null)[];

/** In every place the cell that covers it. */
function placesOf({ rows }: GivenTable): readonly Places[] {
  const places: (GivenCell | null)[][] = rows.map((row) => row.map(() => null));
  for (const [index, row] of rows.entries())
    for (const [column, cell] of row.entries())
      for (const target of places.slice(index, index + (cell?.rowSpan ?? 0)))
        target.fill(cell, column, column + (cell?.columnSpan ?? 0));
  return places;
}

/** A cell of several rows is one of each of them; of several columns it is one of the first. */
function cellsOf(page: Page, places: Places, row: number): (Cell | null)[] {
  return places.map((place, column) => {
    if (place === null || (column > 0 && places[column - 1] === place)) return null;
    const words = wordsIn(page, place);
    return {
      row,
      column,
      rowSpan: place.rowSpan,
      columnSpan: place.columnSpan,
      text: words.map(({ text }) => text).join(' '),
      ranges: runsOf(words),
      box: words.length === 0 ? [0, 0, 0, 0] : boxUnion(words.map(({ box }) => box)),
    };
  });
}

function isFilled(cell: Cell | null | undefined): cell is Cell {
  return cell !== null && cell !== undefined && cell.text !== '';
}

/** A row whose only text starts at the left and says nothing in figures heads the rows below. */
function rowsOf(grid: readonly (readonly (Cell | null)[])[]): TableRow[] {
  let groups: TableRow['groups'] = [];
  return grid.flatMap((cells): TableRow[] => {
    const filled = cells.filter(isFilled);
    const [first] = filled;
    if (first === undefined) return [];
    const box = boxUnion(filled.map((cell) => cell.box));
    const isGroup = filled.length === 1 && cells.length > 2 && first.column === 0 && !/\d/u.test(first.text);
    if (!isGroup) return [{ kind: isTotal(cells) ? 'total' : 'data', cells, box, groups }];
    groups = [{ text: first.text, ranges: first.ranges }];
    return [{ kind: 'group', cells, box, groups: [] }];
  });
}

/** From the leftmost to the rightmost of the cells that are of one column alone; an empty column has no width. */
function columnsOf(grid: readonly (readonly (Cell | null)[])[], width: number): Table['columns'] {
  let left = 0;
  return Array.from({ length: width }, (_, column) => {
    const boxes = grid.flatMap((row) => {
      const cell = row[column];
      return isFilled(cell) && cell.columnSpan === 1 ? [cell.box] : [];
    });
    if (boxes.length === 0) return { x0: left, x1: left };
    const [x0, , x1] = boxUnion(boxes);
    left = x1;
    return { x0, x1 };
  });
}

/** The names over a column, from top to bottom; one that stands over it in several rows once. */
function headerOf(page: Page, places: Places): Header {
  const names = [...new Set(places)].flatMap((place) => (place === null ? [] : [wordsIn(page, place)]));
  return {
    text: joinLines(
      names.map((words) => words.map(({ text }) => text).join(' ')).filter((text) => text !== ''),
    ),
    ranges: names.flatMap(runsOf),
  };
}

/** Live words; they stand in the order of their ranges. */
function wordsIn({ words }: Page, { start, end }: Range): readonly Word[] {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const found: Word[] = [];
  for (let at = low; (words[at]?.end ?? Infinity) <= end; at += 1) {
    const word = words[at];
    if (word !== undefined && isLive(word)) found.push(word);
  }
  return found;
}

/** One range for words that follow one another, and a new one where something between them is not live. */
function runsOf(words: readonly Word[]): Range[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of words) {
    const last = runs.at(-1);
    if (last !== undefined && start <= last.end + 1) last.end = end;
    else runs.push({ start, end });
  }
  return runs;
}
