/** How LiteParse reads PDFs for us; the bench reads with the same options. */
import type { LiteParseConfig } from '@llamaindex/liteparse';

export const baseOptions: Partial<LiteParseConfig> = {
  ocrEnabled: false,
  // LiteParse cuts off at 1,000 pages without a word.
  maxPages: 10_000_000,
  continueOnPageError: true,
  quiet: true,
  numWorkers: 1,
};

/** What a page is read with, OCR apart. */
export const pageOptions: Partial<LiteParseConfig> = {
  emitWordBoxes: true,
  extractTextMetadata: true,
  extractVectorGraphics: true,
  extractFormFields: true,
  includeComplexity: true,
};
