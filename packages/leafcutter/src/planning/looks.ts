/** Where single values are looked for first, and where next. */
import { queryOf, rankPages } from '../routing/pages.ts';
import type { SchemaNode } from '../schema/types.ts';
import { pagesAsPassages } from './passages.ts';
import { documentTokens, pageTokens, type DocumentSketch } from './sketch.ts';
import type { Passage } from './types.ts';

const firstLookShare = 0.2;
const leastLookTokens = 6_000;

/**
 * The first page and those that speak of the nodes, then the next best, until all of the document was seen.
 * @param room tokens of the document that fit into one prompt
 */
export function looksFor(
  nodes: readonly SchemaNode[],
  sketch: DocumentSketch,
  room: number,
): readonly (readonly Passage[])[] {
  const ranked = rankPages(
    sketch.pages.map((page) => page.terms),
    queryOf(nodes),
  );
  const [front] = sketch.pages;
  const order = [
    ...(front === undefined ? [] : [front.number]),
    ...ranked.map(({ page }) => page).filter((page) => page !== front?.number),
  ];
  const tokens = new Map(sketch.pages.map((page) => [page.number, pageTokens(page)]));
  const looks: number[][] = [];
  let left = 0;
  let size = Math.max(leastLookTokens, documentTokens(sketch) * firstLookShare);
  for (const page of order) {
    const cost = tokens.get(page) ?? 0;
    if (looks.length === 0 || cost > left) {
      // Each look is longer than the one before: what was not found near the top is not likely to be found soon.
      if (looks.length > 0) size *= 2;
      looks.push([]);
      left = Math.min(room, size);
    }
    looks.at(-1)?.push(page);
    left -= cost;
  }
  const all = sketch.pages.map((page) => page.number);
  return looks.map((pages) => pagesAsPassages(pages, all));
}
