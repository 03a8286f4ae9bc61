/** Currencies and scales as printed beside amounts or in captions. */
import type { Range } from '../document/types.ts';

/** Signs and words to ISO 4217. What several countries share has the one that prints it without a prefix. */
const currencies: ReadonlyMap<string, string> = new Map([
  ['us$', 'USD'],
  ['$us', 'USD'],
  ['u.s.$', 'USD'],
  ['$', 'USD'],
  ['usd', 'USD'],
  ['dollar', 'USD'],
  ['dollars', 'USD'],
  ['€', 'EUR'],
  ['eur', 'EUR'],
  ['euro', 'EUR'],
  ['euros', 'EUR'],
  ['£', 'GBP'],
  ['gbp', 'GBP'],
  ['pound sterling', 'GBP'],
  ['chf', 'CHF'],
  ['sfr.', 'CHF'],
  ['sfr', 'CHF'],
  ['fr.', 'CHF'],
  ['¥', 'JPY'],
  ['円', 'JPY'],
  ['jpy', 'JPY'],
  ['元', 'CNY'],
  ['rmb', 'CNY'],
  ['cny', 'CNY'],
  ['₩', 'KRW'],
  ['원', 'KRW'],
  ['krw', 'KRW'],
  ['₹', 'INR'],
  ['rs.', 'INR'],
  ['inr', 'INR'],
  ['c$', 'CAD'],
  ['ca$', 'CAD'],
  ['cad', 'CAD'],
  ['a$', 'AUD'],
  ['au$', 'AUD'],
  ['aud', 'AUD'],
  ['nz$', 'NZD'],
  ['nzd', 'NZD'],
  ['hk$', 'HKD'],
  ['hkd', 'HKD'],
  ['s$', 'SGD'],
  ['sgd', 'SGD'],
  ['r$', 'BRL'],
  ['brl', 'BRL'],
  ['mxn', 'MXN'],
  ['sek', 'SEK'],
  ['nok', 'NOK'],
  ['dkk', 'DKK'],
  ['zł', 'PLN'],
  ['pln', 'PLN'],
  ['kč', 'CZK'],
  ['czk', 'CZK'],
  ['ft', 'HUF'],
  ['huf', 'HUF'],
  ['₽', 'RUB'],
  ['rub', 'RUB'],
  ['₺', 'TRY'],
  ['try', 'TRY'],
  ['₪', 'ILS'],
  ['ils', 'ILS'],
  ['aed', 'AED'],
  ['sar', 'SAR'],
  ['zar', 'ZAR'],
  ['thb', 'THB'],
  ['฿', 'THB'],
  ['ron', 'RON'],
  ['uah', 'UAH'],
  ['₴', 'UAH'],
]);

const startsWord = /^\p{L}/u;
const endsWord = /\p{L}$/u;

/** Any of the signs of the table that begin and end so, longest first. */
function signsOf(begins: boolean, ends: boolean): string {
  return [...currencies.keys()]
    .filter((sign) => startsWord.test(sign) === begins && endsWord.test(sign) === ends)
    .toSorted((a, b) => b.length - a.length)
    .map((sign) => sign.replace(/[.$]/g, '\\$&'))
    .join('|');
}

/**
 * Any sign or word of the table; words must stand alone. For use inside larger expressions. What is asked of the letters
 * around is said once for all words: an expression that says it for each takes long to prepare.
 */
export const currencyPattern = [
  `(?<!\\p{L})(?:(?:${signsOf(true, true)})(?!\\p{L})|${signsOf(true, false)})`,
  `(?:${signsOf(false, true)})(?!\\p{L})`,
  signsOf(false, false),
].join('|');
const anyCurrency = new RegExp(currencyPattern, 'iu');

/** ISO 4217 code of a sign or word, null when it is none. */
export function currencyOfSign(sign: string): string | null {
  return currencies.get(sign.trim().toLowerCase()) ?? null;
}

const allCurrencies = new RegExp(currencyPattern, 'giu');

/** Every sign or word of a currency that the text prints, left to right. */
export function currencySigns(text: string): readonly (Range & { readonly text: string })[] {
  return [...text.matchAll(allCurrencies)].map(({ index, 0: sign }) => ({
    start: index,
    end: index + sign.length,
    text: sign,
  }));
}

/** The first currency that the text prints: its code and where. */
export function findCurrency(text: string): ({ readonly code: string } & Range) | null {
  const match = anyCurrency.exec(text);
  const code = match === null ? null : currencyOfSign(match[0]);
  return match === null || code === null
    ? null
    : { code, start: match.index, end: match.index + match[0].length };
}

export interface Scale extends Range {
  /** 1,000, 1,000,000 or 1,000,000,000. */
  readonly factor: number;
}

const thousand = `thousands?|tausend|tsd\\.?|milliers|miles|migliaia|duizend(?:en)?|000'?s?|000`;
const million = `millions?|millionen|mio\\.?|mill\\.?|millones|milioni|miljoen|mn`;
const billion = `billions?|milliarden|mrd\\.?|milliards?|miliardi|bn`;
const captions: readonly (readonly [RegExp, number])[] = [
  [
    new RegExp(
      `\\b(?:in|en|amounts? in|stated in|beträge in|angaben in|expressed in)\\s+(?:(?:${currencyPattern}|u\\.?s\\.? dollars?)\\s*)?(?:${billion})(?![\\p{L}\\d])`,
      'iu',
    ),
    1e9,
  ],
  [
    new RegExp(
      `\\b(?:in|en|amounts? in|stated in|beträge in|angaben in|expressed in)\\s+(?:(?:${currencyPattern}|u\\.?s\\.? dollars?)\\s*)?(?:${million})(?![\\p{L}\\d])`,
      'iu',
    ),
    1e6,
  ],
  [
    new RegExp(
      `\\b(?:in|en|amounts? in|stated in|beträge in|angaben in|expressed in)\\s+(?:(?:${currencyPattern}|u\\.?s\\.? dollars?)\\s*)?(?:${thousand})(?![\\p{L}\\d])`,
      'iu',
    ),
    1e3,
  ],
  [/(?<![\p{L}\d])(?:T€|TEUR|TCHF|kEUR|k€|TUSD)(?![\p{L}\d])/u, 1e3],
  [/(?<![\p{L}\d])(?:MEUR|M€|Mio\.?\s?€)(?![\p{L}\d])/u, 1e6],
  [/[($]\s?(?:\$|€|£)?\s?000'?s?(?:\s?omitted)?\)/iu, 1e3],
];

/** What a caption such as "(in thousands)" or "Angaben in Mio. EUR" multiplies its numbers by, and where it says so. */
export function findScale(text: string): Scale | null {
  for (const [pattern, factor] of captions) {
    const match = pattern.exec(text);
    if (match !== null) return { factor, start: match.index, end: match.index + match[0].length };
  }
  return null;
}

/** Words right behind a number that multiply it: "3.4 million", "2 Mrd.". */
export const scaleSuffixes: readonly (readonly [RegExp, number])[] = [
  [/^\s?(?:thousand|tausend|tsd\.?|mille)(?![\p{L}])/iu, 1e3],
  [/^\s?(?:millions?|millionen|mio\.?|millones|milioni|mn)(?![\p{L}])/iu, 1e6],
  [/^\s?(?:billions?|milliarden|mrd\.?|milliards?|miliardi|bn)(?![\p{L}])/iu, 1e9],
  [/^\s?(?:trillions?|billionen)(?![\p{L}])/iu, 1e12],
];
