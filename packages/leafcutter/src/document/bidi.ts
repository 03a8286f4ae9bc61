/**
 * From the order in which words stand in a line to the order in which they are read (the way back of Unicode's
 * bidirectional algorithm, UAX #9, for whole words). Readers of PDFs give letters of a right-to-left word in logical
 * order, but signs at its ends, and the words of a line, as they stand from left to right.
 */

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

/**
 * Words that stand from left to right, as they are read. Lines of left-to-right scripts come back as they are; lines of
 * both are read from the right on a page that is (`page`), or where most of their words are.
 */
export function inReadingOrder<Word extends Spelt>(
  words: readonly Word[],
  page: 'right-to-left' | 'left-to-right' = 'left-to-right',
): readonly Word[] {
  if (!words.some((word) => rightToLeft.test(word.text))) return words;
  if (page === 'left-to-right' && !mostlyRightToLeft(words) && !startsRight(words))
    return withTurnedRuns(words);
  const ordered = fromTheRight(words).map((word) => respelt(word, turnedEnds(word.text)));
  return isMirrored(ordered) ? ordered.map((word) => respelt(word, mirrored(word.text))) : ordered;
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

/** ":word" as "word:": signs at the ends of a right-to-left word change sides. */
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
