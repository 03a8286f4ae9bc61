/**
 * From words at places to lines in reading order and one canonical text.
 *
 * Text columns are read one after another, rows of tables across: a region is cut from top to bottom (XY-cut, Nagy and
 * Seth 1984) only where both sides are running text, so that no row is torn apart.
 */
import type { Box, Line, Word } from './types.ts';

/** A word before its place in the text is known. */
export interface PlacedWord {
  /** In logical order. */
  readonly text: string;
  readonly box: Box;
  readonly size: number;
  readonly struck: boolean;
  readonly hidden: boolean;
  readonly ocr: number | null;
  readonly cell?: string;
  /** Degrees; words that stand at an angle are read after the others. */
  readonly rotation: number;
  /** Words of one run of the source (no wide gap inside) share a number. */
  readonly run: number;
}

export interface ReadText {
  readonly text: string;
  readonly words: readonly Word[];
  readonly lines: readonly Line[];
}

export function readInOrder(words: readonly PlacedWord[]): ReadText {
  const upright = words.filter((word) => !isTurned(word));
  const turned = words.filter(isTurned);
  const rows = [...regionsOf(upright).flatMap(rowsOf), ...turnedRows(turned)];
  return write(rows.map(inLogicalOrder));
}

function isTurned(word: PlacedWord): boolean {
  const angle = Math.abs(word.rotation % 360);
  return angle > 2 && angle < 358;
}

/** Words of one row: their middles are within the height of one another. */
function rowsOf(words: readonly PlacedWord[]): PlacedWord[][] {
  const sorted = words.toSorted((a, b) => middleY(a) - middleY(b) || a.box[0] - b.box[0]);
  const rows: { words: PlacedWord[]; y: number; height: number }[] = [];
  for (const word of sorted) {
    const height = word.box[3] - word.box[1];
    const row = rows.findLast(
      (one, index) =>
        index >= rows.length - 3 && Math.abs(one.y - middleY(word)) < 0.45 * Math.min(one.height, height),
    );
    if (row === undefined) {
      rows.push({ words: [word], y: middleY(word), height });
      continue;
    }
    row.words.push(word);
    // The tallest word leads: small print beside it does not drag the row down.
    if (height > row.height) {
      row.height = height;
      row.y = middleY(word);
    }
  }
  rows.sort((a, b) => a.y - b.y);
  return rows.map((row) => row.words);
}

/** Words at one angle, run by run, in the order of the source. */
function turnedRows(words: readonly PlacedWord[]): PlacedWord[][] {
  const runs = new Map<number, PlacedWord[]>();
  for (const word of words) {
    const run = runs.get(word.run);
    if (run === undefined) runs.set(word.run, [word]);
    else run.push(word);
  }
  return [...runs.values()];
}

const mostDepth = 12;

/** The words in regions that are read one after another. */
function regionsOf(words: readonly PlacedWord[], depth = 0): (readonly PlacedWord[])[] {
  if (words.length < 40 || depth > mostDepth) return [words];
  const columns = cutColumns(words);
  if (columns !== null) return columns.flatMap((column) => regionsOf(column, depth + 1));
  const bands = cutBand(words);
  if (bands === null) return [words];
  const parts = bands.map((band) => regionsOf(band, depth + 1));
  // A band that holds no columns needs no border: its rows follow one another anyway.
  return parts.every((part) => part.length === 1) ? [words] : parts.flat();
}

interface Run {
  readonly words: PlacedWord[];
  readonly box: Box;
}

function runsOf(words: readonly PlacedWord[]): Run[] {
  const runs = new Map<number, PlacedWord[]>();
  for (const word of words) {
    const run = runs.get(word.run);
    if (run === undefined) runs.set(word.run, [word]);
    else run.push(word);
  }
  return [...runs.values()].map((run) => ({ words: run, box: unionOf(run) }));
}

