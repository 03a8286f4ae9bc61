/** Which column of a table answers which leaf of an item: by header words and by what the cells hold, all at once. */
import type { Locale } from '../../../values/index.ts';
import type { ValueKind } from '../kinds.ts';
import { phraseOf } from '../lexicon.ts';
import { labelSimilarity, type NodeQuestion } from '../question.ts';
import { splitIdentifier, wordsOf } from '../words.ts';
import { bestPairs } from './assignment.ts';
import { contextValues } from './context.ts';
import { columnsByLooks } from './headless.ts';
import type { ArrayTask, ColumnMatch, Slot } from './model.ts';
import { asksForArticle, asksForOrdinal } from './ordinals.ts';
import { fitOf, isFigures, repeats, sampleOf, shapeShare, wordy, type Sample } from './sample.ts';
import type { SourceTable } from './source.ts';
import { describedSimilarity, yearSimilarity, yearsOf, type YearRank } from './years.ts';

export interface TableMatch {
  readonly source: SourceTable;
  readonly columns: readonly ColumnMatch[];
  /** Lists of primitives in the row's item, whether a column answers them or not. */
  readonly lists: readonly Slot[];
  /** Leaves of a row's item, whether a column answers them or not. */
  readonly own: readonly Slot[];
  /** 0-1: how much of the item the columns answer. */
  readonly score: number;
  /** Leaves of outer levels that the headings above the table answer. */
  readonly shared: number;
  /** 0-1: how surely captions, headings and description of the array speak of this table. */
  readonly affinity: number;
  /** Its columns have names, or look as the leaves ask. */
  readonly isSure: boolean;
}

/** Headers below this name nothing. */
const leastSimilarity = 0.3;
const leastWeight = 0.3;
const leastOnly = 0.05;
/** Cells that fit worse than this are words, whatever heads them. */
const leastOfCodes = 0.25;
/** What a column that counts its rows says to a leaf that asks for the number of a line, whatever heads it. */
const countOfLines = 0.5;
/** What the cells alone say about a leaf, by its kind: how seldom other columns look like that. */
const byCellsAlone: Partial<Record<ValueKind, number>> = {
  email: 0.5, url: 0.5, iban: 0.5, bic: 0.4, vat_id: 0.5, phone: 0.4, year: 0.35, date: 0.3, time: 0.3, enum: 0.4,
  percent: 0.25, currency: 0.3, country: 0.15, money: 0.12, number: 0.08, identifier: 0.08, name: 0.1, title: 0.08, text: 0.08,
}; // prettier-ignore

export function matchTable(
  task: ArrayTask,
  source: SourceTable,
  locale: Locale | undefined,
): TableMatch | null {
  const slots = task.levels.flatMap((level) => level.slots);
  const sample = sampleOf(source);
  const years = yearsOf(source.headers);
  const rated = slots.map((slot) =>
    source.headers.map((header, column) =>
      rate(slot, header.text, sample, column, years[column] ?? null, locale),
    ),
  );
  const rows = task.levels.at(-1)?.slots ?? [];
  const pairs = bestPairs(
    rated.map((row, index) => {
      const slot = slots[index];
      const own = slot !== undefined && rows.includes(slot);
      return row.map(({ weight }, column) => (own || repeats(sample.cells[column] ?? []) ? weight : 0));
    }),
  );
  const all = pairs.flatMap(([row, column]): ColumnMatch[] => {
    const slot = slots[row];
    const cell = rated[row]?.[column];
    return slot === undefined || cell === undefined ? [] : [{ slot, column, ...cell }];
  });
  const affinity = affinityOf(task, source);
  const byLooks = sample.headed ? null : columnsByLooks(rows, sample, affinity, locale);
  const columns =
    byLooks?.isEnough === true
      ? byLooks.pairs
      : accepted(all, affinity, rows, sample, otherwiseNamed(task, source)).filter(
          ({ slot, column }) =>
            byLooks === null || byLooks.pairs.some((pair) => pair.slot === slot && pair.column === column),
        );
  if (columns.length === 0) return null;
  const answered = columns.filter(({ slot }) => rows.includes(slot));
  if (answered.length < Math.min(2, rows.length)) return null;
  const sum = answered.reduce((total, { weight }) => total + weight, 0);
  const lists = rows.filter((slot) => slot.list !== null);
  const outer = task.levels.slice(0, -1).flatMap((level) => level.slots);
  const shared = outer.length === 0 ? 0 : contextValues(outer, source.above, locale).length;
  return {
    source,
    columns,
    lists,
    own: rows,
    shared,
    score: Math.min(1, sum / Math.max(1.5, 0.5 * rows.length)),
    affinity,
    isSure: byLooks === null || byLooks.isEnough,
  };
}

