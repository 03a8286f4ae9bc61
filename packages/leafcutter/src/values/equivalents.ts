/** Prints that say a value in other words: "$" is USD, "in millions" is 1000000, "three months ended June 30" a quarter. */
import type { JsonPrimitive } from '../json.ts';
import { findCurrency, findScale } from './money.ts';
import { readPeriod } from './periods.ts';
import { findTelling } from './tellings.ts';

/** True when the print says the value, though not one word of it stands there. */
export function standsFor(value: JsonPrimitive, text: string): boolean {
  if (typeof value === 'number') return findScale(text)?.factor === value;
  if (typeof value !== 'string') return false;
  if (/^[A-Z]{3}$/u.test(value)) return findCurrency(text)?.code === value;
  return isPeriodLabel(value, text) || findTelling(value, text) !== null;
}

const label = /^FY(\d{4})(?: (?:Q([1-4])|H[12]|YTD))?$/u;
const lengths: readonly (readonly [RegExp, readonly (number | null)[]])[] = [
  [/Q[1-4]$/u, [3, 0]],
  [/H[12]$/u, [6]],
  [/YTD$/u, [6, 9, 3]],
  [/^FY\d{4}$/u, [12, 0, null]],
];

/** A fiscal year is named after the calendar year in which it ends, or the one before. */
function isPeriodLabel(value: string, text: string): boolean {
  const year = label.exec(value)?.[1];
  const period = year === undefined ? null : readPeriod(text);
  if (period === null) return false;
  const months = lengths.find(([form]) => form.test(value))?.[1] ?? [];
  const away = Number(year) - period.year;
  return months.includes(period.months) && (away === 0 || away === 1 || away === -1);
}
