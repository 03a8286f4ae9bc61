/** Statements of figures, and the lines that they are read from. */
import type { Range, Word } from '../../document/types.ts';

export interface Figure {
  readonly column: number;
  /** With its sign, brackets, currency and percent sign. */
  readonly text: string;
  readonly range: Range;
}
export interface StatementRow {
  readonly label: string;
  readonly labelRange: Range;
  /** Captions without figures above it that it stands under, outermost first. */
  readonly groups: readonly string[];
  readonly figures: readonly Figure[];
}
export interface StatementColumn {
  /** Lines of the head from top to bottom, joined by a space: "Three months ended June 30, 2024". */
  readonly head: string;
  /** Each line of the head, and where it stands. */
  readonly lines: readonly string[];
  readonly ranges: readonly Range[];
}
export interface Statement {
  readonly page: number;
  /** Lines above the head, the nearest first. */
  readonly above: readonly { readonly text: string; readonly range: Range }[];
  readonly columns: readonly StatementColumn[];
  readonly rows: readonly StatementRow[];
}

/** Words at one height, left to right. */
export interface StatementLine {
  readonly words: readonly Word[];
  readonly box: readonly [number, number, number, number];
  readonly size: number;
}
/** A figure with its signs, or the stroke that stands for none. */
export interface Cell {
  readonly text: string;
  readonly range: Range;
  readonly x0: number;
  readonly x1: number;
}
export interface Parsed {
  readonly line: StatementLine;
  /** Words before the figures; null when there are none. */
  readonly label: { readonly text: string; readonly range: Range; readonly x0: number } | null;
  readonly cells: readonly Cell[];
  /** All of its figures are years: it heads columns. */
  readonly years: boolean;
}
