/**
 * Which row of the document each item of a list was read from. A row is one item's: equal items are dealt out to equal rows
 * one by one, so that real twins stay twins and an item that is given twice for one row is seen.
 */
import { compareTexts } from '../../document/place-order.ts';
import type { JsonPrimitive } from '../../json.ts';
import { lettersAndDigits, readDates, readNumbers, saidForm, wholeDate } from '../../values/index.ts';
import type { WindowLine } from './window.ts';

export interface RowValue {
  /** Which of the item's leaves it is, the same in all items. */
  readonly name: string;
  /** As the schema has it: dates in their form, numbers as numbers. */
  readonly value: JsonPrimitive;
}
export type RowItem = readonly RowValue[];

/**
 * own: a row for itself. shared: another item's row, in which half of what it says otherwise stands, too. twice: it says nothing
 * that the item of its row does not say. copy: it says other things than the better item of its row, which do not stand there.
 * none: there is no row for what it says.
 */
export type Standing = 'own' | 'shared' | 'twice' | 'copy' | 'none';

export interface Placement {
  /** Index into the lines; null: twice, copy or none. */
  readonly line: number | null;
  readonly standing: Standing;
  /** How much of what tells the item stands in its best line, 0-1: rare values count more than those of many rows. */
  readonly fit: number;
  /** Its values that no line says, though other items' do. */
  readonly strange: number;
}

/** Longest text lines that are searched as a whole for values that fill no cell. */
const mostScanned = 4_000;
/** Of a list's items that stand in the text at all, an item shows no less of itself in its row than this share. */
const leastOfUsual = 0.6;
/** Lines that say nearly as much of an item are compared closely. */
const mostCompared = 60;

interface Found {
  /** Ascending; equal in fit. */
  readonly lines: readonly number[];
  readonly fit: number;
}

export class RowIndex {
  private readonly lines: readonly WindowLine[];
  private readonly byKey = new Map<string, number[]>();
  private readonly keys: readonly ReadonlySet<string>[];
  private readonly forms: readonly string[];
  private readonly known = new Map<JsonPrimitive, readonly number[]>();

  constructor(lines: readonly WindowLine[]) {
    this.lines = lines;
    this.forms = lines.map((line) => lettersAndDigits(line.text));
    this.keys = lines.map((line) => {
      const texts = line.cells.length > 0 ? line.cells.map((cell) => cell.text) : [line.text];
      return new Set(texts.flatMap(keysOfText));
    });
    for (const [at, keys] of this.keys.entries()) {
      for (const key of keys) {
        const places = this.byKey.get(key);
        if (places === undefined) this.byKey.set(key, [at]);
        else places.push(at);
      }
    }
  }

  place(items: readonly RowItem[]): readonly Placement[] {
    const telling = this.telling(items);
    const found = telling.map((item) => this.find(item));
    const fits = found.map(({ fit }) => fit).toSorted((a, b) => a - b);
    const least = (fits[Math.floor(fits.length / 2)] ?? 0) * leastOfUsual;
    const rows = this.deal(
      items.map((item) => item.map(({ value }) => saidForm(value)).join(' ')),
      found.map((one) => (one.fit > 0 && one.fit >= least ? one : nowhere)),
      telling,
    );
    const holders = new Map(rows.flatMap((line, at) => (line === null ? [] : [[line, at] as const])));
    return telling.map((item, at): Placement => {
      const { fit, lines } = found[at] ?? nowhere;
      const row = rows[at] ?? null;
      const strange = item.filter(({ value }) => this.linesWith(value).length === 0).length;
      if (row !== null) return { line: row, standing: 'own', fit, strange };
      const isTaken = lines.length > 0 && lines.every((line) => holders.has(line));
      if (!isTaken) return { line: null, standing: 'none', fit, strange };
      const news = lines.map((line) => {
        const holder = telling[holders.get(line) ?? -1] ?? [];
        return { line, more: item.filter((one) => !holder.some((other) => isSame(one, other))) };
      });
      if (news.some(({ more }) => more.length === 0)) return { line: null, standing: 'twice', fit, strange };
      const shared = news.find(
        ({ line, more }) => 2 * more.filter(({ value }) => this.stands(value, line)).length >= more.length,
      );
      return shared === undefined
        ? { line: null, standing: 'copy', fit, strange }
        : { line: shared.line, standing: 'shared', fit, strange };
    });
  }

  /** The items without leaves that hardly ever stand in the text as they are given. */
  private telling(items: readonly RowItem[]): readonly RowItem[] {
    const counts = new Map<string, { all: number; standing: number }>();
    const told = items.map((item) =>
      item.filter(({ value }) => value !== null && value !== '' && typeof value !== 'boolean'),
    );
    for (const { name, value } of told.flat()) {
      const count = counts.get(name) ?? { all: 0, standing: 0 };
      count.all += 1;
      if (this.linesWith(value).length > 0) count.standing += 1;
      counts.set(name, count);
    }
    const isTelling = ({ name }: RowValue): boolean => {
      const { all, standing } = counts.get(name) ?? { all: 1, standing: 0 };
      return standing * 2 >= all;
    };
    return told.map((item) => item.filter(isTelling));
  }

  private find(item: RowItem): Found {
    const votes = new Map<number, number>();
    for (const { value } of item) {
      const lines = this.linesWith(value);
      for (const line of lines)
        if (this.lines[line]?.context === false)
          votes.set(line, (votes.get(line) ?? 0) + weightOf(lines.length));
    }
    const ranked = [...votes].toSorted(([a, one], [b, other]) => other - one || a - b);
    const most = ranked[0]?.[1] ?? 0;
    const near = ranked.slice(0, mostCompared).filter(([, vote]) => vote * 2 >= most);
    const fits = near.map(([line]) => ({ line, fit: this.fit(item, line) }));
    const fit = Math.max(0, ...fits.map((one) => one.fit));
    const lines = fits.filter((one) => one.fit > fit - 1e-9).map(({ line }) => line);
    return { fit, lines: lines.toSorted((a, b) => a - b) };
  }

