/** Words of a page that stand in the line of a number, or over it. Pure. */
import type { Box, Page, Word } from '../document/types.ts';

/** Heads of columns of numbers may stand a little beside them, points. */
const columnSlack = 12;

/** Words that people see and that fit. */
export function liveWords(page: Page, fits: (word: Word) => boolean): readonly Word[] {
  return page.words.filter((word) => !word.hidden && !word.struck && fits(word));
}

/** The nearest of the words in the number's line. */
export function besideNumber(words: readonly Word[], number: Word): Word | null {
  const away = (word: Word): number => Math.abs(word.box[0] - number.box[0]);
  const inLine = words.filter((word) => isBeside(word.box, number.box));
  return inLine.toSorted((a, b) => away(a) - away(b))[0] ?? null;
}

/** The nearest of the words above the number, in its column. @param slack points beside it */
export function aboveNumber(words: readonly Word[], number: Word, slack = columnSlack): Word | null {
  const above = words.filter((word) => isAbove(word.box, number.box, slack));
  const off = (word: Word): number => Math.abs(word.box[2] - number.box[2]);
  return above.toSorted((a, b) => b.box[3] - a.box[3] || off(a) - off(b))[0] ?? null;
}

export function isBeside(a: Box, b: Box): boolean {
  return Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > (b[3] - b[1]) / 2;
}

function isAbove(a: Box, b: Box, slack: number): boolean {
  return a[3] <= b[1] + 2 && a[0] < b[2] + slack && a[2] > b[0] - slack;
}
