/** Whether the text at a place says the value. */
import type { Match } from '../findings/types.ts';
import type { JsonPrimitive } from '../json.ts';
import {
  readBoolean,
  readDates,
  readNumbers,
  readTime,
  lettersAndDigits,
  normalise,
  standsFor,
  unwrap,
  wholeDate,
} from '../values/index.ts';
import { placeIn } from './printed.ts';

/** Scales that captions give; the number itself is printed without them. */
const scales = [1, 1e3, 1e6, 1e9, 0.01, 100];

/** Share of edits up to which two texts are one text with reading errors. */
const fuzzyShare = 0.2;

/**
 * exact: the quote is the value. normalised: it is after case, space, width, number, date or yes/no normalisation.
 * fuzzy: it differs by a few characters. absent: it says something else. `scaled`: a caption may multiply numbers.
 */
export function agrees(value: JsonPrimitive, quote: string, scaled = false): Match {
  if (value === null) return 'absent';
  const text = unwrap(quote);
  if (typeof value === 'string' && text === value) return 'exact';
  if (typeof value === 'boolean') return readBoolean(text) === value ? 'normalised' : 'absent';
  const match = typeof value === 'number' ? numberAgrees(value, text, scaled) : textAgrees(value, text);
  return match === 'absent' && standsFor(value, text) ? 'normalised' : match;
}

function numberAgrees(value: number, text: string, scaled: boolean): Match {
  if (text === String(value)) return 'exact';
  const factors = scaled ? scales : [1];
  for (const reading of readNumbers(text)) {
    for (const printed of [reading.value, ...reading.alternatives]) {
      if (factors.some((factor) => near(printed * factor, value) || near(-printed * factor, value)))
        return 'normalised';
    }
  }
  // A number inside a code or a date ("FY2024", "05/12/20"): its digits stand there.
  return digitRuns(text).includes(String(Math.abs(value))) ? 'normalised' : 'absent';
}

function textAgrees(value: string, text: string): Match {
  const form = lettersAndDigits(value);
  if (form === '') return normalise(value) === normalise(text) ? 'normalised' : 'absent';
  const printed = lettersAndDigits(text);
  if (form === printed) return 'normalised';
  const date = /^(\d{4}-\d\d(?:-\d\d)?)(?:[T ](\d\d:\d\d).*)?$/.exec(value)?.[1] ?? wholeDate(value);
  if (date !== null) {
    const readings = readDates(text, undefined, { months: true }).flatMap((reading) => [
      reading.value,
      ...reading.alternatives,
    ]);
    if (readings.some((reading) => reading === date || reading.startsWith(`${date}-`))) return 'normalised';
    return 'absent';
  }
  if (/^\d\d:\d\d(:\d\d)?Z?$/.test(value) && readTime(text)?.value.slice(0, 5) === value.slice(0, 5))
    return 'normalised';
  // Addresses are printed without the scheme that a format asks for.
  if (scheme.test(value)) return textAgrees(withoutScheme(value), withoutScheme(text));
  // "Total: 500 EUR" says "EUR", and a quote may hold the label: the value must still stand in it whole.
  if (form.length >= 2 && printed.includes(form) && placeIn(value, text) !== null) return 'normalised';
  return isFuzzy(form, printed) ? 'fuzzy' : 'absent';
}

export function withoutScheme(address: string): string {
  return address.replace(scheme, '');
}

const scheme = /^(?:https?:\/\/(?:www\.)?|mailto:|tel:)/i;

function digitRuns(text: string): readonly string[] {
  return text.match(/\d+/g) ?? [];
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Within a fifth of the length by Levenshtein's distance. */
export function isFuzzy(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length);
  const most = Math.floor(longest * fuzzyShare);
  if (longest < 4 || longest > 2_000 || Math.abs(a.length - b.length) > most) return false;
  return editDistance(a, b, most) <= most;
}

/** Levenshtein's distance, or `most + 1` as soon as it is sure to be greater (banded, Ukkonen 1985). */
export function editDistance(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const far = Math.abs(i - j) > most;
      const cost = far
        ? most + 1
        : Math.min(
            (row[j] ?? 0) + 1,
            (next[j - 1] ?? 0) + 1,
            (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
          );
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    row = next;
  }
  return row[b.length] ?? most + 1;
}
