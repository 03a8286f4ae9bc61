/** Tables whose columns are the items and whose rows are their leaves: models compared, years beside one another. */
import type { Cell, Header, TableRow } from '../../../layout/types.ts';
import { labelSimilarity } from '../question.ts';
import { isBlank } from './sample.ts';
import type { ArrayTask } from './model.ts';
import type { SourceTable } from './source.ts';

/** A name answers a leaf from here on. */
const leastNamed = 0.6;
/** Leaves that the rows must name, at the least and as a share. */
const leastLeaves = { count: 2, share: 0.5 };
const leastItems = 2;
/** Share of the rows in which each item must have something. */
const leastFilled = 0.6;

/** The table with rows for columns, where the names of its rows are those of the leaves; else null. */
export function transposed(task: ArrayTask, source: SourceTable): SourceTable | null {
  const [level, deeper] = task.levels;
  const { table, headers } = source;
  const rows = table.rows.filter(({ kind }) => kind !== 'group');
  const names = rows.map(({ cells: [first] }) => first?.text.replaceAll('\n', ' ') ?? '');
  const filled = table.columns.slice(1).map((_, at) => filledIn(rows, at + 1));
  const full = filled.length >= leastItems && filled.every((share) => share >= leastFilled);
  if (level === undefined || deeper !== undefined || source.continues || !full) return null;
  const named = (texts: readonly string[]): number =>
    level.slots.filter(({ task: { question } }) =>
      texts.some((text) => text !== '' && labelSimilarity(question, text) >= leastNamed),
    ).length;
  const own = named(names);
  const enough = own >= Math.max(leastLeaves.count, leastLeaves.share * level.slots.length);
  if (!enough || named(headers.map(({ text }) => text)) >= own) return null;
  const known = turnedTables.get(source) ?? turned(source, rows);
  turnedTables.set(source, known);
  return known;
}

function filledIn(rows: readonly TableRow[], column: number): number {
  return rows.filter(({ cells }) => !isBlank(cells[column]?.text ?? '')).length / Math.max(1, rows.length);
}

/** Of each table one, so that arrays which it may be of are told apart by it. */
const turnedTables = new WeakMap<SourceTable, SourceTable>();

function turned(source: SourceTable, rows: readonly TableRow[]): SourceTable {
  const { table, headers } = source;
  const corner: Header = headers[0] ?? { text: '', ranges: [] };
  const names: Header[] = [
    corner,
    ...rows.map(({ cells: [first] }) => ({ text: first?.text ?? '', ranges: first?.ranges ?? [] })),
  ];
  const items = table.columns.flatMap((_, column): TableRow[] => {
    if (column === 0) return [];
    const cells = [headCell(headers[column], table.box), ...rows.map((row) => row.cells[column] ?? null)].map(
      (cell, at) => (cell === null ? null : { ...cell, row: column - 1, column: at }),
    );
    const filled = cells.slice(1).some((cell) => cell !== null && !isBlank(cell.text));
    return filled ? [{ kind: 'data', cells, box: table.box, groups: [] }] : [];
  });
  return {
    ...source,
    table: {
      ...table,
      columns: names.map(() => ({ x0: table.box[0], x1: table.box[2] })),
      headers: names,
      rows: items,
    },
    headers: names,
  };
}

function headCell(header: Header | undefined, box: Cell['box']): Cell | null {
  if (header === undefined || header.text === '') return null;
  return { row: 0, column: 0, rowSpan: 1, columnSpan: 1, text: header.text, ranges: header.ranges, box };
}
