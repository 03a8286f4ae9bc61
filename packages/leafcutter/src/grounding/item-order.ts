/** In which order the values of lists take their places. Pure. */
import { comparePlaces, middlePlace, placeNumber } from '../document/place-order.ts';
import { choose, type Candidate } from './choose.ts';

interface Listed {
  /** Pointer of the item; null outside of lists. */
  readonly item: string | null;
  readonly form: string;
  readonly candidates: readonly Candidate[];
}

/**
 * Items by the places that their values would take if no other item were there, whatever order they come in. What stands
 * outside of lists comes first.
 *
 * @param matesOf the other values of its item
 */
export function takingOrder<T extends Listed>(
  wanted: readonly T[],
  matesOf: (one: T) => readonly T[],
): readonly T[] {
  const items = [...Map.groupBy(wanted, (one) => one.item)].map(([pointer, leaves]) => ({
    leaves,
    place: pointer === null ? 0 : middlePlace(leaves.flatMap((one) => alone(one, matesOf(one)))),
    words: pointer === null ? '' : leaves.map(({ form }) => form).join(' '),
  }));
  return items.toSorted(comparePlaces).flatMap(({ leaves }) => leaves);
}

function alone(one: Listed, mates: readonly Listed[]): readonly number[] {
  const chosen = choose(
    one.candidates,
    mates.map((mate) => mate.candidates),
    new Set(),
    null,
  );
  return chosen === null ? [] : [placeNumber(chosen.page, chosen.start)];
}

/** A value that stands in more places than this says nothing of where its item is. */
export const mostOfMate = 40;
