/** Stage one: a page range becomes stored pages; the ranges together become a parsed document. */
import { createHash } from 'node:crypto';
import { createParsedDocument } from '../document/parsed-document.ts';
import { parseVersion } from '../document/serialise.ts';
import type { Gap, Manifest, Page, PageSummary, ParsedDocument } from '../document/types.ts';
import type { OpenedDocument, PageRange } from '../parsers/parser.ts';
import { rangeKey, type PageStore } from './page-store.ts';

/** What is kept in memory of a parsed range. */
export interface ParsedRange {
  readonly range: PageRange;
  readonly summaries: readonly PageSummary[];
  readonly gaps: readonly Gap[];
}

/** Parses one range and stores its pages under `rangeKey`. Errors as `OpenedDocument.parse`. */
export async function parseRange(
  opened: OpenedDocument,
  range: PageRange,
  store: PageStore,
  signal: AbortSignal,
): Promise<ParsedRange> {
  const pages = await opened.parse(range, signal);
  await store.write(rangeKey(range), pages);
  return { range, summaries: pages.map(summaryOf), gaps: pages.flatMap((page) => page.gaps) };
}

/** The document that the ranges make up, in any order; its pages come from the store, one range at a time. */
export function assembleDocument(
  source: Pick<Manifest, 'contentHash' | 'format' | 'totalPages'>,
  parsed: readonly ParsedRange[],
  store: PageStore,
): ParsedDocument {
  const ordered = parsed.toSorted((a, b) => a.range.first - b.range.first);
  const manifest: Manifest = {
    contentHash: source.contentHash,
    format: source.format,
    totalPages: source.totalPages,
    pages: ordered.flatMap((part) => part.summaries),
    gaps: ordered.flatMap((part) => part.gaps),
    parseVersion,
  };
  const ranges = ordered.map((part) => part.range);
  return createParsedDocument(manifest, ranges, (range) => store.read(rangeKey(range)));
}

function summaryOf(page: Page): PageSummary {
  return {
    number: page.number,
    width: page.width,
    height: page.height,
    kind: page.kind,
    textLength: page.text.length,
    textHash: createHash('sha256').update(page.text).digest('hex'),
  };
}
