/** Strings as printed: codes, names, free text; spaces and line ends folded, nothing else changed. */
import { unwrap } from '../../values/index.ts';
import { namesStreet, readCityLine } from './address.ts';
import { isKnownTerm, phraseOf } from './lexicon.ts';
import type { Reading, ReadingContext } from './reading.ts';

const mostIdentifierWords = 5;
const mostNameLength = 90;
const mostTextLength = 8000;
/** Longer prints are wanted only where the schema asks for a whole text. */
const usualTextLength = 250;
const wholeTexts =
  /\b(?:full|complete|entire|verbatim|paragraph|summary|abstract|statement|text|description|narrative|clause|definition|objective|profile)\b/iu;
/** A number in brackets behind a name is its code in some system, not part of the name. */
const trailingCode = /\s*\(\d{3,}\)\s*$/u;

/** Digits as 9, capitals as A, small letters as a; runs of one kind shortened to at most three. */
export function shapeOf(text: string): string {
  return text
    .replace(/\d/gu, '9')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a')
    .replace(/(.)\1{3,}/gu, '$1$1$1');
}

/** A code: the whole print when it is one, else its first word with a digit (or of an example's shape). */
export function readIdentifier(text: string, { shapes }: ReadingContext): Reading | null {
  const line = text.split('\n')[0] ?? '';
  const words = [...line.matchAll(/\S+/gu)].map((match) => ({ text: match[0], start: match.index }));
  const shaped = words.find((word) => shapes.has(shapeOf(bare(word.text))));
  if (shaped !== undefined) return wordReading(shaped, 1);
  const [first] = words;
  if (first === undefined) return null;
  const codes = words.slice(0, mostIdentifierWords).filter((word) => isCode(word.text));
  if (codes.length === 0) {
    if (words.length > 3 || !/^[\p{L}\d.\-/ ]{1,20}$/u.test(line.trim()) || isKnownTerm(line)) return null;
    return {
      value: line.trim(),
      start: first.start,
      end: first.start + line.trim().length,
      fit: words.length === 1 && line.trim().length <= 8 ? 0.6 : 0.35,
      alternatives: [],
    };
  }
  const all =
    words.length > 1 && words.length <= mostIdentifierWords && words.every((word) => isCodePart(word.text));
  if (all && words.every((word, at) => at === 0 || /[A-Z\d]/u.test(word.text))) {
    const end = first.start + line.trim().length;
    return { value: folded(line.trim()), start: first.start, end, fit: 0.9, alternatives: [] };
  }
  const [code] = codes;
  if (code === undefined) return null;
  const prose = words.length > 6 || words.filter((word) => /^\p{Ll}{2,}$/u.test(word.text)).length > 2;
  return wordReading(code, words.length === 1 ? 1 : prose ? 0.4 : 0.8);
}

/** "(419) 535-0024", "+49 89 1234567": never a code. */
export function looksLikePhone(text: string): boolean {
  return /^\s*(?:\(\d{3}\)\s?\d{3}[-. ]\d{4}|\+\d[\d ()/-]{7,}|\d{3}[-.]\d{3}[-.]\d{4})\b/u.test(text);
}

function wordReading(word: { text: string; start: number }, fit: number): Reading | null {
  const value = bare(word.text);
  if (value === '') return null;
  const start = word.start + word.text.indexOf(value);
  return { value, start, end: start + value.length, fit: fit * likeCode(word.text, value), alternatives: [] };
}

