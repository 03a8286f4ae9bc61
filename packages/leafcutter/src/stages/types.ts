/** What the library's functions take and tell; the command and, later, the server speak the same words. */
import type { JsonObject } from '../json.ts';
import type { ExtractionOptions } from './job-request.ts';

/** A document: a path, its bytes, or either with a name and a password. */
export type DocumentInput = string | Uint8Array | DocumentDescription;
export interface DocumentDescription {
  /** Exactly one of `path` and `bytes`. */
  readonly path?: string;
  readonly bytes?: Uint8Array;
  /** For messages and to tell text formats apart; default: the base name of the path, else `document`. */
  readonly name?: string;
  readonly password?: string;
}

export interface ParseSettings {
  /** "1-3,7": 1-based pages to read; default all. @see parsePageSelection */
  readonly pages?: string;
  /** A document with more pages is refused before it is parsed (`document_too_many_pages`). Default 10,000. */
  readonly maxPages?: number;
  /** auto reads pages without usable text by OCR; off reports them as gaps. Default auto. */
  readonly ocr?: 'auto' | 'off';
  /** Tesseract language codes. Default eng, deu, fra, which ship with Leafcutter. */
  readonly languages?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface ExtractSettings extends ParseSettings {
  /** `rules` (default) needs no key and no network. */
  readonly model?: string;
  readonly instructions?: string;
  /** Temperature, seed, turns and so on; the rules take no notice. */
  readonly extraction?: Partial<ExtractionOptions>;
  /** interactive (default): long answers of models are asked for side by side. bulk: the fewest calls. */
  readonly priority?: 'interactive' | 'bulk';
  /** Each primitive becomes an attribution object. Default false. */
  readonly attributions?: boolean;
}

export interface Progress {
  readonly step: 'opening' | 'parsing' | 'planning' | 'extracting' | 'merging' | 'done';
  readonly pagesParsed: number;
  /** Pages selected for parsing; 0 until the document is open. */
  readonly pagesTotal: number;
  /** Leaves of finished units of all leaves of the schema. */
  readonly fieldsDone: number;
  readonly fieldsTotal: number;
}

export type SchemaInput = JsonObject;
