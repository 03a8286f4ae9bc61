/** Pages as JSON text, for the way between processes and for caches. */
import type { Page } from './types.ts';

/** Grows when the same bytes and options give other pages than before. */
export const parseVersion = 1;

export function serialisePages(pages: readonly Page[]): string {
  // A tenth of a point is far below what anybody sees, and halves the text.
  return JSON.stringify(pages, (key, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) && key !== 'ocr'
      ? Math.round(value * 100) / 100
      : value,
  );
}

/** @throws SyntaxError when the text is not what `serialisePages` wrote */
export function deserialisePages(text: string): readonly Page[] {
  const pages: readonly Page[] = JSON.parse(text);
  return pages;
}
