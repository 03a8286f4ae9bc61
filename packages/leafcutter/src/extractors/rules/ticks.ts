/** Boxes to tick, printed or of a form: what was asked, and which answers are ticked. */
import type { Page, Range, Word } from '../../document/types.ts';
import { boxOf } from '../../layout/pieces.ts';
import type { Candidate } from './candidate.ts';
import { emptyMarks, noWords, tickedMarks, yesWords } from './data/yes-no.ts';
import { wordsOf } from './words.ts';

const strength = 0.95;
/** Widest gap between words of one option, as a multiple of their height. */
const optionGap = 0.9;
/** Points: marks of small print are spaced like others. */
const leastHeight = 8;
/** Widest gap between the boxes of one question, as a share of the page's width. */
const groupGap = 0.3;

/** Whoever ticks it says something of themselves. */
const declares =
  /^(?:I|we) (?:hereby )?(?:declare|certify|confirm|affirm|attest)|^(?:hiermit )?(?:erkläre|versichere|bestätige)\b|^ich (?:erkläre|versichere|bestätige)|^je (?:déclare|certifie|confirme|soussigné)|^(?:declaro|certifico|confirmo)|^dichiaro|^ik verklaar/iu;
const agrees =
  /^(?:I|we) (?:hereby )?(?:agree|accept|consent)|^ich (?:stimme|willige|akzeptiere|bin (?:damit )?einverstanden)|^j['’]accepte|^je consens|^(?:acepto|consiento)|^(?:accetto|acconsento)|^ik (?:ga akkoord|stem)/iu;

interface Option {
  readonly mark: Word;
  readonly ticked: boolean;
  readonly words: readonly Word[];
}

/** Of each question its ticked answers, and of each box that is a question itself whether it is ticked. */
export function tickCandidates(page: Page): Candidate[] {
  return groupsIn(page).flatMap((group) => ofGroup(page, group));
}

/** What was asked with several boxes, and the places of the ticked answers; only such with words of their own. */
export interface TickedChoice {
  readonly caption: string;
  readonly answers: readonly Range[];
}

export function tickedChoices(page: Page): readonly TickedChoice[] {
  return groupsIn(page).flatMap(({ caption, options }) => {
    const named = options.filter(({ words }) => words.length > 0);
    if (caption.length === 0 || named.length < 2) return [];
    const answers = named.filter(({ ticked }) => ticked).map(({ words }) => rangeOf(words));
    return [{ caption: textOf(page, caption), answers }];
  });
}

function groupsIn(page: Page): readonly Group[] {
  if (!page.words.some((word) => isMark(word) || word.text === '[')) return [];
  const groups: Group[] = [];
  for (const line of page.lines) {
    const words = bracketed(
      page,
      page.words.filter((word) => word.start >= line.start && word.end <= line.end),
    );
    if (!words.some(isMark)) continue;
    groups.push(...groupsOf(marksFirst(words), page.width));
  }
  return groups;
}

/** "[ ]" and "[ x ]" are printed as several words, and are one box. */
function bracketed(page: Page, words: readonly Word[]): readonly Word[] {
  const whole: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const close = word.text === '[' ? words.slice(at + 1, at + 3).findIndex(({ text }) => text === ']') : -1;
    const end = words[at + 1 + close]?.end ?? word.end;
    const mark = { ...word, end, text: page.text.slice(word.start, end) };
    if (close >= 0 && (tickedMarks.test(mark.text) || emptyMarks.test(mark.text))) {
      whole.push({ ...mark, box: boxOf(words.slice(at, at + 2 + close)) });
      at += 1 + close;
    } else whole.push(word);
  }
  return whole;
}

/**
 * "Yes ☒ No ☐" and "Cover: Basic ☐ Full ☒", where each box stands behind its words, as "☒ Yes ☐ No". The last word is a
 * box then, and each has words of its own before it.
 */
function marksFirst(words: readonly Word[]): readonly Word[] {
  const marks = [...words.keys()].filter((at) => isMark(words[at]));
  const [first] = marks;
  if (first === undefined || marks.at(-1) !== words.length - 1) return words;
  const colon = words.slice(0, first).findLastIndex(({ text }) => text.endsWith(':'));
  const polar = isPolar(words[first - 1]?.text ?? '');
  const turned: Word[] = [];
  let from = 0;
  for (const [index, at] of marks.entries()) {
    const mark = words[at];
    const option = index === 0 ? (polar ? at - 1 : colon + 1) : from;
    const named = option < at && (polar ? at - option === 1 : colon >= 0 && marks.length > 1);
    if (mark === undefined || !named) return words;
    turned.push(...words.slice(from, option), mark, ...words.slice(option, at));
    from = at + 1;
  }
  return turned;
}

