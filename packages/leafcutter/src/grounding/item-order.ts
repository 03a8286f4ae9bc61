/** In which order the values of lists take their places. Pure. */
import { comparePlaces, middlePlace, placeNumber } from '../document/place-order.ts';
import type { JsonPrimitive } from '../json.ts';
import { saidForm } from '../values/said.ts';
import { choose, type Candidate } from './choose.ts';

interface Listed {
  /** Pointer of the item; null outside of lists. */
  readonly item: string | null;
  readonly sought: JsonPrimitive;
  readonly candidates: readonly Candidate[];
}

/**
 * Items by the places that their values would take if no other item were there, whatever order they come in. What stands
 * outside of lists comes first.
 *
 * @param matesOf where the other values of its item may stand @param knownOf places of an item that are known already
 */
export function takingOrder<T extends Listed>(
  wanted: readonly T[],
  matesOf: (one: T) => readonly (readonly Candidate[])[],
  knownOf: (item: string | null) => readonly Candidate[],
): readonly T[] {
  const items = [...Map.groupBy(wanted, (one) => one.item)].map(([pointer, leaves]) => ({
    leaves,
    place:
      pointer === null
        ? 0
        : middlePlace([
            ...knownOf(pointer).map(numberOf),
            ...leaves.flatMap((one) => alone(one, matesOf(one))),
          ]),
    words: pointer === null ? '' : leaves.map(({ sought }) => saidForm(sought)).join(' '),
  }));
  return items.toSorted(comparePlaces).flatMap(({ leaves }) => leaves);
}

function alone({ candidates }: Listed, mates: readonly (readonly Candidate[])[]): readonly number[] {
  const chosen = choose(candidates, mates, new Set(), null);
  return chosen === null ? [] : [numberOf(chosen)];
}

function numberOf({ page, start }: Candidate): number {
  return placeNumber(page, start);
}

/** A value that stands in more places than this says nothing of where its item is. */
export const mostOfMate = 40;
