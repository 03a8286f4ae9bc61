/**
 * Which row of the document each item of a list was read from. Rows of the same table that gave no item are told: that is
 * how a list that is short is seen. Equal items are dealt out to equal rows one by one, so that real twins stay twins.
 */
import { compareTexts } from '../../document/place-order.ts';
import type { JsonPrimitive } from '../../json.ts';
import { lettersAndDigits, readDates, readNumber, readNumbers, wholeDate } from '../../values/index.ts';
import type { WindowLine } from './window.ts';

export interface RowItem {
  readonly values: readonly JsonPrimitive[];
}

/** Indexes into the lines, by item; null where no line holds any of its values. */
export type Rows = readonly (number | null)[];

const noneUsed: ReadonlySet<number> = new Set();

/** Longest text lines that are searched as a whole for values that fill no cell. */
const mostScanned = 4_000;

export class RowIndex {
  private readonly lines: readonly WindowLine[];
  private readonly byKey = new Map<string, number[]>();
  private readonly forms: readonly string[];
  private readonly found = new Map<JsonPrimitive, readonly number[]>();

  constructor(lines: readonly WindowLine[]) {
    this.lines = lines;
    this.forms = lines.map((line) => lettersAndDigits(line.text));
    for (const [at, line] of lines.entries()) {
      if (line.context) continue;
      const texts = line.cells.length > 0 ? line.cells.map((cell) => cell.text) : [line.text];
      for (const key of new Set(texts.flatMap(keysOfText))) {
        const places = this.byKey.get(key);
        if (places === undefined) this.byKey.set(key, [at]);
        else places.push(at);
      }
    }
  }

  /** Whatever order the items come in: they take their rows in that of the first rows they fit, those that fit best first. */
  align(items: readonly RowItem[]): Rows {
    const known = items.map((item, index) => ({ item, index, first: this.best(item, noneUsed, -1) }));
    const ordered = known.toSorted(
      (a, b) =>
        (a.first?.line ?? 0) - (b.first?.line ?? 0) ||
        (b.first?.votes ?? 0) - (a.first?.votes ?? 0) ||
        compareTexts(wordsOf(a.item), wordsOf(b.item)),
    );
    const used = new Set<number>();
    const rows: (number | null)[] = items.map(() => null);
    let before = -1;
    for (const { item, index } of ordered) {
      const line = this.best(item, used, before)?.line;
      if (line === undefined) continue;
      used.add(line);
      before = line;
      rows[index] = line;
    }
    return rows;
  }

  /** The share of the values that stand in the line, 0-1. */
  fit(item: RowItem, line: number): number {
    const told = item.values.filter((value) => value !== null && typeof value !== 'boolean');
    const standing = told.filter((value) => this.linesWith(value).includes(line)).length;
    return told.length === 0 ? 0 : standing / told.length;
  }

  private best(
    item: RowItem,
    used: ReadonlySet<number>,
    before: number,
  ): { readonly line: number; readonly votes: number } | null {
    const votes = new Map<number, number>();
    for (const value of item.values) {
      for (const line of this.linesWith(value)) votes.set(line, (votes.get(line) ?? 0) + weightOf(value));
    }
    let best: { line: number; votes: number } | null = null;
    let bestRank = -Infinity;
    for (const [line, count] of votes) {
      // More values first, then a row that no other item was read from, then the next one down.
      const away = line > before ? line - before : this.lines.length + before - line;
      const rank = count * 10 - (used.has(line) ? 5 : 0) - away / (2 * this.lines.length + 1);
      if (rank > bestRank) [best, bestRank] = [{ line, votes: count }, rank];
    }
    return best;
  }

  private linesWith(value: JsonPrimitive): readonly number[] {
    const lines = this.found.get(value) ?? this.search(value);
    this.found.set(value, lines);
    return lines;
  }

  private search(value: JsonPrimitive): readonly number[] {
    const known = keysOfValue(value).flatMap((key) => this.byKey.get(key) ?? []);
    if (known.length > 0 || typeof value !== 'string') return [...new Set(known)];
    const form = lettersAndDigits(value);
    if (form.length < 3 || this.forms.length > mostScanned) return [];
    const head = form.slice(0, 24);
    return this.forms.flatMap((text, at) =>
      this.lines[at]?.context === false && (text.includes(form) || text.includes(head)) ? [at] : [],
    );
  }
}

