/**
 * Long texts that stand in the document in nearly the same words: a reference with a year put in, a clause that leaves out
 * an aside. Rare words that both have say where (seeds, by the diagonal that they lie on), an alignment of words around them
 * says what. Pure.
 */
import type { Box, Range } from '../document/types.ts';
import { leastPrinted, mostWords } from './wording.ts';
import { linkedShare, linkWords, wordsOf, type Link, type Linkable } from './words.ts';

export interface PageWord extends Range, Linkable {
  readonly box: Box;
}

export interface Passage {
  /** Ascending; short asides between them belong to them. */
  readonly ranges: readonly Range[];
  /** The share of the text's letters that stand there, in its order, 0.8-1. */
  readonly share: number;
}

/** Shorter texts are put together by chance. */
const leastWords = 4;
const leastLetters = 20;
/** A word that stands in more places of a page is no seed. */
const mostPlaces = 12;
const leastSeed = 3;
/** Of the letters of a passage so many are the text's; else it is put together out of another one. */
const leastOwn = 0.5;
/** Words around the seeds that are compared, too. */
const slack = 6;
/** Words that may stand between two pieces of one range. */
const aside = 3;
/** Places that are looked at. */
const mostTried = 4;

/**
 * @param words of a page, in its order @param places of each word among them
 * @returns the passages that say most of the text, equal ones; none where numbers of it are not there
 */
export function passagesOf(
  text: string,
  words: readonly PageWord[],
  places: ReadonlyMap<string, readonly number[]>,
): readonly Passage[] {
  const own = wordsOf(text).words;
  if (own.length < leastWords || own.length > mostWords || lettersIn(own) < leastLetters) return [];
  const passages = windowsOf(own, places).flatMap(([start, end]): Passage[] => {
    const from = Math.max(0, start);
    const window = words.slice(from, Math.max(0, end));
    const links = linkWords(own, window);
    const numbers = numbersOf(own, links, window);
    const share = linkedShare(own, links) + numbers.letters / lettersIn(own);
    if (share < leastPrinted || !numbers.areThere || !isDense(links, window) || !isClose(links, window))
      return [];
    return [{ ranges: rangesOf(links, window), share }];
  });
  const best = Math.max(0, ...passages.map(({ share }) => share));
  const distinct = new Map(passages.map((one) => [one.ranges[0]?.start ?? 0, one]));
  return [...distinct.values()].filter(({ share }) => share === best);
}

/** Stretches of words where many rare words of the text stand about as far from each other as in it; the likeliest first. */
function windowsOf(
  own: readonly Linkable[],
  places: ReadonlyMap<string, readonly number[]>,
): readonly (readonly [start: number, end: number])[] {
  const votes = own
    .flatMap(({ form }, at) => {
      const known = form.length < leastSeed ? [] : (places.get(form) ?? []);
      if (known.length > mostPlaces) return [];
      return known.map((place) => ({ start: place - at, weight: form.length / known.length }));
    })
    .toSorted((a, b) => a.start - b.start);
  const width = slack + Math.ceil(own.length / 3);
  const letters = lettersIn(own);
  const windows: { first: number; last: number; weight: number }[] = [];
  let low = 0;
  let weight = 0;
  for (const vote of votes) {
    weight += vote.weight;
    while ((votes[low]?.start ?? vote.start) < vote.start - width) {
      weight -= votes[low]?.weight ?? 0;
      low += 1;
    }
    const first = votes[low]?.start ?? vote.start;
    const before = windows.at(-1);
    if (before !== undefined && first - before.first < own.length / 2) {
      if (weight > before.weight) windows[windows.length - 1] = { first, last: vote.start, weight };
    } else windows.push({ first, last: vote.start, weight });
  }
  return windows
    .filter((one) => one.weight * leastSeeds >= letters)
    .toSorted((a, b) => b.weight - a.weight || a.first - b.first)
    .slice(0, mostTried)
    .map(({ first, last }) => [first - slack, last + own.length + slack] as const);
}

/** Seeds have at least this part of the letters, the other way up. */
const leastSeeds = 8;

function isDense(links: readonly Link[], words: readonly Linkable[]): boolean {
  const [first, last] = [links[0], links.at(-1)];
  if (first === undefined || last === undefined) return false;
  const linked = links.reduce((sum, { other }) => sum + lettersIn(words.slice(other.start, other.end)), 0);
  return linked >= leastOwn * lettersIn(words.slice(first.other.start, last.other.end));
}

/** One paragraph: no line of it lies far below the one before. The top of a next column is above. */
function isClose(links: readonly Link[], words: readonly PageWord[]): boolean {
  const boxes = links.flatMap(({ other }) => words.slice(other.start, other.end)).map(({ box }) => box);
  return boxes.every((box, at) => {
    const before = boxes[at - 1] ?? box;
    return box[1] - before[1] < mostDown * Math.max(6, before[3] - before[1]);
  });
}

/** Heights of a word from one line to the next one, with a line left out. */
const mostDown = 4;

/**
 * Whether all numbers of the text stand in the passage or beside it: with another one it is another text. They may be said in
 * another place there ("(2012) ...", "..., 2012"): those count as said, too.
 */
function numbersOf(
  own: readonly Linkable[],
  links: readonly Link[],
  words: readonly Linkable[],
): { readonly areThere: boolean; readonly letters: number } {
  const linked = new Set(links.flatMap((link) => own.slice(link.own.start, link.own.end)));
  const [first, last] = [links[0]?.other.start ?? 0, links.at(-1)?.other.end ?? 0];
  const near = new Set(
    words
      .slice(Math.max(0, first - beside), last + beside)
      .flatMap(({ form }) => form.match(/\p{N}+/gu) ?? []),
  );
  const open = own.filter((word) => !linked.has(word) && /\p{N}/u.test(word.form));
  const said = open.filter(({ form }) => (form.match(/\p{N}+/gu) ?? []).every((number) => near.has(number)));
  return { areThere: said.length === open.length, letters: lettersIn(said) };
}

/** Words before and behind a passage that belong to it: the key of a reference, its year. */
const beside = 3;

function lettersIn(words: readonly Linkable[]): number {
  return words.reduce((sum, { form }) => sum + form.length, 0);
}

function rangesOf(links: readonly Link[], words: readonly PageWord[]): readonly Range[] {
  const pieces: { start: number; end: number }[] = [];
  for (const { other } of links) {
    const last = pieces.at(-1);
    if (last !== undefined && other.start - last.end <= aside) last.end = other.end;
    else pieces.push({ ...other });
  }
  return pieces.map((piece) => ({
    start: words[piece.start]?.start ?? 0,
    end: words[piece.end - 1]?.end ?? 0,
  }));
}
