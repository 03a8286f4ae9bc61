/**
 * The port of parsing: open a document (cheap: format, pages), then parse page ranges side by side.
 * Everything that touches the bytes runs in worker processes with a deadline and a memory limit, so a
 * hostile file ends as a LeafcutterError that names page and cause, never as a hang or a crash here.
 */
import type { DocumentFormat, Page } from '../document/types.ts';

export interface DocumentSource {
  /** A file on disk. Bytes from elsewhere are spooled to a temporary file first. */
  readonly path: string;
  /** For messages; the bytes decide the format, the name only breaks ties between text formats. */
  readonly name: string;
  readonly password?: string;
  /** Text that is named like a paged document is refused: a person gave the file its name. Default false. */
  readonly mustBeAsNamed?: boolean;
}

export interface ParseOptions {
  /** auto: pages without usable text are read by OCR. off: they are reported as gaps. Default auto. */
  readonly ocr: 'auto' | 'off';
  /** Tesseract language codes, in order of preference. Shipped: eng, deu, fra. Default all three. */
  readonly languages: readonly string[];
  /** Deadline of one page range in milliseconds. Default 120,000. */
  readonly deadlineMs: number;
  /** Memory of one worker process in MiB. Default 2,048. */
  readonly memoryMb: number;
}

/** Pages first..last, 1-based, both inclusive; at most 20 pages. */
export interface PageRange {
  readonly first: number;
  readonly last: number;
}

export interface OpenedDocument {
  readonly contentHash: string;
  readonly format: DocumentFormat;
  readonly totalPages: number;
  /**
   * Pages of the range, ascending, none missing: an unreadable page comes back with kind `unreadable` and a gap.
   * @throws LeafcutterError parse_timeout, parse_memory, parse_crashed when the whole range failed; the signal's reason when aborted.
   */
  parse(range: PageRange, signal: AbortSignal): Promise<readonly Page[]>;
  /** The page as a PNG at `dpi` dots an inch, for people. */
  render(page: number, dpi: number, signal: AbortSignal): Promise<Uint8Array>;
  /**
   * The pages as a PDF of their own, in the order given: what they show, and nothing else of the file.
   * @throws LeafcutterError document_unsupported where it is no PDF, document_encrypted, document_unreadable, parse_*
   */
  cut(pages: readonly number[], signal: AbortSignal): Promise<Uint8Array>;
}

export interface DocumentParser {
  /**
   * @throws LeafcutterError document_missing, document_empty, document_encrypted, document_unreadable,
   *   document_unsupported, ocr_language_missing
   */
  open(source: DocumentSource, options: ParseOptions, signal: AbortSignal): Promise<OpenedDocument>;
  /** Ends the worker processes. The parser may be used again afterwards. */
  close(): Promise<void>;
}
