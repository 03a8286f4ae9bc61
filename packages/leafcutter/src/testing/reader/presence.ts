/**
 * Which lines of a document stand in a prompt, however the prompt lays them out: whole, in part, tables rewritten with
 * cells kept apart. Pure.
 */
import { lettersAndDigits } from '../../values/text.ts';
import type { KnownLine, TextIndex } from './text-index.ts';

/** Letters by which a line is looked up; shorter lines are told by their neighbours. */
const keyLength = 8;
/** How far around its neighbours the words of a rewritten line may stand, in letters. */
const reach = 200;
/** Letters between two neighbours; more of them, and they are no neighbours in the prompt. */
const most = 3_000;
/** Share of a rewritten line's letters that must stand there. */
const enough = 0.8;
/** Share of a page's lines that stand in the prompt when a line of it may be torn; of fewer, it is cut off. */
const mostlyKnown = 0.5;

/** Letters of a word that tells where its line stands. */
const leastKey = 5;

/** By line index. */
export type Presence = Uint8Array;

export function linesInPrompt(text: TextIndex, prompt: string): Presence {
  const form = lettersAndDigits(prompt);
  const at = alignWhole(text, form);
  return fillRewritten(text, form, at);
}

/** Where each line stands whole in the prompt, -1 where it does not. Lines that say the same are told by their neighbours. */
function alignWhole(text: TextIndex, form: string): Int32Array {
  const positions = positionsOf(text, form);
  const at = new Int32Array(text.lines.length).fill(-1);
  const taken = new Set<number>();
  const repeated: { readonly line: number; readonly found: readonly number[] }[] = [];
  const uses = new Map<string, number>();
  for (const { form: line } of text.lines) uses.set(line, (uses.get(line) ?? 0) + 1);
  for (const [index, { form: line }] of text.lines.entries()) {
    const found = (positions.get(line.slice(0, keyLength)) ?? []).filter((start) =>
      form.startsWith(line, start),
    );
    if (line.length < keyLength || found.length === 0) continue;
    const [only] = found;
    if (found.length === 1 && uses.get(line) === 1 && only !== undefined) {
      at[index] = only;
      taken.add(only);
    } else repeated.push({ line: index, found });
  }
  // Where a line begins right where its neighbour ends, it is that neighbour's; the others take what is left, in order.
  for (const adjacent of [true, false]) {
    for (const direction of [1, -1] as const) {
      for (const { line, found } of direction === 1 ? repeated : repeated.toReversed()) {
        if ((at[line] ?? -1) >= 0) continue;
        const free = found.filter((start) => !taken.has(start));
        const chosen = adjacent
          ? free.find((start) => touches(text, at, line, start, direction))
          : nearestTo(free, expected(at, line));
        if (chosen === undefined) continue;
        at[line] = chosen;
        taken.add(chosen);
      }
    }
  }
  return at;
}

function touches(text: TextIndex, at: Int32Array, line: number, start: number, direction: 1 | -1): boolean {
  const neighbour = line - direction;
  const other = at[neighbour] ?? -1;
  if (other < 0) return false;
  return direction === 1
    ? other + (text.lines[neighbour]?.form.length ?? 0) === start
    : start + (text.lines[line]?.form.length ?? 0) === other;
}

/** Where the line would stand by the nearest lines that are known; null when none is known. */
function expected(at: Int32Array, line: number): number | null {
  for (let distance = 1; distance < 40; distance += 1) {
    const before = at[line - distance] ?? -1;
    if (before >= 0) return before;
    const after = at[line + distance] ?? -1;
    if (after >= 0) return after;
  }
  return null;
}

/** A repeated line far from all known ones is the prompt's own repetition (a running head), not this line. */
function nearestTo(starts: readonly number[], wanted: number | null): number | undefined {
  if (wanted === null) return undefined;
  const [nearest] = starts.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  return nearest !== undefined && Math.abs(nearest - wanted) < 10 * reach ? nearest : undefined;
}

function positionsOf(text: TextIndex, form: string): ReadonlyMap<string, readonly number[]> {
  const wanted = new Map<string, number[]>();
  for (const { form: line } of text.lines)
    if (line.length >= keyLength) wanted.set(line.slice(0, keyLength), []);
  for (let start = 0; start + keyLength <= form.length; start += 1) {
    wanted.get(form.slice(start, start + keyLength))?.push(start);
  }
  return wanted;
}

/** Lines that do not stand whole: their words must stand where the lines around them leave room. */
function fillRewritten(text: TextIndex, form: string, at: Int32Array): Presence {
  const indexes = [...text.lines.keys()];
  for (const index of [...indexes, ...indexes.toReversed()]) {
    if ((at[index] ?? -1) < 0) at[index] = rewrittenAt(text, form, at, index);
  }
  const taken = indexes.flatMap((index) => {
    const start = at[index] ?? -1;
    return start < 0 ? [] : [{ start, end: start + (text.lines[index]?.form.length ?? 0) }];
  });
  for (const index of indexes) {
    if ((at[index] ?? -1) < 0) at[index] = aloneAt(text, index, form, taken);
  }
  tellTorn(text, form, at);
  // A line without letters is no hindrance between others.
  return Uint8Array.from(at, (start, index) => (start >= 0 || text.lines[index]?.form === '' ? 1 : 0));
}

