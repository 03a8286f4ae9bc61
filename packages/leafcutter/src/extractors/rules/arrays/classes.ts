/** What the values of a column look like, and which leaves ask for such. */
import { readDates, readNumbers, type Locale } from '../../../values/index.ts';
import { readValue } from '../readings.ts';
import type { Slot } from './model.ts';
import { isBlank } from './sample.ts';

type Look = 'date' | 'time' | 'percent' | 'amount' | 'count' | 'figure' | 'measure' | 'code' | 'words';

/** 2: it is just what the leaf asks for; 1: it may be; 0: it is something else. */
export type Accord = 0 | 1 | 2;

const mostOdd = 0.2;
const looksOf: Partial<
  Record<Slot['task']['kind']['kind'], { readonly just: readonly Look[]; readonly also: readonly Look[] }>
> = {
  date: { just: ['date'], also: [] },
  time: { just: ['time'], also: [] },
  percent: { just: ['percent'], also: ['figure', 'count'] },
  money: { just: ['amount'], also: ['count', 'figure'] },
  number: { just: ['count', 'figure'], also: ['amount', 'measure'] },
  identifier: { just: ['code'], also: ['count'] },
  name: { just: ['words'], also: [] },
  title: { just: ['words'], also: [] },
  text: { just: ['words'], also: ['measure', 'code'] },
};

/** How well what stands in a column without a name accords with a leaf. Kinds of a form of their own are told by reading. */
export function accordOf({ task, list }: Slot, cells: readonly string[], locale: Locale | undefined): Accord {
  const filled = cells.filter((cell) => !isBlank(cell));
  if (filled.length === 0 || list !== null) return 0;
  const { leaf, kind, shapes } = task;
  const reads = filled.map((cell) => readValue(cell, { leaf, kind, locale, shapes, scale: 1 })?.fit ?? 0);
  if (reads.filter((fit) => fit > 0).length < (1 - mostOdd) * filled.length) return 0;
  const known = looksOf[kind.kind];
  if (known === undefined) return isMost(reads, (fit) => fit >= 0.9) ? 2 : 0;
  const printed = filled.map((cell) => lookOf(cell, locale));
  // "4" among "250 g" and "100 ml" is so much of something, too.
  const looks = printed.includes('measure')
    ? printed.map((look) => (look === 'count' ? 'measure' : look))
    : printed;
  if (isMost(looks, (look) => known.just.includes(look))) return 2;
  return isMost(looks, (look) => known.just.includes(look) || known.also.includes(look)) ? 1 : 0;
}

function isMost<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return items.filter(test).length >= (1 - mostOdd) * items.length;
}

function lookOf(cell: string, locale: Locale | undefined): Look {
  const text = cell.trim();
  const [date] = readDates(text, locale);
  if (date !== undefined && date.end - date.start >= 0.7 * text.length) return 'date';
  if (/^\d{1,2}\.\d{1,2}\.$/u.test(text)) return 'date';
  if (/^\d{1,2}[:h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?|\s?Uhr)?$/iu.test(text)) return 'time';
  if (/^[-+−]?\s?[\d.,]+\s?%$/u.test(text)) return 'percent';
  if (/\d/u.test(text) && /^[^\s]*$/u.test(text) && isCode(text)) return 'code';
  const numbers = readNumbers(text, locale);
  const [number] = numbers;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (number !== undefined && numbers.length === 1) {
    const rest = text.length - (number.end - number.start);
    if (number.currency !== null || (number.decimals === 2 && rest <= 3))
      return letters <= 4 ? 'amount' : 'words';
    if (rest <= 1) return number.decimals === 0 ? 'count' : 'figure';
    if (number.start === 0 && /^\s?[\p{L}µ°/%²³]{1,12}\.?$/u.test(text.slice(number.end))) return 'measure';
  }
  return letters >= 2 ? 'words' : 'figure';
}

/** Letters and digits, or digits in groups, or more digits than counts have. */
function isCode(text: string): boolean {
  return (
    (/\p{L}/u.test(text) &&
      /^(?=.*\d)[\p{Lu}\d][\p{L}\d./_-]*$/u.test(text) &&
      !/^\d+\p{Ll}+$/u.test(text)) ||
    /^\d+(?:[-/]\d+)+$/u.test(text) ||
    /^\d{5,}$/u.test(text) ||
    /^0\d+$/u.test(text)
  );
}
