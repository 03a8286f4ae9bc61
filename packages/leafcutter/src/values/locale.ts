/** The habits of a document, from what it prints without doubt. */
import type { Locale } from './types.ts';

export const unknownLocale: Locale = { decimal: null, dateOrder: null, language: null };

const words: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set(
    'the of and to in for is on with by this that from are at as be or total date amount invoice order quantity price description due payment'.split(
      ' ',
    ),
  ),
  de: new Set(
    'der die das und von zu mit für den ist auf des im dem ein eine bei nach gesamt betrag datum rechnung'.split(
      ' ',
    ),
  ),
  fr: new Set(
    'le la les et de du des un une pour est dans sur par au aux avec en montant facture livraison commande désignation quantité qté prix tva client poids nombre'.split(
      ' ',
    ),
  ),
  es: new Set('el la los las y de del en un una por para con es que al importe fecha factura'.split(' ')),
  it: new Set('il lo la gli e di del della per un una con che al importo data fattura'.split(' ')),
  nl: new Set('de het een en van voor met is op te in bij bedrag datum factuur'.split(' ')),
  pt: new Set('o a os as e de do da em um uma por para com que ao valor data fatura'.split(' ')),
};

/** Seen in one direction at least this often more than in the other before it decides. */
const clearly = 1;

/** Where these are written, the day goes first, also between strokes; where English is written, either may. */
const dayFirstLetters =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}]/gu;
const otherLetters =
  /[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** What the texts tell of their numbers, dates and language; null where they tell nothing, or both. */
export function localeOf(texts: Iterable<string>): Locale {
  const seen = { comma: 0, point: 0, dmy: 0, mdy: 0, ymd: 0 };
  const letters = { dayFirst: 0, other: 0 };
  const language: Record<string, number> = {};
  for (const text of texts) {
    seen.comma +=
      count(text, /\d\.\d{3},\d{1,2}(?!\d)/g) * 3 +
      count(text, /(?<![\d.,])\d{1,3},\d{2}(?![\d.,])/g) +
      count(text, /\d[ \u00a0\u202f]\d{3},\d{2}(?!\d)/g) * 3;
    seen.point +=
      count(text, /\d,\d{3}\.\d{1,2}(?!\d)/g) * 3 + count(text, /(?<![\d.,])\d{1,4}\.\d{2}(?![\d.,])/g);
    for (const match of text.matchAll(/(?<![\d./-])(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d{2})(?!\d)/g)) {
      if (Number(match[1]) >= 70 && Number(match[2]) <= 12) seen.ymd += 1;
      if (Number(match[1]) > 31) continue;
      if (Number(match[1]) > 12 && Number(match[2]) <= 12) seen.dmy += 1;
      if (Number(match[2]) > 12 && Number(match[1]) <= 12) seen.mdy += 1;
    }
    letters.dayFirst += count(text, dayFirstLetters);
    letters.other += count(text, otherLetters);
    for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) {
      for (const [code, list] of Object.entries(words))
        if (list.has(word)) language[code] = (language[code] ?? 0) + 1;
    }
  }
  const [best, second] = Object.entries(language).sort((a, b) => b[1] - a[1]);
  const certain = best !== undefined && best[1] >= 3 && best[1] > (second?.[1] ?? 0) * 1.2;
  const printed = seen.ymd > seen.dmy + seen.mdy ? 'ymd' : decide(seen.dmy, seen.mdy, 'dmy', 'mdy');
  const isDayFirst = letters.dayFirst > letters.other || (certain && best[0] !== 'en');
  return {
    decimal: decide(seen.comma, seen.point, ',', '.'),
    dateOrder: printed ?? (isDayFirst && seen.mdy === 0 ? 'dmy' : null),
    language: certain ? best[0] : null,
  };
}

function decide<A, B>(a: number, b: number, first: A, second: B): A | B | null {
  if (a >= b + clearly && a > 2 * b) return first;
  if (b >= a + clearly && b > 2 * a) return second;
  return null;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
