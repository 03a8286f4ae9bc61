/** Rows of matched tables as items, each value with the cell that it was taken from. */
import type { JsonPrimitive } from '../../../json.ts';
import type { Cell, TableRow } from '../../../layout/types.ts';
import { readNumbers, type Locale } from '../../../values/index.ts';
import { rangesOf } from '../candidate.ts';
import type { ValueKind } from '../kinds.ts';
import { readValue, type Reading } from '../readings.ts';
import type { TableMatch } from './match.ts';
import type { ColumnMatch, Found, Slot } from './model.ts';
import { countsUp } from './ordinals.ts';
import { isBlank } from './sample.ts';
import type { SourceTable } from './source.ts';
import { wholeText } from './spread.ts';
import { withUnit } from './units.ts';

export interface RowItem {
  readonly found: readonly Found[];
  readonly row: TableRow;
  readonly source: SourceTable;
}

/** Items of one table, top to bottom, and how many rows could not be read. */
export function rowItems(
  match: TableMatch,
  locale: Locale | undefined,
): { items: RowItem[]; unread: number } {
  const { source, columns } = match;
  const key = keyColumn(match);
  const counted = countedBy(match);
  const claimed = new Set(columns.map(({ column }) => column));
  const items: RowItem[] = [];
  let unread = 0;
  const rows = wantsTotals(match) ? source.table.rows : beforeSums(match, locale);
  for (const row of rows) {
    if (row.kind === 'group' || (row.kind === 'total' && !wantsTotals(match) && !isFull(row, columns)))
      continue;
    if (counted?.every((column) => isEmpty(row.cells[column])) === true) continue;
    if (key !== null && isEmpty(row.cells[key])) {
      if (!isFiller(row, columns)) unread += 1;
      continue;
    }
    const found = columns.flatMap((column) => cellValues(column, row, source, locale, claimed));
    if (found.length < Math.min(2, columns.length)) {
      if (!isFiller(row, columns)) unread += 1;
      continue;
    }
    items.push({ found: withUnit(withLists(found, match, row), match, row), row, source });
  }
  return { items, unread };
}

/** A "total count" of a laboratory is a line like the others: it has all that they have. */
function isFull(row: TableRow, columns: readonly ColumnMatch[]): boolean {
  const worded = columns.filter(({ slot }) => !['money', 'number', 'percent'].includes(slot.task.kind.kind));
  return worded.length >= 3 && columns.every(({ column }) => !isEmpty(row.cells[column]));
}

/**
 * Rows above the first one whose amount is the sum of those before it, where it and all that follow have no figure but
 * their amount, though the rows before have; or, in a list of captions and amounts, where it sums up at least two. They
 * settle the list, whatever they are called.
 */
function beforeSums({ source, columns }: TableMatch, locale: Locale | undefined): readonly TableRow[] {
  const { rows } = source.table;
  const money = columns.findLast(({ slot }) => slot.task.kind.kind === 'money');
  if (money === undefined || rows.some((row) => row.kind === 'group' && filledCells(row) > 1)) return rows;
  const others = columns.filter(
    ({ slot, column }) => ['money', 'number'].includes(slot.task.kind.kind) && column !== money.column,
  );
  const counted = (row: TableRow): boolean => others.some(({ column }) => holdsFigure(row, column));
  const first = rows.find((row) => row.kind === 'data');
  const least = first !== undefined && counted(first) ? 1 : 2;
  const settles = (row: TableRow): boolean => (least === 1 ? !counted(row) : filledCells(row) <= 2);
  let sum = 0;
  let count = 0;
  for (const [index, row] of rows.entries()) {
    const text = row.cells[money.column]?.text ?? '';
    const amount = text === '' ? undefined : readNumbers(text, locale)[0]?.value;
    const sums = amount !== undefined && count >= least && amount !== 0 && Math.abs(amount - sum) < 0.006;
    if (sums && rows.slice(index).every(settles)) return rows.slice(0, index);
    if (amount !== undefined) count += 1;
    sum += amount ?? 0;
  }
  return rows;
}

