/** A place that may answer leaves, before it is known which: a caption with what belongs to it. */
import type { Box, Range } from '../../document/types.ts';

export type Relation =
  | 'inline'
  | 'right'
  | 'below'
  /** Its caption stands below it, in brackets. */
  | 'above'
  | 'field'
  /** A box to tick: answers only yes or no. */
  | 'tick'
  /** A cell of a table: its caption is row label and column head. */
  | 'cell'
  /** A line of an address block whose owner is known by caption or place. */
  | 'block'
  /** A heading or title by size and place. */
  | 'heading'
  /** Known by its shape or vocabulary alone: an IBAN, an e-mail address, "Men". */
  | 'shape'
  /** Running text: "as Borrower", "dated as of". */
  | 'prose';

export interface Candidate {
  readonly page: number;
  readonly label: string;
  /** Where the caption stands; empty when place or shape stands in for one. */
  readonly labelRanges: readonly Range[];
  /** Visual lines joined by `\n`, one range a line. */
  readonly text: string;
  readonly ranges: readonly Range[];
  readonly box: Box;
  readonly relation: Relation;
  /** 0-1: how much the layout speaks for caption and value belonging together. */
  readonly strength: number;
  /** Texts of what it stands under: nearest party caption, heading, table caption. Nearest first. */
  readonly sections: readonly string[];
  /** Of a cell captioned by row and column together: the row's label, which must not speak of something else. */
  /** Of a cell: what heads its column, whether the caption says it or not. Absent: it is no cell. */
  readonly head?: string;
  readonly rowLabel: string | null;
  /** What multiplies numbers here, and where that is said; null when nothing does. */
  readonly scale: { readonly factor: number; readonly page: number; readonly range: Range } | null;
}

/** Offsets in a candidate's text as ranges of its page; one per visual line. */
export function rangesOf(candidate: Pick<Candidate, 'text' | 'ranges'>, start: number, end: number): Range[] {
  const found: Range[] = [];
  let offset = 0;
  for (const range of candidate.ranges) {
    const length = range.end - range.start;
    const from = Math.max(start, offset);
    const to = Math.min(end, offset + length);
    if (to > from) found.push({ start: range.start + from - offset, end: range.start + to - offset });
    offset += length + 1;
  }
  return found;
}
