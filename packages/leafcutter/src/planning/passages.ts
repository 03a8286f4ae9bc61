/** Cuts a document into passages: as many as are needed, alike in weight, between rows and best between pages. */
import type { DocumentSketch } from './sketch.ts';
import type { Passage } from './types.ts';

interface Place {
  readonly page: number;
  readonly line: number;
  /** How good it is to cut before this line: 3 at a page's first line, 2 in running text, 1 between rows, 0 never. */
  readonly cut: number;
  readonly weight: number;
}

/** How far from the even share a cut may go for a better place, as a share of a passage. */
const reach = 0.12;

/**
 * At most `count` passages that hold the whole document once. `weigh` gives what a line counts, by page number, index
 * and tokens; no passage weighs much more than the others.
 */
export function cutEvenly(
  sketch: DocumentSketch,
  count: number,
  weigh: (page: number, line: number, tokens: number) => number,
): readonly Passage[] {
  const places = sketch.pages.flatMap((page) =>
    page.lineTokens.map((tokens, line): Place => ({
      page: page.number,
      line,
      cut: cutAt(page.tables, line),
      weight: weigh(page.number, line, tokens),
    })),
  );
  if (places.length === 0) return [];
  const total = places.reduce((sum, place) => sum + place.weight, 0);
  const cuts = [0];
  let done = 0;
  let at = 0;
  for (let k = 1; k < count; k += 1) {
    const share = total / count;
    let best = -1;
    let bestScore = -Infinity;
    for (; at < places.length && done < share * (k + reach); at += 1) {
      const place = places[at];
      const away = Math.abs(done - share * k) / share;
      const score = place === undefined || place.cut === 0 ? -Infinity : place.cut * 0.03 - away;
      if (away <= reach && score > bestScore && at > (cuts.at(-1) ?? 0)) [best, bestScore] = [at, score];
      done += place?.weight ?? 0;
    }
    if (best < 0) best = nextCut(places, Math.max(at, (cuts.at(-1) ?? 0) + 1));
    if (best >= places.length) break;
    cuts.push(best);
    // Go on right behind the cut.
    for (; at > best; at -= 1) done -= places[at - 1]?.weight ?? 0;
  }
  return cuts.map((first, index) => passageOf(places, first, cuts[index + 1] ?? places.length));
}

function nextCut(places: readonly Place[], from: number): number {
  let at = from;
  while (at < places.length && places[at]?.cut === 0) at += 1;
  return at;
}

/** Between the head of a table and its first row never. */
function cutAt(
  tables: readonly { readonly firstLine: number; readonly endLine: number }[],
  line: number,
): number {
  if (line === 0) return 3;
  if (tables.some((table) => line === table.firstLine)) return 0;
  return tables.some((table) => table.firstLine < line && line < table.endLine) ? 1 : 2;
}

function passageOf(places: readonly Place[], first: number, end: number): Passage {
  const from = places[first];
  const last = places[end - 1];
  const next = places[end];
  if (from === undefined || last === undefined) throw new Error('A passage has at least one line.');
  const toPageEnd = next === undefined || next.page !== last.page;
  return { first: from.page, last: last.page, fromLine: from.line, toLine: toPageEnd ? null : last.line + 1 };
}

/** Whole pages, given in any order, as ascending runs. */
export function pagesAsPassages(pages: readonly number[], all: readonly number[]): readonly Passage[] {
  const wanted = new Set(pages);
  const runs: { first: number; last: number }[] = [];
  let open = false;
  for (const page of all) {
    const run = runs.at(-1);
    if (!wanted.has(page)) open = false;
    else if (open && run !== undefined) run.last = page;
    else {
      runs.push({ first: page, last: page });
      open = true;
    }
  }
  return runs.map((run) => ({ ...run, fromLine: 0, toLine: null }));
}
