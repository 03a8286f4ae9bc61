/**
 * When two leaves agree: numbers to 1e-6 relative, dates as dates, texts after NFKC, case folding and dropping
 * everything but letters and digits. `lenient` also takes texts of a similarity of 0.85 or more.
 */
import type { JsonPrimitive } from '../json.ts';
import { similarityRatio } from './similarity.ts';

const lenientRatio = 0.85;
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

export function agree(a: JsonPrimitive, b: JsonPrimitive, lenient: boolean): boolean {
  if (typeof a === 'boolean' || typeof b === 'boolean')
    return String(a).toLowerCase() === String(b).toLowerCase();
  if (typeof a === 'number' || typeof b === 'number') {
    const [x, y] = [numberOf(a), numberOf(b)];
    if (x !== null && y !== null) return Math.abs(x - y) <= 1e-6 * Math.max(1, Math.abs(x), Math.abs(y));
  }
  const [left, right] = [printed(a), printed(b)];
  const [p, q] = [dateOf(left), dateOf(right)];
  if (p !== null && q !== null) return datesAgree(p, q);
  const [s, t] = [fold(left), fold(right)];
  if (s === t) return true;
  return lenient && s !== '' && t !== '' && similarityRatio(s, t) >= lenientRatio;
}

/** As Python prints it, but whole numbers that came as 3.0: JSON does not tell them from 3. */
function printed(value: JsonPrimitive): string {
  return value === null ? 'None' : String(value);
}

const folded = new Map<string, string>();

/** Letters and digits after NFKC and case folding. */
export function fold(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const form = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .replace(/[^\p{L}\p{N}]+/gu, '');
  if (folded.size > 100_000) folded.clear();
  folded.set(text, form);
  return form;
}

/** "$1,234.50", "(500)", "12%" and plain numbers; null for other texts. */
/** Decimal digits of a script stand in runs of ten, zero first (Unicode, chapter 4.6). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

function numberOf(value: JsonPrimitive): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  const text = value.trim().replace(/\p{Nd}/gu, asciiDigit);
  if (!/^[-(]?[$€£]?\s?-?\p{Nd}[\p{Nd},]*(?:\.\p{Nd}+)?\)?%?$/u.test(text)) return null;
  const size = Number(text.replace(/[^\d.]/g, ''));
  return text.startsWith('(') || text.includes('-') ? -size : size;
}

type DateParts =
  | { readonly sure: true; readonly parts: readonly [number, number, number] }
  | { readonly sure: false; readonly first: number; readonly second: number; readonly year: number };

function dateOf(given: string): DateParts | null {
  const text = given.trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text);
  if (iso !== null) return sure(iso[1], Number(iso[2]), iso[3]);
  const numeric = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text);
  if (numeric !== null)
    return { sure: false, first: Number(numeric[1]), second: Number(numeric[2]), year: Number(numeric[3]) };
  const monthFirst = /^([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/.exec(text);
  if (monthFirst !== null && monthOf(monthFirst[1]) > 0)
    return sure(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  const dayFirst = /^(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})$/.exec(text);
  if (dayFirst !== null && monthOf(dayFirst[2]) > 0)
    return sure(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]);
  return null;
}

function sure(year: string | undefined, month: number, day: string | undefined): DateParts {
  return { sure: true, parts: [Number(year), month, Number(day)] };
}

function monthOf(name: string | undefined): number {
  return months.indexOf((name ?? '').toLowerCase()) + 1;
}

/** A numeric date agrees with a sure one in either order, with another only in the same. */
function datesAgree(a: DateParts, b: DateParts): boolean {
  if (a.sure && b.sure) return a.parts.join() === b.parts.join();
  if (!a.sure && !b.sure) return a.first === b.first && a.second === b.second && a.year === b.year;
  const [numeric, other] = a.sure ? [b, a] : [a, b];
  if (numeric.sure || !other.sure) return false;
  const wanted = other.parts.join();
  return (
    [numeric.year, numeric.first, numeric.second].join() === wanted ||
    [numeric.year, numeric.second, numeric.first].join() === wanted
  );
}
