/**
 * Pages of formats without geometry: every character has a cell of 6 x 12 points, so that what is aligned in the
 * source is aligned for the layout step, too.
 */
import { cleanText } from '../../../document/clean-text.ts';
import { styledRuns, unmarked } from './styled-text.ts';
import type { Box, GivenCell, GivenTable, Line, Page, Word } from '../../../document/types.ts';

const cellWidth = 6;
const cellHeight = 12;
const typeSize = cellHeight * 0.8;
const headingSize = typeSize * 1.5;
const margin = 36;
/** A page ends after so many lines where the format has no pages: about what a printer puts on one. */
const linesPerPage = 72;
/** Nor is it longer than this, but for a line that is: pages stand in memory by the dozen. */
const mostCharacters = 40_000;
/** Columns of a table are at most so wide; longer cells go on beyond their column. */
const widestColumn = 48;
const columnGap = 3;

/** A line of text, or the end of a page. */
export type GridLine =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly large?: boolean;
      /** Nobody sees it: it takes no room. */
      readonly hidden?: boolean;
    }
  | { readonly kind: 'break' };

export interface GridTable {
  readonly kind: 'table';
  readonly headerRows: number;
  /** A text is a cell of one row and column; null is a place that a neighbour spans. */
  readonly rows: readonly (readonly (string | GridCell | null)[])[];
  /** Number of the first row where cells have addresses as in a spreadsheet: 1 makes the first cell A1. */
  readonly firstAddress?: number;
}
export interface GridCell {
  readonly text: string;
  readonly rowSpan: number;
  readonly columnSpan: number;
}
export type GridBlock = GridLine | GridTable;

/** Pages that are laid out when they are asked for: of a long sheet only the texts of its cells stand in memory. */
export interface GridPages {
  /** At least 1. */
  readonly total: number;
  /** Pages first..last, from 1, both inclusive. */
  range(first: number, last: number): readonly Page[];
}

/** A row of a block; lines have one. */
interface Place {
  readonly block: number;
  readonly row: number;
}

/** @param sheet name of the sheet, where there is one */
export function gridPages(blocks: readonly GridBlock[], sheet?: string): GridPages {
  const starts = pageStarts(blocks);
  const widths = new Map<GridTable, readonly number[]>();
  const widthsOf = (table: GridTable): readonly number[] => {
    const known = widths.get(table) ?? columnWidths(table);
    widths.set(table, known);
    return known;
  };
  const page = (number: number): Page => {
    const from = starts[number - 1] ?? { block: blocks.length, row: 0 };
    const to = starts[number] ?? { block: blocks.length, row: 0 };
    const writer = new PageWriter();
    for (let index = from.block; index <= to.block; index += 1) {
      const block = blocks[index];
      const first = index === from.block ? from.row : 0;
      const end = index === to.block ? to.row : Number.POSITIVE_INFINITY;
      if (block?.kind === 'table') writer.table(block, first, end, widthsOf(block));
      else if (block?.kind === 'text' && end > 0) writer.line(block);
    }
    return writer.page(number, sheet);
  };
  return {
    total: starts.length,
    range: (first, last) =>
      Array.from({ length: Math.min(last, starts.length) - first + 1 }, (_, index) => page(first + index)),
  };
}

function pageStarts(blocks: readonly GridBlock[]): readonly Place[] {
  const starts: Place[] = [{ block: 0, row: 0 }];
  let rows = 0;
  let length = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'break') {
      starts.push({ block: index + 1, row: 0 });
      rows = length = 0;
      continue;
    }
    const lengths = block.kind === 'table' ? block.rows.map(lengthOf) : [block.text.length];
    for (const [row, added] of lengths.entries()) {
      if (rows >= linesPerPage || (rows > 0 && length + added > mostCharacters)) {
        starts.push({ block: index, row });
        rows = length = 0;
      }
      rows += 1;
      length += added;
    }
  }
  if (rows === 0 && starts.length > 1) starts.pop();
  return starts;
}

function lengthOf(row: GridTable['rows'][number]): number {
  return row.reduce((sum, cell) => sum + (typeof cell === 'string' ? cell : (cell?.text ?? '')).length, 0);
}

