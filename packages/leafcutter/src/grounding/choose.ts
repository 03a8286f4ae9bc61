/**
 * Which of several places a value was meant at: the one whose neighbours fit. Neighbours are the words of its label
 * (to its left or above it) and the other values of its list item (in its line or near it).
 */
import type { Box, Line, Page, Range, Word } from '../document/types.ts';
import type { Match } from '../findings/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { boxesOf, wordsIn } from './evidence.ts';
import { hasOwnSigns } from './own-signs.ts';
import type { Place } from './page-index.ts';

export interface Candidate {
  readonly page: number;
  readonly start: number;
  readonly end: number;
  readonly match: Match;
  readonly box: Box;
  /** Of a text that stands in several pieces; null: from start to end. */
  readonly ranges: readonly Range[] | null;
  /** How well the words left of it and above it are those of its label, 0-1. */
  readonly label: number;
  /** It has the signs of the value, its minus and others that make it another one. */
  readonly hasSigns: boolean;
  /** See `Place`. */
  readonly isCaption: boolean;
}

/** How far above a value its label stands, points. The head of a list's column may be anywhere above. */
const reachAbove = 42;

export function candidateOf(page: Page, place: Place, { sought, labels, item }: Sought): Candidate {
  const found = placeOnPage(page, place);
  return {
    ...found,
    label: labelScore(page, place, found.box, labels, item === null ? reachAbove : Infinity),
    hasSigns: hasOwnSigns(sought, page.text, place),
  };
}

/** What is looked for: a value, the words of its label, the list item that it belongs to. */
interface Sought {
  readonly sought: JsonPrimitive;
  readonly labels: readonly ReadonlySet<string>[];
  readonly item: string | null;
}

/** A place of which no label is known. */
export function placeOnPage(page: Page, place: Place): Candidate {
  const [box = [0, 0, 0, 0] as const] = boxesOf(page, wordsIn(page, place));
  return {
    page: page.number,
    start: place.start,
    end: place.end,
    match: place.match,
    box,
    ranges: place.ranges ?? null,
    label: 0,
    hasSigns: true,
    isCaption: place.isCaption ?? false,
  };
}

/** The share of the label's words that stand before the value in its line, or above it; the nearest names weigh most. */
function labelScore(
  page: Page,
  place: Place,
  box: Box,
  labels: readonly ReadonlySet<string>[],
  reach: number,
): number {
  const line = lineAt(page, place.start);
  const near = new Set<string>();
  if (line !== undefined)
    for (const part of partsIn(page.text.slice(line.start, place.start))) near.add(part);
  for (const other of page.lines) {
    if (other === line) continue;
    if (isLeftOf(other.box, box))
      for (const part of partsIn(page.text.slice(other.start, other.end))) near.add(part);
    if (other.box[3] > box[1] + 2 || other.box[3] < box[1] - reach) continue;
    for (let at = other.firstWord; at < other.lastWord; at += 1) {
      const word = page.words[at];
      if (word !== undefined && word.box[0] < box[2] + 20 && word.box[2] > box[0] - 20)
        for (const part of partsOf(word)) near.add(part);
    }
  }
  let score = 0;
  let weight = 0;
  for (const [depth, label] of labels.entries()) {
    if (label.size === 0) continue;
    const share = [...label].filter((word) => near.has(word)).length / label.size;
    const importance = 1 / (depth + 1);
    score += share * importance;
    weight += importance;
  }
  return weight === 0 ? 0 : score / weight;
}

/** In one line to the eye, though a wide gap may have parted it. */
function isLeftOf(a: Box, b: Box): boolean {
  return a[2] <= b[0] + 2 && Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > (b[3] - b[1]) / 2;
}

function partsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A word stands above many places. */
const parts = new WeakMap<Word, readonly string[]>();
function partsOf(word: Word): readonly string[] {
  const known = parts.get(word) ?? partsIn(word.text);
  parts.set(word, known);
  return known;
}

function lineAt(page: Page, offset: number): Line | undefined {
  return page.lines.find((line) => line.start <= offset && offset < line.end);
}

/** How near two places are: 1 in one line, falling with the distance, 0 on different pages. */
export function nearness(a: Candidate, b: Candidate): number {
  if (a.page !== b.page || (a.start === b.start && a.end === b.end)) return 0;
  const height = Math.max(6, a.box[3] - a.box[1]);
  const down = Math.abs(a.box[1] - b.box[1]) / height;
  if (down < 0.7) return 1;
  return down > 12 ? 0 : 0.6 / down;
}

/** Case and spaces are a matter of who writes: they do not choose between places. */
const byMatch: Readonly<Record<Match, number>> = { exact: 0.1, normalised: 0.1, fuzzy: 0, absent: 0 };

/**
 * The best candidate: label, nearness to where the item's other values can stand; then one that no equal
 * item has taken, then the first after the item before.
 */
export function choose(
  candidates: readonly Candidate[],
  siblings: readonly (readonly Candidate[])[],
  taken: ReadonlySet<string>,
  after: Candidate | null,
): Candidate | null {
  let best: { candidate: Candidate; score: number } | null = null;
  for (const candidate of candidates) {
    const company = siblings.reduce(
      (sum, other) => sum + other.reduce((most, one) => Math.max(most, nearness(candidate, one)), 0),
      0,
    );
    const share = siblings.length === 0 ? 0 : company / siblings.length;
    const later =
      after === null ||
      candidate.page > after.page ||
      (candidate.page === after.page && candidate.start > after.start);
    const score =
      candidate.label +
      2 * share +
      byMatch[candidate.match] +
      (candidate.hasSigns ? 0.12 : 0) +
      (later ? 0.08 : 0) -
      (taken.has(keyOf(candidate)) ? 0.5 : 0);
    if (best === null || score > best.score + 1e-9) best = { candidate, score };
  }
  return best?.candidate ?? null;
}

export function keyOf(candidate: Candidate): string {
  return `${candidate.page}:${candidate.start}`;
}
