/** CSV and its kin: one sheet, its cells addressed as in a spreadsheet ("B7"). */
import { parse } from 'csv-parse/sync';
import { LeafcutterError } from '../../../errors.ts';
import { readNumber } from '../../../values/numbers.ts';
import type { GridBlock } from './grid.ts';

/** What spreadsheets have (Excel, LibreOffice): more is a file whose lines or columns are divided by other signs. */
const mostColumns = 16_384;

export function csvBlocks(text: string, name: string): GridBlock[] {
  let rows: string[][];
  try {
    rows = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      bom: true,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LeafcutterError('document_unreadable', `${name} is not a readable CSV file (${reason}).`, {
      cause,
    });
  }
  const first = firstOfTable(rows);
  const body = rows.slice(first);
  const columns = body.reduce((most, row) => Math.max(most, row.length), 0);
  if (columns > mostColumns)
    throw new LeafcutterError(
      'document_unreadable',
      `${name} has ${columns} columns, and ${mostColumns} at most are read; look at how its columns are divided.`,
    );
  for (const row of body) while (row.length < columns) row.push('');
  const table: GridBlock = {
    kind: 'table',
    rows: body,
    headerRows: hasHeader(body) ? 1 : 0,
    firstAddress: first + 1,
  };
  return [...rows.slice(0, first).map(blockAbove), table];
}

/** Rows above the table: a title is a line, and a caption with its value a table of its own. */
function blockAbove(row: readonly string[], index: number): GridBlock {
  const cells = row.slice(0, row.findLastIndex(isFilled) + 1);
  return { kind: 'table', rows: [cells], headerRows: 0, firstAddress: index + 1 };
}

/** Rows that may stand above a table. */
const mostAbove = 20;
/** A row of the table fills this share of the columns that its rows usually fill, not counting an empty corner. */
const leastFilled = 0.75;

/** Index of the first row of the table: those above fill fewer columns ("Sales report", "Customer;4711"). */
function firstOfTable(rows: readonly (readonly string[])[]): number {
  const counts = rows.slice(0, 1000).map((row) => row.filter(isFilled).length);
  const usual = median(counts.filter((count) => count > 0));
  if (usual < 3) return 0;
  const first = counts.findIndex(
    (count, index) => count > 1 && count + (isFilled(rows[index]?.[0] ?? '') ? 0 : 1) >= usual * leastFilled,
  );
  return first > 0 && first <= mostAbove ? first : 0;
}

function isFilled(cell: string): boolean {
  return cell.trim() !== '';
}

function median(counts: readonly number[]): number {
  return counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
}

/** Characters whose lines tell the delimiter. */
const headLength = 100_000;

/** A sign that is never part of a number divides when so many lines have it as often. */
const agreeing = 0.8;

/**
 * The sign that divides the lines into the same number of parts, from the first line that has it: titles stand above. A
 * comma may be that of decimals, so it is asked last.
 */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, headLength)
    .replaceAll(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\r|\n/)
    .filter(isFilled)
    .slice(0, 40);
  const shares = [';', '\t', '|', ','].map((sign) => {
    const counts = lines.map((line) => line.split(sign).length - 1);
    const from = counts.slice(counts.findIndex((count) => count > 0));
    const usual = median(from);
    const share = usual === 0 ? 0 : from.filter((count) => count === usual).length / lines.length;
    return { sign, share };
  });
  const sure = shares.find(({ share }) => share >= agreeing);
  return (sure ?? shares.toSorted((a, b) => b.share - a.share)[0])?.sign ?? ',';
}

/** A first row of words over rows that have numbers, or a first row unlike any other. */
function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return false;
  const filled = first.filter((cell) => cell.trim() !== '');
  return filled.length > 0 && filled.every((cell) => readNumber(cell) === null && /\p{L}/u.test(cell));
}
