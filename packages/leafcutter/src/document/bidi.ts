/**
 * From the order in which words stand in a line to the order in which they are read (the way back of Unicode's
 * bidirectional algorithm, UAX #9, for whole words). Readers of PDFs give letters of a right-to-left word in logical
 * order, but signs at its ends, and the words of a line, as they stand from left to right.
 */
import { letterOrderOf, letterOrderOfLine, turnedBack, type LetterOrder } from './letter-order.ts';

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u;
const letter = /\p{L}/u;
const brackets: Readonly<Record<string, string>> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '<': '>',
  '>': '<',
  '«': '»',
  '»': '«',
};
const opening = /[([{<«]/u;
const anyBracket = /[()[\]{}<>«»]/u;

interface Spelt {
  readonly text: string;
}

interface Placed extends Spelt {
  /** Left and right end, and height. */
  readonly box: readonly [number, number, number, number];
}

/** How a page is read where a line alone does not tell. */
export interface PageOrder {
  readonly direction: 'right-to-left' | 'left-to-right';
  /** Null: its words do not tell. */
  readonly letters: LetterOrder | null;
}

/** Null where no word has right-to-left letters. */
export function pageOrderOf(words: readonly Spelt[]): PageOrder | null {
  if (!words.some((word) => rightToLeft.test(word.text))) return null;
  return {
    direction: mostlyRightToLeft(words) ? 'right-to-left' : 'left-to-right',
    letters: letterOrderOf(words),
  };
}

/**
 * Words that stand from left to right, as they are read. Lines of left-to-right scripts come back as they are; lines of
 * both are read from the right on a page that is, or where most of their words are. A line whose letters come turned was
 * drawn from the left as it is read: so are its words.
 */
export function inReadingOrder<Word extends Placed>(
  words: readonly Word[],
  page: PageOrder,
): readonly Word[] {
  if (!words.some((word) => rightToLeft.test(word.text))) return words;
  if (letterOrderOfLine(words, page.letters) === 'turned') return fromTheLeft(words, page);
  if (page.direction === 'left-to-right' && !mostlyRightToLeft(words) && !startsRight(words))
    return withTurnedRuns(words);
  return opened(fromTheRight(words).map((word) => respelt(word, turnedEnds(word.text))));
}

/** Room between two stretches of a line that were drawn apart, in heights of its type: more than a space has. */
const wideGap = 1.5;

/** The words as they stand, spelt as they are read; stretches of them follow one another as the page is read. */
function fromTheLeft<Word extends Placed>(words: readonly Word[], page: PageOrder): readonly Word[] {
  const stretches: Word[][] = [];
  let reach = -Infinity;
  for (const word of words) {
    const { box, text } = word;
    if (box[0] - reach > wideGap * (box[3] - box[1])) stretches.push([]);
    stretches.at(-1)?.push(respelt(word, turnedBack(text)));
    reach = box[2];
  }
  return opened((page.direction === 'right-to-left' ? stretches.toReversed() : stretches).flat());
}

/** With brackets that open before they close. */
function opened<Word extends Spelt>(words: readonly Word[]): readonly Word[] {
  return isMirrored(words) ? words.map((word) => respelt(word, mirrored(word.text))) : words;
}

/** Of the words with letters. */
export function mostlyRightToLeft(words: readonly Spelt[]): boolean {
  let against = 0;
  let along = 0;
  for (const { text } of words)
    if (rightToLeft.test(text)) against += 1;
    else if (letter.test(text)) along += 1;
  return against > along;
}

/** A sign left of the last word's letters: the line goes on there, so it comes from the right. */
function startsRight(words: readonly Spelt[]): boolean {
  const last = words.at(-1)?.text ?? '';
  return rightToLeft.test(last) && /^[:;,.?!]/.test(last);
}

/** A line that is read from the right: Latin words in a row, and numbers behind them, keep their order. */
function fromTheRight<Word extends Spelt>(words: readonly Word[]): Word[] {
  const ordered: Word[] = [];
  let end = words.length;
  while (end > 0) {
    let start = end;
    while (start > 0 && !rightToLeft.test(words[start - 1]?.text ?? '')) start -= 1;
    const latin = words.findIndex((word, index) => index >= start && index < end && letter.test(word.text));
    const kept = latin < 0 ? end : latin;
    ordered.push(...words.slice(kept, end), ...words.slice(start, kept).toReversed());
    const [word] = words.slice(start - 1, start);
    if (start > 0 && word !== undefined) ordered.push(word);
    end = start - 1;
  }
  return ordered;
}

/** A line that is read from the left: what stands between two right-to-left words is read with them. */
function withTurnedRuns<Word extends Spelt>(words: readonly Word[]): Word[] {
  const ordered: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) continue;
    let last = at;
    if (rightToLeft.test(word.text))
      for (let next = at + 1; next < words.length; next += 1) {
        const text = words[next]?.text ?? '';
        if (rightToLeft.test(text)) last = next;
        else if (letter.test(text)) break;
      }
    ordered.push(...words.slice(at, last + 1).toReversed());
    at = last;
  }
  return ordered;
}

/** A word as it is read, as `inReadingOrder` takes it: signs at its ends as they stand. */
export function inStandingOrder(text: string): string {
  return turnedEnds(text);
}

/** ":word" as "word:" and the way back: signs at the ends of a right-to-left word change sides. */
function turnedEnds(text: string): string {
  if (!rightToLeft.test(text)) return text;
  const parts = /^([^\p{L}\p{N}\p{M}]*)(.*?)([^\p{L}\p{N}\p{M}]*)$/su.exec(text);
  if (parts === null) return text;
  const [, before = '', core = '', after = ''] = parts;
  return turned(after) + core + turned(before);
}

function turned(text: string): string {
  return mirrored([...text].toReversed().join(''));
}

function mirrored(text: string): string {
  return anyBracket.test(text) ? [...text].map((sign) => brackets[sign] ?? sign).join('') : text;
}

/** Whether more brackets close before they open than the other way round. */
function isMirrored(words: readonly Spelt[]): boolean {
  let open = 0;
  let early = 0;
  for (const { text } of words)
    for (const sign of text) {
      if (!anyBracket.test(sign)) continue;
      if (opening.test(sign)) open += 1;
      else if (open > 0) open -= 1;
      else early += 1;
    }
  return early > 0 && early >= open;
}

function respelt<Word extends Spelt>(word: Word, text: string): Word {
  return text === word.text ? word : { ...word, text };
}
