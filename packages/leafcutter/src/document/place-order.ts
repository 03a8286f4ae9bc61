/** The order of things by where they stand in a document. Pure. */

/** One number for a place: pages first, then offsets into the page's text (below ten million). */
export function placeNumber(page: number, start: number): number {
  return page * 1e7 + start;
}

/** The middle one of several places, of two the later one: what heads a thing stands before it. Null of none. */
export function middlePlace(places: readonly number[]): number | null {
  const sorted = places.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

export interface Placed {
  /** Null: it stands nowhere. */
  readonly place: number | null;
  /** What it says: decides between things of one place. */
  readonly words: string;
}

/** What has no place comes last. */
export function comparePlaces(a: Placed, b: Placed): number {
  if (a.place !== null && b.place !== null && a.place !== b.place) return a.place - b.place;
  return Number(a.place === null) - Number(b.place === null) || compareTexts(a.words, b.words);
}

/** By code units: the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
