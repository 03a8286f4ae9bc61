/** Lists in the document's order, however an extractor gave them: two answers with the same items are one. Pure. */
import { comparePlaces, middlePlace, placeNumber } from '../document/place-order.ts';
import type { Finding } from '../findings/types.ts';
import { lettersAndDigits } from '../values/text.ts';
import { findingsBelow, type PointerNode } from './pointer-tree.ts';

/**
 * Who keeps to the document's order is believed about items without a place, too: such a list stays as it is. Of any other
 * order nothing is believed, and what has no place comes last.
 */
export function itemsInOrder(items: readonly PointerNode[]): readonly PointerNode[] {
  const places = placesOf(items);
  const known = places.filter((place) => place !== null);
  if (known.every((place, index) => index === 0 || place >= (known[index - 1] ?? 0))) return items;
  return items
    .map((item, index) => ({ item, place: places[index] ?? null, words: wordsOf(item) }))
    .toSorted(comparePlaces)
    .map(({ item }) => item);
}

/**
 * The middle of each item's places; one that several items share (the head of a column, the heading of a group) tells
 * nothing of where they stand, unless they have no other.
 */
function placesOf(items: readonly PointerNode[]): readonly (number | null)[] {
  const all = items.map((item) => [...new Set(findingsBelow(item).flatMap(placeOf))]);
  const uses = new Map<number, number>();
  for (const place of all.flat()) uses.set(place, (uses.get(place) ?? 0) + 1);
  return all.map((places) => {
    const own = places.filter((place) => uses.get(place) === 1);
    return middlePlace(own.length > 0 ? own : places);
  });
}

function placeOf({ evidence }: Finding): readonly number[] {
  const value = evidence.find(({ role }) => role === 'value');
  return value === undefined ? [] : [placeNumber(value.page, value.ranges[0]?.start ?? 0)];
}

function wordsOf(item: PointerNode): string {
  return findingsBelow(item)
    .map(({ value }) => lettersAndDigits(String(value)))
    .toSorted()
    .join(' ');
}
