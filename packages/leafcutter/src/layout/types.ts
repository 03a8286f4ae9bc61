/** What the eye sees on a page beyond its words. All ranges and boxes are those of the page. */
import type { Box, Range } from '../document/types.ts';

/** A run of words that belong together in one line of one block: no gap wider than a word space. */
export interface Segment extends Range {
  readonly text: string;
  readonly box: Box;
  readonly firstWord: number;
  readonly lastWord: number;
  readonly size: number;
  /** All its words are bold. */
  readonly bold: boolean;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /** Visual lines of the cell joined by `\n`; '' when empty. */
  readonly text: string;
  /** In reading order, at least one per visual line; empty when the cell is. */
  readonly ranges: readonly Range[];
  /** The visual lines of `text`; absent where the format knows no lines. */
  readonly lines?: readonly CellLine[];
  readonly box: Box;
}
export interface CellLine {
  readonly text: string;
  readonly ranges: readonly Range[];
  /** The first line, and each with more room above it than lines have. */
  readonly startsParagraph: boolean;
}

export interface Table {
  readonly page: number;
  readonly source: 'given' | 'ruled' | 'borderless';
  readonly box: Box;
  /**
   * Left and right edge of each column, points. Left to right, but columns that only further lines of rows fill
   * (times below a name) stand at the end and may lie over others.
   */
  readonly columns: readonly { readonly x0: number; readonly x1: number }[];
  /** Caption of each column, header lines joined by a space; '' where it has none. Same length as `columns`. */
  readonly headers: readonly Header[];
  /** Logical rows (several visual lines may make one), without the header rows. */
  readonly rows: readonly TableRow[];
  /** Text right above the table that names it, else null. */
  readonly caption: { readonly text: string; readonly ranges: readonly Range[] } | null;
  /** True when this table has no header of its own and goes on from the page before. */
  readonly continues: boolean;
}
export interface Header {
  readonly text: string;
  readonly ranges: readonly Range[];
}
export interface TableRow {
  readonly kind: 'data' | 'group' | 'total';
  /** Same length as `columns`; null where a span of a neighbour covers the place. */
  readonly cells: readonly (Cell | null)[];
  readonly box: Box;
  /** Headings of the groups that this row stands under, outermost first (text of `group` rows above). */
  readonly groups: readonly { readonly text: string; readonly ranges: readonly Range[] }[];
}

export interface LabelValue {
  /** Caption without its colon. */
  readonly label: { readonly text: string; readonly ranges: readonly Range[]; readonly box: Box };
  readonly value: { readonly text: string; readonly ranges: readonly Range[]; readonly box: Box };
  readonly relation: 'inline' | 'right' | 'below' | 'field';
  /** 0-1: how much the layout speaks for this pair (colon, alignment, style, nothing between). */
  readonly strength: number;
}

/** Lines of one paragraph or address, close together and left-aligned. */
export interface Block {
  readonly text: string;
  readonly lines: readonly Segment[];
  readonly box: Box;
}

export interface PageLayout {
  readonly page: number;
  readonly segments: readonly Segment[];
  readonly blocks: readonly Block[];
  readonly tables: readonly Table[];
  readonly pairs: readonly LabelValue[];
  /** Segments that stand out by size or place as headings, top to bottom. */
  readonly headings: readonly Segment[];
}
