/** Texts as words with what stands between them, and which words of two texts are the same. Pure. */
import { lettersAndDigits } from '../values/text.ts';
import { isFuzzy } from './edits.ts';

export interface Linkable {
  /** Letters and digits. */
  readonly form: string;
  /** A full stop follows, so that it may be short for another word. */
  readonly isCut: boolean;
}

export interface TextWord extends Linkable {
  /** From its first letter or digit to its last one: "Lewis-Beck", "ada@example.org". */
  readonly text: string;
}

/** head, then each word and what follows it: together the text. */
export interface WordedText {
  readonly head: string;
  readonly words: readonly TextWord[];
  /** Behind each word: signs and spaces. */
  readonly gaps: readonly string[];
}

const wordPattern = /[\p{L}\p{N}](?:\S*[\p{L}\p{N}]\p{M}*)?/gu;

export function wordsOf(text: string): WordedText {
  const words: TextWord[] = [];
  const gaps: string[] = [];
  let end = 0;
  let head = '';
  for (const match of text.matchAll(wordPattern)) {
    const form = lettersAndDigits(match[0]);
    if (form === '') continue;
    const between = text.slice(end, match.index);
    if (words.length === 0) head = between;
    else gaps.push(between);
    words.push({ text: match[0], form, isCut: isCut(text, match.index + match[0].length) });
    end = match.index + match[0].length;
  }
  return words.length === 0 ? { head: text, words, gaps } : { head, words, gaps: [...gaps, text.slice(end)] };
}

/** Whether a full stop stands behind a word that ends there, in letterspaced print a space away. */
export function isCut(text: string, end: number): boolean {
  return /^\s?\./u.test(text.slice(end, end + 2));
}

/** Words of one text that are those of the other: one each, or one that is broken or joined in the other. Half-open. */
export interface Link {
  readonly own: { readonly start: number; readonly end: number };
  readonly other: { readonly start: number; readonly end: number };
  /** How sure it is that they are the same word, 0-1: 1 unless one is short for the other or differs by a few letters. */
  readonly sure: number;
}

/** A word is put together of no more pieces than this: letterspaced print has its letters one by one. */
const mostPieces = 32;
const sureOfShort = 0.75;
const sureOfSimilar = 0.5;

/**
 * The heaviest way to link words in order, by their letters (a longest common subsequence of words, Needleman-Wunsch without
 * a price for gaps). Takes time and space by the product of both lengths.
 */
export function linkWords(own: readonly Linkable[], other: readonly Linkable[]): readonly Link[] {
  const width = other.length + 1;
  const best = new Float64Array((own.length + 1) * width);
  const steps = new Map<number, Link>();
  for (let i = own.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      best[at] = Math.max(best[at + 1] ?? 0, best[at + width] ?? 0);
      const link = linkAt(own, i, other, j);
      if (link === null) continue;
      const letters = lengthOf(own, i, link.own.end) * link.sure;
      const sum = letters + (best[link.own.end * width + link.other.end] ?? 0);
      if (sum <= (best[at] ?? 0)) continue;
      best[at] = sum;
      steps.set(at, link);
    }
  }
  const links: Link[] = [];
  for (let [i, j] = [0, 0]; i < own.length && j < other.length;) {
    const at = i * width + j;
    const link = steps.get(at);
    if (link !== undefined) {
      links.push(link);
      [i, j] = [link.own.end, link.other.end];
    } else if ((best[at + 1] ?? 0) >= (best[at] ?? 0)) j += 1;
    else i += 1;
  }
  return links;
}

function linkAt(own: readonly Linkable[], i: number, other: readonly Linkable[], j: number): Link | null {
  const [one, two] = [own[i], other[j]];
  if (one === undefined || two === undefined) return null;
  const [a, b] = [one.form, two.form];
  const link = (ownEnd: number, otherEnd: number, sure = 1): Link => ({
    own: { start: i, end: ownEnd },
    other: { start: j, end: otherEnd },
    sure,
  });
  if (a === b) return link(i + 1, j + 1);
  if (a[0] !== b[0]) return null;
  const end = a.startsWith(b) ? joinedEnd(a, other, j) : null;
  if (end !== null) return link(i + 1, end);
  const ownEnd = b.startsWith(a) ? joinedEnd(b, own, i) : null;
  if (ownEnd !== null) return link(ownEnd, j + 1);
  // Numbers that differ by a digit are others.
  if (/\p{N}/u.test(a + b)) return null;
  if ((one.isCut && isShortFor(a, b)) || (two.isCut && isShortFor(b, a)))
    return link(i + 1, j + 1, sureOfShort);
  const isStem = Math.min(a.length, b.length) >= leastStem && (a.startsWith(b) || b.startsWith(a));
  return isStem || isFuzzy(a, b) ? link(i + 1, j + 1, sureOfSimilar) : null;
}

/** Letters of "Anal" for "Analysis", "network" for "networks": short forms without a stop, and endings. */
const leastStem = 4;

/** "vol." for "volume", "Intl." for "International"; an initial says too little. */
function isShortFor(short: string, long: string): boolean {
  if (long.startsWith(short)) return short.length > 1;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length && short.length >= leastSkipping;
}

/** Letters of a short form that leaves out some in between. */
const leastSkipping = 3;

/** Where the words from `start` on have said the word, piece by piece. */
function joinedEnd(word: string, pieces: readonly Linkable[], start: number): number | null {
  let read = 0;
  for (let at = start; at < Math.min(pieces.length, start + mostPieces); at += 1) {
    const piece = pieces[at]?.form ?? '';
    if (!word.startsWith(piece, read)) return null;
    read += piece.length;
    if (read === word.length) return at + 1;
  }
  return null;
}

function lengthOf(words: readonly Linkable[], start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at += 1) sum += words[at]?.form.length ?? 0;
  return sum;
}

/** The share of the letters of a text that is linked, 0-1. */
export function linkedShare(own: readonly Linkable[], links: readonly Link[]): number {
  const all = lengthOf(own, 0, own.length);
  const linked = links.reduce(
    (sum, link) => sum + lengthOf(own, link.own.start, link.own.end) * link.sure,
    0,
  );
  return all === 0 ? 0 : linked / all;
}
