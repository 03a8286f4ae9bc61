/**
 * Lists that no table holds: what recurs with each item (a number of its own, a date) marks where an item stands. A mark that
 * no item has says that one is missing; marks that are all taken say that the list is whole. Pure.
 */
import { lettersAndDigits, readDates, tidy } from '../../values/index.ts';
import type { RowItem } from './rows.ts';
import type { WindowLine } from './window.ts';

/** Plain JSON. */
export interface Mark {
  /** The leaf whose values are the marks. */
  readonly name: string;
  /** Source of a regular expression that all of them fit; null: they are dates. */
  readonly pattern: string | null;
}

export interface Spot {
  readonly line: WindowLine;
  /** Offset into the line's text; 0 for a row of a table. */
  readonly at: number;
  /** A row that lacks what the items' rows have: asked about, and none of them where it gives nothing. Default false. */
  readonly isOdd?: boolean;
}

export interface Tally {
  /** By item; null: there is none for it, or other items have all of them. */
  readonly spots: readonly (Spot | null)[];
  /** By item: whether its mark stands in the lines that are asked about, only in others that are shown, or nowhere. */
  readonly known: readonly ('here' | 'elsewhere' | 'nowhere')[];
  /** Spots that no item has. */
  readonly free: readonly Spot[];
}

const leastItems = 3;
/** Of the items; the others may lack the mark, or have it in another form (a reader that rewords). */
const leastMarked = 0.9;
/** Marks that many items share do not tell which of them is missing. */
const leastDistinct = 0.7;
/** More free spots than this share of the items, and it is no mark of them but a thing that stands everywhere. */
const mostFree = 0.25;
/** Of items in any order, of which only the first ones were given, so many more may be left to say. */
const mostLeft = 99;

/** Whether so many free spots are those of items that were left out. */
export function mayBeMissed(free: number, items: number): boolean {
  return free <= Math.max(1, items * mostFree);
}

/**
 * The leaf that marks the items best: none of its spots free, if there is such a one. Null where nothing does.
 * @param isOpen the answer was cut off: further items were left to say
 */
export function markOf(
  lines: readonly WindowLine[],
  items: readonly RowItem[],
  placed: readonly (WindowLine | null)[],
  isOpen = false,
): Mark | null {
  if (items.length < leastItems) return null;
  const names = new Set(items.flatMap((item) => item.map(({ name }) => name)));
  let best: Mark | null = null;
  let fewest = Infinity;
  for (const name of names) {
    const mark = markFor(name, items);
    if (mark === null) continue;
    const { spots, free } = tally(lines, items, placed, mark);
    const marked = spots.filter((spot) => spot !== null).length;
    const isOne =
      mayBeMissed(free.length, items.length) || (isOpen && free.length <= items.length * mostLeft);
    if (isOne && marked >= items.length * leastMarked && free.length < fewest)
      [best, fewest] = [mark, free.length];
  }
  return best;
}

/**
 * Each item takes a spot of its mark, the one in the line where most of it stands if that is free; of equal items each has
 * its own.
 * @param placed the line of each item; null: not known
 */
export function tally(
  lines: readonly WindowLine[],
  items: readonly RowItem[],
  placed: readonly (WindowLine | null)[],
  mark: Mark,
): Tally {
  const all = lines.flatMap((line) => spotsIn(line, mark));
  const byKey = new Map<string, MarkSpot[]>();
  for (const spot of all) for (const key of spot.keys) byKey.set(key, [...(byKey.get(key) ?? []), spot]);
  const taken = new Set<Spot>();
  const keys = items.map((item) => keyOf(item, mark));
  const spots = keys.map((key, index) => {
    const free = (byKey.get(key ?? '') ?? []).filter((one) => !taken.has(one) && !one.line.context);
    const spot = free.find(({ line }) => line === placed[index]) ?? free[0] ?? null;
    if (spot !== null) taken.add(spot);
    return spot;
  });
  return {
    spots,
    known: keys.map((key) => {
      const own = byKey.get(key ?? '');
      if (own === undefined) return 'nowhere';
      return own.some(({ line }) => !line.context) ? 'here' : 'elsewhere';
    }),
    free: all.filter((spot) => !taken.has(spot) && !spot.line.context),
  };
}

/** How many spots the lines have that are asked about. */
export function spotCount(lines: readonly WindowLine[], mark: Mark): number {
  return lines.reduce((sum, line) => sum + (line.context ? 0 : spotsIn(line, mark).length), 0);
}

interface MarkSpot extends Spot {
  /** More than one where it can be read in more ways. */
  readonly keys: readonly string[];
}

function spotsIn(line: WindowLine, { pattern }: Mark): readonly MarkSpot[] {
  if (pattern === null)
    return readDates(line.text).map(({ start, value, alternatives }) => ({
      line,
      at: start,
      keys: [value, ...alternatives],
    }));
  return [...line.text.matchAll(new RegExp(pattern, 'giu'))].map((match) => ({
    line,
    at: match.index,
    keys: [lettersAndDigits(match[0])],
  }));
}

function keyOf(item: RowItem, { name, pattern }: Mark): string | null {
  const value = item.find((one) => one.name === name)?.value;
  if (typeof value !== 'string') return null;
  return pattern === null ? value : lettersAndDigits(value);
}

const isoDate = /^\d{4}-\d\d-\d\d$/u;

function markFor(name: string, items: readonly RowItem[]): Mark | null {
  const values = items.flatMap((item) => {
    const value = item.find((one) => one.name === name)?.value;
    return typeof value === 'string' ? [value] : [];
  });
  if (values.length < items.length * leastMarked) return null;
  if (new Set(values).size < values.length * leastDistinct) return null;
  if (values.every((value) => isoDate.test(value))) return { name, pattern: null };
  const pattern = patternOf(values);
  return pattern === null ? null : { name, pattern };
}

/** Fewer digits than this stand in many a text that marks nothing. */
const leastDigits = 2;
const longestMark = 40;

/** Null unless nearly all are made alike: runs of letters, of digits and signs in one order. */
function patternOf(values: readonly string[]): string | null {
  const split = values.map((value) => tidy(value).match(/\p{L}+|\p{N}+|[^\p{L}\p{N}]/gu) ?? []);
  const kindsOf = (one: readonly string[]): string =>
    one.map((run) => (/\p{N}/u.test(run) ? '9' : /\p{L}/u.test(run) ? 'a' : run)).join('');
  const [runs = []] = [...Map.groupBy(split, kindsOf).values()].toSorted((a, b) => b.length - a.length);
  const [first] = runs;
  if (first === undefined || runs.length < values.length * leastMarked) return null;
  const digits = first.join('').replace(/\P{N}/gu, '').length;
  if (digits < leastDigits || runs.some((one) => one.join('').length > longestMark)) return null;
  const parts = first.map((run, index) => {
    const all = runs.map((one) => one[index] ?? '');
    const lengths = all.map((one) => one.length);
    const times = `{${Math.min(...lengths)},${Math.max(...lengths)}}`;
    if (/\p{N}/u.test(run)) return `\\p{N}${times}`;
    const isSame = all.every((one) => one.toLowerCase() === run.toLowerCase());
    if (/\p{L}/u.test(run)) return isSame ? run : `\\p{L}${times}`;
    return run === ' ' ? '\\s' : RegExp.escape(run);
  });
  return `(?<![\\p{L}\\p{N}])${parts.join('')}(?![\\p{L}\\p{N}])`;
}
