/**
 * From words at places to lines in reading order and one canonical text.
 *
 * Text columns are read one after another, rows of tables across: a region is cut from top to bottom (XY-cut, Nagy and
 * Seth 1984) only where both sides are running text, so that no row is torn apart.
 */
import { inReadingOrder, mostlyRightToLeft, pageOrderOf, type PageOrder } from './bidi.ts';
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
  readonly bold?: boolean;
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
  const page = pageOrderOf(words);
  const rows = regionsOf(upright)
    .flatMap(rowsOf)
    .map((row) => inLogicalOrder(row, page));
  return write([...rows, ...turnedRows(turned)]);
}

function isTurned({ rotation }: PlacedWord): boolean {
  const angle = rotation === 0 ? 0 : Math.abs(rotation % 360);
  return angle > 2 && angle < 358;
}

/** Words of one row: their middles are within the height of one another. */
function rowsOf(words: readonly PlacedWord[]): PlacedWord[][] {
  const sorted = words.toSorted((a, b) => middleY(a) - middleY(b) || a.box[0] - b.box[0]);
  const rows: { words: PlacedWord[]; y: number; height: number }[] = [];
  for (const word of sorted) {
    const height = word.box[3] - word.box[1];
    const y = middleY(word);
    const row = rows.slice(-3).findLast((one) => Math.abs(one.y - y) < 0.45 * Math.min(one.height, height));
    if (row === undefined) {
      rows.push({ words: [word], y, height });
      continue;
    }
    row.words.push(word);
    // The tallest word leads: small print beside it does not drag the row down.
    if (height > row.height) {
      row.height = height;
      row.y = y;
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
  const runs = runsOf(words);
  if (!mayHoldColumns(runs)) return [words];
  const cut = cutColumns(words, runs);
  if (cut !== null) {
    const columns = mostlyRightToLeft(words) ? cut.columns.toReversed() : cut.columns;
    const parts = [cut.above, ...columns, cut.below].filter((part) => part.length > 0);
    return parts.flatMap((part) => regionsOf(part, depth + 1));
  }
  const bands = cutBand(words);
  if (bands === null) return [words];
  const parts = bands.map((band) => regionsOf(band, depth + 1));
  // A band that holds no columns needs no border: its rows follow one another anyway.
  return parts.every((part) => part.length === 1) ? [words] : parts.flat();
}

/** Whether there is running text beside running text, as far as two columns need it, here or in any part of it. */
function mayHoldColumns(runs: readonly Run[]): boolean {
  const long = runs.filter((run) => run.words.length >= leastWordsOfRun);
  if (long.length < 2 * leastFullRuns) return false;
  const ends = Float64Array.from(long, ({ box }) => box[2]).sort();
  const starts = Float64Array.from(long, ({ box }) => box[0]).sort();
  return (ends[leastFullRuns - 1] ?? 0) <= (starts[long.length - leastFullRuns] ?? 0);
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

interface ColumnCut {
  /** From left to right. */
  readonly columns: readonly (readonly PlacedWord[])[];
  /** Rows of a table over or under the columns, whose gaps fall together with theirs. */
  readonly above: readonly PlacedWord[];
  readonly below: readonly PlacedWord[];
}

/** Parts between white columns, if all are running text: between all of them, else beside the widest. */
function cutColumns(words: readonly PlacedWord[], runs: readonly Run[]): ColumnCut | null {
  const gaps = whiteColumns(words, runs);
  const widest = gaps.toSorted((a, b) => b.width - a.width).slice(0, 1);
  for (const chosen of gaps.length > 1 ? [gaps, widest] : [widest]) {
    const borders = [-Infinity, ...chosen.map((gap) => gap.at), Infinity];
    const parts = borders
      .slice(1)
      .map((right, index) =>
        runs.filter((run) => run.box[0] >= (borders[index] ?? right) && run.box[2] <= right),
      );
    if (parts.length > 1 && parts.every(isRunningText)) return withoutTables(parts);
  }
  return null;
}

/** The white columns in the middle part of the words' width, left to right. */
function whiteColumns(
  words: readonly PlacedWord[],
  runs: readonly Run[],
): readonly { readonly at: number; readonly width: number }[] {
  const [left, , right] = unionOf(words);
  const size = medianOf(words.map((word) => word.size));
  const spans = runs.map((run) => [run.box[0], run.box[2]] as const).toSorted((a, b) => a[0] - b[0]);
  const gaps: { at: number; width: number }[] = [];
  let reach = left;
  for (const [start, end] of spans) {
    const width = start - reach;
    const at = (start + reach) / 2;
    const inMiddle = at > left + (right - left) * 0.2 && at < right - (right - left) * 0.2;
    if (width > size * 0.9 && inMiddle) gaps.push({ at, width });
    reach = Math.max(reach, end);
  }
  return gaps;
}

/** Cells above the first and below the last full line of all columns are a table's where they go over columns. */
function withoutTables(columns: readonly (readonly Run[])[]): ColumnCut {
  const full = columns.flatMap((column) => fullRunsOf(column));
  const top = Math.min(...full.map((run) => run.box[1]));
  const bottom = Math.max(...full.map((run) => run.box[3]));
  const isTable = (fits: (run: Run) => boolean): boolean =>
    columns.filter((column) => column.filter(fits).length >= 2).length > 1 &&
    columns
      .flat()
      .filter(fits)
      .every((run) => run.words.length < leastWordsOfRun);
  const above = (run: Run): boolean => run.box[3] <= top;
  const below = (run: Run): boolean => run.box[1] >= bottom;
  const [cutsAbove, cutsBelow] = [isTable(above), isTable(below)];
  const isApart = (run: Run): boolean => (cutsAbove && above(run)) || (cutsBelow && below(run));
  const wordsIn = (runs: readonly Run[]): readonly PlacedWord[] => runs.flatMap((run) => run.words);
  return {
    columns: columns.map((column) => wordsIn(column.filter((run) => !isApart(run)))),
    above: cutsAbove ? wordsIn(columns.flat().filter(above)) : [],
    below: cutsBelow ? wordsIn(columns.flat().filter(below)) : [],
  };
}

const leastWordsOfRun = 4;
const leastFullRuns = 5;

/** Lines that mostly fill their column and have several words: what tables and forms do not have. */
function isRunningText(runs: readonly Run[]): boolean {
  if (runs.length < 6) return false;
  const full = fullRunsOf(runs).length;
  return full >= leastFullRuns && full >= runs.length * 0.5;
}

function fullRunsOf(runs: readonly Run[]): readonly Run[] {
  const box = unionOf(runs);
  const width = box[2] - box[0];
  return runs.filter((run) => run.box[2] - run.box[0] > width * 0.65 && run.words.length >= leastWordsOfRun);
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

/** Left to right, or as the script of the line is read. */
function inLogicalOrder(words: readonly PlacedWord[], page: PageOrder | null): readonly PlacedWord[] {
  const standing = words.toSorted((a, b) => a.box[0] - b.box[0]);
  return page === null ? standing : inReadingOrder(standing, page);
}

/** Scripts that are written without spaces: Chinese and Japanese with their signs. */
const unspacedEnd = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{323af}]$/u;
const unspacedStart = /^[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{323af}]/u;

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
    for (const placed of row) {
      if (before !== null && needsSpace(before, placed)) text += ' ';
      const at = text.length;
      text += placed.text;
      const { text: spelt, box, size, struck, hidden, ocr, bold, cell } = placed;
      const word = { text: spelt, box, size, struck, hidden, ocr, start: at, end: text.length };
      const told = bold === true ? { ...word, bold } : word;
      words.push(cell === undefined ? told : { ...told, cell });
      before = placed;
    }
    lines.push({ start, end: text.length, firstWord, lastWord: words.length, box: unionOf(row) });
  }
  return { text, words, lines };
}

function needsSpace(a: PlacedWord, b: PlacedWord): boolean {
  const [last, first] = [a.text.charCodeAt(a.text.length - 1), b.text.charCodeAt(0)];
  if (last < 0x2e80 || first < 0x2e80) return true;
  if (!unspacedEnd.test(a.text) || !unspacedStart.test(b.text)) return true;
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
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
