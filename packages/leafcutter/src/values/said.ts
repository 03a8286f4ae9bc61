/** What a value says, however it is written: two wordings of one value have one form. Pure. */
import type { JsonPrimitive } from '../json.ts';
import { wholeDate } from './iso-dates.ts';
import { lettersAndDigits, tidy } from './text.ts';

/** Letters and digits, dates in their ISO form, the sign of a negative number; what has none of them stays as it is. */
export function saidForm(value: JsonPrimitive): string {
  if (typeof value !== 'string') return String(value);
  const date = value.length <= longestDate && /\p{N}/u.test(value) ? wholeDate(value) : null;
  if (date !== null) return date;
  const form = lettersAndDigits(value);
  if (form === '') return tidy(value);
  return /^\s*[-\u2212(]\s?\p{Sc}?\s?\d/u.test(value) ? `-${form}` : form;
}

const longestDate = 40;
