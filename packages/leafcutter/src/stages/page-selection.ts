/** "1-3,7" and the page ranges that parsing works on. */
import { LeafcutterError } from '../errors.ts';
import type { PageRange } from '../parsers/parser.ts';

/** Most pages in one range: one 10,000-page job must not delay a one-page job. */
export const maxPagesPerRange = 20;

/** Small documents are cut finer, so that every core has something to read. */
const smallDocumentPages = 40;
const smallRangePages = 10;

const part = /^(\d{1,9})(?:-(\d{1,9}))?$/;

/**
 * The pages that a selection such as "1-3,7" names, merged and ascending, as inclusive runs.
 * Whether they exist is not known here.
 * @throws LeafcutterError usage, when the text is not a selection of pages from 1 on.
 */
export function parsePageSelection(text: string): readonly PageRange[] {
  const runs: { first: number; last: number }[] = [];
  for (const piece of text.split(',')) {
    const match = part.exec(piece.trim());
    const first = Number(match?.[1] ?? 0);
    const last = Number(match?.[2] ?? first);
    if (match === null || first < 1 || last < first) {
      throw new LeafcutterError(
        'usage',
        `"${text}" is no selection of pages; write it as 1-3,7, counting from 1.`,
      );
    }
    runs.push({ first, last });
  }
  runs.sort((a, b) => a.first - b.first);
  const merged: { first: number; last: number }[] = [];
  for (const run of runs) {
    const previous = merged.at(-1);
    if (previous !== undefined && run.first <= previous.last + 1)
      previous.last = Math.max(previous.last, run.last);
    else merged.push({ ...run });
  }
  return merged;
}

/**
 * Ranges of at most 20 pages that cover the selection (all pages when null).
 * @throws LeafcutterError usage, when the selection names a page that the document does not have.
 */
export function pageRanges(totalPages: number, selection: string | null): readonly PageRange[] {
  const runs = selection === null ? [{ first: 1, last: totalPages }] : parsePageSelection(selection);
  const last = runs.at(-1)?.last ?? 0;
  if (last > totalPages) {
    throw new LeafcutterError('usage', `Page ${last} was asked for, but the document has ${totalPages}.`);
  }
  const size = totalPages <= smallDocumentPages ? smallRangePages : maxPagesPerRange;
  const ranges: PageRange[] = [];
  for (const run of runs) {
    for (let first = run.first; first <= run.last; first += size) {
      ranges.push({ first, last: Math.min(first + size - 1, run.last) });
    }
  }
  return ranges;
}

/** How many pages the ranges cover. */
export function countPages(ranges: readonly PageRange[]): number {
  return ranges.reduce((sum, range) => sum + range.last - range.first + 1, 0);
}
