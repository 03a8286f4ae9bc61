/** Lists in the document's order, however an extractor gave them: two answers with the same items are one. Pure. */
import { compareTexts, middlePlace, placeNumber } from '../document/place-order.ts';
import type { Finding } from '../findings/types.ts';
import { saidForm } from '../values/said.ts';
import { findingsBelow, type PointerNode } from './pointer-tree.ts';

/**
 * Who keeps to the document's order is believed about items without a place, too: such a list stays as it is. Of any other
 * order nothing is believed, and what has no place comes last.
 */
export function itemsInOrder(items: readonly PointerNode[]): readonly PointerNode[] {
  const known = placedItems(items);
  const ordered = known.toSorted(compare);
  const placed = known.filter(({ place }) => place !== null);
  const goesDown = placed.every(
    (one, index) => index === 0 || comparePlaces(placed[index - 1] ?? one, one) <= 0,
  );
  const isTold = placed.length === 0 || (placed.length >= leastInOrder && goesDown);
  if (!isTold) return ordered.map(({ item }) => item);
  const next = ordered[Symbol.iterator]();
  return known.map((one) => (one.place === null ? one.item : (next.next().value ?? one).item));
}

/** Fewer items than this may be in the document's order by chance. */
const leastInOrder = 5;

interface PlacedItem {
  readonly item: PointerNode;
  readonly words: string;
  /** Null: none of its values stands anywhere. */
  readonly place: number | null;
  /** Of all its values, ascending. */
  readonly places: readonly number[];
}

/**
 * By the middle of each item's places; one that several items share (the head of a column, the heading of a group) tells
 * nothing of where they stand, unless they have no other.
 */
function placedItems(items: readonly PointerNode[]): readonly PlacedItem[] {
  const all = items.map((item) => ({ item, places: [...new Set(findingsBelow(item).flatMap(placeOf))] }));
  const uses = new Map<number, number>();
  for (const place of all.flatMap(({ places }) => places)) uses.set(place, (uses.get(place) ?? 0) + 1);
  return all.map(({ item, places }) => {
    const own = places.filter((place) => uses.get(place) === 1);
    return {
      item,
      words: wordsOf(item),
      place: middlePlace(own.length > 0 ? own : places),
      places: places.toSorted((a, b) => a - b),
    };
  });
}

/** Of the same places their words decide. */
function compare(a: PlacedItem, b: PlacedItem): number {
  return comparePlaces(a, b) || compareTexts(a.words, b.words);
}

/** 0: they stand in the same places. */
function comparePlaces(a: PlacedItem, b: PlacedItem): number {
  const middle = (a.place ?? Infinity) - (b.place ?? Infinity);
  if (middle !== 0 && !Number.isNaN(middle)) return middle;
  const at = a.places.findIndex((place, index) => place !== b.places[index]);
  return at < 0 ? 0 : (a.places[at] ?? 0) - (b.places[at] ?? Infinity);
}

function placeOf({ evidence }: Finding): readonly number[] {
  const value = evidence.find(({ role }) => role === 'value');
  return value === undefined ? [] : [placeNumber(value.page, value.ranges[0]?.start ?? 0)];
}

function wordsOf(item: PointerNode): string {
  return findingsBelow(item)
    .map(({ value }) => saidForm(value))
    .toSorted()
    .join(' ');
}
