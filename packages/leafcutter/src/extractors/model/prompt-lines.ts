/** A page as a model reads it: lines in reading order, columns kept apart, each row of a table in one line. */
import type { FormField, GivenTable, Page, Range } from '../../document/types.ts';
import { isLive, segmentsOf } from '../../layout/segments.ts';
import { tablesOf } from '../../layout/tables/index.ts';
import type { Cell, Segment, Table, TableRow } from '../../layout/types.ts';
import { estimateTokens } from './tokens.ts';

export interface PromptLine {
  readonly page: number;
  /** Without line breaks. */
  readonly text: string;
  /** What it shows of the page's canonical text, in the order shown. */
  readonly ranges: readonly Range[];
  /** head: captions of a table's columns. group: a heading between rows. row, total: a row. */
  readonly kind: 'text' | 'head' | 'group' | 'row' | 'total';
  /** Index of the table on its page; null outside of tables. */
  readonly table: number | null;
  /** Cells of a row or head that are not empty, left to right; empty for text. */
  readonly cells: readonly PromptCell[];
}
export interface PromptCell {
  readonly column: number;
  readonly text: string;
  readonly ranges: readonly Range[];
}

/** Between pieces of one line that stand apart. */
const columnGap = '   ';
const cellGap = ' | ';
/** A table whose cells are longer than this in the middle is running text in columns: its lines stay as they are. */
const longestUsualCell = 90;

/**
 * Pure: the same page gives the same lines. Every live word stands in one of them, once: what tables do not show is text, and
 * what two cells share (the head of several columns) is shown in the first of them. Words that are struck out or hidden
 * are not live and stand in none.
 */
export function promptLinesOf(page: Page): readonly PromptLine[] {
  const segments = segmentsOf(page);
  const tableOfWord = new Map<number, number>();
  const tables =
    page.tables.length > 0
      ? page.tables.map((table, index) => givenLines(page, table, new Showing(page, index, tableOfWord)))
      : tablesOf(page, segments)
          .filter(isTabular)
          .map((table, index) => tableLines(table, new Showing(page, index, tableOfWord)));
  return [
    ...interleave(page, segments, tables, tableOfWord),
    ...page.fields.flatMap((field) => fieldLine(page, field)),
  ];
}

/** Lines of the text, and each table whole at the place of its first word. */
function interleave(
  page: Page,
  segments: readonly Segment[],
  tables: readonly (readonly PromptLine[])[],
  tableOfWord: ReadonlyMap<number, number>,
): PromptLine[] {
  const lines: PromptLine[] = [];
  const told = new Set<number>();
  let at = 0;
  for (const line of page.lines) {
    let pieces: Range[] = [];
    const flush = (): void => {
      if (pieces.length > 0) lines.push(textLine(page, pieces));
      pieces = [];
    };
    for (; at < segments.length; at += 1) {
      const segment = segments[at];
      if (segment === undefined || segment.firstWord >= line.lastWord) break;
      for (const part of outside(page, segment, tableOfWord)) {
        if (part.table === null) pieces.push({ start: part.start, end: part.end });
        else if (!told.has(part.table)) {
          flush();
          told.add(part.table);
          lines.push(...(tables[part.table] ?? []));
        }
      }
    }
    flush();
  }
  return lines;
}

/** The segment cut where its words go into a table or come out of one. */
function outside(
  page: Page,
  segment: Segment,
  tableOfWord: ReadonlyMap<number, number>,
): readonly { readonly start: number; readonly end: number; readonly table: number | null }[] {
  const parts: { start: number; end: number; table: number | null }[] = [];
  for (let at = segment.firstWord; at < segment.lastWord; at += 1) {
    const word = page.words[at];
    if (word === undefined) continue;
    const table = tableOfWord.get(at) ?? null;
    const last = parts.at(-1);
    if (last !== undefined && last.table === table) last.end = word.end;
    else parts.push({ start: word.start, end: word.end, table });
  }
  return parts;
}

function textLine(page: Page, ranges: readonly Range[]): PromptLine {
  const text = ranges.map((range) => flat(page.text.slice(range.start, range.end))).join(columnGap);
  return { page: page.number, text, ranges, kind: 'text', table: null, cells: [] };
}

function isTabular(table: Table): boolean {
  const lengths = table.rows
    .flatMap((row) => row.cells)
    .flatMap((cell) => (cell === null || cell.text === '' ? [] : [cell.text.length]))
    .toSorted((a, b) => a - b);
  return lengths.length >= 4 && (lengths[Math.floor(lengths.length / 2)] ?? 0) <= longestUsualCell;
}

function tableLines(table: Table, showing: Showing): readonly PromptLine[] {
  const columns = table.columns.length;
  const head = table.headers.flatMap((header, column) =>
    header.ranges.length === 0 ? [] : [{ column, text: flat(header.text), ranges: header.ranges }],
  );
  const apart = headingsInRows(table);
  const lines = showing.line('head', head, columns);
  return [
    ...lines,
    ...table.rows.flatMap((row) => {
      const split = apart.has(row);
      const cells = row.cells.flatMap((cell) => (cell === null ? [] : cellOf(cell, split ? 1 : Infinity)));
      const below = split ? row.cells.flatMap((cell) => (cell === null ? [] : restOf(cell))) : [];
      const kind = row.kind === 'data' ? 'row' : row.kind;
      return [...showing.line(kind, cells, columns), ...showing.line('group', below, columns)];
    }),
  ];
}

