/** Bold type as a sign: captions told from values by nothing else. Pure. */
import type { Box, Page, Word } from '../document/types.ts';

/** A line of running text has more words, and bold words in it are stressed, not captions. */
const proseFrom = 14;
const mostCaptionWords = 6;
/** Names in bold type with plain text beside or below them, from which on they are captions; and of all bold names. */
const leastCaptions = 3;
const leastShare = 0.5;
const agreement = 0.1;

/** Half-open indexes into the words of a segment. */
export interface WeightRun {
  readonly first: number;
  readonly end: number;
}

/**
 * "**Name** Anna **Town** Ulm" as caption, value, caption, value; the other way round where the captions are plain. Null where
 * type does not change, or in running text.
 */
export function captionRuns(words: readonly Word[]): readonly WeightRun[] | null {
  const runs = runsOf(words);
  if (runs.length < 2) return null;
  const startsBold = isBold(words[0]);
  if (words.length >= proseFrom && !startsBold) return null;
  const captions = runs.filter((_, index) => index % 2 === 0);
  if (runs.length % 2 === 0 && captions.every((run) => isCaption(words, run)) && words.length < proseFrom)
    return runs;
  const [first] = captions;
  if (!startsBold || first === undefined || !isCaption(words, first)) return null;
  return [first, { first: first.end, end: words.length }];
}

function isCaption(words: readonly Word[], { first, end }: WeightRun): boolean {
  const own = words.slice(first, end);
  return (
    own.length <= mostCaptionWords &&
    own.some(({ text }) => /\p{L}/u.test(text)) &&
    !/[.!?]$/u.test(own.at(-1)?.text ?? '')
  );
}

/** Signs between two weights belong to what they stand behind. */
function runsOf(words: readonly Word[]): readonly WeightRun[] {
  const runs: { first: number; end: number; bold: boolean }[] = [];
  for (const [at, word] of words.entries()) {
    const last = runs.at(-1);
    const isSign = !/[\p{L}\p{N}]/u.test(word.text) && !/^[$€£¥]$/u.test(word.text);
    if (last !== undefined && (isSign || last.bold === isBold(word))) last.end = at + 1;
    else runs.push({ first: at, end: at + 1, bold: isBold(word) });
  }
  return runs;
}

const mostBold = 0.6;
const shares = new WeakMap<Page, boolean>();

/** False where most words of the page are bold: there bold type is no sign of anything. */
export function boldTells(page: Page): boolean {
  const known = shares.get(page);
  if (known !== undefined) return known;
  const tells = page.words.filter(isBold).length <= mostBold * page.words.length;
  shares.set(page, tells);
  return tells;
}

function isBold(word: Word | undefined): boolean {
  return word?.bold === true;
}

export interface Weighed {
  readonly text: string;
  readonly box: Box;
  readonly firstWord: number;
  readonly lastWord: number;
}

/** What bold type tells of the pieces of a page. */
export class Weights {
  private readonly bold: ReadonlySet<Weighed>;
  /** Bold names with plain text beside or below them; none where bold type does not tell captions on this page. */
  private readonly captions: ReadonlySet<Weighed>;

  constructor(page: Page, pieces: readonly Weighed[]) {
    this.bold = new Set(
      pieces.filter(({ firstWord, lastWord }) => page.words.slice(firstWord, lastWord).every(isBold)),
    );
    const plain = pieces.filter((piece) => !this.bold.has(piece));
    const names = [...this.bold].filter(({ text }) => /\p{L}/u.test(text) && !/\d/u.test(text));
    const captions = names.filter((name) =>
      plain.some((piece) => isBeside(name, piece) || isBelow(name, piece)),
    );
    const isSign = captions.length >= Math.max(leastCaptions, names.length * leastShare);
    this.captions = new Set(isSign ? captions : []);
  }

  /** What a caption in bold type with a value in plain type adds to the strength of the pair. */
  evidence(label: Weighed, value: Weighed): number {
    return this.bold.has(label) && !this.bold.has(value) ? agreement : 0;
  }

  /** Two captions of a page whose captions are bold: neither is the other's value. */
  forbid(label: Weighed, value: Weighed): boolean {
    return this.bold.has(label) && this.captions.has(value);
  }
}

function isBeside({ box }: Weighed, { box: other }: Weighed): boolean {
  const shared = Math.min(box[3], other[3]) - Math.max(box[1], other[1]);
  const gap = other[0] - box[2];
  return shared > 0.5 * (box[3] - box[1]) && gap >= -1 && gap < 20 * (box[3] - box[1]);
}

function isBelow({ box }: Weighed, { box: other }: Weighed): boolean {
  const gap = other[1] - box[3];
  const height = box[3] - box[1];
  return Math.abs(other[0] - box[0]) <= 4 && gap > -0.4 * height && gap < 1.2 * height;
}
