/** Draws a long list as a PDF, in one of the shapes that lists have. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import Pdf from 'pdfkit';
import type { JsonObject } from '../../packages/leafcutter/src/json.ts';

export interface DeliveryRow extends JsonObject {
  readonly date: string;
  readonly reference: string;
  readonly description: string;
  readonly depot: string;
  readonly amount: number;
}

/**
 * rows: one table over pages, under sub-headers. tall: rows of one to three lines. tables: two tables with columns of their
 * own order, and another one between them. totals: sums after each part, and carried over pages. lines: one line of text
 * each. prose: sentences that run on.
 */
export const shapes = ['rows', 'tall', 'tables', 'totals', 'lines', 'prose'] as const;
export type Shape = (typeof shapes)[number];

type ColumnName = 'date' | 'reference' | 'description' | 'depot' | 'amount';
type Columns = readonly (readonly [ColumnName, number])[];
const columns: Columns = [
  ['date', 50],
  ['reference', 120],
  ['description', 200],
  ['depot', 340],
  ['amount', 440],
];
const otherColumns: Columns = [
  ['reference', 50],
  ['depot', 130],
  ['amount', 220],
  ['date', 300],
  ['description', 380],
];
const rowsOfPart = 41;
const bottom = 780;
const lineHeight = 15;
/** Points between the lines of one cell. */
const wrapHeight = 10;

export async function writeList(file: string, rows: readonly DeliveryRow[], shape: Shape): Promise<void> {
  const pdf = new Pdf({ size: 'A4', margin: 40, autoFirstPage: false });
  const out = createWriteStream(file);
  pdf.pipe(out);
  const sheet = new Sheet(pdf);
  draw[shape](sheet, rows);
  pdf.end();
  await finished(out);
}

const draw: Readonly<Record<Shape, (sheet: Sheet, rows: readonly DeliveryRow[]) => void>> = {
  rows: (sheet, rows) => drawTable(sheet, rows, columns, false),
  tall: (sheet, rows) => drawTable(sheet, rows, columns, false),
  totals: (sheet, rows) => drawTable(sheet, rows, columns, true),
  tables(sheet, rows) {
    const half = Math.ceil(rows.length / 2);
    drawTable(sheet, rows.slice(0, half), columns, false);
    sheet.table(['Depot', 'Telephone', 'Keeper'], [50, 200, 340]);
    for (const [index, depot] of ['North gate', 'Harbour', 'Old town', 'Airport'].entries())
      sheet.line([depot, `555 01 0${index}`, `Keeper ${index + 1}`], [50, 200, 340]);
    drawTable(sheet, rows.slice(half), otherColumns, false);
  },
  lines(sheet, rows) {
    for (const row of rows)
      sheet.line(
        [`${row.reference}: ${row.description} to ${row.depot} on ${dayOf(row)} for ${sumOf(row.amount)}`],
        [50],
      );
  },
  prose(sheet, rows) {
    const words = rows.flatMap((row) =>
      `On ${dayOf(row)} we brought ${row.description} (${row.reference}) to ${row.depot} and charged ${sumOf(row.amount)} for it.`.split(
        ' ',
      ),
    );
    let line = '';
    for (const word of words) {
      if (line.length + word.length > 95) {
        sheet.line([line], [50]);
        line = '';
      }
      line = line === '' ? word : `${line} ${word}`;
    }
    sheet.line([line], [50]);
  },
};

function drawTable(sheet: Sheet, rows: readonly DeliveryRow[], table: Columns, sums: boolean): void {
  const places = table.map(([, x]) => x);
  sheet.table(
    table.map(([name]) => `${name[0]?.toUpperCase()}${name.slice(1)}`),
    places,
  );
  let sum = 0;
  for (const [index, row] of rows.entries()) {
    if (index % rowsOfPart === 0) {
      if (sums && index > 0) sheet.line(['Subtotal', sumOf(sum)], [50, 440]);
      sheet.line([`Week part ${1 + Math.floor(index / rowsOfPart)}`], [50]);
    }
    sum += row.amount;
    sheet.line(
      table.map(([name]) =>
        name === 'date' ? dayOf(row) : name === 'amount' ? sumOf(row.amount) : row[name],
      ),
      places,
    );
  }
  if (sums) sheet.line(['Total of all deliveries', sumOf(sum)], [50, 440]);
}

function dayOf({ date }: DeliveryRow): string {
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year}`;
}

function sumOf(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Writes downwards, with a running head on each page and the head of the table that is open. */
class Sheet {
  private readonly pdf: PDFKit.PDFDocument;
  private y = Infinity;
  private page = 0;
  private head: { readonly cells: readonly string[]; readonly places: readonly number[] } | null = null;

  constructor(pdf: PDFKit.PDFDocument) {
    this.pdf = pdf;
  }

  table(cells: readonly string[], places: readonly number[]): void {
    this.head = { cells, places };
    // A head without rows below it is printed on the next page.
    if (this.y > bottom - 4 * lineHeight) this.y = Infinity;
    else {
      this.y += lineHeight;
      this.put(cells, places);
    }
  }

  line(cells: readonly string[], places: readonly number[]): void {
    if (this.y > bottom) this.turn();
    this.put(cells, places);
  }

  private turn(): void {
    this.pdf.addPage();
    this.page += 1;
    const title = `Brennan Haulage Ltd     Deliveries of March 2025     page ${this.page}`;
    this.pdf.fontSize(11).text(title, 50, 50, { lineBreak: false });
    this.pdf.fontSize(9);
    this.y = 80;
    if (this.head !== null) this.put(this.head.cells, this.head.places);
  }

  /** A line break in a cell is one on the page. */
  private put(cells: readonly string[], places: readonly number[]): void {
    const lines = cells.map((cell) => cell.split('\n'));
    for (const [index, texts] of lines.entries())
      for (const [at, text] of texts.entries())
        this.pdf.text(text, places[index], this.y + at * wrapHeight, { lineBreak: false });
    this.y += lineHeight + (Math.max(...lines.map((texts) => texts.length)) - 1) * wrapHeight;
  }
}