function wordsOf({ values }: RowItem): string {
  return values.map((value) => lettersAndDigits(String(value))).join(' ');
}

const indexes = new WeakMap<readonly WindowLine[], RowIndex>();

/** Worked out once for the lines of a prompt, however many lists and answers are read from it. */
export function rowIndexOf(lines: readonly WindowLine[]): RowIndex {
  const index = indexes.get(lines) ?? new RowIndex(lines);
  indexes.set(lines, index);
  return index;
}

/** Long values tell rows apart better than short ones. */
function weightOf(value: JsonPrimitive): number {
  return String(value).length >= 4 ? 1 : 0.6;
}

function keysOfText(text: string): readonly string[] {
  const form = lettersAndDigits(text);
  if (form === '' || text.length > 200) return [];
  return [
    form,
    ...readNumbers(text).flatMap((one) =>
      [one.value, ...one.alternatives].map((value) => `#${Math.abs(value)}`),
    ),
    ...readDates(text).flatMap((one) => [one.value, ...one.alternatives].map((value) => `@${value}`)),
  ];
}

function keysOfValue(value: JsonPrimitive): readonly string[] {
  if (value === null || typeof value === 'boolean') return [];
  if (typeof value === 'number') return [`#${Math.abs(value)}`];
  const day = /^\d{4}-\d\d-\d\d/u.exec(value)?.[0] ?? wholeDate(value);
  // A number that was written as a text, because it can be read in two ways.
  const read = /^[\d.,'\s()-]+$/u.test(value) ? readNumber(value) : null;
  const sizes = read === null ? [] : [read.value, ...read.alternatives].map((size) => `#${Math.abs(size)}`);
  return [...(day === null ? [] : [`@${day}`]), lettersAndDigits(value), ...sizes];
}

/** A list is taken to be a table's rows when so many of them gave an item, and no fewer than so many. */
const leastShare = 0.6;
const leastCovered = 3;
/** The last turn of a list may have hardly any rows: there two are enough. */
const shortWindow = 4;

export interface RowCount {
  /** Rows of data of the tables that the list was read from. */
  readonly rows: number;
  /** Lines of rows like the others that gave no item. */
  readonly missing: readonly number[];
}

/** Null where the list is not made of rows, one an item, so that nothing can be counted. */
export function countRows(lines: readonly WindowLine[], rows: Rows): RowCount | null {
  const covered = new Set(rows.filter((line) => line !== null));
  const shown = lines.filter((line) => line.kind === 'row' && !line.context).length;
  const least = shown <= shortWindow ? 2 : leastCovered;
  if (covered.size < least || covered.size < rows.length * 0.9) return null;
  let counted = 0;
  const missing: number[] = [];
  for (const table of tablesIn(lines)) {
    const hits = table.filter((at) => covered.has(at));
    if (hits.length < least || hits.length < table.length * leastShare) continue;
    const filled = hits.map((at) => lines[at]?.cells.length ?? 0).toSorted((a, b) => a - b);
    const fewest = filled[Math.floor(filled.length * 0.05)] ?? 1;
    for (const at of table) {
      if (covered.has(at)) counted += 1;
      else if ((lines[at]?.cells.length ?? 0) >= fewest) {
        counted += 1;
        missing.push(at);
      }
    }
  }
  return counted === 0 ? null : { rows: counted, missing };
}

/** Rows of data by table; a table without a head goes on from the one before it, and one with the same head too. */
function tablesIn(lines: readonly WindowLine[]): readonly (readonly number[])[] {
  const tables = new Map<string, number[]>();
  let place = '';
  let head = '';
  for (const [at, line] of lines.entries()) {
    if (line.table === null) continue;
    const here = `${line.page}:${line.table}`;
    if (line.kind === 'head') head = here === place ? `${head}\n${line.text}` : line.text;
    place = here;
    if (line.kind !== 'row' || line.context) continue;
    const rows = tables.get(head);
    if (rows === undefined) tables.set(head, [at]);
    else rows.push(at);
  }
  return [...tables.values()];
}