interface Rating {
  readonly weight: number;
  readonly similarity: number;
}

function rate(
  slot: Slot,
  header: string,
  { cells: columns, shapes, fits, ordinal, headed }: Sample,
  column: number,
  year: YearRank | null,
  locale: Locale | undefined,
): Rating {
  const cells = columns[column] ?? [];
  const similarity = Math.max(headerSimilarity(slot, header), yearSimilarity(slot, year));
  if (slot.list !== null) return { similarity, weight: similarity >= 0.5 ? similarity * 0.6 : 0 };
  if (ordinal[column] === true) {
    if (asksForOrdinal(slot)) return { similarity, weight: Math.max(similarity, countOfLines) };
    if (asksForArticle(slot)) return { similarity: 0, weight: 0 };
  }
  const key = `${column}:${slot.task.takes}`;
  const fit = fits.get(key) ?? fitOf(slot, cells, locale);
  fits.set(key, fit);
  const isOther = slot.task.kind.kind === 'identifier' && fit < leastOfCodes;
  if (similarity >= leastSimilarity)
    return { similarity, weight: similarity * (0.45 + 0.55 * fit) * (isOther ? 0.5 : 1) };
  // Words are often those of captions, which makes them no worse as cells of a table with a head.
  const likely = headed && wordy.has(slot.task.kind.kind) && fit >= 0.4 ? 1 : fit >= 0.7 ? fit : 0;
  const alone = (byCellsAlone[slot.task.kind.kind] ?? 0) * likely;
  const shaped = shapeShare(slot, shapes[column] ?? []);
  return { similarity, weight: Math.max(alone, 0.35 * shaped) * (header === '' ? 1 : 0.8) };
}

/** The header's words, or the initials of the leaf's name ("YB" for a year of birth). */
function headerSimilarity({ task }: Slot, header: string): number {
  if (header === '') return 0;
  // The very name, which may have other meanings.
  if (wordsOf(header).join(' ') === wordsOf(splitIdentifier(task.leaf.name)).join(' ')) return 1;
  const words = header.replace(/\S*\d\S*|\([^)]*\)/gu, ' ').trim();
  return Math.max(
    labelSimilarity(task.question, header),
    words === header || words === '' ? 0 : 0.92 * labelSimilarity(task.question, words),
    initialsSimilarity(task.leaf.name, header),
    describedSimilarity(task.leaf.description, header),
  );
}

function initialsSimilarity(name: string, header: string): number {
  const letters = header.replace(/[^\p{L}]/gu, '').toLowerCase();
  const initials = wordsOf(splitIdentifier(name)).map((word) => word.slice(0, 1));
  if (letters.length === 0 || letters.length !== initials.length || header.length > letters.length + 3)
    return 0;
  if (letters.length === 1) return letters === initials[0] ? 0.4 : 0;
  return [...letters].sort().join('') === [...initials].sort().join('') ? 0.55 : 0;
}

