/**
 * A text as the document has it: two answers that write it in two ways (case, spaces, punctuation, the form of a date or a
 * number) become one value, as far as the schema takes the print. Pure.
 */
import type { Range } from '../document/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { patternOf } from '../schema/patterns.ts';
import type { LeafNode } from '../schema/types.ts';
import {
  codeFor,
  lettersAndDigits,
  normalise,
  readNumber,
  tidy,
  unwrap,
  wantsIsoDate,
  wholeDate,
} from '../values/index.ts';
import { isBroken, plainForm, wordedAs } from './wording.ts';

/**
 * @param print the text at the value's place @param leaf null: nothing is known of what the schema takes there
 * @returns the print where it says the same as the value, else the value
 */
export function asPrinted(value: JsonPrimitive, print: string, leaf: LeafNode | null): JsonPrimitive {
  if (typeof value !== 'string') return value;
  const bare = withoutScheme(value);
  if (bare !== value && withoutScheme(print) === print) {
    const address = `${schemeOf(value)}${String(asPrinted(bare, print, null))}`;
    return leaf === null || fits(address, leaf) ? address : value;
  }
  if (leaf !== null && !takesWording(leaf)) return value;
  const text = unwrap(print);
  if (text === value) return value;
  if (leaf !== null && isNumberFor(value, leaf)) return numberAsPrinted(value, text);
  const code = normalise(value) === normalise(text) ? null : codeFor(value, text);
  if (typeof code === 'string') return code;
  const date = wholeDate(value);
  if (date !== null && leaf !== null && wantsIsoDate(leaf)) return value;
  const isDate = date !== null && wholeDate(text) === date;
  const hasLetters = lettersAndDigits(value) === lettersAndDigits(text) && sameDigits(value, text);
  const isPrint = isDate || ((hasLetters || normalise(value) === normalise(text)) && !isBroken(text, value));
  const worded = isPrint ? text : (wordedAs(value, text) ?? plainForm(value));
  return leaf === null || fits(worded, leaf) || !fits(value, leaf) ? worded : value;
}

/** Addresses are printed without the scheme that a format asks for. */
export function withoutScheme(address: string): string {
  return address.replace(scheme, '');
}

function schemeOf(address: string): string {
  return (scheme.exec(address)?.[0] ?? '').toLowerCase();
}

const scheme = /^(?:https?:\/\/(?:www\.)?|mailto:|tel:)/i;
/** Capitals make no other address. */
const mailAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/u;

/** A value that stands nowhere, in the one form that all wordings of it have in common. */
export function asUnprinted(value: JsonPrimitive, leaf: LeafNode | null): JsonPrimitive {
  if (typeof value !== 'string') return value;
  if (leaf !== null && !takesWording(leaf)) return value;
  const plain = mailAddress.test(value.trim()) ? plainForm(value).toLowerCase() : plainForm(value);
  return leaf === null || fits(plain, leaf) ? plain : value;
}

/** Choices, dates and the like have forms of their own. */
export function takesWording(leaf: LeafNode): boolean {
  return leaf.enum === null && (leaf.format === null || addressFormats.has(leaf.format));
}

const addressFormats: ReadonlySet<string> = new Set([
  'email',
  'idn-email',
  'uri',
  'iri',
  'uri-reference',
  'hostname',
]);

function fits(text: string, leaf: LeafNode): boolean {
  const length = [...text].length;
  const isLong = length >= (leaf.minLength ?? 0) && length <= (leaf.maxLength ?? Infinity);
  return isLong && patternOf(leaf).test(text);
}

/**
 * A number that was written as a text which can be read in two ways. Who wrote it as it is printed left the reading to the
 * document; who wrote the same digits in another way wrote them as JSON's language does.
 */
function numberAsPrinted(value: string, text: string): JsonPrimitive {
  const read = readNumber(value);
  if (read === null || !sharesReading(value, text)) return value;
  return betweenDigits(value).join() === betweenDigits(text).join() ? text : read.value;
}

