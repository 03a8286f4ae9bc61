/**
 * Which leaf each of several columns without names answers: by what they look like and by their order, for a schema
 * mostly names its leaves as they follow one another in the document. Only what stands in every best pairing counts.
 */
import type { Accord } from './classes.ts';

export type Pair = readonly [row: number, column: number];

/** @param accords of each leaf (rows) with each column */
export function surePairs(accords: readonly (readonly Accord[])[]): Pair[] {
  const found = onlyPairs(accords);
  const rows = accords
    .keys()
    .filter((row) => !found.some(([taken]) => taken === row))
    .toArray();
  const columns = (accords[0] ?? [])
    .keys()
    .filter((column) => !found.some(([, taken]) => taken === column))
    .toArray();
  const rest = rows.map((row) => columns.map((column) => accords[row]?.[column] ?? 0));
  for (const [row, column] of inEveryBestOrder(rest)) found.push([rows[row] ?? 0, columns[column] ?? 0]);
  return found.sort((a, b) => a[0] - b[0]);
}

/** Leaves that one column just fits, which fits no other leaf so: wherever they stand. */
function onlyPairs(accords: readonly (readonly Accord[])[]): Pair[] {
  const just = (row: number): number[] =>
    (accords[row] ?? []).flatMap((accord, column) => (accord === 2 ? [column] : []));
  const found: Pair[] = [];
  for (const row of accords.keys()) {
    const [column, ...others] = just(row);
    if (column === undefined || others.length > 0) continue;
    if (accords.keys().every((other) => other === row || !just(other).includes(column)))
      found.push([row, column]);
  }
  return found;
}

interface Best {
  readonly sum: number;
  /** Pairings with this sum. */
  readonly count: number;
}

/** Pairings that keep the order, with the greatest sum of accords: the pairs that all of them share. */
function inEveryBestOrder(accords: readonly (readonly Accord[])[]): Pair[] {
  const [height, width] = [accords.length, accords[0]?.length ?? 0];
  const reversed = accords.map((row) => row.toReversed()).toReversed();
  const before = bestBefore(accords, height, width);
  const behind = bestBefore(reversed, height, width);
  const whole = before[height]?.[width];
  if (whole === undefined || whole.sum === 0) return [];
  return accords.flatMap((row, at) =>
    row.flatMap((accord, column): Pair[] => {
      const above = before[at]?.[column];
      const below = behind[height - at - 1]?.[width - column - 1];
      if (accord === 0 || above === undefined || below === undefined) return [];
      const isBest = above.sum + accord + below.sum === whole.sum;
      return isBest && above.count * below.count === whole.count ? [[at, column]] : [];
    }),
  );
}

/** Of the first leaves and the first columns: the greatest sum, and in how many ways it is reached. */
function bestBefore(accords: readonly (readonly Accord[])[], height: number, width: number): Best[][] {
  const table: Best[][] = Array.from({ length: height + 1 }, () =>
    Array.from({ length: width + 1 }, () => ({ sum: 0, count: 1 })),
  );
  for (let row = 1; row <= height; row += 1) {
    for (let column = 1; column <= width; column += 1) {
      const at = (r: number, c: number): Best => table[r]?.[c] ?? { sum: 0, count: 1 };
      const accord = accords[row - 1]?.[column - 1] ?? 0;
      const [up, left, diagonal] = [at(row - 1, column), at(row, column - 1), at(row - 1, column - 1)];
      const paired = accord === 0 ? -1 : diagonal.sum + accord;
      const sum = Math.max(up.sum, left.sum, paired);
      // What neither the last leaf nor the last column has part in is counted among both.
      const apart = up.sum === sum && left.sum === sum && diagonal.sum === sum ? diagonal.count : 0;
      const count =
        (up.sum === sum ? up.count : 0) +
        (left.sum === sum ? left.count : 0) -
        apart +
        (paired === sum ? diagonal.count : 0);
      (table[row] ??= [])[column] = { sum, count };
    }
  }
  return table;
}
