/** CSV and its kin: one sheet, its cells addressed as in a spreadsheet ("B7"). */
import { parse } from 'csv-parse/sync';
import { LeafcutterError } from '../../../errors.ts';
import { readNumber } from '../../../values/numbers.ts';
import type { GridBlock } from './grid.ts';

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
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  for (const row of rows) while (row.length < columns) row.push('');
  return [{ kind: 'table', rows, headerRows: hasHeader(rows) ? 1 : 0, addressed: true }];
}

/** Characters whose lines tell the delimiter. */
const headLength = 100_000;

/** The sign that divides the first lines into the same number of parts, and the most of them. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, headLength)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  const score = (sign: string): number => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(sign).length - 1);
    const [first = 0] = counts;
    const same = counts.filter((count) => count === first).length / Math.max(1, counts.length);
    return first === 0 ? 0 : first * same;
  };
  return [',', ';', '\t', '|'].toSorted((a, b) => score(b) - score(a))[0] ?? ',';
}

/** A first row of words over rows that have numbers, or a first row unlike any other. */
function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return false;
  const filled = first.filter((cell) => cell.trim() !== '');
  return filled.length > 0 && filled.every((cell) => readNumber(cell) === null && /\p{L}/u.test(cell));
}
