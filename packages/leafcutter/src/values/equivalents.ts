/** Prints that say a value in other words: "$" is USD, "in millions" is 1000000, "three months ended June 30" a quarter. */
import type { JsonPrimitive } from '../json.ts';
import { currencyOfSign, currencySigns, findScale } from './money.ts';
import { readPeriod } from './periods.ts';
import { findTelling } from './tellings.ts';

/** True when the print says the value, though not one word of it stands there. */
export function standsFor(value: JsonPrimitive, text: string): boolean {
  if (value === 0 && nil.test(text.trim())) return true;
  return codeFor(value, text) !== null || (typeof value === 'string' && findTelling(value, text) !== null);
}

/** The value as such codes are written (USD, FY2025 Q2, 1000) where the print stands for it; else null. */
export function codeFor(value: JsonPrimitive, text: string): JsonPrimitive {
  if (typeof value === 'number') return findScale(text)?.factor === value ? value : null;
  if (typeof value !== 'string') return null;
  const code = value.trim().toUpperCase();
  if (/^[A-Z]{3}$/u.test(code))
    return currencySigns(text).some((sign) => currencyOfSign(sign.text) === code) ? code : null;
  return isPeriodLabel(code, text) ? code : null;
}

/** A stroke in place of a figure, as statements print nought. */
const nil = /^(?:[$€£]\s?)?[-—–]{1,3}$/u;

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
