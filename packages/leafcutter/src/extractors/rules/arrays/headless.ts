/** Tables whose columns have no names: what they look like and their order tell which leaf each answers. */
import type { Locale } from '../../../values/index.ts';
import { surePairs } from './alignment.ts';
import { accordOf } from './classes.ts';
import type { ColumnMatch, Slot } from './model.ts';
import { isFigures, type Sample } from './sample.ts';

/** What a column says by its looks, and by what may be in it. */
const weights = { just: 0.35, maybe: 0.25 };
/** From here on what stands above the table names the list. */
const named = 0.5;
/** Share of the leaves, and of the columns, that must be paired; less where the list is named. */
const shares = {
  unnamed: { leaves: 0.6, columns: 1, least: 3 },
  named: { leaves: 0.4, columns: 0.6, least: 2 },
};

export interface ByLooks {
  /** Pairs that no other pairing as good speaks against. */
  readonly pairs: readonly ColumnMatch[];
  /** They are enough to know the table by. */
  readonly isEnough: boolean;
}

export function columnsByLooks(
  slots: readonly Slot[],
  { cells }: Sample,
  affinity: number,
  locale: Locale | undefined,
): ByLooks {
  const own = slots.filter(({ list }) => list === null);
  const accords = own.map((slot) => cells.map((column) => accordOf(slot, column, locale)));
  const pairs = surePairs(accords);
  const { leaves, columns, least } = affinity >= named ? shares.named : shares.unnamed;
  const filled = cells.filter((column) => column.length > 0).length;
  const rows = Math.max(0, ...cells.map((column) => column.length));
  return {
    pairs: pairs.flatMap(([row, column]): ColumnMatch[] => {
      const slot = own[row];
      const weight = accords[row]?.[column] === 2 ? weights.just : weights.maybe;
      return slot === undefined ? [] : [{ slot, column, weight, similarity: 0 }];
    }),
    isEnough:
      rows >= 2 &&
      pairs.length >= Math.max(least, leaves * own.length, columns * filled) &&
      // Words in columns are more likely text than a list.
      pairs.some(([, column]) => isFigures(cells[column] ?? [])),
  };
}
