/** What a worker process is asked, and what it answers. */
import type { ErrorCode } from '../../errors.ts';

export type Task =
  | { readonly kind: 'probe'; readonly file: FileTask }
  | {
      readonly kind: 'parse';
      readonly file: FileTask;
      readonly first: number;
      readonly last: number;
      readonly ocr: OcrTask | null;
    }
  | { readonly kind: 'render'; readonly file: FileTask; readonly page: number; readonly dpi: number }
  | { readonly kind: 'cut'; readonly file: FileTask; readonly pages: readonly number[] };

export type TextFormat = 'text' | 'markdown' | 'csv' | 'html';

export interface FileTask {
  readonly path: string;
  readonly name: string;
  readonly format: 'pdf' | 'image' | TextFormat;
  readonly password: string | null;
}
export interface OcrTask {
  /** Folder of `<language>.traineddata` files. */
  readonly dataFolder: string;
  /** `eng+deu`. */
  readonly languages: string;
}

export type Answer =
  | { readonly ok: true; readonly kind: 'probe'; readonly totalPages: number }
  /** `serialisePages`. */
  | { readonly ok: true; readonly kind: 'parse'; readonly pages: string }
  /** PNG, base64. */
  | { readonly ok: true; readonly kind: 'render'; readonly png: string }
  /** PDF, base64. */
  | { readonly ok: true; readonly kind: 'cut'; readonly pdf: string }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };
