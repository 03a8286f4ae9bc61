/** A parsed document over stored page ranges: the last few ranges are held, the rest is loaded when asked for. */
import { LeafcutterError } from '../errors.ts';
import type { Manifest, Page, ParsedDocument } from './types.ts';

interface PageRun {
  readonly first: number;
  readonly last: number;
}

/** Ranges held at once: a reader that goes page by page, and one that looks back, both find theirs. */
const heldRanges = 4;

export function createParsedDocument<Range extends PageRun>(
  manifest: Manifest,
  ranges: readonly Range[],
  load: (range: Range) => Promise<readonly Page[]>,
): ParsedDocument {
  const held = new Map<Range, Promise<readonly Page[]>>();
  const pagesOf = (range: Range): Promise<readonly Page[]> => {
    const pages = held.get(range) ?? load(range);
    held.delete(range);
    held.set(range, pages);
    const [oldest] = held.keys();
    if (held.size > heldRanges && oldest !== undefined) held.delete(oldest);
    pages.catch(() => held.delete(range));
    return pages;
  };
  return {
    manifest,
    async page(number) {
      const range = ranges.find(({ first, last }) => first <= number && number <= last);
      const page =
        range === undefined ? undefined : (await pagesOf(range)).find((one) => one.number === number);
      if (page === undefined)
        throw new LeafcutterError('internal', `Page ${number} was not parsed.`, { page: number });
      return page;
    },
  };
}