/** What is looked for: of a number that was written as a text its likelier reading; places with the other one are found, too. */
export function soughtValue(value: JsonPrimitive, leaf: LeafNode | null): JsonPrimitive {
  if (typeof value !== 'string' || leaf === null || !isNumberFor(value, leaf)) return value;
  return readNumber(value)?.value ?? value;
}

/** Written as a text, but the leaf wants it as a number; one that takes both has texts with letters as texts. */
function isNumberFor(value: string, { types }: LeafNode): boolean {
  if (!types.includes('string')) return true;
  return (
    types.some((type) => type === 'number' || type === 'integer') &&
    readNumber(value) !== null &&
    !/\p{L}/u.test(value)
  );
}

/** "1,234" and "1.234" can be the same number. */
function sharesReading(value: string, text: string): boolean {
  const known = readingsOf(value);
  return readingsOf(text).some((size) => known.includes(size));
}

function readingsOf(text: string): readonly number[] {
  const read = readNumber(text);
  return read === null ? [] : [read.value, ...read.alternatives];
}

/** What stands between two digits tells numbers apart: "1.5" and "15" have the same digits. */
function sameDigits(a: string, b: string): boolean {
  if (betweenDigits(a).join() === betweenDigits(b).join() && signOf(a) === signOf(b)) return true;
  return sharesReading(a, b);
}

function signOf(text: string): boolean {
  return /^\s*[-(\u2212]\s?\p{Sc}?\s?\d/u.test(text);
}

function betweenDigits(text: string): readonly string[] {
  const between = tidy(text).matchAll(/(?<=\d)[^\p{L}\d]+(?=\d)/gu);
  return [...between].map(([sign]) => (/\s/u.test(sign) ? ' ' : sign));
}

/** Signs that belong to the words beside them: the value's own at its ends, and what closes a bracket or quote in it. */
export function withSigns(value: JsonPrimitive, text: string, range: Range): Range {
  if (typeof value !== 'string') return { start: range.start, end: range.end };
  const form = tidy(value);
  const [before = ''] = /^[^\p{L}\p{N}]*/u.exec(form) ?? [];
  const [after = ''] = /[^\p{L}\p{N}]*$/u.exec(form) ?? [];
  let { start, end } = range;
  for (let left = compact(before); left !== ''; left = left.slice(0, -1)) {
    const at = skipSpaces(text, start - 1, -1);
    if (tidy(text[at] ?? '') !== left.at(-1)) break;
    start = at;
  }
  for (let right = compact(after); right !== ''; right = right.slice(1)) {
    const at = skipSpaces(text, end, 1);
    if (tidy(text[at] ?? '') !== right[0]) break;
    end = at + 1;
  }
  return { start, end: isOpen(text.slice(start, end)) && isClosing(text[end] ?? '') ? end + 1 : end };
}

function compact(signs: string): string {
  return signs.replaceAll(' ', '');
}

function skipSpaces(text: string, from: number, step: 1 | -1): number {
  let at = from;
  while (text[at] === ' ') at += step;
  return at;
}

function isOpen(text: string): boolean {
  return text.lastIndexOf('(') > text.lastIndexOf(')') || text.lastIndexOf('[') > text.lastIndexOf(']');
}

function isClosing(sign: string): boolean {
  return sign === ')' || sign === ']';
}

/** Where the value stands in a text that says more, by letters and digits; null when it does not stand there whole. */
export function placeIn(value: string, text: string): Range | null {
  const wanted = lettersAndDigits(value);
  if (wanted === '') return null;
  let form = '';
  const offsets: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const plain = lettersAndDigits(text[at] ?? '');
    for (let unit = 0; unit < plain.length; unit += 1) offsets.push(at);
    form += plain;
  }
  for (let at = form.indexOf(wanted); at >= 0; at = form.indexOf(wanted, at + 1)) {
    const [start, last] = [offsets[at], offsets[at + wanted.length - 1]];
    if (start === undefined || last === undefined) return null;
    if (!goesOn(text, start - 1, start) && !goesOn(text, last, last + 1)) return { start, end: last + 1 };
  }
  return null;
}

/** One word or number goes over both places. */
function goesOn(text: string, left: number, right: number): boolean {
  return [left, right].every((at) => /[\p{L}\p{N}]/u.test(text[at] ?? ''));
}
