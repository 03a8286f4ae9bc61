/** Closed answers: members of an enum, and yes or no. */
import type { JsonPrimitive } from '../../json.ts';
import { emptyMarks, noWords, sameChoices, tickedMarks, yesWords } from './data/yes-no.ts';
import { phraseOf } from './lexicon.ts';
import { intersects } from './similarity.ts';
import { splitIdentifier, wordsOf } from './words.ts';

export interface Choice {
  readonly value: JsonPrimitive;
  /** Half-open offsets into the text. */
  readonly start: number;
  readonly end: number;
  /** 0-1: the whole text is the member (1), holds it (less), or means it in other words (less). */
  readonly fit: number;
}

/** The member of an enum that a print stands for; null when none or several do. */
export function readChoice(text: string, members: readonly JsonPrimitive[]): Choice | null {
  const whole = trimmed(text);
  const folded = key(whole.text);
  const exact = members.find((member) => key(printed(member)) === folded && folded !== '');
  if (exact !== undefined) return { value: exact, ...spanOf(whole), fit: 1 };
  const alias = members.filter((member) => sameChoice(key(printed(member)), folded));
  if (alias.length === 1 && alias[0] !== undefined) return { value: alias[0], ...spanOf(whole), fit: 0.9 };
  const held = members
    .map((member) => ({ member, at: placeOf(text, printed(member)) }))
    .filter((found) => found.at !== null)
    .sort((a, b) => printed(b.member).length - printed(a.member).length);
  const [first, second] = held;
  if (
    first !== undefined &&
    first.at !== null &&
    (second === undefined || key(printed(first.member)).includes(key(printed(second.member))))
  ) {
    return { value: first.member, ...first.at, fit: 0.8 };
  }
  if (held.length > 0) return null;
  const concepts = phraseOf(whole.text).concepts;
  const meant = members.filter((member) => {
    const other = phraseOf(splitIdentifier(printed(member))).concepts;
    return [...other].some((concept) => !concept.startsWith('=')) && intersects(other, concepts);
  });
  if (meant.length === 1 && meant[0] !== undefined && whole.text.length <= 40) {
    return { value: meant[0], ...spanOf(whole), fit: 0.6 };
  }
  return null;
}

/** Yes or no as a word or a mark; null when the text is neither. */
export function readBoolean(text: string): Choice | null {
  const whole = trimmed(text);
  if (tickedMarks.test(text) || emptyMarks.test(text)) return ticks(text);
  const words = wordsOf(whole.text);
  const [first] = words;
  if (first === undefined || words.length > 4) return null;
  const fit = words.length === 1 ? 1 : 0.7;
  if (yesWords.has(first)) return { value: true, ...spanOf(whole), fit };
  if (noWords.has(first)) return { value: false, ...spanOf(whole), fit };
  return null;
}

/** `☒ Yes ☐ No`: the ticked word decides; a lone mark is itself the answer. Null where there is no mark. */
function ticks(text: string): Choice | null {
  const mark = tickedMarks.exec(text);
  const open = emptyMarks.exec(text);
  if (mark === null && open === null) return null;
  // "No ☒": the word stands before its box.
  const before = mark === null ? undefined : /^\s*(\p{L}+)\s*\S{1,3}\s*$/u.exec(text)?.[1];
  if (before !== undefined && noWords.has(wordsOf(before)[0] ?? ''))
    return { value: false, ...spanOf(trimmed(text)), fit: 0.95 };
  const behind = (mark?.index ?? open?.index ?? 0) + (mark?.[0] ?? open?.[0] ?? '').length;
  const word = /\p{L}+/u.exec(text.slice(behind));
  const said = word === null ? null : wordsOf(word[0])[0];
  if (mark !== null) {
    const negative = said !== null && said !== undefined && noWords.has(said);
    // The word decides, so it belongs to what is cited.
    const end = negative && word !== null ? behind + word.index + word[0].length : behind;
    return { value: !negative, start: mark.index, end, fit: 0.95 };
  }
  // An empty box beside "Yes" or "No" says nothing of the other one.
  if (open === null || (said !== null && said !== undefined && (yesWords.has(said) || noWords.has(said))))
    return null;
  return { value: false, start: open.index, end: open.index + open[0].length, fit: 0.8 };
}

function sameChoice(a: string, b: string): boolean {
  return sameChoices.some((row) => row.includes(a) && row.includes(b));
}

function placeOf(text: string, member: string): { start: number; end: number } | null {
  if (key(member).length < 2) return null;
  const escaped = member
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)
    .replace(/\s+/gu, String.raw`\s+`);
  const match = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').exec(text);
  return match === null ? null : { start: match.index, end: match.index + match[0].length };
}

function printed(member: JsonPrimitive): string {
  return String(member);
}

function key(text: string): string {
  return wordsOf(splitIdentifier(text)).join(' ');
}

interface Trimmed {
  readonly text: string;
  readonly start: number;
}
function trimmed(text: string): Trimmed {
  const lead = text.length - text.trimStart().length;
  return { text: text.trim(), start: lead };
}
function spanOf({ text, start }: Trimmed): { start: number; end: number } {
  return { start, end: start + text.length };
}
