/** Rows to items in items: rows that share what the headings above them say are the children of one item. */
import type { Locale } from '../../../values/index.ts';
import { asksForKind, contextValues, namesGroup } from './context.ts';
import type { RowItem } from './items.ts';
import type { ArrayTask, Found, Item, Slot } from './model.ts';
import type { ContextLine } from './source.ts';

export function nested(task: ArrayTask, rows: readonly RowItem[], locale: Locale | undefined): Item[] {
  const contexts = new ContextReader(task, locale);
  const placed = rows.map((row) => contexts.place(row));
  return group(placed, 0, task.levels.length - 1);
}

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
  readonly #locale: Locale | undefined;
  readonly #known = new Map<string, readonly Found[]>();
  #inherited: readonly Found[] = [];
  #lastTable: unknown = null;

  constructor(task: ArrayTask, locale: Locale | undefined) {
    this.#task = task;
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
    if (this.#lastTable !== source && this.#lastTable !== null && !source.continues) this.#inherited = [];
    const key = `${source.table.page}:${source.table.box.join()}:${row.groups.map((group) => group.text).join('|')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const values = this.#read(source, row);
    const slots = new Set(values.map(({ slot }) => slot));
    const all = source.continues
      ? [...values, ...this.#inherited.filter(({ slot }) => !slots.has(slot))]
      : values;
    this.#lastTable = source;
    this.#inherited = all;
    this.#known.set(key, all);
    return all;
  }

  #read(source: RowItem['source'], row: RowItem['row']): Found[] {
    const { levels } = this.#task;
    const groups = row.groups.map((group): ContextLine => ({
      page: source.table.page,
      y: 0,
      pieces: [{ text: group.text, ranges: group.ranges, size: 0 }],
    }));
    const lines = [...source.above, ...groups];
    // Where no row within the table heads a group, the line above it may.
    const headed = groups.length > 0 ? groups : source.above.slice(-1).filter(isTitle);
    const found: Found[] = [];
    for (const [index, { slots }] of levels.entries()) {
      const outer = index < levels.length - 1;
      const wanted = outer ? slots : slots.filter((slot) => namesGroup(slot) || slot.task.leaf.enum !== null);
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
  const heading =
    levels > 1 && groups.length >= levels - 1 ? groups[Math.min(level, groups.length - 1)] : groups.at(-1);
  const piece = heading?.pieces[0];
  if (slot === undefined || heading === undefined || piece === undefined) return null;
  const text = piece.text.replace(/\s*[:：]$/u, '');
  return {
    slot, value: text, page: heading.page, ranges: piece.ranges, support: [], sure: 0.6, alternatives: [],
    reasoning: `Heads the group of its rows on page ${heading.page}.`,
  }; // prettier-ignore
}
