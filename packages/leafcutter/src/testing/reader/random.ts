/** Chance that a seed decides: the same question to the same reader meets the same fate. */
import { createHash } from 'node:crypto';

/** 0 (inclusive) to 1 (exclusive), by the words. */
export function chance(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('\0')).digest().readUInt32BE(0) / 2 ** 32;
}

/** In an order that the words decide. */
export function shuffled<T>(items: readonly T[], ...words: readonly (string | number)[]): readonly T[] {
  return items
    .map((item, index) => ({ item, at: chance(...words, index) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