/** Two sides of the widest white column, if both are running text; null otherwise. */
function cutColumns(words: readonly PlacedWord[]): readonly (readonly PlacedWord[])[] | null {
  const runs = runsOf(words);
  const [left, , right] = unionOf(words);
  const size = medianOf(words.map((word) => word.size));
  const spans = runs.map((run) => [run.box[0], run.box[2]] as const).toSorted((a, b) => a[0] - b[0]);
  let reach = left;
  let best: { at: number; width: number } | null = null;
  for (const [start, end] of spans) {
    const width = start - reach;
    const at = (start + reach) / 2;
    const inMiddle = at > left + (right - left) * 0.2 && at < right - (right - left) * 0.2;
    if (width > size * 0.9 && inMiddle && (best === null || width > best.width)) best = { at, width };
    reach = Math.max(reach, end);
  }
  if (best === null) return null;
  const { at } = best;
  const sides = [runs.filter((run) => run.box[2] <= at), runs.filter((run) => run.box[0] >= at)];
  if (!sides.every(isRunningText)) return null;
  return sides.map((side) => side.flatMap((run) => run.words));
}

/** Lines that mostly fill their column and have several words: what tables and forms do not have. */
function isRunningText(runs: readonly Run[]): boolean {
  if (runs.length < 6) return false;
  const box = unionOf(runs);
  const width = box[2] - box[0];
  const full = runs.filter((run) => run.box[2] - run.box[0] > width * 0.65 && run.words.length >= 4);
  return full.length >= 5 && full.length >= runs.length * 0.5;
}

/** The region above and below its widest white band; null when there is none. */
function cutBand(words: readonly PlacedWord[]): readonly (readonly PlacedWord[])[] | null {
  const size = medianOf(words.map((word) => word.size));
  const sorted = words.toSorted((a, b) => a.box[1] - b.box[1]);
  let reach = sorted[0]?.box[3] ?? 0;
  let best: { at: number; height: number } | null = null;
  for (const word of sorted) {
    const height = word.box[1] - reach;
    if (height > size * 0.35 && (best === null || height > best.height))
      best = { at: (word.box[1] + reach) / 2, height };
    reach = Math.max(reach, word.box[3]);
  }
  if (best === null) return null;
  const { at } = best;
  return [words.filter((word) => word.box[3] <= at), words.filter((word) => word.box[1] >= at)];
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u;

/** Left to right; in lines of a right-to-left script from the right, with runs of numbers and Latin words kept. */
function inLogicalOrder(words: readonly PlacedWord[]): PlacedWord[] {
  const turned = words.some(isTurned);
  const sorted = turned ? [...words] : words.toSorted((a, b) => a.box[0] - b.box[0]);
  const against = sorted.filter((word) => rightToLeft.test(word.text)).length;
  if (against * 2 <= sorted.filter((word) => /\p{L}/u.test(word.text)).length || against === 0) return sorted;
  const ordered: PlacedWord[] = [];
  let forward: PlacedWord[] = [];
  for (const word of sorted.toReversed()) {
    if (rightToLeft.test(word.text)) {
      ordered.push(...forward, word);
      forward = [];
    } else forward.unshift(word);
  }
  return [...ordered, ...forward];
}

const noSpaces = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff]/u;

function write(rows: readonly (readonly PlacedWord[])[]): ReadText {
  let text = '';
  const words: Word[] = [];
  const lines: Line[] = [];
  for (const row of rows) {
    if (row.length === 0) continue;
    if (text !== '') text += '\n';
    const start = text.length;
    const firstWord = words.length;
    let before: PlacedWord | null = null;
    for (const { rotation: _rotation, run: _run, ...word } of row) {
      if (before !== null && needsSpace(before, word)) text += ' ';
      const at = text.length;
      text += word.text;
      words.push({ ...word, start: at, end: text.length });
      before = { ...word, rotation: _rotation, run: _run };
    }
    lines.push({ start, end: text.length, firstWord, lastWord: words.length, box: unionOf(row) });
  }
  return { text, words, lines };
}

function needsSpace(a: PlacedWord, b: Pick<PlacedWord, 'text' | 'box'>): boolean {
  if (!noSpaces.test(a.text.at(-1) ?? '') || !noSpaces.test(b.text[0] ?? '')) return true;
  return b.box[0] - a.box[2] > a.size * 0.5;
}

function middleY(word: PlacedWord): number {
  return (word.box[1] + word.box[3]) / 2;
}

export function unionOf(parts: readonly { readonly box: Box }[]): Box {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { box } of parts) {
    x0 = Math.min(x0, box[0]);
    y0 = Math.min(y0, box[1]);
    x1 = Math.max(x1, box[2]);
    y1 = Math.max(y1, box[3]);
  }
  return parts.length === 0 ? [0, 0, 0, 0] : [x0, y0, x1, y1];
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