/**
 * Lines that a prompt tears apart (two tables side by side, cells of many lines): their words stand on the page's part of the
 * prompt as often as on the page, so that none of them can be another line's.
 */
function tellTorn(text: TextIndex, form: string, at: Int32Array): void {
  const indexes = [...text.lines.keys()].filter((index) => text.lines[index]?.form !== '');
  for (const page of Map.groupBy(indexes, (index) => text.lines[index]?.page).values()) {
    const known = page.filter((index) => (at[index] ?? -1) >= 0);
    const torn = page.filter((index) => (at[index] ?? -1) < 0);
    if (torn.length === 0 || known.length < page.length * mostlyKnown) continue;
    const lengthOf = (index: number): number => text.lines[index]?.form.length ?? 0;
    const begin = Math.min(...known.map((index) => at[index] ?? 0));
    const end = Math.max(...known.map((index) => (at[index] ?? 0) + lengthOf(index)));
    const letters = torn.reduce((sum, index) => sum + lengthOf(index), 0);
    const shown = form.slice(Math.max(0, begin - letters), end + letters);
    const own = page.map((index) => text.lines[index]?.form ?? '').join('');
    for (const index of torn) {
      const words = wordsOf(text.lines[index]);
      const standing = words.filter((word) => countOf(shown, word) >= countOf(own, word));
      if (lettersOf(standing) >= enough * lettersOf(words)) at[index] = begin;
    }
  }
}

function countOf(form: string, word: string): number {
  return form.split(word).length - 1;
}

function lettersOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length, 0);
}

/** A rewritten line far from all lines around it: all its words stand close to the one that the document has least often. */
function aloneAt(
  text: TextIndex,
  index: number,
  form: string,
  taken: { start: number; end: number }[],
): number {
  const line = text.lines[index];
  const words = wordsOf(line);
  if (line === undefined || words.length < 3 || !words.every((word) => form.includes(word))) return -1;
  const [rarest] = words
    .filter((word) => word.length >= leastKey)
    .map((word) => ({ word, times: countOf(text.form, word) }))
    .toSorted((a, b) => a.times - b.times || b.word.length - a.word.length);
  if (rarest === undefined) return -1;
  const { length } = line.form;
  const key = rarest.word;
  for (let place = form.indexOf(key); place >= 0; place = form.indexOf(key, place + 1)) {
    const isTaken = taken.some(({ start, end }) => start <= place && place < end);
    if (isTaken && rarest.times > 1) continue;
    const around = form.slice(Math.max(0, place - length - 40), place + length + 40);
    if (!words.every((word) => around.includes(word))) continue;
    taken.push({ start: place, end: place + key.length });
    return place;
  }
  return -1;
}

function wordsOf(line: KnownLine | undefined): readonly string[] {
  return (line?.text ?? '')
    .split(/[\s|]+/u)
    .map(lettersAndDigits)
    .filter((word) => word !== '');
}

function rewrittenAt(text: TextIndex, form: string, at: Int32Array, index: number): number {
  const line = text.lines[index];
  const before = knownNear(text, at, index, -1);
  const after = knownNear(text, at, index, 1);
  if (line === undefined || line.form === '' || (before === null && after === null)) return -1;
  const { length } = line.form;
  // With one neighbour the page may be cut right here: then the line must follow it at once, or go before it.
  const isBetween = before !== null && after !== null;
  const from = before === null ? (after ?? 0) - length - 40 : before.end - (isBetween ? reach : 0);
  const to = after === null ? (before?.end ?? 0) + length + 40 : after + (isBetween ? reach : 0);
  if (to - from > most) return -1;
  const begin = Math.max(0, from);
  const around = form.slice(begin, to);
  const words = wordsOf(line);
  const letters = lettersOf(words);
  const standing = lettersOf(words.filter((word) => around.includes(word)));
  const needed = isBetween ? enough : 1;
  if (letters === 0 || standing < needed * letters) return -1;
  const [first = ''] = words;
  return (
    begin + Math.max(0, after === null || before !== null ? around.indexOf(first) : around.lastIndexOf(first))
  );
}

/** Where the nearest known line of the same page stands, within a dozen lines. */
function knownNear(text: TextIndex, at: Int32Array, index: number, direction: -1): Known | null;
function knownNear(text: TextIndex, at: Int32Array, index: number, direction: 1): number | null;
function knownNear(text: TextIndex, at: Int32Array, index: number, direction: 1 | -1): Known | number | null {
  const page = text.lines[index]?.page;
  for (let distance = 1; distance <= 12; distance += 1) {
    const other = text.lines[index + direction * distance];
    if (other === undefined || other.page !== page) return null;
    const start = at[index + direction * distance] ?? -1;
    if (start >= 0) return direction === 1 ? start : { start, end: start + other.form.length };
  }
  return null;
}

interface Known {
  readonly start: number;
  readonly end: number;
}
