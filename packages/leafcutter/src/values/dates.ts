/** Dates and times as printed anywhere, with the other reading where day and month can change places. */
import { monthOf } from './months.ts';
import { plainDigits } from './text.ts';
import type { DateReading, Locale } from './types.ts';

export interface DateOptions {
  /** Take "June 2018" as `2018-06`. Default false. */
  readonly months?: boolean;
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}
interface Found {
  readonly start: number;
  readonly end: number;
  readonly dates: readonly Parts[];
}
type Rule = (text: string, locale: Locale | undefined) => readonly Found[];

/** Letters that names of months are written with; a class of all letters takes a tenth of a second to prepare. */
const latin = 'A-Za-z\\u00c0-\\u024f\\u0300-\\u036f';
const noLetterBefore = `(?<![${latin}])`;
const word = `([${latin}]{3,12})\\.?`;
const yearPart = `((?:19|20|21)\\d\\d|['\\u2019]?\\d\\d)(?!\\d)`;
const dayPart = `(\\d{1,2})(?:st|nd|rd|th|er|\\.|º|ª)?`;
const dash = `\\s?(?:-|\\u2013|\\u2014|to|bis|au|al|a|until|through|thru)\\s?`;

const rules: readonly Rule[] = [
  // 2020-04-17, 2020/04/17, 2020.04.17, 20200417 is no date by itself
  matchRule(/(?<![\d\-./])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d])/gu, (m) => [[parts(m[1], m[3], m[4])]]),
  // 2020年4月17日
  matchRule(/(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?/gu, (m) => [
    [parts(m[1], m[2], m[3])],
  ]),
  numericRule,
  // April 17 - 23, 2020
  matchRule(
    new RegExp(`${noLetterBefore}${word}\\s?${dayPart}${dash}${dayPart}(?:,|\\s)\\s?${yearPart}`, 'gi'),
    (m) => [[named(m[4], m[1], m[2])], [named(m[4], m[1], m[3])]],
  ),
  // 17.-23. April 2020, 17 to 23 April 2020
  matchRule(
    new RegExp(
      `(?<![\\d./])${dayPart}${dash}${dayPart}\\s?(?:de\\s|of\\s)?${word}\\s?(?:de\\s)?${yearPart}`,
      'gi',
    ),
    (m) => [[named(m[4], m[3], m[1])], [named(m[4], m[3], m[2])]],
  ),
  // 13. Juni 2018, 13th of June, 2018, 13-Jun-18, 5 de mayo de 2020
  matchRule(
    new RegExp(
      `(?<![\\d./])${dayPart}[\\s-]?(?:de\\s|of\\s|day\\sof\\s)?${word}[\\s,-]{0,2}(?:de\\s|del\\s)?${yearPart}`,
      'gi',
    ),
    (m) => [[named(m[3], m[2], m[1])]],
  ),
  // June 13, 2018, Jun-13-2018
  matchRule(
    new RegExp(`${noLetterBefore}${word}[\\s-]?${dayPart}(?:,\\s?|\\s|-|/)${yearPart}`, 'gi'),
    (m) => [[named(m[3], m[1], m[2])]],
  ),
];

const monthRule: Rule = matchRule(
  new RegExp(`${noLetterBefore}${word}[\\s,-]{0,2}((?:19|20|21)\\d\\d)(?!\\d)`, 'gi'),
  (m) => {
    const month = monthOf(m[1] ?? '');
    return [[month === null ? null : { year: Number(m[2]), month, day: 0 }]];
  },
);

/** Every date of the text, left to right, ranges as two. Invalid days (31.02.) are no dates. */
export function readDates(given: string, locale?: Locale, options: DateOptions = {}): readonly DateReading[] {
  const text = plainDigits(given);
  const found: Found[] = [];
  for (const rule of options.months === true ? [...rules, monthRule] : rules) {
    for (const one of rule(text, locale)) {
      const overlaps = found.some(
        (other) => one.start < other.end && other.start < one.end && !sameMatch(one, other),
      );
      if (!overlaps && one.dates.length > 0) found.push(one);
    }
  }
  found.sort((a, b) => a.start - b.start);
  return found.map(({ start, end, dates: [first, ...others] }) => {
    const time = readTimeAfter(text, end);
    return {
      start,
      end: time?.end ?? end,
      value: iso(first),
      alternatives: others.map(iso),
      time: time?.value ?? null,
    };
  });
}

/** Two ends of a range share one match. */
function sameMatch(a: Found, b: Found): boolean {
  return a.start === b.start && a.end === b.end;
}

function matchRule(
  pattern: RegExp,
  read: (match: RegExpExecArray) => readonly (readonly (Parts | null)[])[],
): Rule {
  return (text) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      // Two figures that begin the next line are the next thing, not the year.
      if (/\n['’]?\d\d$/u.test(match[0])) return [];
      const dates = read(match);
      if (dates.some((one) => one.every((date) => date === null))) return [];
      return dates.map((one) => ({
        start: match.index,
        end: match.index + match[0].length,
        dates: one.filter((date) => date !== null),
      }));
    });
}

