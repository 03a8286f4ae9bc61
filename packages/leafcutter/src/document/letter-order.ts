/**
 * Whether the letters of right-to-left words come as they are read. A PDF that draws such a line glyph after glyph in the
 * order of reading, from the left, prints it the wrong way round, and readers of PDFs turn every word of it. Only the words
 * themselves tell: some letters stand nowhere but at the end of a word, or never there.
 */

const rightToLeft = /[\u0590-\u06ff]/;
const hebrewWord = /[\u05d0-\u05ea]{2,}/g;
const arabicWord = /[\u0620-\u064a\u066e-\u06d3]{3,}/g;
/** Quotes within a Hebrew word make it an abbreviation, whose letters keep no such rule. */
const abbreviated = /[\u05d0-\u05ea]["'\u05f3\u05f4]/;

const hebrewFinal = /[\u05da\u05dd\u05df\u05e3\u05e5]/;
/** Of the letters with a final form; words of other languages end with a pe. */
const hebrewNeverFinal = /[\u05db\u05de\u05e0\u05e6]/;
const arabicFinal = /[\u0629\u0649]/;
const arabicNeverFirst = /[\u0621\u0624\u0626]/;
const article = '\u0627\u0644';

const strong = 2;
const weak = 1;

export type LetterOrder = 'read' | 'turned';

/** How the letters of the words come; null where fewer than `least` words tell, or they do not agree. */
export function letterOrderOf(words: readonly { readonly text: string }[], least = 1): LetterOrder | null {
  const { read, turned } = evidenceIn(words);
  if (turned >= least * strong && turned > 2 * read) return 'turned';
  return read >= least * strong && read > 2 * turned ? 'read' : null;
}

/** Of a line: one word of it is enough where the page does not tell, against the page it takes two. */
export function letterOrderOfLine(
  words: readonly { readonly text: string }[],
  page: LetterOrder | null,
): LetterOrder {
  return letterOrderOf(words, page === null ? 1 : 2) ?? page ?? 'read';
}

/** Whether a good part of the words says the one, and a good part the other. */
export function letterOrderIsMixed(words: readonly { readonly text: string }[]): boolean {
  const { read, turned } = evidenceIn(words);
  return read >= 2 * strong && turned >= 2 * strong && letterOrderOf(words) === null;
}

interface Evidence {
  read: number;
  turned: number;
}

function evidenceIn(words: readonly { readonly text: string }[]): Evidence {
  const found: Evidence = { read: 0, turned: 0 };
  for (const { text } of words) {
    if (!rightToLeft.test(text)) continue;
    if (!abbreviated.test(text)) for (const [word] of text.matchAll(hebrewWord)) weighHebrew(word, found);
    for (const [word] of text.matchAll(arabicWord)) weighArabic(word, found);
  }
  return found;
}

function weighHebrew(word: string, found: Evidence): void {
  const [first, last] = [word.charAt(0), word.charAt(word.length - 1)];
  if (hebrewFinal.test(last)) found.read += strong;
  if (hebrewFinal.test(first) || hebrewNeverFinal.test(last)) found.turned += strong;
}

function weighArabic(word: string, found: Evidence): void {
  const [first, last] = [word.charAt(0), word.charAt(word.length - 1)];
  if (arabicFinal.test(last)) found.read += strong;
  if (arabicFinal.test(first) || arabicNeverFirst.test(first)) found.turned += strong;
  if (word.length < 4) return;
  if (word.startsWith(article)) found.read += weak;
  if (word.endsWith(article.charAt(1) + article.charAt(0))) found.turned += weak;
}

const turnedRun = /[\u0590-\u08ff][\u0590-\u08ff\p{M}]*/gu;

/** A word whose letters come turned, as it is read. */
export function turnedBack(text: string): string {
  return text.replace(turnedRun, (run) => [...run].toReversed().join(''));
}
