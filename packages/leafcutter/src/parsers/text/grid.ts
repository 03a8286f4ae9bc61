/**
 * Pages of formats without geometry: every character has a cell of 6 x 12 points, so that what is aligned in the
 * source is aligned for the layout step, too.
 */
import { cleanText } from '../../document/clean-text.ts';
import type { Box, GivenCell, GivenTable, Line, Page, Word } from '../../document/types.ts';

const cellWidth = 6;
const cellHeight = 12;
const margin = 36;
/** A page ends after so many lines where the format has no pages: about what a printer puts on one. */
export const linesPerPage = 72;
/** Columns of a table are at most so wide; longer cells go on beyond their column. */
const widestColumn = 48;
const columnGap = 3;

/** Text of a block between these signs (of private use, and of no width) is struck through. */
export const struckStart = '\u{f0001}';
export const struckEnd = '\u{f0002}';

/** A line of text, or a row of a table. */
export type GridLine =
  | { readonly kind: 'text'; readonly text: string; readonly large?: boolean }
  | { readonly kind: 'break' };

export interface GridTable {
  readonly kind: 'table';
  readonly headerRows: number;
  readonly rows: readonly (readonly (GridCell | null)[])[];
}
export interface GridCell {
  readonly text: string;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /** Address in a sheet. */
  readonly address?: string;
}
export type GridBlock = GridLine | GridTable;

/** The blocks as pages. `sheet` names the sheet where there is one. */
export function gridPages(blocks: readonly GridBlock[], sheet?: string): readonly Page[] {
  const writer = new GridWriter(sheet);
  for (const block of blocks) {
    if (block.kind === 'break') writer.endPage();
    else if (block.kind === 'table') writer.table(block);
    else writer.line(block.text, block.large === true);
  }
  return writer.finish();
}

class GridWriter {
  private readonly pages: Page[] = [];
  private readonly sheet: string | undefined;
  private text = '';
  private words: Word[] = [];
  private lines: Line[] = [];
  private tables: GivenTable[] = [];
  private row = 0;
  private widest = 80;

  constructor(sheet: string | undefined) {
    this.sheet = sheet;
  }

  line(text: string, large: boolean): void {
    if (this.row >= linesPerPage) this.endPage();
    const firstWord = this.words.length;
    this.write(text.replaceAll('\t', '    '), 0, large ? 1.5 : 1);
    this.closeLine(firstWord);
  }

  table(table: GridTable): void {
    const widths = columnWidths(table);
    let rows: (GivenCell | null)[][] = [];
    let headerRows = table.headerRows;
    for (const row of table.rows) {
      if (this.row >= linesPerPage) {
        this.closeTable(rows, headerRows);
        rows = [];
        headerRows = 0;
        this.endPage();
      }
      const firstWord = this.words.length;
      let column = 0;
      const cells = row.map((cell, index): GivenCell | null => {
        const at = column;
        column += (widths[index] ?? 0) + columnGap;
        if (cell === null) return null;
        const range = this.write(cell.text, at, 1, cell.address);
        return { ...range, rowSpan: cell.rowSpan, columnSpan: cell.columnSpan };
      });
      rows.push(cells);
      this.closeLine(firstWord);
    }
    this.closeTable(rows, headerRows);
  }

  endPage(): void {
    const { text, words, lines, tables } = this;
    const base = {
      number: this.pages.length + 1,
      width: margin * 2 + this.widest * cellWidth,
      height: margin * 2 + linesPerPage * cellHeight,
    } as const;
    this.pages.push({
      ...base,
      kind: words.length === 0 ? 'blank' : 'text',
      geometry: 'grid',
      text: text.endsWith('\n') ? text.slice(0, -1) : text,
      words,
      lines,
      rules: [],
      fields: [],
      tables,
      gaps: [],
      ...(this.sheet === undefined ? {} : { sheet: this.sheet }),
    });
    this.text = '';
    this.words = [];
    this.lines = [];
    this.tables = [];
    this.row = 0;
  }

  finish(): readonly Page[] {
    if (this.row > 0 || this.pages.length === 0) this.endPage();
    return this.pages;
  }

  /** Appends words at a column; the range covers them, and is empty where there are none. */
  private write(
    text: string,
    column: number,
    scale: number,
    address?: string,
  ): { start: number; end: number } {
    let from = -1;
    let struck = false;
    let marks = 0;
    for (const match of text.matchAll(/[\u{f0001}\u{f0002}]|[^\s\u{f0001}\u{f0002}]+/gu)) {
      if (match[0] === struckStart || match[0] === struckEnd) {
        struck = match[0] === struckStart;
        marks += match[0].length;
        continue;
      }
      const word = cleanText(match[0]);
      if (word === '') continue;
      if (this.text !== '' && !this.text.endsWith('\n')) this.text += ' ';
      const start = this.text.length;
      this.text += word;
      const at = column + match.index - marks;
      const x0 = margin + at * cellWidth;
      const y0 = margin + this.row * cellHeight;
      const box: Box = [x0, y0, x0 + word.length * cellWidth, y0 + cellHeight * 0.8];
      this.words.push({
        text: word,
        start,
        end: this.text.length,
        box,
        size: cellHeight * 0.8 * scale,
        struck,
        hidden: false,
        ocr: null,
        ...(address === undefined ? {} : { cell: address }),
      });
      this.widest = Math.max(this.widest, at + word.length);
      if (from < 0) from = start;
    }
    return { start: from < 0 ? this.text.length : from, end: this.text.length };
  }

  private closeLine(firstWord: number): void {
    this.row += 1;
    const words = this.words.slice(firstWord);
    const [first] = words;
    const last = words.at(-1);
    if (first === undefined || last === undefined) return;
    this.lines.push({
      start: first.start,
      end: last.end,
      firstWord,
      lastWord: this.words.length,
      box: [first.box[0], first.box[1], last.box[2], last.box[3]],
    });
    this.text += '\n';
  }

  private closeTable(rows: readonly (readonly (GivenCell | null)[])[], headerRows: number): void {
    if (rows.length > 0) this.tables.push({ rows, headerRows });
  }
}

function columnWidths(table: GridTable): readonly number[] {
  const widths: number[] = [];
  for (const row of table.rows) {
    for (const [index, cell] of row.entries()) {
      const width = cell === null || cell.columnSpan > 1 ? 0 : cell.text.length;
      widths[index] = Math.max(widths[index] ?? 0, Math.min(widestColumn, width));
    }
  }
  return widths;
}
