/** Rows to items in items: rows that share what the headings above them say are the children of one item. */
import type { Locale } from '../../../values/index.ts';
import { labelSimilarity } from '../question.ts';
import { asksForKind, contextValues, namesGroup, partsOf } from './context.ts';
import type { RowItem } from './items.ts';
import type { ArrayTask, Found, Item, Slot } from './model.ts';
import type { ContextLine, SourceTable } from './source.ts';

export function nested(task: ArrayTask, rows: readonly RowItem[], locale: Locale | undefined): Item[] {
  const contexts = new ContextReader(task, captionedSlots(task, rows), locale);
  const placed = rows.map((row) => contexts.place(row));
  return group(placed, 0, task.levels.length - 1);
}

/** Lines right above a table that say what its rows share. */
const nearLines = 3;

/** "Ship to: Depot North" above one table, "Ship to: Depot South" above the next: what each row of it has, where no column says it. */
function captionedSlots({ levels }: ArrayTask, rows: readonly RowItem[]): ReadonlySet<Slot> {
  const tables = [...new Set(rows.map(({ source }) => source))].filter(({ continues }) => !continues);
  if (tables.length < 2) return new Set();
  const answered = new Set(rows.flatMap(({ found }) => found.map(({ slot }) => slot)));
  const open = levels.at(-1)?.slots.filter((slot) => !answered.has(slot)) ?? [];
  const above = tables.map((source) =>
    source.above
      .slice(-nearLines)
      .flatMap(partsOf)
      .filter(({ label }) => label !== null),
  );
  return new Set(
    open.filter(({ task }) =>
      above.every((parts) =>
        parts.some(({ label }) => labelSimilarity(task.question, label ?? '') >= leastCaption),
      ),
    ),
  );
}

/** A caption above every table is sure of what it names. */
const leastCaption = 0.7;

/** Values of a row by level, outermost first. */
type Placed = readonly (readonly Found[])[];

function group(rows: readonly Placed[], level: number, last: number): Item[] {
  if (level === last) return rows.map((row) => ({ found: row[level] ?? [], children: [] }));
  const items: Item[] = [];
  let run: Placed[] = [];
  let key = '';
  const flush = (): void => {
    const [first] = run;
    if (first !== undefined) items.push({ found: first[level] ?? [], children: group(run, level + 1, last) });
    run = [];
  };
  for (const row of rows) {
    const own = keyOf(row[level] ?? []);
    if (run.length > 0 && own !== key) flush();
    key = own;
    run.push(row);
  }
  flush();
  return items;
}

function keyOf(found: readonly Found[]): string {
  return JSON.stringify(found.map(({ slot, value, heading }) => [slot.task.pointer, value, heading]));
}

/** Reads the headings of one table or group once for all of its rows. */
class ContextReader {
  readonly #task: ArrayTask;
  /** Leaves of rows that a caption above each table answers. */
  readonly #captioned: ReadonlySet<Slot>;
  readonly #locale: Locale | undefined;
  readonly #known = new Map<string, readonly Found[]>();
  #inherited: readonly Found[] = [];
  #lastTable: SourceTable | null = null;

  constructor(task: ArrayTask, captioned: ReadonlySet<Slot>, locale: Locale | undefined) {
    this.#task = task;
    this.#captioned = captioned;
    this.#locale = locale;
  }

