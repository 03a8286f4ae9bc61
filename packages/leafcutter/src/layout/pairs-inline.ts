/** Pairs without a colon: "Contract # 26898588", "Invoice No. 4711 of 5 March 2024". */
import type { Page, Word } from '../document/types.ts';
import { plainDigits } from '../values/text.ts';
import { boxOf, type Piece } from './pieces.ts';
import type { LabelValue } from './types.ts';

const mostLabelWords = 6;
/** More words than this in one segment are prose, where a word before a number is seldom its caption. */
const proseFrom = 14;

const month =
  /^(?:jan|feb|fév|fev|mar|mär|mrz|maa|apr|avr|abr|may|mai|mag|mei|jun|giu|juin|jul|lug|juil|aug|aoû|ago|sep|set|oct|okt|ott|out|nov|dec|dez|déc|dic|ene|gen)\p{L}{0,7}\.?,?$/iu;
const connector = /^(?:-|–|—|to|bis|au|al|through|thru|a|\/|of|de)$/iu;
/** "Invoice according to order of 1 March": what follows such a word is what the number belongs to. */
const relates =
  /^(?:gemäß|gem\.?|laut|lt\.|according|under|per|für|for|zu|zur|zum|selon|según|segun|secondo|volgens|pour|para)$/iu;
/** Signs and codes that belong to the number behind them. */
const currency =
  /^(?:[$€£¥]|EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|JPY|CNY|INR|KRW|CAD|AUD|NZD|HKD|SGD|MXN|BRL|ZAR|TRY|ILS|AED|kr|zł)$/u;
/** Countries that VAT numbers begin with. */
const country =
  /^(?:AT|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)$/u;

/** Every number, date or code of the piece with the words before it. */
export function inlinePairs(page: Page, piece: Piece): LabelValue[] {
  const words = page.words.slice(piece.firstWord, piece.lastWord).map(inPlainWidth);
  const runs = valueRuns(words);
  if (runs.length === 0 || runs.length > 6) return [];
  const base = words.length >= proseFrom ? 0.35 : 0.7;
  const pairs: LabelValue[] = [];
  let from = 0;
  for (const [index, run] of runs.entries()) {
    const before = words.slice(Math.max(from, run.first - mostLabelWords), run.first);
    const label = before.slice(
      before.findLastIndex((word, at) => at < before.length - 1 && relates.test(word.text)) + 1,
    );
    const value = words.slice(run.first, run.last + 1);
    if (label.some((word) => /\p{L}|#/u.test(word.text)) && !isAside(value)) {
      pairs.push(
        pairOf(page, label, value, index === 0 && run.last === words.length - 1 ? base : base - 0.1),
      );
      const whole = words.filter(
        (_, at) => at < run.first && !runs.some((other) => at >= other.first && at <= other.last),
      );
      if (index > 0 && whole.length <= mostLabelWords && whole.length > label.length) {
        pairs.push(pairOf(page, whole, value, base - 0.1));
      }
    }
    from = run.last + 1;
  }
  return pairs;
}

/** Figures of full width are figures. */
function inPlainWidth(word: Word): Word {
  return /[\uff01-\uff5e\uffe5]/u.test(word.text) ? { ...word, text: plainDigits(word.text) } : word;
}

/** "Visitor permits (0 to 10)": what stands in brackets explains the caption. */
function isAside(value: readonly Word[]): boolean {
  const text = value.map((word) => word.text).join(' ');
  return /^\(.*\p{L}.*\)$/u.test(text) || /^\(\d+ .* \d+\)$/u.test(text);
}

function pairOf(page: Page, label: readonly Word[], value: readonly Word[], strength: number): LabelValue {
  const start = value[0]?.start ?? 0;
  const end = value.at(-1)?.end ?? start;
  return {
    label: {
      text: label.map((word) => word.text).join(' '),
      ranges: label.map((word) => ({ start: word.start, end: word.end })),
      box: boxOf(label),
    },
    value: { text: page.text.slice(start, end), ranges: [{ start, end }], box: boxOf(value) },
    relation: 'inline',
    strength,
  };
}

interface Run {
  readonly first: number;
  readonly last: number;
}

function valueRuns(words: readonly Word[]): Run[] {
  const runs: { first: number; last: number }[] = [];
  for (const [at, { text }] of words.entries()) {
    if (!/\d/u.test(text)) continue;
    let first = at;
    // A code that begins with letters has no currency before it: "BIC NOPBGB2L".
    const belongsBefore = /^[\d(.,+-]/u.test(text)
      ? (before: string): boolean => currency.test(before) || month.test(before)
      : (before: string): boolean => month.test(before);
    while (first > 0 && belongsBefore(words[first - 1]?.text ?? '')) first -= 1;
    if (first === at && /^\d/u.test(text) && country.test(words[first - 1]?.text ?? '')) first -= 1;
    let last = at;
    while (
      last + 1 < words.length &&
      (currency.test(words[last + 1]?.text ?? '') || month.test(words[last + 1]?.text ?? ''))
    ) {
      last += 1;
    }
    const open = runs.at(-1);
    const between = open === undefined ? [] : words.slice(open.last + 1, first);
    if (
      open !== undefined &&
      (first <= open.last + 1 || (between.length === 1 && connector.test(between[0]?.text ?? '')))
    ) {
      open.last = Math.max(open.last, last);
    } else {
      runs.push({ first, last });
    }
  }
  return runs;
}
