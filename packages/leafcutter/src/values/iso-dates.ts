/** Dates in texts: one that the whole text is, and whether a schema without a `format` asks for the ISO form in words. */
import type { LeafNode } from '../schema/types.ts';
import { readDates } from './dates.ts';
import type { DateReading, Locale } from './types.ts';

/** The one date that the whole text is; null when it is more, less or no date. */
export function readWholeDate(text: string, locale?: Locale): DateReading | null {
  const plain = text.trim();
  if (plain.length > mostLetters || !/\p{N}/u.test(plain)) return null;
  const [date, ...others] = readDates(plain, locale);
  if (date === undefined || others.length > 0 || date.time !== null) return null;
  return date.start === 0 && date.end === plain.length ? date : null;
}

/** "Wednesday, the 23rd day of September, 2026" and no more. */
const mostLetters = 48;

/** `YYYY-MM-DD` of a text that is one date and can be read in one way only; null otherwise. */
export function wholeDate(text: string): string | null {
  const date = readWholeDate(text);
  return date === null || date.alternatives.length > 0 ? null : date.value;
}

/** The description says "YYYY-MM-DD" or "ISO 8601". */
export function wantsIsoDate({ description, title }: Pick<LeafNode, 'description' | 'title'>): boolean {
  return /\bYYYY-MM-DD\b|\bISO[\s-]?8601\b/iu.test(`${title ?? ''} ${description ?? ''}`);
}
