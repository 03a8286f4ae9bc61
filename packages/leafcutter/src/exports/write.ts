/** Tables as files: CSV (RFC 4180), JSON Lines, a workbook. */
import writeWorkbook from 'write-excel-file/node';
import type { JsonPrimitive } from '../json.ts';
import type { Table } from './tables.ts';

export function toCsv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** One object a row. */
export function toJsonLines({ columns, rows }: Table): string {
  return rows
    .map(
      (row) =>
        `${JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])))}\n`,
    )
    .join('');
}

/** What a cell of a workbook can hold. */
const longestText = 32_767;
const mostRows = 1_048_575;

/** A sheet a table; a table with more rows than a sheet can hold is cut. */
export async function toWorkbook(tables: readonly Table[]): Promise<Uint8Array> {
  const sheets = tables.map(({ name, columns, rows }) => ({
    sheet: name,
    stickyRowsCount: 1,
    data: [
      columns.map((column) => ({ value: column, fontWeight: 'bold' as const })),
      ...rows.slice(0, mostRows).map((row) => row.map(sheetCell)),
    ],
  }));
  return await writeWorkbook(sheets).toBuffer();
}

function sheetCell(value: JsonPrimitive): JsonPrimitive {
  // XML has no place for other control characters.
  return typeof value === 'string'
    ? value.replaceAll(/\p{Cc}/gu, (sign) => ('\t\n\r'.includes(sign) ? sign : '')).slice(0, longestText)
    : value;
}

function csvCell(value: JsonPrimitive): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? harmless(value) : String(value);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Sheets run a text that begins like a formula: an apostrophe keeps it a text (OWASP, "CSV Injection"). */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.,\s]+%?$/.test(text) ? `'${text}` : text;
}
