/**
 * Text in a document is data. Sentences that speak to the machine that reads it are told apart from what the document says:
 * those that surely do are shown to no model, those that may only where nothing else answers, and what they say is doubted. Pure.
 */
import type { Page, Range } from '../document/types.ts';
import { addressPatterns } from './address-patterns.ts';
import { mayOrder, speaksToMachine, talk } from './address-signs.ts';
import { blocksOf, segmentsOf } from './segments.ts';
import type { Block } from './types.ts';
import { decoded, inOriginal, lettersApart, seenOf, unmask, type Unmasked } from './unmasked.ts';

export interface ReadablePage {
  /** The page with the words of both kinds hidden, and without fields that hold such. */
  readonly page: Page;
  /** With only those hidden that surely speak to the machine; the same object as `page` where no others are. */
  readonly doubtful: Page;
  /** What surely does, as printed. */
  readonly addresses: readonly string[];
  /** What may, and what follows it in its paragraph. */
  readonly doubts: readonly string[];
}

const known = new WeakMap<Page, ReadablePage>();

export function readablePage(page: Page): ReadablePage {
  const readable = known.get(page) ?? withoutAddresses(page);
  known.set(page, readable);
  return readable;
}

/** Ranges of a text, of each kind. */
interface Spoken {
  readonly sure: readonly Range[];
  readonly likely: readonly Range[];
}

function withoutAddresses(page: Page): ReadablePage {
  const speaks = (text: string | null): boolean => {
    if (text === null) return false;
    const { sure, likely } = spokenIn(text, [{ start: 0, end: text.length }]);
    return sure.length > 0 || likely.length > 0;
  };
  const fields = page.fields.filter(({ label, value }) => !speaks(label) && !speaks(value));
  const blocks = blocksOf(segmentsOf(page), page.rules).map(spokenInBlock);
  const sure = blocks.flatMap((block) => block.sure);
  const likely = blocks.flatMap((block) => block.likely);
  const isPlain = fields.length === page.fields.length && sure.length === 0;
  const doubtful = isPlain ? page : { ...page, words: hidden(page, sure), fields };
  const texts = (ranges: readonly Range[]): readonly string[] =>
    ranges.map((range) => page.text.slice(range.start, range.end));
  return {
    page: likely.length === 0 ? doubtful : { ...doubtful, words: hidden(doubtful, likely) },
    doubtful,
    addresses: texts(sure),
    doubts: texts(likely),
  };
}

function hidden({ words }: Page, ranges: readonly Range[]): Page['words'] {
  const isHidden = (one: Range): boolean =>
    ranges.some((range) => range.start < one.end && one.start < range.end);
  return words.map((word) => (isHidden(word) ? { ...word, hidden: true } : word));
}

function spokenInBlock(block: Block): Spoken {
  const { text, lines, onPage } = joined(block);
  const { sure, likely } = spokenIn(text, lines);
  return { sure: onPage(sure), likely: onPage(likely) };
}

/** The block's lines as one text; `onPage` gives ranges of it as ranges of the page, one a line. */
function joined(block: Block): {
  readonly text: string;
  readonly lines: readonly Range[];
  readonly onPage: (ranges: readonly Range[]) => readonly Range[];
} {
  let text = '';
  const lines = block.lines.map((line) => {
    if (text !== '') text += ' ';
    const start = text.length;
    text += line.text.replaceAll('\n', ' ');
    return { start, end: text.length, from: line.start };
  });
  const onPage = (ranges: readonly Range[]): readonly Range[] =>
    lines.flatMap(({ start, end, from }) =>
      ranges.flatMap((range) => {
        const [first, last] = [Math.max(start, range.start), Math.min(end, range.end)];
        return first < last ? [{ start: from + first - start, end: from + last - start }] : [];
      }),
    );
  return { text, lines, onPage };
}

function spokenIn(text: string, lines: readonly Range[]): Spoken {
  const seen = unmask(text);
  const around = (match: Range): Range => sentenceAround(text, inOriginal(seen, match), lines);
  const sure = addressPatterns.flatMap((pattern) => matchesIn(seen, pattern)).map(around);
  const likely = sentencesOf(text).flatMap((sentence) =>
    linesThat(speaksToMachine, text, seen, sentence, lines),
  );
  const disguised = [...lettersApart(seen), ...decoded(seen)].filter(({ says }) => saysSo(says)).map(around);
  const doubted = [...likely, ...disguised, ...matchesIn(seen, talk).map(around)].filter(
    (one) => !sure.some(({ start, end }) => start < one.end && one.start < end),
  );
  return { sure, likely: [...doubted, ...followers(text, [...sure, ...doubted])] };
}