/** 0-1: "2." counts something, and "164.11" is an amount. */
function likeCode(word: string, value: string): number {
  if (/^\(?(?:\d{1,2}|[a-z])[.)]$/u.test(word)) return 0.2;
  if (/^-?\d{1,3}(?:[.,'’]?\d{3})*[.,]\d{2}-?$/u.test(value)) return 0.4;
  return value.length <= 2 ? 0.7 : 1;
}

/** Without the brackets and punctuation around a word. */
function bare(word: string): string {
  const open = word.replace(/^[(["'#:]+|[)\]"',;:.]+$/gu, '');
  return open.includes('(') && word.endsWith(')') ? word.replace(/[,;:.]+$/u, '') : open;
}

function isCode(word: string): boolean {
  return /\d/u.test(word) && !/^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$/u.test(bare(word)) && !/[$€£%]/u.test(word);
}

function isCodePart(word: string): boolean {
  return (/\d/u.test(word) && isCode(word)) || /^[\p{Lu}\d.-]{1,5}$/u.test(word);
}

/** The first line; from running text the name ends where it is explained. */
function nameLine(text: string): string {
  const line = (text.split('\n')[0] ?? '').replace(trailingCode, '').trim();
  return line.replace(/,\s+(?:as|an?|the)\s.*$|\s*\((?:the|an?)\b.*$|,$/u, '');
}

/** The name of a person, an organisation or a thing. */
export function readName(text: string, context: ReadingContext): Reading | null {
  const line = nameLine(text);
  const letters = line.match(/\p{L}/gu)?.length ?? 0;
  const digits = line.match(/\d/gu)?.length ?? 0;
  if (letters < 2 || line.length > mostNameLength || digits > letters) return null;
  if (/^[^\p{L}\d("'@]*$/u.test(line) || line.endsWith(':')) return null;
  const start = text.indexOf(line);
  let fit = 1;
  if (isCaptionLike(line)) fit = 0.45;
  if (/[.;]\s+\p{Lu}\p{Ll}+ \p{Ll}/u.test(line) || /^\p{Ll}/u.test(line)) fit -= 0.35;
  if (line.split(/\s+/u).length > 10) fit -= 0.25;
  if (/@|https?:|www\./u.test(line)) fit -= 0.4;
  if ((namesStreet(line) && digits > 0) || readCityLine(line) !== null) fit -= 0.4;
  if (digits > 0 && /^\d/u.test(line)) fit -= 0.2;
  const value = folded(line);
  if (context.shapes.size > 0 && context.shapes.has(shapeOf(value))) fit += 0.05;
  if (fit <= 0.1) return null;
  return { value, start, end: start + line.length, fit: Math.min(1, fit), alternatives: [] };
}

/** "(i)", "(2.10(c))", "Section 4.02": where to look, not what stands there. */
const reference =
  /^(?:section\s+)?\(?(?:[ivx]{1,5}|[a-z]|\d{1,2}(?:\.\d{1,2})?)(?:\([a-z\d]{1,3}\))*\)?[.,;]?$/iu;

/** Text as printed, all its lines. */
export function readText(text: string, context: ReadingContext): Reading | null {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > mostTextLength || !/[\p{L}\d]/u.test(trimmed)) return null;
  const start = text.indexOf(trimmed);
  const shaped = shapedWord(trimmed, context.shapes);
  if (shaped !== null) return { ...shaped, start: start + shaped.start, end: start + shaped.end };
  let fit = 0.95;
  if (trimmed.endsWith(':') || reference.test(trimmed)) fit = 0.3;
  else if (!/\p{L}{2}/u.test(trimmed))
    fit = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?:\s|$)/u.test(trimmed) ? 0.8 : 0.6;
  else if (isCaptionLike(trimmed)) fit = 0.5;
  else if (isCaptionColumn(trimmed)) fit = 0.2;
  const value = unwrap(trimmed);
  if (context.shapes.has(shapeOf(value))) fit = 1;
  const { name, description } = context.leaf;
  const whole = wholeTexts.test(`${name} ${description ?? ''}`);
  if (value.length > usualTextLength) fit *= whole ? 1 : 0.4;
  // The first line alone of what is asked for whole is less than its paragraph.
  else if (/\b(?:full|complete|entire)\b/iu.test(description ?? '') && /[\p{Ll},]$/u.test(value)) fit *= 0.8;
  return { value, start, end: start + trimmed.length, fit, alternatives: [] };
}

/** Several lines, each a caption: what stands beside the values that are asked for. */
function isCaptionColumn(text: string): boolean {
  const lines = text.split('\n');
  return lines.length >= 2 && lines.every((line) => isCaptionLike(line.trim()));
}

/** The word of a longer print that looks just like an example with digits ("HO-3" of "HO-3 - Special Form"). */
function shapedWord(text: string, shapes: ReadonlySet<string>): Reading | null {
  if (shapes.has(shapeOf(text)) || ![...shapes].every((shape) => /9/u.test(shape) && !shape.includes(' ')))
    return null;
  for (const match of text.matchAll(/\S+/gu)) {
    if (!shapes.has(shapeOf(match[0]))) continue;
    return {
      value: match[0],
      start: match.index,
      end: match.index + match[0].length,
      fit: 1,
      alternatives: [],
    };
  }
  return null;
}

/** All of its words are words of captions, and there are several: more likely the next caption than a value. */
export function isCaptionLike(text: string): boolean {
  if (/\d/u.test(text) || text.length > 60) return false;
  const { terms } = phraseOf(text);
  if (terms.length === 0) return false;
  const known = terms.filter((term) => [...term.concepts].some((concept) => !concept.startsWith('=')));
  return terms.length === 1 ? known.length === 1 && isKnownTerm(text) : known.length / terms.length >= 0.75;
}

export function folded(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