/** 04/17/20, 17.04.2020, 17-04-2020: dots mean day first; strokes and dashes can mean either, and a dash also that the year is first. */
function numericRule(text: string, locale: Locale | undefined): readonly Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(
    /(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d])(?!\.\d)/gu,
  )) {
    const [whole, a = '', sign, b = '', year = ''] = match;
    const dayFirst = parts(year, b, a);
    const monthFirst = sign === '.' ? null : parts(year, a, b);
    const order =
      locale?.dateOrder ??
      (sign === '.' ? 'dmy' : locale?.decimal === ',' ? 'dmy' : sign === '/' ? 'mdy' : 'dmy');
    const both = order === 'mdy' ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
    // Two figures of a year in front: "20-04-17". Only strokes stand so where nothing else tells.
    const yearFirst = year.length === 2 && a.length === 2 && !isFuture(a) ? parts(a, b, year) : null;
    const others = sign === '-' || both.every((date) => date === null) ? [yearFirst] : [];
    const all = order === 'ymd' && yearFirst !== null ? [yearFirst, ...both] : [...both, ...others];
    const dates = all.filter((date) => date !== null);
    const distinct = dates.filter((date, at) => dates.findIndex((other) => iso(other) === iso(date)) === at);
    found.push({ start: match.index, end: match.index + whole.length, dates: distinct });
  }
  return found;
}

/** 2032 to 2069: a year that nobody prints in two figures before the month; "60-11-24" is a code of a bank. */
function isFuture(figures: string): boolean {
  return Number(figures) > 31 && Number(figures) < 70;
}

function parts(year: string | undefined, month: string | undefined, day: string | undefined): Parts | null {
  return valid({ year: fullYear(year ?? ''), month: Number(month), day: Number(day) });
}

function named(year: string | undefined, month: string | undefined, day: string | undefined): Parts | null {
  const number = monthOf(month ?? '');
  return number === null ? null : valid({ year: fullYear(year ?? ''), month: number, day: Number(day) });
}

function valid(date: Parts): Parts | null {
  const { year, month, day } = date;
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1000 || year > 2999) return null;
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day ? date : null;
}

/** Two digits: 00-69 are of this century, 70-99 of the last (POSIX strptime has the same border at 69). */
function fullYear(text: string): number {
  const digits = text.replace(/\D/g, '');
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

function iso(date: Parts | undefined): string {
  if (date === undefined) return '';
  const month = String(date.month).padStart(2, '0');
  return date.day === 0
    ? `${date.year}-${month}`
    : `${date.year}-${month}-${String(date.day).padStart(2, '0')}`;
}

const clock = /(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s?([ap]\.?\s?m\.?(?!\p{L}))?/iu;

/** A time of day as `HH:MM` or `HH:MM:SS`, 24 hours; null when the text has none. */
export function readTime(
  given: string,
): { readonly value: string; readonly start: number; readonly end: number } | null {
  const text = plainDigits(given);
  const match = new RegExp(`(?<![\\d.,:])${clock.source}(?![\\d:])`, 'iu').exec(text);
  if (match !== null) return timeOf(match, match.index);
  const short = /(?<![\d.,:])(\d{1,2})\s?([ap])\.?\s?m?\.?(?!\p{L})/iu.exec(text);
  const hour = Number(short?.[1]);
  if (short === null || hour < 1 || hour > 12) return null;
  const value = `${String((hour % 12) + (/p/i.test(short[2] ?? '') ? 12 : 0)).padStart(2, '0')}:00`;
  return { value, start: short.index, end: short.index + short[0].length };
}

function readTimeAfter(text: string, end: number): { readonly value: string; readonly end: number } | null {
  const gap = /^(?:T|\s?,?\s?(?:at|um|à|@)?\s)(?=\d{1,2}[:.h]\d{2}(?!\d|[.]\d))/iu.exec(
    text.slice(end, end + 8),
  );
  if (gap === null) return null;
  const from = end + gap[0].length;
  const match = new RegExp(`^${clock.source}`, 'iu').exec(text.slice(from));
  return match === null ? null : timeOf(match, from);
}

function timeOf(match: RegExpExecArray, start: number): { value: string; start: number; end: number } | null {
  const half = match[4]?.toLowerCase().startsWith('p') === true ? 12 : 0;
  const hour = match[4] === undefined ? Number(match[1]) : (Number(match[1]) % 12) + half;
  if (hour > 23 || Number(match[2]) > 59 || Number(match[3] ?? 0) > 59) return null;
  const value = [String(hour).padStart(2, '0'), match[2], ...(match[3] === undefined ? [] : [match[3]])].join(
    ':',
  );
  return { value, start, end: start + match[0].length };
}
