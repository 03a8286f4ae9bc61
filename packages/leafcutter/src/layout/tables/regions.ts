/** Where a page may hold tables: runs of lines whose chunks stand one under another. */
import { overlap } from '../geometry.ts';
import type { Chunk, VisualLine } from './chunks.ts';

/** Half-open range of visual lines. */
export interface Region {
  readonly first: number;
  readonly last: number;
}

/** Rows of many lines: a line finds its like this many lines further down at the most. */
const furthestLine = 24;
/** White over the width of a page that ends a table, in type sizes. */
const widestGap = 7;

export function regionsOf(lines: readonly VisualLine[], bodySize: number): Region[] {
  const regions: { first: number; last: number }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.chunks.length < 2) continue;
    const reach = reachOf(lines, index, bodySize);
    let last = -1;
    for (let other = index + 1; other < reach; other += 1) {
      const below = lines[other];
      if (below !== undefined && areAlike(line, below)) last = other;
    }
    if (last < 0) continue;
    const open = regions.at(-1);
    if (open !== undefined && index < open.last) open.last = Math.max(open.last, last + 1);
    else regions.push({ first: index, last: last + 1 });
  }
  return regions;
}

/** The first line below that cannot belong to a table of this one any more. */
function reachOf(lines: readonly VisualLine[], index: number, bodySize: number): number {
  const most = Math.min(lines.length, index + furthestLine + 1);
  for (let at = index + 1; at < most; at += 1) {
    const [above, line] = [lines[at - 1], lines[at]];
    if (above === undefined || line === undefined) return at;
    if (line.box[1] - above.box[3] > widestGap * Math.max(above.size, line.size)) return at;
    if (isTitle(line, lines[index], bodySize)) return at;
  }
  return most;
}

/** White between two parts of a region, in type sizes, and against the white between most of its lines. */
const partingGap = 2;
const partingShare = 2.5;

/** The region cut where clearly more white lies between two lines than between most. */
export function partedByWhite(lines: readonly VisualLine[], { first, last }: Region): readonly Region[] {
  const gaps: { readonly at: number; readonly white: number; readonly size: number }[] = [];
  for (let at = first + 1; at < last; at += 1) {
    const [above, line] = [lines[at - 1], lines[at]];
    if (above === undefined || line === undefined) continue;
    gaps.push({ at, white: line.box[1] - above.box[3], size: Math.max(above.size, line.size) });
  }
  const usual = gaps.map(({ white }) => white).toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  const cuts = gaps
    .filter(({ white, size }) => white > partingGap * size && white > partingShare * Math.max(usual, 0))
    .map(({ at }) => at);
  return [first, ...cuts].map((start, index) => ({ first: start, last: cuts[index] ?? last }));
}

/** One chunk in clearly larger type than the line that looks for its like. */
export function isTitle(line: VisualLine, than: VisualLine | undefined, bodySize: number): boolean {
  const size = Math.max(than?.size ?? 0, bodySize);
  return line.chunks.length === 1 && line.size > size * 1.2 && /\p{L}{2}/u.test(line.chunks[0]?.text ?? '');
}

/** Two chunks or more stand one under another: aligned, or at least each over one only. */
export function areAlike(a: VisualLine, b: VisualLine): boolean {
  const { pairs, aligned } = pairsOf(a, b);
  const fewer = Math.min(a.chunks.length, b.chunks.length);
  if (pairs < 2 || fewer < 2) return false;
  return (aligned >= 2 && pairs * 2 >= fewer) || (pairs >= 3 && pairs >= 0.7 * fewer);
}

/** Chunks that each lie over exactly one of the other line, and how many of those share an edge or the middle. */
export function pairsOf(a: VisualLine, b: VisualLine): { pairs: number; aligned: number } {
  let pairs = 0;
  let aligned = 0;
  for (const chunk of a.chunks) {
    const hits = b.chunks.filter((other) => lieOver(chunk, other));
    const [only] = hits;
    if (hits.length !== 1 || only === undefined) continue;
    if (a.chunks.filter((other) => lieOver(other, only)).length !== 1) continue;
    pairs += 1;
    if (areAligned(chunk, only)) aligned += 1;
  }
  return { pairs, aligned };
}

function lieOver(a: Chunk, b: Chunk): boolean {
  return overlap(a.box[0], a.box[2], b.box[0], b.box[2]) > 0.5;
}

export function areAligned(a: Chunk, b: Chunk): boolean {
  const slack = 0.35 * Math.max(a.size, b.size);
  return (
    Math.abs(a.box[0] - b.box[0]) <= slack ||
    Math.abs(a.box[2] - b.box[2]) <= slack ||
    Math.abs(a.box[0] + a.box[2] - b.box[0] - b.box[2]) / 2 <= slack
  );
}