interface Group {
  /** Words before the first box; empty when the line begins with a box. */
  readonly caption: readonly Word[];
  readonly options: readonly Option[];
}

/** "Company car? ☐ Yes ☑ No  Lease: ☐ 6 ☑ 12 months": words that no box claims begin the next question. */
function groupsOf(words: readonly Word[], pageWidth: number): Group[] {
  const groups: { caption: Word[]; options: Option[] }[] = [];
  let caption: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (!isMark(word)) {
      const before = words[at - 1];
      const apart = before !== undefined && word.box[0] - before.box[2] > 2 * heightOf(word);
      caption = apart && !isMark(before) ? [word] : [...caption, word];
      continue;
    }
    const option: Option = { mark: word, ticked: tickedMarks.test(word.text), words: optionWords(words, at) };
    at += option.words.length;
    const open = groups.at(-1);
    const last = open?.options.at(-1);
    const near = last !== undefined && word.box[0] - endOf(last) < pageWidth * groupGap;
    if (open !== undefined && near && caption.length === 0) open.options.push(option);
    else groups.push({ caption, options: [option] });
    caption = [];
  }
  return groups;
}

function optionWords(words: readonly Word[], at: number): Word[] {
  const taken: Word[] = [];
  for (let next = at + 1; next < words.length; next += 1) {
    const [word, before] = [words[next], words[next - 1]];
    if (word === undefined || before === undefined || isMark(word)) break;
    // After `marksFirst` a word may stand left of its mark.
    const apart = word.box[0] > before.box[0] && word.box[0] - before.box[2] > widest(word);
    if (apart) break;
    taken.push(word);
  }
  return taken;
}

function widest(word: Word): number {
  return optionGap * Math.max(heightOf(word), leastHeight);
}

function ofGroup(page: Page, { caption, options }: Group): Candidate[] {
  const candidates: Candidate[] = [];
  const asked = textOf(page, caption);
  // "Yes" and "No" answer the question before them; any other option is a question of its own, too.
  const polar = options.every(({ words }) => words.length === 0 || isPolar(textOf(page, words)));
  for (const { mark, ticked, words } of options) {
    const said = textOf(page, words);
    // An empty box answers only where it is the whole answer: "Smoker ☐".
    const alone = options.length === 1 && words.length === 0;
    const shown = polar ? [mark, ...words] : words;
    if (asked !== '' && (ticked || alone) && shown.length > 0)
      candidates.push(candidateOf(page, caption, shown, polar ? 'tick' : 'field'));
    if (said === '' || isPolar(said)) continue;
    const itself = candidateOf(page, words, [mark], 'tick');
    candidates.push(itself);
    if (declares.test(said)) candidates.push({ ...itself, label: 'declaration accepted' });
    else if (agrees.test(said)) candidates.push({ ...itself, label: 'consent accepted' });
  }
  return candidates;
}

function candidateOf(
  page: Page,
  label: readonly Word[],
  value: readonly Word[],
  relation: Candidate['relation'],
): Candidate {
  const range = rangeOf(value);
  return {
    page: page.number,
    label: textOf(page, label),
    labelRanges: [rangeOf(label)],
    text: page.text.slice(range.start, range.end),
    ranges: [range],
    box: boxOf(value),
    relation,
    strength,
    sections: [],
    rowLabel: null,
    scale: null,
  };
}

function isMark(word: Word | undefined): boolean {
  if (word === undefined) return false;
  const { text } = word;
  return text.length <= 5 && (tickedMarks.test(text) || emptyMarks.test(text));
}

function isPolar(text: string): boolean {
  const [first, ...rest] = wordsOf(text);
  return first !== undefined && rest.length === 0 && (yesWords.has(first) || noWords.has(first));
}

function textOf(page: Page, words: readonly Word[]): string {
  const range = rangeOf(words);
  return page.text.slice(range.start, range.end);
}

function rangeOf(words: readonly Word[]): Range {
  if (words.length === 0) return { start: 0, end: 0 };
  return {
    start: Math.min(...words.map(({ start }) => start)),
    end: Math.max(...words.map(({ end }) => end)),
  };
}

function endOf({ mark, words }: Option): number {
  return words.at(-1)?.box[2] ?? mark.box[2];
}

function heightOf({ box }: Word): number {
  return box[3] - box[1];
}
