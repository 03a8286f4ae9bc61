/**
 * One wording for a value: the words that it says in the form in which the document prints them. Two answers that write it in
 * two ways (case, spaces, commas, kinds of quotes and dashes) become one; no word is added, left out or put elsewhere. Pure.
 */
import { normalise, tidy } from '../values/text.ts';
import { linkedShare, linkWords, wordsOf, type Link, type TextWord, type WordedText } from './words.ts';

/** Less of a value's letters than this in a print, and it is the print of something else. */
export const leastPrinted = 0.8;
/** Words of a text that is compared with a print. */
export const mostWords = 600;

/** The value with the case, signs and spaces of a print that says it; null where the print says something else. */
export function wordedAs(value: string, print: string): string | null {
  const [own, other] = [wordsOf(plainSigns(value)), wordsOf(print)];
  if (own.words.length === 0 || own.words.length > mostWords || other.words.length > 2 * mostWords)
    return null;
  const links = linkWords(own.words, other.words);
  if (linkedShare(own.words, links) < leastPrinted) return null;
  const words = [...own.words];
  const printed = new Set<number>();
  for (const link of links) {
    const { start, end } = link.own;
    words.splice(start, end - start, ...printedWords(link, own, other));
    for (let at = start; at < end; at += 1) printed.add(at);
  }
  if (isCaseless(value) && !isCaseless(print)) recase(words, own.gaps, printed);
  const gaps = printedGaps(links, own, other);
  return spaced(own.head + words.map(({ text }, at) => `${text}${gaps[at] ?? ''}`).join(''));
}

function printedWords(link: Link, own: WordedText, other: WordedText): readonly TextWord[] {
  const words = own.words.slice(link.own.start, link.own.end);
  const prints = other.words.slice(link.other.start, link.other.end);
  const [word, print] = [words[0], prints[0]];
  if (word === undefined || print === undefined) return words;
  if (words.length === 1 && prints.length === 1) {
    const isSame = normalise(word.text) === normalise(print.text);
    return [isSame ? print : { ...word, text: casedAs(word.text, print.text) }];
  }
  const joined = prints.map(({ text }) => text).join('');
  // A name in an address has lost its capitals with its spaces.
  if (words.length > 1 && joined === joined.toLowerCase()) return words;
  let read = 0;
  return words.map((one) => {
    const from = read;
    read += lettersIn(one.text).length;
    return { ...one, text: casedAs(one.text, lettersIn(joined).slice(from, read).join('')) };
  });
}

/** The word with the case of a print of the same letters; of similar ones, with the way they are written: all small, all capitals. */
function casedAs(word: string, print: string): string {
  const letters = lettersIn(print);
  const own = lettersIn(word);
  if (own.length !== letters.length || own.join('').toLowerCase() !== letters.join('').toLowerCase()) {
    if (print === print.toLowerCase()) return word.toLowerCase();
    if (letters.length > 1 && print === print.toUpperCase()) return word.toUpperCase();
    return capitalised(print) === print ? capitalised(word) : word;
  }
  let at = 0;
  return word.replace(/[\p{L}\p{N}]/gu, (letter) => letters[at++] ?? letter);
}

/** Each part of a name with a hyphen, too. */
function capitalised(word: string): string {
  return word.toLowerCase().replace(/(?<=^|[-\u2010\u2011])\p{Ll}/gu, (letter) => letter.toUpperCase());
}

function lettersIn(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]/gu) ?? [];
}

/** All capitals or all small letters. */
function isCaseless(text: string): boolean {
  return text === text.toUpperCase() || text === text.toLowerCase();
}

/**
 * Words of a text that has lost its case and that are not printed: like the printed ones around them, short ones small; initials
 * and words made of initials ("Life Support (LS)") in capitals.
 */
function recase(words: TextWord[], gaps: readonly string[], printed: ReadonlySet<number>): void {
  for (const [at, word] of words.entries()) {
    if (printed.has(at)) continue;
    const before = words.slice(0, at).findLast((_, index) => printed.has(index));
    const after = words.find((_, index) => index > at && printed.has(index));
    const isOpening = at === 0 || /[.:!?]/u.test(gaps[at - 1] ?? '');
    const isGreat = [before, after].every((one) => one === undefined || /^\p{Lu}/u.test(one.text));
    words[at] = { ...word, text: caseOf(word, isOpening, isGreat, words.slice(0, at)) };
  }
}

function caseOf(word: TextWord, isOpening: boolean, isGreat: boolean, before: readonly TextWord[]): string {
  const { text, form, isCut } = word;
  const initials = before
    .slice(-form.length)
    .map((one) => one.form[0])
    .join('');
  if ((form.length === 1 && isCut) || (form.length > 1 && initials === form)) return text.toUpperCase();
  return isOpening || (isGreat && form.length > longestSmall) ? capitalised(text) : text.toLowerCase();
}