class PageWriter {
  /** Pieces of the text: one string that grows is copied whole each time that it is looked at. */
  private readonly pieces: string[] = [];
  private length = 0;
  private readonly words: Word[] = [];
  private readonly lines: Line[] = [];
  private readonly tables: GivenTable[] = [];
  private row = 0;
  private widest = 80;

  line({ text, large = false, hidden = false }: Extract<GridLine, { kind: 'text' }>): void {
    const firstWord = this.words.length;
    this.write(text.replaceAll('\t', '    '), 0, { size: large ? headingSize : typeSize, hidden });
    if (hidden) this.row -= 1;
    this.closeLine(firstWord);
  }

  /** Rows first..end of the table, from 0, without the end. */
  table(table: GridTable, first: number, end: number, widths: readonly number[]): void {
    const rows: (GivenCell | null)[][] = [];
    for (const [index, row] of table.rows.slice(first, end).entries()) {
      const firstWord = this.words.length;
      let column = 0;
      const cells = row.map((cell, place): GivenCell | null => {
        const at = column;
        column += (widths[place] ?? 0) + columnGap;
        if (cell === null) return null;
        const address =
          table.firstAddress === undefined
            ? undefined
            : `${columnName(place)}${table.firstAddress + first + index}`;
        const { text, rowSpan, columnSpan } =
          typeof cell === 'string' ? { text: cell, rowSpan: 1, columnSpan: 1 } : cell;
        const cellStyle = {
          size: typeSize,
          hidden: false,
          ...(address === undefined ? {} : { cell: address }),
        };
        return { ...this.write(text, at, cellStyle), rowSpan, columnSpan };
      });
      rows.push(cells);
      this.closeLine(firstWord);
    }
    if (rows.length === 0) return;
    this.tables.push(
      first === 0 ? { rows, headerRows: table.headerRows } : { rows, headerRows: 0, continues: true },
    );
  }

  page(number: number, sheet: string | undefined): Page {
    const { words, lines, tables } = this;
    const text = this.pieces.join('');
    return {
      number,
      width: margin * 2 + this.widest * cellWidth,
      height: margin * 2 + linesPerPage * cellHeight,
      kind: words.length === 0 ? 'blank' : 'text',
      geometry: 'grid',
      text: text.endsWith('\n') ? text.slice(0, -1) : text,
      words,
      lines,
      rules: [],
      fields: [],
      tables,
      gaps: [],
      ...(sheet === undefined ? {} : { sheet }),
    };
  }

  /** Appends words at a column; the range covers them, and is empty where there are none. */
  private write(
    text: string,
    column: number,
    style: Pick<Word, 'size' | 'hidden' | 'cell'>,
  ): { start: number; end: number } {
    let from = -1;
    for (const { text: printed, at, struck, bold, joins } of styledRuns(text)) {
      const word = cleanText(printed);
      if (word === '') continue;
      if (!joins && this.length > 0 && this.pieces.at(-1) !== '\n') this.append(' ');
      const start = this.length;
      this.append(word);
      const x0 = margin + (column + at) * cellWidth;
      const y0 = margin + this.row * cellHeight;
      const box: Box = [x0, y0, x0 + word.length * cellWidth, y0 + typeSize];
      this.words.push({
        text: word,
        start,
        end: this.length,
        box,
        struck,
        ocr: null,
        ...(bold ? { bold } : {}),
        ...style,
      });
      this.widest = Math.max(this.widest, column + at + word.length);
      if (from < 0) from = start;
    }
    return { start: from < 0 ? this.length : from, end: this.length };
  }

  private append(piece: string): void {
    this.pieces.push(piece);
    this.length += piece.length;
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
    this.append('\n');
  }
}

function columnWidths(table: GridTable): readonly number[] {
  const widths: number[] = [];
  for (const row of table.rows) {
    for (const [index, cell] of row.entries()) {
      const width = widthOf(cell);
      widths[index] = Math.max(widths[index] ?? 0, Math.min(widestColumn, width));
    }
  }
  return widths;
}

function widthOf(cell: string | GridCell | null): number {
  if (typeof cell === 'string') return unmarked(cell).length;
  return cell === null || cell.columnSpan > 1 ? 0 : unmarked(cell.text).length;
}

/** 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}
