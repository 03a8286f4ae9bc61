/** Items of lists as an answer gave them, each with the row it was read from; items of later answers put among them. */
import type { JsonPrimitive } from '../../json.ts';
import { soughtValue } from '../../grounding/index.ts';
import type { ArrayNode } from '../../schema/types.ts';
import { saidForm } from '../../values/index.ts';
import type { ReadAnswer, ReadLeaf } from './fold.ts';
import { markOf, mayBeMissed, tally, type Mark, type Spot } from './marks.ts';
import { countRows, isRowByRow, ownRows, type RowCount } from './row-count.ts';
import { rowIndexOf, type Placement, type RowItem } from './rows.ts';
import type { Window, WindowLine } from './window.ts';

export interface ListItem {
  /** Pointer below the item: `/price`; '' for an item that is a value itself. */
  readonly leaves: readonly {
    readonly rest: string;
    /** What is looked for in rows. */
    readonly value: JsonPrimitive;
    readonly read: ReadLeaf;
  }[];
  /** Null where it could not be told. */
  readonly line: WindowLine | null;
  /** Where its mark stands in the line; 0 for a row of a table. */
  readonly at: number;
  /** The share of its values that stand in that line, 0-1. */
  readonly fit: number;
  /** Values of it do not fit the schema. */
  readonly isFaulty: boolean;
}
export interface List {
  /** JSON Pointer: the path, but for lists under free keys. */
  readonly pointer: string;
  readonly items: readonly ListItem[];
  /** Null where it cannot be counted how many there should be. */
  readonly count: RowCount | null;
  /** What its items are counted by where no table holds them. */
  readonly mark: Mark | null;
  /** How it was held against what else is known, where nothing counts it; null: it was not. */
  readonly check: {
    /** How many items the text says that it has; null: it does not say. */
    readonly stated: number | null;
    /** Items that only a second answer gave; null: it was asked for once. */
    readonly more: number | null;
  } | null;
  /** Left out: given again for a row that has its item, or saying what stands nowhere. */
  readonly dropped: { readonly twice: number; readonly strange: number };
}

export interface ListsOptions {
  /** Whether a table is the list's by the words of its head. */
  readonly isOwn: (list: ArrayNode, headWords: ReadonlySet<string>) => boolean;
  /** The list that was being written when the answer was cut off: it is read as far as its last item. */
  readonly open: string | null;
  /** What the items are known by, from a first answer about them. */
  readonly mark?: Mark | null;
}

type Item = Omit<ListItem, 'line' | 'at' | 'fit'>;

/**
 * twice: given again for a place that has its item. strange: it says what stands nowhere. elsewhere: of what is shown so that
 * other lines can be read, and asked for in another question.
 */
type Fate = 'kept' | 'twice' | 'strange' | 'elsewhere';

/** Where items stand, by item, and how many there should be. */
interface Stand {
  readonly spots: readonly (Spot | null)[];
  readonly fits: readonly number[];
  readonly fates: readonly Fate[];
  readonly count: RowCount | null;
  readonly mark: Mark | null;
}

/** Outermost lists of the answer, in its order. */
export function listsOf(read: ReadAnswer, window: Window, options: ListsOptions): readonly List[] {
  const outer = read.lists.filter(
    ({ pointer }) => !read.lists.some((other) => pointer.startsWith(`${other.pointer}/`)),
  );
  const given = outer.map(({ pointer, node }): Given => {
    const items = itemsOf(read, pointer);
    const told = items.map(tellingOf);
    return { pointer, node, items, told, placements: rowIndexOf(window.lines).place(told) };
  });
  return given.map((one) => {
    const { pointer, items } = one;
    const others = given.filter((other) => other !== one).map(({ placements }) => ownRows(placements));
    const taken = new Set(others.flatMap((rows) => [...rows]));
    const { spots, fits, fates, count, mark } = standOf(one, taken, window, options);
    const placed = items.flatMap((item, index): ListItem[] => {
      if (fates[index] !== 'kept') return [];
      const spot = spots[index] ?? null;
      return [{ ...item, line: spot?.line ?? null, at: spot?.at ?? 0, fit: fits[index] ?? 0 }];
    });
    const times = (fate: Fate): number => fates.filter((one) => one === fate).length;
    return {
      pointer,
      items: placed,
      count,
      mark,
      check: null,
      dropped: { twice: times('twice'), strange: times('strange') },
    };
  });
}

