/** Numbers as printed anywhere: signs, groups, decimals, currencies, percent, scale words. */
import { currencyOfSign, currencyPattern, scaleSuffixes } from './money.ts';
import { plainDigits } from './text.ts';
import type { Locale, NumberReading } from './types.ts';

const body = /\d{1,3}(?:[ '\u2019]\d{3})+(?:[.,]\d+)?(?![\d])|\d+(?:[.,]\d+)*|[.,]\d+/gu;
const currencyBefore = new RegExp(`(${currencyPattern})\\s?$`, 'iu');
const currencyAfter = new RegExp(`^\\s?(${currencyPattern})`, 'iu');
const currencyAndClosing = new RegExp(`^\\s?(?:${currencyPattern})\\s*\\)`, 'iu');
const onlyCurrency = new RegExp(`^[\\s%]*(?:${currencyPattern})?\\s*$`, 'iu');
/** Letters before a number that can be its own: what is looked through for its signs, not all of a page. */
const nearby = 24;
const percentAfter =
  /^\s?(?:%|\uff05|percent\b|per cent\b|prozent\b|v\.\s?h\.|p\.\s?c\.|pour ?cent\b|por ciento\b)/iu;
/** An amount of money that is owed: "64,90 S", "1,250.00 DR". */
const debit = /^[.,]\d{2}(\s?(?:S|Soll|DR|Dr))(?![\p{L}\d.])/u;
const minus = /[-\u2212\u2013\u2010\u2011]/;

/**
 * Every number of the text, left to right, as far as it is no part of a date, a time or a name ("A12").
 * A print with two readings has the likelier one in `value` (by the locale, where one is given) and the others beside it.
 */
export function readNumbers(given: string, locale?: Locale): readonly NumberReading[] {
  const text = plainDigits(given);
  const readings: NumberReading[] = [];
  for (const match of text.matchAll(body)) {
    const reading = readAt(text, match.index, match[0], locale);
    if (reading !== null) readings.push(reading);
  }
  return readings;
}

/** The number that the whole text is, apart from signs, currency, percent and a short unit; null when it is more or less than one. */
export function readNumber(text: string, locale?: Locale): NumberReading | null {
  const readings = readNumbers(text, locale);
  const [only] = readings;
  if (only === undefined || readings.length > 1) return null;
  const rest = (text.slice(0, only.start) + text.slice(only.end)).replace(/[\s.,:;*†‡()[\]=~≈|]/gu, '');
  return /^[\p{L}²³/%]{0,6}$/u.test(rest) ? only : null;
}

function readAt(
  text: string,
  start: number,
  digits: string,
  locale: Locale | undefined,
): NumberReading | null {
  const end = start + digits.length;
  if (!standsAlone(text, start, end)) return null;
  const values = interpret(digits, locale);
  if (values === null) return null;
  const around = surroundings(text, start, end);
  const scale = scaleSuffixes.find(([pattern]) => pattern.test(text.slice(around.end)));
  const suffix = scale === undefined ? 0 : (scale[0].exec(text.slice(around.end))?.[0].length ?? 0);
  const currencyBehind =
    around.currency === null ? currencyAfter.exec(text.slice(around.end + suffix)) : null;
  const factor = (around.negative ? -1 : 1) * (scale?.[1] ?? 1);
  const [value, ...alternatives] = values.map((one) => times(one, factor));
  if (value === undefined) return null;
  return {
    start: around.start,
    end: around.end + suffix + (currencyBehind?.[0].length ?? 0),
    value,
    alternatives,
    percent: around.percent,
    currency: around.currency ?? currencyOfSign(currencyBehind?.[1] ?? ''),
    decimals: decimalsOf(digits, values[0] ?? 0),
  };
}

/** Not inside a word, a date, a time or a longer code. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  if (/[\p{L}\d_]$/u.test(before) && !currencyBefore.test(text.slice(Math.max(0, start - 12), start)))
    return false;
  if (/\d[/:\-.,]$/.test(before) || /[\p{L}][/-]$/u.test(before) || before.endsWith('/')) return false;
  if (/^[/:]\d/.test(after) || /^[-]\d/.test(after) || /^\d/.test(after) || after.startsWith('_'))
    return false;
  const word = /^\p{L}+/u.exec(text.slice(end));
  return (
    word === null ||
    word[0].length <= 3 ||
    scaleSuffixes.some(([pattern]) => pattern.test(text.slice(end))) ||
    currencyAfter.test(text.slice(end))
  );
}

interface Surroundings {
  readonly start: number;
  readonly end: number;
  readonly negative: boolean;
  readonly percent: boolean;
  readonly currency: string | null;
}

/** Takes in signs, brackets, currency and percent around the digits. */
function surroundings(text: string, digitsStart: number, digitsEnd: number): Surroundings {
  let start = digitsStart;
  let end = digitsEnd;
  let negative = false;
  let currency: string | null = null;
  let bracket = false;
  for (let changed = true; changed;) {
    changed = false;
    const left = text.slice(Math.max(0, start - nearby), start);
    const sign = currency === null ? currencyBefore.exec(left) : null;
    if (sign !== null) {
      currency = currencyOfSign(sign[1] ?? '');
      start -= sign[0].length;
      changed = true;
    } else if (!negative && minus.test(left.at(-1) ?? '') && !followsWord(left.slice(0, -1))) {
      negative = true;
      start -= 1;
      changed = true;
    } else if (!negative && isMinusApart(text, start, end, currency !== null)) {
      negative = true;
      start -= 2;
      changed = true;
    } else if (!bracket && /\(\s*$/.test(left)) {
      const opening = /\(\s*$/.exec(left)?.[0].length ?? 1;
      const closing = /^\s*(?:%\s*)?\)/.exec(text.slice(end)) ?? currencyAndClosing.exec(text.slice(end));
      if (closing !== null) {
        bracket = true;
        negative = true;
        start -= opening;
        end += closing[0].length;
        changed = true;
      }
    }
  }
  let percent = bracket && text.slice(digitsEnd, end).includes('%');
  const percentSign = percentAfter.exec(text.slice(end));
  if (percentSign !== null) {
    percent = true;
    end += percentSign[0].length;
  } else if (!negative && debit.test(text.slice(end - 3, end + 6))) {
    negative = true;
    end += debit.exec(text.slice(end - 3, end + 6))?.[1]?.length ?? 0;
  } else if (
    !negative &&
    /^[-\u2212](?![\p{L}\d])/u.test(text.slice(end)) &&
    !/^[-\u2212]\s*\d/.test(text.slice(end))
  ) {
    negative = true;
    end += 1;
  } else if (bracket && currency === null) {
    currency = currencyOfSign(/[^\d\s()%.,]+/u.exec(text.slice(digitsEnd, end))?.[0] ?? '');
  }
  return { start, end, negative, percent, currency };
}

/** "- € 5", and "- 5.00" where nothing else is printed: with words around, the stroke may divide or list. */
function isMinusApart(text: string, start: number, end: number, hasCurrency: boolean): boolean {
  if (!/(?:^|[\s$€£(])[-\u2212\u2013]\s$/u.test(text.slice(Math.max(0, start - nearby), start))) return false;
  return hasCurrency || (onlyCurrency.test(text.slice(0, start - 2)) && onlyCurrency.test(text.slice(end)));
}

/** "A-5" and "3 -5" are no negatives; "CHF -5" is one. */
function followsWord(left: string): boolean {
  return /[\p{L}\d)]\s?$/u.test(left) && !currencyBefore.test(left);
}

/** The values that the digits allow, likeliest first; null when they are no number (1.2.3, 12.05.2020). */
function interpret(digits: string, locale: Locale | undefined): readonly number[] | null {
  const text = digits.replace(/[ '\u2019]/g, '');
  const signs = text.match(/[.,]/g) ?? [];
  if (signs.length === 0) return [Number(text)];
  const last = signs.at(-1) ?? '.';
  const other = last === '.' ? ',' : '.';
  if (text.includes(other)) {
    const at = text.lastIndexOf(last);
    if (signs.filter((sign) => sign === last).length > 1 || !isGrouped(text.slice(0, at), other)) return null;
    return [Number(`${text.slice(0, at).replaceAll(other, '')}.${text.slice(at + 1)}`)];
  }
  const grouped = isGrouped(text, last) ? Number(text.replaceAll(last, '')) : null;
  if (signs.length > 1) return grouped === null ? null : [grouped];
  const decimal = Number(text.replace(last, '.'));
  if (grouped === null || digits !== text) return [decimal];
  const decimalFirst =
    locale?.decimal === null || locale === undefined ? last === '.' : locale.decimal === last;
  return decimalFirst ? [decimal, grouped] : [grouped, decimal];
}

/** Groups of three from the right (or Indian lakhs: twos before the last three), no leading zero. */
function isGrouped(text: string, sign: string): boolean {
  const [first = '', ...groups] = text.split(sign);
  if (groups.length === 0) return true;
  if (first.length < 1 || first.length > 3 || (first.startsWith('0') && groups.length > 0)) return false;
  const threes = groups.every((group) => group.length === 3);
  const lakhs =
    first.length <= 2 &&
    groups.at(-1)?.length === 3 &&
    groups.slice(0, -1).every((group) => group.length === 2);
  return threes || lakhs;
}

function decimalsOf(digits: string, value: number): number {
  if (Number.isInteger(value) && !/[.,]0+$/.test(digits)) return 0;
  const at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  return at < 0 ? 0 : digits.length - at - 1;
}

/** Without the binary noise of a product such as 1.1 x 1000. */
function times(value: number, factor: number): number {
  return factor === 1 ? value : Number((value * factor).toPrecision(15));
}
