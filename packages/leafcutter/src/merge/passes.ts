/**
 * Lists that were read in several passes over a document, put together: an item that a later pass gives again is one item,
 * what two passes know of one item comes together, and rows that really stand twice stay twice.
 */
import type { Box } from '../document/types.ts';
import { itemsPerPass, type Finding } from '../findings/types.ts';
import { saidForm } from '../values/said.ts';

interface Item {
  readonly number: number;
  readonly pass: number;
  /** By the pointer below the item; those inside of its lists too. */
  readonly leaves: Map<string, Finding>;
  /** Last pass that gave it: a pass gives an item once. */
  seenIn: number;
}

/** With fewer items than this a pass is too short to tell a second mention from a twin by how many there are. */
const shortPass = 8;
/**
 * A pass mentions the list again when more of its items than this were known already: the rows of a total are, and those above
 * it may be new. Where they stand in the columns of those known, a table may go on with twins: then most must be.
 */
const mentionShare = 0.2;
const mentionShareInColumns = 0.5;
/** Fewer known items say nothing of a table. */
const leastMention = 3;
/** Columns of one table stand in the same place from page to page, within so many points. */
const sameColumn = 2.5;

/** Pure. Findings outside of lists that were read in passes stay as they are. */
export function joinPasses(findings: readonly Finding[]): readonly Finding[] {
  const lists = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = listOf(finding.pointer);
    if (list === null) continue;
    const own = lists.get(list);
    if (own === undefined) lists.set(list, [finding]);
    else own.push(finding);
  }
  // Most results have no list that was read twice: nothing changes its place then.
  const joined = [...lists].filter(([list, own]) =>
    own.some((one) => numberOf(one.pointer, list) >= itemsPerPass),
  );
  if (joined.length === 0) return findings;
  const changed = new Set(joined.map(([list]) => list));
  const kept = findings.filter((finding) => !changed.has(listOf(finding.pointer) ?? '\0'));
  return [...kept, ...joined.flatMap(([list, own]) => joinList(list, own))];
}

/** The outermost list that the pointer goes through; null when there is none. */
function listOf(pointer: string): string | null {
  const at = /\/\d+(?:\/|$)/u.exec(pointer)?.index;
  return at === undefined ? null : pointer.slice(0, at);
}

function numberOf(pointer: string, list: string): number {
  return Number(pointer.slice(list.length + 1).split('/', 1)[0]);
}

function joinList(list: string, findings: readonly Finding[]): readonly Finding[] {
  const kept: Item[] = [];
  const index = new ValueIndex();
  for (const [pass, items] of [...Map.groupBy(itemsOf(list, findings), (item) => item.pass)].toSorted(
    ([a], [b]) => a - b,
  )) {
    const matches = items.map((item) => index.match(item));
    const known = matches.filter((match) => match !== null).length;
    const isMention: IsMention = {
      anywhere: known > items.length * mentionShare || items.length < shortPass,
      inColumns: known >= leastMention && known > items.length * mentionShareInColumns,
    };
    for (const [at, item] of items.entries()) {
      const match = matches[at] ?? null;
      if (match !== null && match.seenIn < pass && !isTwin(match, item, isMention)) {
        match.seenIn = pass;
        take(match, item);
        index.add(match, item.leaves);
      } else kept.push(item);
    }
    for (const item of kept) if (item.pass === pass) index.add(item, item.leaves);
  }
  return kept.flatMap((item) =>
    [...item.leaves].map(([rest, finding]) => ({ ...finding, pointer: `${list}/${item.number}${rest}` })),
  );
}

function itemsOf(list: string, findings: readonly Finding[]): readonly Item[] {
  const items = new Map<number, Item>();
  for (const finding of findings) {
    const number = numberOf(finding.pointer, list);
    const rest = finding.pointer.slice(`${list}/${number}`.length);
    const pass = Math.floor(number / itemsPerPass);
    const item = items.get(number) ?? { number, pass, leaves: new Map<string, Finding>(), seenIn: pass };
    // A list that was split in two units of one pass has its leaves once.
    if (!item.leaves.has(rest)) item.leaves.set(rest, finding);
    items.set(number, item);
  }
  return [...items.values()].toSorted((a, b) => a.number - b.number);
}

/** Finds the item that says nothing else than this one, and most of the same. */
class ValueIndex {
  private readonly byValue = new Map<string, Set<Item>>();

  add(item: Item, leaves: ReadonlyMap<string, Finding>): void {
    for (const [rest, finding] of leaves) {
      if (isInner(rest)) continue;
      const key = `${rest}\0${saidForm(finding.value)}`;
      const holders = this.byValue.get(key);
      if (holders === undefined) this.byValue.set(key, new Set([item]));
      else holders.add(item);
    }
  }