/** A list as the answer has it, and the row of each item. */
interface Given {
  readonly pointer: string;
  readonly node: ArrayNode;
  readonly items: readonly Item[];
  readonly told: readonly RowItem[];
  readonly placements: readonly Placement[];
}

/** @param others rows of other lists' items */
function standOf(
  { items, pointer, node, told, placements }: Given,
  others: ReadonlySet<number>,
  window: Window,
  { isOwn, open, mark: known = null }: ListsOptions,
): Stand {
  const placed = placements.map(({ line }) => (line === null ? null : (window.lines[line] ?? null)));
  const spots = placed.map((line) => (line === null ? null : { line, at: 0 }));
  const fits = placements.map(({ fit }) => fit);
  // What is seen in a picture stands in no line.
  const drops = window.pixelPages.length === 0;
  const last = placements.reduce((most, { line }) => Math.max(most, line ?? -1), -1);
  const lines = pointer === open ? window.lines.slice(0, last + 1) : window.lines;
  // One value says too little: a name may stand in many a row that is no item.
  const isTelling = items.filter((item) => item.leaves.length < 2).length * 2 <= items.length;
  const count =
    isTelling && known === null ? countRows(lines, placements, others, (words) => isOwn(node, words)) : null;
  const isRows = drops && isRowByRow(window.lines, placements);
  const mark = count === null ? (known ?? markOf(lines, told, placed, pointer === open)) : null;
  if (mark === null) {
    const fates = placements.map((one): Fate => {
      if (!isRows) return 'kept';
      return one.standing === 'twice' ? 'twice' : hasNoPlace(one) && one.strange > 0 ? 'strange' : 'kept';
    });
    return { spots, fits, fates, count, mark };
  }
  const tallied = tally(lines, told, placed, mark);
  return {
    spots: tallied.spots,
    fits: tallied.spots.map((spot) => (spot === null ? 0 : 1)),
    fates: tallied.spots.map((spot, index): Fate => {
      if (spot !== null || !drops) return 'kept';
      const placement = placements[index];
      switch (tallied.known[index]) {
        case 'here':
          return 'twice';
        case 'elsewhere':
          return 'elsewhere';
        default:
          if (placement === undefined) return 'kept';
          if (placement.strange >= leastStrange) return 'strange';
          if (!hasNoPlace(placement)) return 'kept';
          return placement.strange > 0 ? 'strange' : 'elsewhere';
      }
    }),
    // Of items in any order, of which only some were given, the others are still to be asked for.
    count:
      pointer === open && !mayBeMissed(tallied.free.length, items.length)
        ? null
        : { rows: items.length + tallied.free.length, missing: tallied.free },
    mark,
  };
}

/** With less of itself in any one line than this, an item that says what stands nowhere is made up. */
const leastKnown = 0.4;

/** Its mark and another value stand nowhere: it is like its neighbours, and made up. */
const leastStrange = 2;

function hasNoPlace({ standing, fit }: Placement): boolean {
  return standing === 'copy' || (standing === 'none' && fit < leastKnown);
}

function tellingOf(item: Pick<ListItem, 'leaves'>): RowItem {
  return item.leaves.map(({ rest, value }) => ({ name: rest.replace(/\/\d+(?=\/|$)/gu, '/*'), value }));
}

function itemsOf(read: ReadAnswer, pointer: string): Item[] {
  const items = new Map<string, { leaves: ListItem['leaves'][number][]; isFaulty: boolean }>();
  const prefix = `${pointer}/`;
  for (const leaf of read.leaves) {
    if (!leaf.pointer.startsWith(prefix)) continue;
    const [token = ''] = leaf.pointer.slice(prefix.length).split('/', 1);
    const rest = leaf.pointer.slice(prefix.length + token.length);
    const item = items.get(token) ?? { leaves: [], isFaulty: false };
    item.leaves.push({ rest, value: soughtValue(leaf.value, leaf.leaf), read: leaf });
    items.set(token, item);
  }
  for (const fault of read.faults) {
    const [token = ''] = fault.pointer.startsWith(prefix)
      ? fault.pointer.slice(prefix.length).split('/', 1)
      : [''];
    const item = items.get(token);
    if (item !== undefined) item.isFaulty = true;
  }
  return [...items.values()];
}

/** What stands outside of all lists. */
export function singlesOf(read: ReadAnswer): readonly ReadLeaf[] {
  return read.leaves.filter(
    ({ pointer }) => !read.lists.some((list) => pointer.startsWith(`${list.pointer}/`)),
  );
}

