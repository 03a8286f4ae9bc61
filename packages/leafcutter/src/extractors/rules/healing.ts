/** Prints whose figures stand apart, read as if they did not. */
import type { Reading } from './reading.ts';

export interface Rewritten {
  readonly text: string;
  /** The reading with its place in the text that was given. */
  restore(reading: Reading): Reading;
}

/** Kerning sometimes leaves a space before or after a sign within a number: "2 .807.912", "$505 .00". */
export const kernedSpaces = /(?<=\d) (?=[.,]\d{2,4}(?!\d))|(?<=\d[.,]) (?=\d{3}(?!\d))/gu;
/** "30th day of September" is read as "30th September". */
export const dayOf = /(?<=\d(?:st|nd|rd|th)?)\s+day\s+of(?=\s)/giu;

/** The text without what the patterns find. */
export function without(given: string, ...patterns: readonly RegExp[]): Rewritten {
  const dropped = patterns.flatMap((pattern) =>
    [...given.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length] as const),
  );
  let text = '';
  const origins: number[] = [];
  for (let at = 0; at < given.length; at += 1) {
    if (dropped.some(([start, end]) => at >= start && at < end)) continue;
    text += given[at] ?? '';
    origins.push(at);
  }
  const restore = (reading: Reading): Reading => ({
    ...reading,
    start: origins[reading.start] ?? reading.start,
    end: (origins[reading.end - 1] ?? reading.end - 1) + 1,
  });
  return { text, restore };
}