/** Letters without spaces, or text that was encoded. */
function saysSo(says: string): boolean {
  return (
    addressPatterns.some((pattern) => says.search(pattern) >= 0) || speaksToMachine(says) || run.test(says)
  );
}

/** The same orders where no spaces stand between the words, and values as programs write them. */
const run = /(?:ignore|disregard|forget|override)\p{L}*(?:instruction|prompt|rule)|^\s*\{\s*"/iu;

function matchesIn({ text }: Unmasked, pattern: RegExp): readonly Range[] {
  return [...text.matchAll(pattern)].map(({ index, 0: match }) => ({
    start: index,
    end: index + match.length,
  }));
}

/** Longer than this a sentence of running text is not: it is a column of cells, and only lines of it are looked at. */
const mostLines = 6;

/** The sentence, or of a column of cells the fewest lines, in which the signs of an address stand. */
function linesThat(
  speaks: (text: string) => boolean,
  text: string,
  seen: Unmasked,
  sentence: Range,
  lines: readonly Range[],
): readonly Range[] {
  const says = (range: Range): boolean => speaks(seenOf(seen, range));
  if (!says(sentence)) return [];
  const own = lines
    .map((line) => ({
      start: Math.max(line.start, sentence.start),
      end: Math.min(line.end, sentence.end),
    }))
    .filter(({ start, end }) => start < end);
  for (let count = 1; count <= Math.min(own.length, mostLines); count += 1) {
    const found = own.flatMap((first, at) => {
      const last = own[at + count - 1];
      const range = last === undefined ? null : { start: first.start, end: last.end };
      return range !== null && says(range) ? [range] : [];
    });
    if (found.length > 0) return own.length <= mostLines && isEnded(text, sentence) ? [sentence] : found;
  }
  return [];
}

function isEnded(text: string, { start, end }: Range): boolean {
  return /[.!?\u3002\uff01\uff1f]["'\u201d\u00bb)]*\s*$/u.test(text.slice(start, end));
}

const leastWords = 4;
/** Scripts that put no spaces between words. */
const withoutSpaces = /[\u3040-\u30ff\u3400-\u9fff]{4}/u;

/** Whole sentences that go on behind one that speaks to the machine: what it announces. */
function followers(text: string, spoken: readonly Range[]): readonly Range[] {
  if (spoken.length === 0) return [];
  const first = Math.min(...spoken.map(({ end }) => end));
  return sentencesOf(text).filter(({ start, end }) => {
    const own = text.slice(start, end).trim();
    return (
      start >= first &&
      spoken.every((one) => one.end <= start || one.start >= end) &&
      /[.!?\u3002\uff01\uff1f]["'\u201d\u00bb)]*$/u.test(own) &&
      (own.split(/\s+/u).length >= leastWords || withoutSpaces.test(own))
    );
  });
}

const sentenceEnd = /[.!?](?=["'\u201d\u00bb)]*\s)|[\u3002\uff01\uff1f]/gu;

function sentencesOf(text: string): readonly Range[] {
  const ends = [...text.matchAll(sentenceEnd)].map(({ index }) => closingQuotes(text, index + 1));
  return [0, ...ends].flatMap((start, at) => {
    const end = ends[at] ?? text.length;
    return start < end ? [{ start, end }] : [];
  });
}

/**
 * The whole sentence, but no line in which none of the match stands, unless the sentence goes on there: in a column of cells
 * the lines above are other rows.
 */
function sentenceAround(text: string, match: Range, lines: readonly Range[]): Range {
  const ends = [...text.matchAll(sentenceEnd)].map(({ index }) => index + 1);
  const line = lines.findLast(({ start }) => start <= match.start)?.start ?? 0;
  const before = ends.findLast((end) => end <= match.start) ?? 0;
  const lastLine = lines.find(({ end }) => end >= match.end)?.end ?? text.length;
  const after = ends.find((end) => end >= match.end);
  const end = after !== undefined && after <= lastLine ? closingQuotes(text, after) : lastLine;
  return { start: Math.max(line, before), end };
}

function closingQuotes(text: string, end: number): number {
  let at = end;
  while (/["'\u201d\u00bb)]/u.test(text[at] ?? '')) at += 1;
  return at;
}

/** Sentences of the page that order something, in words too common to hold them back. */
export function orderingRanges(page: Page): readonly Range[] {
  const known = ordering.get(page) ?? findOrdering(page);
  ordering.set(page, known);
  return known;
}

const ordering = new WeakMap<Page, readonly Range[]>();

function findOrdering(page: Page): readonly Range[] {
  return blocksOf(segmentsOf(readablePage(page).page), page.rules).flatMap((block) => {
    const { text, lines, onPage } = joined(block);
    const seen = unmask(text);
    return onPage(sentencesOf(text).flatMap((one) => linesThat(mayOrder, text, seen, one, lines)));
  });
}
