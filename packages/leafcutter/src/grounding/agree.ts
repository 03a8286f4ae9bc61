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
import { isFuzzy } from './edits.ts';
import { placeIn, withoutScheme } from './printed.ts';

/** Scales that captions give; the number itself is printed without them. */
const scales = [1, 1e3, 1e6, 1e9, 0.01, 100];

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
  if (withoutScheme(value) !== value) return textAgrees(withoutScheme(value), withoutScheme(text));
  // "Total: 500 EUR" says "EUR", and a quote may hold the label: the value must still stand in it whole.
  if (form.length >= 2 && printed.includes(form) && placeIn(value, text) !== null) return 'normalised';
  return isFuzzy(form, printed) ? 'fuzzy' : 'absent';
}

function digitRuns(text: string): readonly string[] {
  return text.match(/\d+/g) ?? [];
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}