/** Pairs that stand on their own, and weaker ones where the table is known by the others or by its caption. */
function accepted(
  all: readonly ColumnMatch[],
  affinity: number,
  rows: readonly Slot[],
  { cells, headed }: Sample,
  named: ReadonlySet<number>,
): ColumnMatch[] {
  const slots = rows.length;
  const strong = all.filter(
    ({ weight, similarity }) => weight >= leastWeight && similarity >= leastSimilarity,
  );
  // A head that names nothing of what is asked for is that of another table, whatever stands above it.
  if (headed && all.every(({ similarity }) => similarity < leastSimilarity)) return [];
  const known = strong.length >= 2 || strong.length * 2 >= slots || affinity >= 0.5;
  if (!known) return strong.length >= 1 && slots === 1 ? strong : [];
  return all.filter(({ weight, similarity, slot, column }) => {
    if (similarity >= leastSimilarity) return weight >= 0.18;
    if (!rows.includes(slot)) return false;
    return (
      weight >= 0.2 || (affinity >= 0.5 && weight > 0.05) || (!named.has(column) && isOnly(slot, all, cells))
    );
  });
}

/** Columns whose names are known words that do not name the list itself, as that of the first may: they say what they hold. */
function otherwiseNamed({ levels }: ArrayTask, { headers }: SourceTable): ReadonlySet<number> {
  const names = headers.flatMap(({ text }, column) => {
    const known = [...phraseOf(text).concepts].some((concept) => !concept.startsWith('='));
    const ofList = levels.some(({ question }) => labelSimilarity(question, text) >= leastSimilarity);
    return known && !ofList && column > 0 ? [column] : [];
  });
  return new Set(names);
}

/** The one leaf for figures (or for words) that no header names, and the one column of such that names none. */
function isOnly(slot: Slot, all: readonly ColumnMatch[], cells: Sample['cells']): boolean {
  const own = all.find((match) => match.slot === slot);
  if (own === undefined || own.weight < leastOnly) return false;
  const weak = all.filter(({ similarity }) => similarity < leastSimilarity);
  const figures = isFigures(cells[own.column] ?? []);
  const alike = (column: number): boolean => isFigures(cells[column] ?? []) === figures;
  const claimed = new Set(
    all.filter(({ similarity }) => similarity >= leastSimilarity).map(({ column }) => column),
  );
  const free = cells.filter((column, index) => column.length > 0 && !claimed.has(index) && alike(index));
  return free.length === 1 && weak.filter(({ column }) => alike(column)).length === 1;
}

/** How surely the array is meant by what stands over the table. */
export function affinityOf(task: ArrayTask, source: SourceTable): number {
  let best = 0;
  for (const { question, node } of task.levels) {
    const names = `${splitIdentifier(node.name)} ${node.title ?? ''} ${node.description ?? ''}`;
    const described = new Set(wordsOf(names));
    for (const [index, text] of captionsOf(source).entries()) {
      best = Math.max(best, (index === 0 ? 1 : 0.9) * captionSimilarity(question, described, text));
    }
  }
  return best;
}

export function captionSimilarity(
  question: NodeQuestion,
  described: ReadonlySet<string>,
  text: string,
): number {
  if (text.length > 90) return 0;
  const words = wordsOf(text).filter((word) => word.length >= 3);
  if (words.length === 0) return 0;
  const shared = words.filter((word) => described.has(word)).length / words.length;
  const long = words.some((word) => word.length >= 5 && described.has(word));
  return Math.max(labelSimilarity(question, text), shared >= 0.6 && long ? 0.8 * shared : 0);
}

/** Shorter names of columns are abbreviations of many things. */
const leastName = 5;

/** Texts above a table, the nearest first, and the name of its first column, which may be that of the whole list. */
export function captionsOf(source: SourceTable): string[] {
  const lines = source.above.map((line) => line.pieces.map((piece) => piece.text).join(' ')).toReversed();
  const [first] = source.headers;
  const name = first === undefined || first.text.length < leastName ? [] : [first.text];
  return [...lines.slice(0, 5), ...name];
}
