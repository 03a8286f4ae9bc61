/** Forms of text that make two prints of the same thing equal. */
import { readAcrossLines } from '../document/line-breaks.ts';

const quotes = /[\u2018\u2019\u201a\u201b\u2032\u00b4`]/g;
const doubleQuotes = /[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]/g;
const dashes = /[\u2010-\u2015\u2212\u00ad\ufe58\ufe63\uff0d]/g;

/** NFKC, one kind of quote and dash, one space between words, none around. Case stays. */
export function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(quotes, "'")
    .replace(doubleQuotes, '"')
    .replace(dashes, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `tidy` without case. Two texts that are equal in this form were printed alike. */
export function normalise(text: string): string {
  return tidy(text).toLowerCase().replaceAll('ß', 'ss');
}

/** Letters and digits only, without case: what is left when spacing and punctuation are a matter of taste. */
export function lettersAndDigits(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Visual lines to one line: the print without its line breaks, words broken over them whole. @see joinLines */
export function unwrap(text: string): string {
  return readAcrossLines(text).replace(/\s+/g, ' ').trim();
}

/** Digits of any script as 0-9, signs of full width as plain ones, spaces of any width as ' '; every character keeps its place. */
export function plainDigits(text: string): string {
  return text.replace(
    /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff01-\uff5e\uffe5\u00a0\u2000-\u200a\u202f\u205f\u3000\u066b\u066c]/g,
    (sign) => {
      const code = sign.charCodeAt(0);
      for (const zero of digitZeros) if (code >= zero && code < zero + 10) return String(code - zero);
      if (code >= fullWidth.first && code <= fullWidth.last)
        return String.fromCharCode(code - fullWidth.first + fullWidth.plain);
      return otherSigns.get(sign) ?? ' ';
    },
  );
}

const digitZeros = [0x660, 0x6f0, 0x966];
/** `!` to `~`. */
const fullWidth = { first: 0xff01, last: 0xff5e, plain: 0x21 };
/** Arabic decimal and thousands separators, full-width yen. */
const otherSigns: ReadonlyMap<string, string> = new Map([
  ['\u066b', '.'],
  ['\u066c', ','],
  ['\uffe5', '¥'],
]);
