/** Whether a print has the signs of a value, of those that make it another one: minus, plus, stars, marks. Pure. */
import type { Range } from '../document/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { tidy } from '../values/text.ts';
import { lastingSigns } from './wording.ts';

const negative = /^[-\u2212]|^\(.*\)$|-$/u;

/** @param place of the value's letters and digits in the text */
export function hasOwnSigns(value: JsonPrimitive, text: string, place: Range): boolean {
  const print = withSignsAround(text, place);
  if (typeof value === 'number') return value < 0 === negative.test(print.replace(/[\s\p{Sc}]/gu, ''));
  if (typeof value !== 'string') return true;
  return lastingSigns(tidy(value)).toSorted().join('') === lastingSigns(tidy(print)).toSorted().join('');
}

/** The print with the signs that touch it. */
function withSignsAround(text: string, place: Range): string {
  let { start, end } = place;
  while (isSign(text[start - 1])) start -= 1;
  while (isSign(text[end])) end += 1;
  // What joins it to another word ("5-year") is no sign of it.
  return text.slice(isWord(text[start - 1]) ? place.start : start, isWord(text[end]) ? place.end : end);
}

function isWord(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}

function isSign(sign: string | undefined): boolean {
  return sign !== undefined && /[^\s\p{L}\p{N}\p{M}]/u.test(sign);
}