  private fit(item: RowItem, line: number): number {
    let [all, standing] = [0, 0];
    for (const { value } of item) {
      const weight = weightOf(this.linesWith(value).length);
      all += weight;
      if (this.stands(value, line)) standing += weight;
    }
    return all === 0 ? 0 : standing / all;
  }

  /**
   * Who fits one row alone takes it, the best first, of equal ones the one that says most; then twins take the free ones of
   * their rows: where the others go down the document, those between their neighbours. Of items in any order the order
   * decides nothing, but their words.
   */
  private deal(
    words: readonly string[],
    found: readonly Found[],
    telling: readonly RowItem[],
  ): readonly (number | null)[] {
    const rows = found.map((): number | null => null);
    const used = new Set<number>();
    const take = (item: number, line: number | undefined): void => {
      if (line === undefined) return;
      used.add(line);
      rows[item] = line;
    };
    const ordered = [...found.keys()].toSorted(
      (a, b) =>
        (found[b]?.fit ?? 0) - (found[a]?.fit ?? 0) ||
        (telling[b]?.length ?? 0) - (telling[a]?.length ?? 0) ||
        (found[a]?.lines[0] ?? 0) - (found[b]?.lines[0] ?? 0) ||
        compareTexts(words[a] ?? '', words[b] ?? ''),
    );
    const [certain, twins] = [
      ordered.filter((item) => found[item]?.lines.length === 1),
      ordered.filter((item) => (found[item]?.lines.length ?? 0) > 1),
    ];
    for (const item of certain)
      take(
        item,
        found[item]?.lines.find((line) => !used.has(line)),
      );
    const goesDown = goesDownRows(found.map(({ lines }) => lines));
    for (const item of goesDown ? twins.toSorted((a, b) => a - b) : twins) {
      const free = (found[item]?.lines ?? []).filter((line) => !used.has(line));
      const after = goesDown ? (rows.slice(0, item).findLast((line) => line !== null) ?? -1) : -1;
      take(item, free.find((line) => line > after) ?? free[0]);
    }
    // Some cells of an item may be wrong: a row that is no other item's, and that alone says something of it, is its own.
    for (const item of ordered)
      if (rows[item] === null && found[item] === nowhere)
        take(
          item,
          this.saidOnce(telling[item] ?? []).find((line) => !used.has(line)),
        );
    return rows;
  }

  /** Rows that say something of the item which no other line does, ascending. */
  private saidOnce(item: RowItem): readonly number[] {
    const isOpenRow = (line: number): boolean =>
      this.lines[line]?.kind === 'row' && this.lines[line].context === false;
    const lines = item
      .map(({ value }) => this.linesWith(value))
      .flatMap(([line, more]) => (line !== undefined && more === undefined && isOpenRow(line) ? [line] : []));
    return lines.toSorted((a, b) => a - b);
  }

  private stands(value: JsonPrimitive, line: number): boolean {
    const keys = this.keys[line];
    if (keysOfValue(value).some((key) => keys?.has(key))) return true;
    return typeof value === 'string' && isWithin(lettersAndDigits(value), this.forms[line] ?? '');
  }

  private linesWith(value: JsonPrimitive): readonly number[] {
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const lines = [...new Set(keysOfValue(value).flatMap((key) => this.byKey.get(key) ?? []))];
    const own = typeof value === 'string' ? lettersAndDigits(value) : '';
    const scanned =
      lines.length > 0 || own === '' || this.forms.length > mostScanned
        ? lines
        : this.forms.flatMap((form, at) => (isWithin(own, form) ? [at] : []));
    this.known.set(value, scanned);
    return scanned;
  }
}

/** Fewer items that can be told apart may be in the document's order by chance. */
const leastInOrder = 5;

/** Whether each item can have a row below that of the one before it. @param found rows of each item, ascending */
function goesDownRows(found: readonly (readonly number[])[]): boolean {
  let last = -1;
  const apart = new Set<number>();
  for (const lines of found) {
    const [first] = lines;
    if (first === undefined) continue;
    const next = lines.find((line) => line > last);
    if (next === undefined) return false;
    last = next;
    apart.add(first);
  }
  return apart.size >= leastInOrder;
}

const nowhere: Found = { lines: [], fit: 0 };

const indexes = new WeakMap<readonly WindowLine[], RowIndex>();

/** Worked out once for the lines of a prompt, however many lists and answers are read from it. */
export function rowIndexOf(lines: readonly WindowLine[]): RowIndex {
  const index = indexes.get(lines) ?? new RowIndex(lines);
  indexes.set(lines, index);
  return index;
}

/** What stands in many rows tells them less apart. What stands nowhere counts like what stands once. */
function weightOf(lines: number): number {
  return 1 / Math.log2(1 + Math.max(1, lines));
}

function isSame(one: RowValue, other: RowValue): boolean {
  if (one.name !== other.name) return false;
  if (typeof one.value !== 'string' || typeof other.value !== 'string') return one.value === other.value;
  return lettersAndDigits(one.value) === lettersAndDigits(other.value);
}

/** Letters by which a long text is known: it may be broken over lines. */
const headLength = 24;

function isWithin(own: string, form: string): boolean {
  return own.length >= 3 && (form.includes(own) || form.includes(own.slice(0, headLength)));
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
  const form = lettersAndDigits(value);
  return [...(day === null ? [] : [`@${day}`]), ...(form === '' ? [] : [form])];
}