/** A figure with its unit, and no words. */
function holdsFigure({ cells }: TableRow, column: number): boolean {
  const text = cells[column]?.text ?? '';
  return /^[-+(]?\s*[$€£]?\s*\d/u.test(text) && !/\p{L}{4}/u.test(text);
}

function filledCells({ cells }: TableRow): number {
  return cells.filter((cell) => !isEmpty(cell)).length;
}

/** Where an item is a label with figures, or with those of several years, totals are lines like the others. */
function wantsTotals({ columns, source }: TableMatch): boolean {
  const labels = columns.filter(({ slot }) => ['text', 'name', 'title'].includes(slot.task.kind.kind));
  const figures = columns.filter(({ slot }) => ['money', 'number'].includes(slot.task.kind.kind));
  const yearly = figures.every(({ column }) => /(?:19|20)\d\d/u.test(source.headers[column]?.text ?? ''));
  return (
    labels.length + figures.length === columns.length &&
    (columns.length <= 3 || (labels.length === 1 && yearly)) &&
    columns.some(({ slot }) => /label|line|item|account/iu.test(slot.task.leaf.name))
  );
}

/** The column of words that names the rows: filled in nearly all of them, so one without it is no item. */
function keyColumn({ source, columns }: TableMatch): number | null {
  const rows = source.table.rows.filter((row) => row.kind === 'data');
  for (const { column, slot } of columns) {
    if (!['name', 'text', 'title'].includes(slot.task.kind.kind)) continue;
    const filled = rows.filter((row) => !isEmpty(row.cells[column]));
    const worded = filled.filter((row) => /\p{L}{2}/u.test(row.cells[column]?.text ?? ''));
    if (filled.length >= 0.7 * rows.length && worded.length >= 0.7 * filled.length) return column;
  }
  return null;
}

/** Where a column counts the rows that have an amount: that column and the amount's. A row without both goes on from the one above. */
function countedBy({ source, columns }: TableMatch): readonly number[] | null {
  const money = columns.findLast(({ slot }) => slot.task.kind.kind === 'money');
  if (money === undefined) return null;
  const rows = source.table.rows.filter(
    ({ kind, cells }) => kind === 'data' && !isEmpty(cells[money.column]),
  );
  const ordinal = source.table.columns.findIndex((_, column) =>
    countsUp(rows.map(({ cells }) => cells[column]?.text ?? '')),
  );
  return ordinal < 0 || ordinal === money.column ? null : [ordinal, money.column];
}

function isEmpty(cell: Cell | null | undefined): boolean {
  return cell === null || cell === undefined || isBlank(cell.text);
}

/** Nothing in any matched column. */
function isFiller(row: TableRow, columns: readonly ColumnMatch[]): boolean {
  return columns.every(({ column }) => isEmpty(row.cells[column]));
}

const spreads: ReadonlySet<ValueKind> = new Set(['text', 'name', 'title']);

function cellValues(
  { slot, column, weight }: ColumnMatch,
  row: TableRow,
  source: SourceTable,
  locale: Locale | undefined,
  claimed: ReadonlySet<number>,
): Found[] {
  const own = row.cells[column];
  if (own === null || own === undefined || own.text === '') return [];
  const cell = spreads.has(slot.task.kind.kind) ? wholeText(own, row, source, claimed) : own;
  if (slot.list !== null) return listValues(slot, cell, source, 0.8 * weight);
  const header = source.headers[column]?.text ?? '';
  const found = readCell(slot, cell, source, locale, weight);
  if (found === null) return [];
  const where = header === '' ? `column ${column + 1}` : `column "${shorten(header)}"`;
  return [{ ...found, reasoning: `Stands in ${where} of the table on page ${source.table.page}.` }];
}

/** A name is the first paragraph of its cell: what stands apart below it describes it. */
function readCell(
  slot: Slot,
  cell: Cell,
  source: SourceTable,
  locale: Locale | undefined,
  weight: number,
): Omit<Found, 'reasoning'> | null {
  const { task } = slot;
  const scale = source.scale !== null && !task.unscaled && task.kind.kind === 'money' ? source.scale : null;
  const part = partOf(cell, task.kind.kind);
  const text = part.text.replaceAll('\n', ' ');
  const context = {
    leaf: task.leaf,
    kind: task.kind,
    locale,
    shapes: task.shapes,
    scale: scale?.factor ?? 1,
  };
  const reading = readValue(text, context) ?? asPrinted(slot, text);
  if (reading === null) return null;
  return {
    slot,
    value: typedValue(slot, reading.value),
    page: source.table.page,
    ranges: rangesOf(part, reading.start, reading.end),
    support: scale === null || typeof reading.value !== 'number' ? [] : [scale.place],
    sure: Math.min(1, (0.5 + 0.5 * weight) * (0.6 + 0.4 * reading.fit)),
    alternatives: reading.alternatives,
  };
}

/** Where the schema takes numbers and words alike, a plain number is a number. */
function typedValue({ task: { leaf, question } }: Slot, value: JsonPrimitive): JsonPrimitive {
  // The minus of a column of debits says only that they are debits.
  if (typeof value === 'number' && value < 0 && question.subject.has('debit') && leaf.minimum === null)
    return -value;
  if (typeof value !== 'string' || !leaf.types.includes('string')) return value;
  if (leaf.types.includes('integer') && /^-?(?:0|[1-9]\d{0,14})$/u.test(value)) return Number(value);
  return leaf.types.includes('number') && /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/u.test(value)
    ? Number(value)
    : value;
}

/** Words where a code or a time is usual ("DNS") are the answer as printed, as long as the schema takes any string. */
function asPrinted({ task: { leaf, kind } }: Slot, text: string): Reading | null {
  if (!leaf.types.includes('string') || leaf.enum !== null || leaf.format !== null || leaf.pattern !== null)
    return null;
  if (
    ![
      'time',
      'identifier',
      'text',
      'title',
      'name',
      'city',
      'country',
      'state',
      'street',
      'address',
    ].includes(kind.kind)
  )
    return null;
  const value = text.trim();
  if (isBlank(value) || value.length > 300) return null;
  return {
    value,
    start: text.indexOf(value),
    end: text.indexOf(value) + value.length,
    fit: 0.5,
    alternatives: [],
  };
}

/** Of a name its first paragraph; of codes one below the other the first, unless a longer line above shows that it is one broken code. */
function partOf(cell: Cell, kind: ValueKind): CellPart {
  if (kind === 'name' || kind === 'title') return firstParagraph(cell);
  const [first, ...further] = cell.lines ?? [];
  if (kind !== 'identifier' || first === undefined) return cell;
  const isWhole = /\d/u.test(first.text) && !/[-/._]$/u.test(first.text);
  return isWhole && further.some(({ text }) => text.length > first.text.length) ? first : cell;
}

type CellPart = Pick<Cell, 'text' | 'ranges'>;

function firstParagraph(cell: Cell): CellPart {
  if (cell.lines === undefined) return { text: cell.text, ranges: cell.ranges };
  const next = cell.lines.findIndex((line, index) => index > 0 && line.startsParagraph);
  const lines = next < 0 ? cell.lines : cell.lines.slice(0, next);
  return { text: lines.map((line) => line.text).join('\n'), ranges: lines.flatMap((line) => line.ranges) };
}

/** Members of the list's enum, or the parts of the cell. */
function listValues(slot: Slot, cell: Cell, source: SourceTable, sure: number): Found[] {
  const members = slot.task.leaf.enum?.filter((member) => typeof member === 'string') ?? null;
  const found: Found[] = [];
  const parts = cell.text.matchAll(members === null ? /[^,;\n]+/gu : /[^\s,;/+-]+/gu);
  for (const part of parts) {
    const value = part[0].trim();
    if (value === '' || (members !== null && !members.includes(value))) continue;
    const start = part.index + part[0].indexOf(value);
    found.push({
      slot, value, page: source.table.page, ranges: rangesOf(cell, start, start + value.length), support: [], sure,
      alternatives: [], reasoning: `Stands in its row of the table on page ${source.table.page}.`,
    }); // prettier-ignore
  }
  return found;
}

/** Lists whose members are known are found wherever they stand in the row: "33.74 WR-CR". */
function withLists(
  found: readonly Found[],
  { columns, source, ...match }: TableMatch,
  row: TableRow,
): readonly Found[] {
  const more: Found[] = [];
  for (const slot of match.lists) {
    if (slot.task.leaf.enum === null || columns.some((column) => column.slot === slot)) continue;
    for (const cell of row.cells) {
      if (cell === null || cell.text === '' || isWords(cell, columns)) continue;
      more.push(...listValues(slot, cell, source, 0.7));
    }
  }
  return more.length === 0 ? found : [...found, ...more];
}

/** Cells of names and texts hold words that only look like a member. */
function isWords(cell: Cell, columns: readonly ColumnMatch[]): boolean {
  return columns.some(
    ({ column, slot }) =>
      column === cell.column && ['name', 'text', 'title', 'country'].includes(slot.task.kind.kind),
  );
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 37)}...`;
}