/** Letters of words that titles have small. */
const longestSmall = 3;

/**
 * What stands between two words, as it is printed there. Commas are a matter of taste: the print has them or not, and where it has
 * more words in between, one at both ends of them is one in the value, too. Other signs are the value's own.
 */
function printedGaps(links: readonly Link[], own: WordedText, other: WordedText): readonly string[] {
  const ends = new Map(links.map((link) => [link.own.end, link.other.end - 1] as const));
  const starts = new Map(links.map((link) => [link.own.start, link.other.start - 1] as const));
  return own.gaps.map((gap, at) => {
    const sides = [ends.get(at + 1), starts.get(at + 1)].filter((side) => side !== undefined);
    const prints = [...new Set(sides)].map((side) => (side < 0 ? other.head : (other.gaps[side] ?? '')));
    const [print] = prints;
    if (print === undefined || at === own.gaps.length - 1) return gap;
    if (prints.length === 1 && sides.length === 2 && signsIn(gap) === signsIn(print) && !isLoose(print, gap))
      return print;
    const hasComma = sides.length === 2 && takesComma.test(gap) && prints.every((one) => one.includes(','));
    return hasComma ? gap.replace(/(?=\s)/u, ',') : gap;
  });
}

/** At most a closing sign before the space. */
const takesComma = /^[*"'\])]?\s/u;

function signsIn(gap: string): string {
  return tidy(gap).replace(/[\s,]+/gu, '');
}

const closing = /\s(?:[,;)\]}°]|[.'"](?![\p{L}\p{N}]))/u;
const opening = /[([{]\s/u;

/** Spaces stand where nobody writes them, and the value has none there either. */
function isLoose(print: string, value: string): boolean {
  const [own, other] = [tidy(`x${value}x`), tidy(`x${print}x`)];
  return [closing, opening].some((sign) => sign.test(other) && !sign.test(own));
}

/**
 * A print that a value is better without, though it says the same: words are broken or run together in it, signs are lost or
 * stand astray (as texts from right to left and letterspaced ones come out of files).
 */
export function isBroken(print: string, value: string): boolean {
  if (isLoose(print, value)) return true;
  if (isBalanced(value) && !isBalanced(print)) return true;
  if (/^\s*[,.;:)\]}]/u.test(print) && !/^\s*[,.;:)\]}]/u.test(value)) return true;
  const printed = new Set(tidy(print));
  if (lastingSigns(value).some((sign) => !printed.has(sign))) return true;
  const [own, other] = [value, print].map((text) => text.replaceAll('ß', 'ss'));
  return breaksWords(wordsOf(own ?? ''), other ?? '') || breaksWords(wordsOf(other ?? ''), own ?? '');
}

/** Signs that are no matter of taste. */
export function lastingSigns(text: string): readonly string[] {
  return tidy(text).match(/[^\p{L}\p{N}\p{M}\s,.;:'"-]/gu) ?? [];
}

function isBalanced(text: string): boolean {
  return ['()', '[]', '{}'].every(([open = '', close = '']) => {
    let depth = 0;
    for (const sign of text) {
      if (sign === open) depth += 1;
      if (sign === close) depth -= 1;
      if (depth < 0) return false;
    }
    return depth === 0;
  });
}

/** Whether the other text, of the same letters, has a space between two letters of one run. */
function breaksWords({ words }: WordedText, other: string): boolean {
  const runs = words
    .flatMap(({ text }) => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [])
    .map((run) => [...run].length);
  const joints = new Set<number>();
  let all = 0;
  for (const run of runs) joints.add((all += run));
  let at = 0;
  let before = '';
  for (const sign of other) {
    const isLetter = /[\p{L}\p{N}\p{M}]/u.test(sign);
    if (isLetter) {
      if (/^\s+$/u.test(before) && at > 0 && !joints.has(at)) return true;
      at += 1;
      before = '';
    } else before += sign;
  }
  return false;
}

/** A text of which no print is known: composed letters, no ligatures, one kind of quote and hyphen, one space between words. */
export function plainForm(value: string): string {
  return spaced(plainSigns(value));
}

function spaced(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\ufb00-\ufb06]/gu, (ligature) => ligature.normalize('NFKC'))
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The em dash and guillemets are no variants of the keyboard's signs. */
function plainSigns(text: string): string {
  return text
    .replace(/[\u2018\u2019\u201a\u201b\u2032\u00b4`]/gu, "'")
    .replace(/[\u201c-\u201f\u2033]/gu, '"')
    .replace(/\u00ad/gu, '')
    .replace(/[\u2010-\u2013\u2212]/gu, '-');
}
