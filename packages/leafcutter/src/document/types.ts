/**
 * A parsed document: what every later step reads, and nothing else does.
 *
 * Units, everywhere in Leafcutter:
 * - pages count from 1;
 * - offsets are UTF-16 code units into `Page.text`, start inclusive, end exclusive;
 * - boxes are PDF points (1/72 inch), origin top left, y down, after the page's rotation; those of a page that was turned
 *   to be read lie on the turned page (`standing.ts` has them on the page as it stands, and evidence is told so).
 */

/** `[x0, y0, x1, y1]`, x0 <= x1 and y0 <= y1. */
export type Box = readonly [number, number, number, number];

/** Half-open range into one page's canonical text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Word extends Range {
  /** Always `page.text.slice(start, end)`: logical order, ligatures resolved, NFC. */
  readonly text: string;
  readonly box: Box;
  /** Height of the type in points, 0 when unknown. */
  readonly size: number;
  /** A line is drawn through it: not live text. */
  readonly struck: boolean;
  /** White on white, too small to see, or outside of the page: not live text. */
  readonly hidden: boolean;
  /** How surely OCR read it, 0-1; null when it comes from the document itself. */
  readonly ocr: number | null;
  /** Printed bold; absent where it is not, or nobody knows. */
  readonly bold?: boolean;
  /** Address in a sheet ("B7"); absent where the format has no cells. */
  readonly cell?: string;
}

/** One visual line inside one column: a run of words that are read one after another. */
export interface Line extends Range {
  /** Indexes into `page.words`: first inclusive, last exclusive. */
  readonly firstWord: number;
  readonly lastWord: number;
  readonly box: Box;
}

/** A straight horizontal or vertical stroke (or the thin side of a filled box), for ruled tables. */
export interface Rule {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** An interactive form field with its value. Its value's words stand in `page.words` too. */
export interface FormField {
  readonly name: string;
  /** The caption that a reader sees (PDF: TU), else null. */
  readonly label: string | null;
  readonly kind: 'text' | 'checkbox' | 'radio' | 'choice' | 'signature' | 'button';
  /** Text as entered; for boxes the export value when ticked, else null. */
  readonly value: string | null;
  readonly checked: boolean | null;
  readonly box: Box;
  /** Where the value stands in the canonical text; null when it has no text. */
  readonly range: Range | null;
}

/** A table that the format itself declares (CSV, HTML, Markdown), not one found by eye. */
export interface GivenTable {
  /** Rows of cells, top to bottom, left to right; null where a span of a neighbour covers the place. */
  readonly rows: readonly (readonly (GivenCell | null)[])[];
  readonly headerRows: number;
  /** It has begun on the page before; absent where it begins here. */
  readonly continues?: boolean;
}
export interface GivenCell extends Range {
  readonly rowSpan: number;
  readonly columnSpan: number;
}

export type PageKind =
  /** A text layer or a text format. */
  | 'text'
  /** Pixels read by OCR, by us or by whoever made an invisible text layer. */
  | 'ocr'
  /** Both. */
  | 'mixed'
  /** Nothing to read on it. */
  | 'blank'
  /** It could not be read: `failure` says why. Never dropped silently. */
  | 'unreadable';

export interface Page {
  readonly number: number;
  /** Points. */
  readonly width: number;
  readonly height: number;
  readonly kind: PageKind;
  /**
   * `page`: boxes are places on paper. `grid`: a text format without geometry; boxes are character
   * cells (6 x 12 points) that make alignment visible to the layout step, and are never shown to users.
   */
  readonly geometry: 'page' | 'grid';
  /** Canonical text: lines in reading order joined by `\n`, words by one space (none in scripts without). */
  readonly text: string;
  readonly words: readonly Word[];
  readonly lines: readonly Line[];
  readonly rules: readonly Rule[];
  readonly fields: readonly FormField[];
  readonly tables: readonly GivenTable[];
  /** Name of the sheet that this page shows; absent where there are no sheets. */
  readonly sheet?: string;
  /** It lay on its side, on its head or (a scan) askew, and was turned to be read; absent where it stands as it is read. */
  readonly turned?: Turned;
  /** Why the page, or a part of it, could not be read. */
  readonly gaps: readonly Gap[];
}

export interface Turned {
  /** Clockwise, from the page as it stands to the page as it is read. */
  readonly degrees: number;
  /** Of the page as it stands, points. */
  readonly width: number;
  readonly height: number;
}

/** Something that the parser knows it could not read. */
export interface Gap {
  readonly page: number;
  /** Absent: the whole page. */
  readonly box?: Box;
  readonly code: 'page_unreadable' | 'unmapped_glyphs' | 'ocr_failed' | 'parse_timeout';
  readonly message: string;
}

export type DocumentFormat = 'pdf' | 'png' | 'jpeg' | 'tiff' | 'webp' | 'text' | 'markdown' | 'csv' | 'html';

/** What is known of a page without loading it. */
export interface PageSummary {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly kind: PageKind;
  readonly textLength: number;
  /** SHA-256 (hex) of the canonical text. */
  readonly textHash: string;
}

export interface Manifest {
  /** SHA-256 (hex) of the document's bytes. */
  readonly contentHash: string;
  readonly format: DocumentFormat;
  /** Pages of the source document, whatever was asked for. */
  readonly totalPages: number;
  /** The parsed pages, ascending; a selection when `pages` was given. */
  readonly pages: readonly PageSummary[];
  readonly gaps: readonly Gap[];
  /** Version of the parse format: two parses of one version and the same bytes and options are equal. */
  readonly parseVersion: number;
}

/** Immutable. A document of 10,000 pages is never in memory whole: `page` loads one page range at a time. */
export interface ParsedDocument {
  readonly manifest: Manifest;
  /** @throws LeafcutterError `internal` when the page was not parsed. */
  page(number: number): Promise<Page>;
}

/** A place in the document: ranges in reading order on one page. */
export interface Span {
  readonly page: number;
  readonly ranges: readonly Range[];
}