  place(row: RowItem): Placed {
    const answered = new Set(row.found.map(({ slot }) => slot));
    const shared = this.#shared(row);
    return this.#task.levels.map(({ slots }) => {
      const own = row.found.filter(({ slot }) => slots.includes(slot));
      const above = shared.filter(({ slot }) => slots.includes(slot) && !answered.has(slot));
      return [...own, ...above];
    });
  }

  #shared({ source, row }: RowItem): readonly Found[] {
    const before = this.#lastTable;
    if (before !== source && before !== null && !source.continues && !hasHeadOf(source, before))
      this.#inherited = [];
    const key = `${source.table.page}:${source.table.box.join()}:${row.groups.map((group) => group.text).join('|')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const values = this.#read(source, row);
    const all = [...values, ...this.#goingOn(source, values)];
    this.#lastTable = source;
    this.#inherited = all;
    this.#known.set(key, all);
    return all;
  }

  /**
   * What holds from the table before: all, where this one goes on from it over the page; under the same head what outer
   * headings said, as long as a heading of an inner level is all that is new.
   */
  #goingOn(source: SourceTable, values: readonly Found[]): readonly Found[] {
    const own = new Set(values.map(({ slot }) => slot));
    const rest = this.#inherited.filter(({ slot }) => !own.has(slot));
    if (source.continues) return rest;
    const levels = this.#task.levels.slice(0, -1);
    const outermost = levels.findIndex(({ slots }) => slots.some((slot) => own.has(slot)));
    return rest.filter(({ slot }) => levels.slice(0, outermost).some(({ slots }) => slots.includes(slot)));
  }

  #read(source: RowItem['source'], row: RowItem['row']): Found[] {
    const { levels } = this.#task;
    const groups = row.groups.map((group): ContextLine => ({
      page: source.table.page,
      y: 0,
      pieces: [{ text: group.text, ranges: group.ranges, size: 0 }],
    }));
    const lines = [...source.above, ...groups];
    // Where too few rows within the table head groups, the lines right above it may.
    const titles = titlesAbove(source, Math.max(1, levels.length - 1) - groups.length);
    const headed = [...titles, ...groups];
    const found: Found[] = [];
    for (const [index, { slots }] of levels.entries()) {
      const outer = index < levels.length - 1;
      const wanted = outer
        ? slots
        : slots.filter(
            (slot) => namesGroup(slot) || slot.task.leaf.enum !== null || this.#captioned.has(slot),
          );
      const values = contextValues(wanted, lines, this.#locale);
      found.push(...values);
      const missing = wanted.filter(
        (slot) =>
          !values.some((value) => value.slot === slot) && (groups.length > 0 || outer || !asksForKind(slot)),
      );
      const named = groupName(missing, headed, index, levels.length);
      if (named !== null) found.push(named);
    }
    return found;
  }
}

/** The same names over the same number of columns. */
function hasHeadOf({ headers }: SourceTable, before: SourceTable): boolean {
  return (
    headers.length === before.headers.length &&
    headers.some(({ text }) => text !== '') &&
    headers.every(({ text }, at) => text === before.headers[at]?.text)
  );
}

/** Of the lines right above a table those that are titles, the nearest `most` of them, top to bottom. */
function titlesAbove({ above }: SourceTable, most: number): readonly ContextLine[] {
  const first = above.findLastIndex((line) => !isTitle(line)) + 1;
  return most <= 0 ? [] : above.slice(first).slice(-most);
}

/** A short line without captions: "200 m Backstroke". */
function isTitle({ pieces }: ContextLine): boolean {
  const text = pieces.map((piece) => piece.text).join(' ');
  return text.length <= 80 && /\p{L}{2}/u.test(text) && !/[:：;]|[.,]$/u.test(text);
}

/** The heading of a group as the one leaf that names it. */
function groupName(
  missing: readonly Slot[],
  groups: readonly ContextLine[],
  level: number,
  levels: number,
): Found | null {
  const names = missing.filter(
    (slot) =>
      slot.task.leaf.types.includes('string') &&
      slot.task.leaf.enum === null &&
      slot.task.leaf.format === null,
  );
  const slot = names.find(namesGroup) ?? (level < levels - 1 && names.length === 1 ? names[0] : undefined);
  // The last heading is that of the innermost group; rows that are no group of their own are named by it, too.
  const heading = groups.at(level < levels - 1 ? level - (levels - 1) : -1);
  const piece = heading?.pieces[0];
  if (slot === undefined || heading === undefined || piece === undefined) return null;
  const text = piece.text.replace(/\s*[:：]$/u, '');
  return {
    slot, value: text, page: heading.page, ranges: piece.ranges, support: [], sure: 0.6, alternatives: [],
    reasoning: `Heads the group of its rows on page ${heading.page}.`,
  }; // prettier-ignore
}
