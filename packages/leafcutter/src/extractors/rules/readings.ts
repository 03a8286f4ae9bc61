/** A printed value as the typed answer of a leaf: what of the print counts, and how well it fits what is asked. */
import { readDates } from '../../values/dates.ts';
import { findCurrency } from '../../values/money.ts';
import { readNumbers } from '../../values/numbers.ts';
import { plainDigits } from '../../values/text.ts';
import type { NumberReading } from '../../values/types.ts';
import { patternOf } from '../../schema/index.ts';
import { countryOf, readAddress, type Address } from './address.ts';
import { readBoolean, readChoice } from './choices.ts';
import { dayOf, kernedSpaces, without } from './healing.ts';
import type { ValueKind } from './kinds.ts';
import type { Reading, ReadingContext } from './reading.ts';
import { isCaptionLike, readIdentifier, readName, readText } from './strings.ts';

export type { Reading, ReadingContext } from './reading.ts';

type Reader = (text: string, context: ReadingContext) => Reading | null;

const readers: Readonly<Record<ValueKind, Reader>> = {
  date: readDate,
  time: readTime,
  money: readAmount,
  number: readAmount,
  percent: readPercent,
  year: readYear,
  boolean: readYesNo,
  enum: readEnum,
  identifier: readIdentifier,
  vat_id: byPattern(
    /\b(?:\d{2}[A-Z]{5}\d{4}[A-Z]\d[A-Z][\dA-Z]|[A-Z]{2}[ .-]?U?[\dA-Z](?:[ .-]?[\dA-Z]){7,12}|CHE-?\d{3}\.?\d{3}\.?\d{3}(?: ?(?:MWST|TVA|IVA))?)\b/u,
    /\d{4,}|\d \d|\d\.\d/u,
    foldSpaces,
  ),
  iban: byPattern(/\b[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){3,7}(?: ?[\dA-Z]{1,4})?\b/u, /\d/u, foldSpaces),
  bic: byPattern(/\b[A-Z]{4} ?[A-Z]{2} ?[A-Z\d]{2}(?: ?[A-Z\d]{3})?\b/u, /./u, foldSpaces),
  email: byPattern(/(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u, /./u, (text) => text),
  phone: byPattern(
    /(?:\+|\(\+?\d|\b00|\b\d|\()[\d\s()/.\-–]{5,20}\d(?:\s?(?:x|ext\.?)\s?\d{1,5})?/u,
    /^(?!\(?(?:1\d|20)\d\d\s?[-–/]\s?(?:1\d|20)\d\d)(?:\D*\d){6}/u,
    foldSpaces,
  ),
  url: byPattern(
    /\b(?:https?:\/\/|www\.)[^\s,;]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|fr|eu|edu|gov|io|ch|at|uk|it|es|nl|be|tv|info)(?:\/[^\s,;]*)?/iu,
    /./u,
    (text) => text,
  ),
  currency: readCurrency,
  postcode: fromAddress((address) => address.postcode, /^(?:[A-Z]{1,2}[ -])?[\dA-Z][\dA-Z -]{2,9}$/u),
  city: fromAddress((address) => address.city, /^\p{Lu}[\p{L}.'’\-/() ]{1,40}$/u),
  state: fromAddress((address) => address.state, /^\p{Lu}[\p{L}.'’\- ]{1,30}$/u),
  country: readCountry,
  street: fromAddress(
    (address) => address.street,
    /^(?=.*\d)(?=.*\p{L}{3})[\p{L}\d][\p{L}\d .,'’/#-]{3,60}$/u,
  ),
  address: readWholeAddress,
  name: readName,
  title: readTitle,
  text: readText,
};

/** Null when the text holds nothing of the kind that the leaf asks for. Bounds and pattern of the schema count too. */
/** Kinds whose form is what counts, in whatever width it is printed. */
const writtenAs: ReadonlySet<ValueKind> = new Set([
  'identifier',
  'phone',
  'iban',
  'bic',
  'vat_id',
  'email',
  'url',
]);

export function readValue(text: string, context: ReadingContext): Reading | null {
  const reading = readers[context.kind.kind](
    writtenAs.has(context.kind.kind) ? plainDigits(text) : text,
    context,
  );
  if (reading === null) return null;
  const { leaf } = context;
  const { value } = reading;
  if (typeof value === 'number') {
    if (leaf.minimum !== null && value < leaf.minimum) return null;
    if (leaf.maximum !== null && value > leaf.maximum) return null;
    return leaf.types.includes('number') || leaf.types.includes('integer')
      ? reading
      : printedInstead(reading, text);
  }
  if (typeof value === 'string') {
    if (!patternOf(leaf).test(value)) return null;
    if (leaf.maxLength !== null && value.length > leaf.maxLength) return null;
    if (leaf.minLength !== null && value.length < leaf.minLength) return null;
  }
  return reading;
}

function printedInstead(reading: Reading, text: string): Reading {
  return { ...reading, value: text.slice(reading.start, reading.end), alternatives: [] };
}

function readDate(text: string, { kind, locale, leaf }: ReadingContext): Reading | null {
  const healed = without(text, kernedSpaces, dayOf);
  const dates = readDates(divideRanges(healed.text), locale);
  const wanted = kind.side === 'end' ? dates.at(-1) : dates[0];
  if (wanted === undefined) return kind.dateForm === 'printed' ? printedDate(text) : null;
  const rest = text.length - (wanted.end - wanted.start);
  const single = dates.length === 1;
  const period = dates.length >= 2 && kind.side !== null;
  let fit = period ? 1 : single ? (kind.side === null ? 1 : 0.7) : 0.7;
  if (rest > 25 && !period) fit -= 0.15;
  const { start, end } = wanted;
  if (kind.dateForm === 'printed')
    return { value: text.slice(start, end), start, end, fit, alternatives: [] };
  const time = leaf.format === 'date-time' && wanted.time !== null ? `T${wanted.time}` : '';
  if (leaf.format === 'date' && wanted.value.length < 10) return null;
  const alternatives = wanted.alternatives.map((value) => ({
    value,
    reason:
      value.slice(0, 4) === wanted.value.slice(0, 4)
        ? 'day and month may be exchanged'
        : 'the first figures may be the year',
  }));
  return { value: `${wanted.value}${time}`, start, end, fit, alternatives };
}

/** "03.03.": the year is told elsewhere. */
const dayAndMonth = /^\s*(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.\s*$/u;

/** A date in a calendar or script that is not read ("平成22年6月29日"): as printed, when it is all there is. */
function printedDate(text: string): Reading | null {
  const line = (text.split('\n')[0] ?? '').trim();
  if (!/\d/u.test(line) || line.length > 24) return null;
  if (/^[\d.,%$€£ ]+$/u.test(line) && !dayAndMonth.test(line)) return null;
  const start = text.indexOf(line);
  return { value: line, start, end: start + line.length, fit: 0.55, alternatives: [] };
}

/** "05/05/20-05/08/20": a dash between two dates that leaves no room; the text keeps its length. */
function divideRanges(text: string): string {
  return text.replace(/(\d[/.]\d{2,4})[-–—](?=\d{1,2}[/.]\d)/gu, '$1 ');
}

function readTime(text: string): Reading | null {
  const match = /\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?:\s?(?:[ap]\.?m\.?|Uhr|h))?/iu.exec(text);
  if (match === null) return null;
  return {
    value: match[0],
    start: match.index,
    end: match.index + match[0].length,
    fit: 1,
    alternatives: [],
  };
}

/** "30 days net" is no amount. */
const duration = /^\s?(?:days?|tagen?|jours?|months?|monaten?|mois|días|giorni|dagen)(?!\p{L})/iu;

function readAmount(given: string, { kind, locale, scale }: ReadingContext): Reading | null {
  const healed = without(given, kernedSpaces);
  const { text } = healed;
  const numbers = readNumbers(text, locale).filter(
    (number) => !number.percent && !(kind.kind === 'money' && duration.test(text.slice(number.end))),
  );
  const money = kind.kind === 'money';
  const number =
    (money ? numbers.find((one) => one.currency !== null || one.decimals === 2) : undefined) ?? numbers[0];
  if (number === undefined || /^\(?\d{1,2}\.\d{1,2}\(\w/u.test(text) || dayAndMonth.test(text)) return null;
  if (readDates(text, locale).some((date) => date.start <= number.start && date.end >= number.end))
    return null;
  if (kind.integer && !Number.isInteger(number.value)) return null;
  const print = text.slice(number.start, number.end);
  const plain = number.currency === null && number.decimals !== 2;
  let fit = numbers.length === 1 ? 1 : 0.75;
  if (money && plain) fit -= /\d[.,'’ ]\d{3}(?!\d)/u.test(print) ? 0.1 : number.decimals === 0 ? 0.35 : 0.3;
  // "(27)" beside a line of a statement is the number of a note.
  if (money && plain && /^\(\d{1,2}\)$/u.test(print)) fit -= 0.4;
  const words = (text.match(/\p{L}/gu)?.length ?? 0) - (print.match(/\p{L}/gu)?.length ?? 0);
  if (words > 3) fit -= Math.min(plain ? 0.5 : 0.35, words / 40);
  if (fit <= 0.05) return null;
  return healed.restore(numeric(number, fit, kind.kind === 'number' ? 1 : scale));
}

function readPercent(text: string, { locale }: ReadingContext): Reading | null {
  const healed = without(text, kernedSpaces);
  const numbers = readNumbers(healed.text, locale);
  const number = numbers.find((one) => one.percent) ?? numbers[0];
  if (number === undefined) return null;
  return healed.restore(numeric(number, number.percent ? 1 : 0.7, 1));
}

function readYear(text: string): Reading | null {
  const match = /(?<![\d.,/-])(?:1[89]|20)\d{2}(?![\d])/u.exec(text) ?? /(?:1[89]|20)\d{2}/u.exec(text);
  if (match === null) return null;
  const fit = match[0].length === text.trim().length ? 1 : 0.8;
  return { value: Number(match[0]), start: match.index, end: match.index + 4, fit, alternatives: [] };
}

function numeric(number: NumberReading, fit: number, scale: number): Reading {
  const times = (value: number): number => Number((value * scale).toPrecision(15));
  return {
    value: times(number.value),
    start: number.start,
    end: number.end,
    fit,
    alternatives: number.alternatives.map((value) => ({
      value: times(value),
      reason: 'the sign between the digits may divide decimals or thousands',
    })),
  };
}

function readYesNo(text: string): Reading | null {
  const choice = readBoolean(text);
  return choice === null ? null : { ...choice, alternatives: [] };
}

function readEnum(text: string, { leaf }: ReadingContext): Reading | null {
  const members = (leaf.enum ?? []).filter((member) => member !== null);
  const choice = readChoice(text, members);
  return choice === null ? null : { ...choice, alternatives: [] };
}

function readCurrency(text: string): Reading | null {
  const code =
    /\b(?:AED|AUD|BGN|BRL|CAD|CHF|CLP|CNY|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|ISK|JPY|KRW|MXN|MYR|NOK|NZD|PHP|PLN|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR)\b/u.exec(
      text,
    );
  if (code !== null) {
    const whole = text.trim() === code[0];
    return { value: code[0], start: code.index, end: code.index + 3, fit: whole ? 1 : 0.9, alternatives: [] };
  }
  const sign = findCurrency(text);
  if (sign === null) return null;
  return { value: sign.code, start: sign.start, end: sign.end, fit: 0.8, alternatives: [] };
}

function readCountry(text: string): Reading | null {
  const line = text.trim();
  const code = countryOf(line);
  const start = text.indexOf(line);
  if (code !== null) return { value: line, start, end: start + line.length, fit: 1, alternatives: [] };
  const { country } = readAddress(text);
  if (country === null) return null;
  return { value: country.text, start: country.start, end: country.end, fit: 0.85, alternatives: [] };
}

function readWholeAddress(text: string): Reading | null {
  const address = readAddress(text);
  const named = address.name === null ? null : address.name.start;
  const whole = address.whole;
  if (whole !== null) {
    const value = whole.text.replace(/\s*\n\s*/gu, ', ');
    return { value, start: whole.start, end: whole.end, fit: named === null ? 1 : 0.95, alternatives: [] };
  }
  if (!/\d/u.test(text) || !/\p{L}{3}/u.test(text) || text.length > 160) return null;
  const value = text.trim().replace(/\s*\n\s*/gu, ', ');
  const start = text.indexOf(text.trim());
  return { value, start, end: start + text.trim().length, fit: 0.6, alternatives: [] };
}

/** A title is made of words that captions are made of; a date or a figure is none. */
function readTitle(text: string, context: ReadingContext): Reading | null {
  const reading = readText(text, context);
  if (reading === null || typeof reading.value !== 'string') return reading;
  const [date] = readDates(reading.value, context.locale);
  const dated = date !== undefined && date.end - date.start > 0.7 * reading.value.length;
  if (dated || !/\p{L}{3}/u.test(reading.value)) return { ...reading, fit: Math.min(reading.fit, 0.3) };
  return isCaptionLike(reading.value) ? { ...reading, fit: Math.max(reading.fit, 0.85) } : reading;
}

/** A part of an address block; a single line may be the part itself where its shape allows. */
function fromAddress(
  pick: (address: Address) => { text: string; start: number; end: number } | null,
  alone: RegExp,
): Reader {
  return (text) => {
    const part = pick(readAddress(text));
    if (part !== null)
      return { value: part.text, start: part.start, end: part.end, fit: 0.95, alternatives: [] };
    const line = text.split('\n')[0]?.trim() ?? '';
    if (!alone.test(line)) return null;
    const start = text.indexOf(line);
    return { value: line, start, end: start + line.length, fit: 0.85, alternatives: [] };
  };
}

function byPattern(pattern: RegExp, also: RegExp, form: (text: string) => string): Reader {
  return (text) => {
    const match = pattern.exec(text);
    if (match === null || !also.test(match[0])) return null;
    const fit = match[0].length >= text.trim().length - 2 ? 1 : 0.9;
    return {
      value: form(match[0].trim()),
      start: match.index,
      end: match.index + match[0].length,
      fit,
      alternatives: [],
    };
  };
}

function foldSpaces(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
