/** Stage one: page ranges become stored pages; the ranges together become a parsed document. */
import { createHash } from 'node:crypto';
import { createParsedDocument } from '../document/parsed-document.ts';
import { parseVersion } from '../document/serialise.ts';
import type { Gap, Manifest, Page, PageSummary, ParsedDocument } from '../document/types.ts';
import type { OpenedDocument, PageRange } from '../parsers/parser.ts';
import { countPages } from './page-selection.ts';
import { rangeKey, type PageStore } from './page-store.ts';

/** What is kept in memory of a parsed range. */
export interface ParsedRange {
  readonly range: PageRange;
  readonly summaries: readonly PageSummary[];
  readonly gaps: readonly Gap[];
}

/** What is known of a range's pages without loading them. */
export function summarise(range: PageRange, pages: readonly Page[]): ParsedRange {
  return { range, summaries: pages.map(summaryOf), gaps: pages.flatMap((page) => page.gaps) };
}

/** The document that the ranges make up, in any order; its pages come from `load`, one range at a time. */
export function assembleDocument(
  source: Pick<Manifest, 'contentHash' | 'format' | 'totalPages'>,
  parsed: readonly ParsedRange[],
  load: (range: PageRange) => Promise<readonly Page[]>,
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
  return createParsedDocument(
    manifest,
    ordered.map((part) => part.range),
    load,
  );
}

export interface ParseAllInput {
  readonly opened: OpenedDocument;
  readonly ranges: readonly PageRange[];
  readonly store: PageStore;
  /** Ranges parsed at once. */
  readonly parallelRanges: number;
  readonly signal: AbortSignal;
}

/** Parses all ranges of a document that no job asked for, a few at a time. The first that fails ends it. */
export async function parseAll(
  input: ParseAllInput,
  onPages: (pagesParsed: number) => void,
): Promise<ParsedDocument> {
  const parsed: ParsedRange[] = [];
  let next = 0;
  let pages = 0;
  const abort = new AbortController();
  const signal = AbortSignal.any([input.signal, abort.signal]);
  const lane = async (): Promise<void> => {
    for (let range = input.ranges[next++]; range !== undefined; range = input.ranges[next++]) {
      const read = await input.opened.parse(range, signal);
      await input.store.write(rangeKey(range), read);
      parsed.push(summarise(range, read));
      pages += countPages([range]);
      onPages(pages);
    }
  };
  const lanes = Array.from({ length: Math.max(1, input.parallelRanges) }, lane);
  try {
    await Promise.all(lanes);
  } catch (error) {
    abort.abort(error);
    await Promise.allSettled(lanes);
    throw error;
  }
  return assembleDocument(input.opened, parsed, (range) => input.store.read(rangeKey(range)));
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