/** More rows than this share with a second line in their first cell alone, and they are wrapped, not headings. */
const fewHeadings = 0.25;

/**
 * Rows whose first cell alone goes on in a second line: in a table where that is rare, the line is the heading of the rows
 * below it.
 */
function headingsInRows(table: Table): ReadonlySet<TableRow> {
  const found = table.rows.filter((row) => {
    const filled = row.cells.flatMap((cell) => (cell === null || cell.text === '' ? [] : [cell]));
    const [first, ...others] = filled;
    return (
      others.length > 0 &&
      first?.lines !== undefined &&
      first.lines.length === 2 &&
      others.every((cell) => (cell.lines?.length ?? 1) === 1)
    );
  });
  return new Set(found.length <= table.rows.length * fewHeadings ? found : []);
}

function cellOf(cell: Cell, lines: number): readonly PromptCell[] {
  const shown = lines === Infinity ? undefined : cell.lines?.slice(0, lines);
  const text = flat(shown === undefined ? cell.text : shown.map((line) => line.text).join(' '));
  const ranges = shown === undefined ? cell.ranges : shown.flatMap((line) => line.ranges);
  return text === '' ? [] : [{ column: cell.column, text, ranges }];
}

function restOf(cell: Cell): readonly PromptCell[] {
  const rest = cell.lines?.slice(1) ?? [];
  const text = flat(rest.map((line) => line.text).join(' '));
  return text === '' ? [] : [{ column: cell.column, text, ranges: rest.flatMap((line) => line.ranges) }];
}

function givenLines(page: Page, table: GivenTable, showing: Showing): readonly PromptLine[] {
  const columns = Math.max(0, ...table.rows.map((row) => row.length));
  return table.rows.flatMap((row, at) => {
    const cells = row.flatMap((cell, column) => {
      const text = cell === null ? '' : flat(page.text.slice(cell.start, cell.end));
      return cell === null || text === ''
        ? []
        : [{ column, text, ranges: [{ start: cell.start, end: cell.end }] }];
    });
    return showing.line(at < table.headerRows ? 'head' : 'row', cells, columns);
  });
}

/** Lines of one table, and the words of the page that tables have shown so far. */
class Showing {
  private readonly page: Page;
  private readonly table: number;
  private readonly tableOfWord: Map<number, number>;

  constructor(page: Page, table: number, tableOfWord: Map<number, number>) {
    this.page = page;
    this.table = table;
    this.tableOfWord = tableOfWord;
  }

  /** Empty cells between filled ones keep their place; those after the last one say nothing. None where there is nothing to show. */
  line(kind: PromptLine['kind'], cells: readonly PromptCell[], columns: number): readonly PromptLine[] {
    const shown = cells.map((cell) => ({ column: cell.column, ranges: this.take(cell.ranges) }));
    const ranges = shown.flatMap((cell) => cell.ranges);
    if (ranges.length === 0) return [];
    const texts = Array.from({ length: columns }, (_, column) =>
      this.textOf(shown.filter((cell) => cell.column === column).flatMap((cell) => cell.ranges)),
    );
    while (texts.at(-1) === '') texts.pop();
    const text = kind === 'group' ? this.textOf(ranges) : texts.join(cellGap);
    return [{ page: this.page.number, text, ranges, kind, table: this.table, cells }];
  }

  /** Live words of the ranges that no cell has shown before, those that follow each other in one range. */
  private take(given: readonly Range[]): readonly Range[] {
    const taken: { start: number; end: number; last: number }[] = [];
    for (const at of given.flatMap((range) => wordsOf(this.page, range))) {
      const word = this.page.words[at];
      if (word === undefined || !isLive(word) || this.tableOfWord.has(at)) continue;
      this.tableOfWord.set(at, this.table);
      const before = taken.at(-1);
      if (before?.last === at - 1) [before.end, before.last] = [word.end, at];
      else taken.push({ start: word.start, end: word.end, last: at });
    }
    return taken.map(({ start, end }) => ({ start, end }));
  }

  private textOf(ranges: readonly Range[]): string {
    return ranges.map((range) => flat(this.page.text.slice(range.start, range.end))).join(' ');
  }
}

/** What an interactive field says and the page's text does not: boxes that are ticked, choices without text. */
function fieldLine(page: Page, field: FormField): readonly PromptLine[] {
  if (field.range !== null || (field.value === null && field.checked !== true)) return [];
  const label = field.label ?? field.name;
  const text = flat(`${label}: ${field.value ?? 'yes'}`);
  return [{ page: page.number, text, ranges: [], kind: 'text', table: null, cells: [] }];
}

function flat(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Indexes of words that share a character with the range. */
function wordsOf(page: Page, range: Range): readonly number[] {
  let [low, high] = [0, page.words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((page.words[middle]?.end ?? 0) <= range.start) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let at = low; (page.words[at]?.start ?? Infinity) < range.end; at += 1) found.push(at);
  return found;
}

/** Tokens of the line with its line break. */
export function lineTokens(line: PromptLine): number {
  return estimateTokens(line.text) + 0.5;
}
