/** Items of lists as an answer gave them, each with the row it was read from; items of later answers put among them. */
import type { JsonPrimitive } from '../../json.ts';
import { soughtValue } from '../../grounding/index.ts';
import type { ArrayNode } from '../../schema/types.ts';
import type { ReadAnswer, ReadLeaf } from './fold.ts';
import { countRows, isRowByRow, type RowCount } from './row-count.ts';
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
  /** Left out: given again for a row that has its item, or saying what stands nowhere. */
  readonly dropped: { readonly twice: number; readonly strange: number };
}

export interface ListsOptions {
  /** Whether a table is the list's by the words of its head. */
  readonly isOwn: (list: ArrayNode, headWords: ReadonlySet<string>) => boolean;
  /** The list that was being written when the answer was cut off: it is read as far as its last item. */
  readonly open: string | null;
}

/** Outermost lists of the answer, in its order. */
export function listsOf(read: ReadAnswer, window: Window, { isOwn, open }: ListsOptions): readonly List[] {
  const index = rowIndexOf(window.lines);
  const outer = read.lists.filter(
    ({ pointer }) => !read.lists.some((other) => pointer.startsWith(`${other.pointer}/`)),
  );
  return outer.map(({ pointer, node }) => {
    const items = itemsOf(read, pointer);
    const placements = index.place(items.map(tellingOf));
    // What is seen in a picture stands in no line.
    const drops = window.pixelPages.length === 0 && isRowByRow(window.lines, placements);
    const isTwice = ({ standing }: Placement): boolean => drops && standing === 'twice';
    const isStrange = ({ standing, strange }: Placement): boolean =>
      drops && standing === 'none' && strange > 0;
    const placed = items.flatMap((item, at): ListItem[] => {
      const placement = placements[at];
      if (placement === undefined || isTwice(placement) || isStrange(placement)) return [];
      const line = placement.line === null ? null : (window.lines[placement.line] ?? null);
      return [{ ...item, line, fit: placement.fit }];
    });
    const last = placements.reduce((most, { line }) => Math.max(most, line ?? -1), -1);
    const lines = pointer === open ? window.lines.slice(0, last + 1) : window.lines;
    // One value says too little: a name may stand in many a row that is no item.
    const isTelling = items.filter((item) => item.leaves.length < 2).length * 2 <= items.length;
    const count = isTelling ? countRows(lines, placements, (words) => isOwn(node, words)) : null;
    return {
      pointer,
      items: placed,
      count,
      dropped: { twice: placements.filter(isTwice).length, strange: placements.filter(isStrange).length },
    };
  });
}

function tellingOf(item: Pick<ListItem, 'leaves'>): RowItem {
  return item.leaves.map(({ rest, value }) => ({ name: rest.replace(/\/\d+(?=\/|$)/gu, '/*'), value }));
}

function itemsOf(read: ReadAnswer, pointer: string): Omit<ListItem, 'line' | 'fit'>[] {
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

const placeOf = (line: WindowLine): string => `${line.page}:${line.index}`;

/**
 * Items of a second answer about some rows: they take the place of faulty items of the same row, and stand between the
 * others by their row. Those of rows that have a good item already are left out.
 */
function withItems(items: readonly ListItem[], more: readonly ListItem[]): readonly ListItem[] {
  const rows = new Map(
    items.flatMap((item) => (item.line === null ? [] : [[placeOf(item.line), item] as const])),
  );
  const filled = new Set<string>();
  const added = more.filter((item) => {
    // One row, one item: of equal rows elsewhere a reader of one of them may speak, too.
    if (item.line === null || filled.has(placeOf(item.line))) return false;
    filled.add(placeOf(item.line));
    const known = rows.get(placeOf(item.line));
    return known === undefined || (known.isFaulty && !item.isFaulty);
  });
  const replaced = new Set(added.flatMap((item) => (item.line === null ? [] : [placeOf(item.line)])));
  const kept = items.filter((item) => item.line === null || !replaced.has(placeOf(item.line)));
  return inOrder([...kept, ...added]);
}

/** By row, as the document has them; an item without one stays behind the item that it was given after. */
function inOrder(items: readonly ListItem[]): readonly ListItem[] {
  let last: WindowLine | null = null;
  const keyed = items.map((item) => {
    last = item.line ?? last;
    return { item, at: last === null ? -1 : last.page * 1e6 + last.index };
  });
  return keyed.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
}

/** Lines that still have no good item: rows without one, and rows of items that do not fit. */
export function openRows(list: List, window: Window): readonly WindowLine[] {
  const missing = (list.count?.missing ?? []).flatMap((at) => window.lines[at] ?? []);
  const faulty = list.items.flatMap((item) => (item.isFaulty && item.line !== null ? [item.line] : []));
  const given = new Set(
    list.items
      .filter((item) => !item.isFaulty)
      .map((item) => item.line)
      .filter((line) => line !== null)
      .map(placeOf),
  );
  const open = [...missing, ...faulty].filter((line) => !given.has(placeOf(line)));
  return [...new Map(open.map((line) => [placeOf(line), line])).values()].toSorted(
    (a, b) => a.page - b.page || a.index - b.index,
  );
}

/** An item of a row that was asked about alone has no fewer of the usual values than this, or the row is no item. */
const leastOfUsual = 0.6;
/** And as much of it stands in the row; what was seen around it is another row's. */
const leastFit = 0.6;

/** The list with the items of a second answer about its open rows. */
export function withAnswers(
  list: List,
  window: Window,
  asked: readonly WindowLine[],
  more: readonly ListItem[],
): List {
  const wanted = new Set(asked.map(placeOf));
  const usual = list.items.map((item) => item.leaves.length).toSorted((a, b) => a - b);
  const least = (usual[Math.floor(usual.length / 2)] ?? 0) * leastOfUsual;
  const items = withItems(
    list.items,
    more.filter(
      ({ line, leaves, fit }) =>
        line !== null && wanted.has(placeOf(line)) && leaves.length >= least && fit >= leastFit,
    ),
  );
  const given = new Set(items.flatMap(({ line }) => (line === null ? [] : [placeOf(line)])));
  const missing = (list.count?.missing ?? []).filter((at) => {
    const line = window.lines[at];
    return line !== undefined && !given.has(placeOf(line));
  });
  return { ...list, items, count: list.count === null ? null : { ...list.count, missing } };
}