const placeOf = ({ line, at }: Spot): string => `${line.page}:${line.index}:${at}`;

/** '' where it could not be told. */
function placeOfItem({ line, at }: ListItem): string {
  return line === null ? '' : placeOf({ line, at });
}

/**
 * Items of a second answer about some rows: they take the place of faulty items of the same row, and stand between the
 * others by their row. Those of rows that have a good item already are left out.
 */
function withItems(items: readonly ListItem[], more: readonly ListItem[]): readonly ListItem[] {
  const rows = new Map(items.map((item) => [placeOfItem(item), item] as const));
  const filled = new Set<string>(['']);
  const added = more.filter((item) => {
    // One row, one item: of equal rows elsewhere a reader of one of them may speak, too.
    const place = placeOfItem(item);
    if (filled.has(place)) return false;
    filled.add(place);
    const known = rows.get(place);
    return known === undefined || (known.isFaulty && !item.isFaulty);
  });
  const replaced = new Set(added.map(placeOfItem));
  const kept = items.filter((item) => !replaced.has(placeOfItem(item)));
  // An item that was given before, and whose row could not be told or holds less of it, has found its row.
  const found = new Map<ListItem, ListItem>();
  for (const item of added) {
    const known = kept.find(
      (other) =>
        !found.has(other) && (other.line === null || other.fit < item.fit) && saysTheSame(other, item),
    );
    if (known !== undefined) found.set(known, item);
  }
  const again = new Set(found.values());
  return inOrder([
    ...kept.map((item) => {
      const { line, at, fit } = found.get(item) ?? item;
      return { ...item, line, at, fit };
    }),
    ...added.filter((item) => !again.has(item)),
  ]);
}

/** Whether what both say is alike, and half of what either says is said by both. */
export function saysTheSame(one: ListItem, other: ListItem): boolean {
  const known = new Map(one.leaves.map(({ rest, value }) => [rest, saidForm(value)]));
  const both = other.leaves.filter(({ rest }) => known.has(rest));
  return (
    2 * both.length >= Math.max(one.leaves.length, other.leaves.length) &&
    both.every(({ rest, value }) => known.get(rest) === saidForm(value))
  );
}

/** By row, as the document has them; an item without one stays behind the item that it was given after. */
function inOrder(items: readonly ListItem[]): readonly ListItem[] {
  let last: ListItem | null = null;
  const keyed = items.map((item) => {
    last = item.line === null ? last : item;
    return { item, page: last?.line?.page ?? 0, index: last?.line?.index ?? 0, at: last?.at ?? 0 };
  });
  return keyed
    .toSorted((a, b) => a.page - b.page || a.index - b.index || a.at - b.at)
    .map(({ item }) => item);
}

/** Places that still have no good item: rows without one, and rows of items that do not fit. */
export function openSpots(list: List): readonly Spot[] {
  const faulty = list.items.flatMap(({ isFaulty, line, at }) =>
    isFaulty && line !== null ? [{ line, at }] : [],
  );
  const given = new Set(list.items.filter((item) => !item.isFaulty).map(placeOfItem));
  const open = [...(list.count?.missing ?? []), ...faulty].filter((spot) => !given.has(placeOf(spot)));
  return [...new Map(open.map((spot) => [placeOf(spot), spot])).values()];
}

/** An item of a row that was asked about alone has no fewer of the usual values than this, or the row is no item. */
const leastOfUsual = 0.6;
/** And as much of it stands in the row; what was seen around it is another row's. */
const leastFit = 0.6;

/** The list with the items of a second answer about its open rows. */
export function withAnswers(list: List, asked: readonly Spot[], more: readonly ListItem[]): List {
  const wanted = new Set(asked.map(placeOf));
  const usual = list.items.map((item) => item.leaves.length).toSorted((a, b) => a - b);
  const least = (usual[Math.floor(usual.length / 2)] ?? 0) * leastOfUsual;
  const items = withItems(
    list.items,
    more.filter(
      (item) => wanted.has(placeOfItem(item)) && item.leaves.length >= least && item.fit >= leastFit,
    ),
  );
  const given = new Set(items.map(placeOfItem));
  const missing = (list.count?.missing ?? []).filter((spot) => !given.has(placeOf(spot)));
  return { ...list, items, count: list.count === null ? null : { ...list.count, missing } };
}