  match(item: Item): Item | null {
    const own = [...item.leaves].filter(([rest]) => !isInner(rest));
    const holders = own
      .flatMap(([rest, finding]) => this.byValue.get(`${rest}\0${saidForm(finding.value)}`) ?? [])
      .toSorted((a, b) => a.size - b.size);
    let best: Item | null = null;
    let bestShared = 0;
    // The rarest values tell the item; what all items share tells nothing.
    for (const candidate of new Set(holders.slice(0, 3).flatMap((set) => [...set]))) {
      const shared = sharedLeaves(candidate, own);
      if (shared !== null && shared > bestShared && candidate.seenIn < item.pass)
        [best, bestShared] = [candidate, shared];
    }
    return best;
  }
}

/** How many values both say alike; null when they say different things, or hardly anything of the same. */
function sharedLeaves(one: Item, other: readonly (readonly [string, Finding])[]): number | null {
  let shared = 0;
  let both = 0;
  for (const [rest, finding] of other) {
    const known = one.leaves.get(rest);
    if (known === undefined || known.value === null || finding.value === null) continue;
    both += 1;
    if (saidForm(known.value) !== saidForm(finding.value)) return null;
    shared += 1;
  }
  const smaller = Math.min([...one.leaves.keys()].filter((rest) => !isInner(rest)).length, other.length);
  return both > 0 && shared * 2 >= smaller ? shared : null;
}

/** Whether a pass is taken to say again what earlier ones said: of items wherever they stand, and of those in the same columns. */
interface IsMention {
  readonly anywhere: boolean;
  readonly inColumns: boolean;
}

function isTwin(known: Item, item: Item, isMention: IsMention): boolean {
  if ([...item.leaves.keys(), ...known.leaves.keys()].some(isInner)) return false;
  // A name in a list of names says who is meant, wherever it stands again.
  if (item.leaves.size === 1 && known.leaves.size === 1 && item.leaves.has('')) return false;
  const columns = compareColumns(known, item);
  if (columns === 'same place') return false;
  if (columns === 'same columns') return !isMention.inColumns;
  // Another table says it again: with columns of its own it says more or less of it than the first did.
  if (columns === 'other columns' && !isAlike(known, item)) return false;
  return !isMention.anywhere;
}

function isAlike(one: Item, other: Item): boolean {
  return (
    one.leaves.size === other.leaves.size && [...one.leaves.keys()].every((rest) => other.leaves.has(rest))
  );
}

/** Two rows of one table have each value in the same column; one row that was read twice has it in the same place. */
function compareColumns(one: Item, other: Item): 'same place' | 'same columns' | 'other columns' | 'unknown' {
  let same = 0;
  let different = 0;
  for (const [rest, finding] of other.leaves) {
    const [a] = one.leaves.get(rest)?.evidence ?? [];
    const [b] = finding.evidence;
    if (a === undefined || b === undefined) continue;
    if (a.page === b.page && a.ranges[0]?.start === b.ranges[0]?.start) return 'same place';
    const [boxA] = a.boxes;
    const [boxB] = b.boxes;
    if (boxA === undefined || boxB === undefined) continue;
    if (isSameColumn(boxA, boxB)) same += 1;
    else different += 1;
  }
  if (different > 0) return 'other columns';
  return same >= 2 ? 'same columns' : 'unknown';
}

function isSameColumn(a: Box, b: Box): boolean {
  return Math.abs(a[0] - b[0]) <= sameColumn || Math.abs(a[2] - b[2]) <= sameColumn;
}

/** What the other pass knows and this one does not; items of inner lists come after those that are there. */
function take(known: Item, item: Item): void {
  const next = new Map<string, number>();
  for (const [rest, finding] of item.leaves) {
    const inner = innerOf(rest);
    if (inner === null) {
      const own = known.leaves.get(rest);
      if (
        own === undefined ||
        own.value === null ||
        (own.evidence.length === 0 && finding.evidence.length > 0)
      )
        known.leaves.set(rest, finding);
      continue;
    }
    const start = next.get(inner.list) ?? firstFree(known, inner.list);
    next.set(inner.list, start);
    known.leaves.set(`${inner.list}/${start + inner.number}${inner.rest}`, finding);
  }
}

function firstFree(item: Item, list: string): number {
  const numbers = [...item.leaves.keys()].flatMap((rest) => {
    const inner = innerOf(rest);
    return inner?.list === list ? [inner.number + 1] : [];
  });
  return Math.max(0, ...numbers);
}

function innerOf(
  rest: string,
): { readonly list: string; readonly number: number; readonly rest: string } | null {
  const match = /^(.*?)\/(\d+)((?:\/.*)?)$/su.exec(rest);
  return match === null ? null : { list: match[1] ?? '', number: Number(match[2]), rest: match[3] ?? '' };
}

function isInner(rest: string): boolean {
  return /\/\d+(?:\/|$)/u.test(rest);
}
