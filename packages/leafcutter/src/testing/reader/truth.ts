/**
 * What a document says, and where it is meant: the gold of a case with the lines that each value stands in. Pure.
 *
 * A value is meant where its text stands with its label, or with the other values of its row; one whose text stands on one
 * page only is meant there; where neither tells, everywhere. A value that many rows share (a currency, a scale, a kind of
 * row) is read off each of them: what stands elsewhere says the same by chance.
 */
import { isJsonObject, type JsonPrimitive, type JsonValue } from '../../json.ts';
import { asGood, bestOf, isNear, labelScore, labelWords, matesNear, overlap, pagesOf } from './evidence.ts';
import type { Place, TextIndex } from './text-index.ts';

export type Truth = TruthLeaf | TruthObject | TruthArray;
export interface TruthLeaf {
  readonly kind: 'leaf';
  readonly value: JsonPrimitive;
  /** Where it is meant; empty: nothing like it stands anywhere, a reader infers it from what is around it. */
  readonly places: readonly Place[];
  /** Pages that its text stands on, meant or not; 0 when it stands nowhere just so. */
  readonly pages: number;
}
export interface TruthObject {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, Truth>;
}
export interface TruthArray {
  readonly kind: 'array';
  readonly items: readonly TruthItem[];
}
export interface TruthItem {
  readonly truth: Truth;
  /** Where a reader sees that there is such an item; empty: wherever one of its values is. */
  readonly homes: readonly Place[];
}

export function locateTruth(gold: JsonValue, text: TextIndex): TruthObject {
  const located = new Locator(gold, text).locate(gold, []);
  return located.kind === 'object' ? located : { kind: 'object', members: new Map() };
}

/** Whether any of it has a place. */
export function standsSomewhere(truth: Truth): boolean {
  switch (truth.kind) {
    case 'leaf':
      return truth.places.length > 0;
    case 'array':
      return truth.items.some(({ homes, truth: item }) => homes.length > 0 || standsSomewhere(item));
    case 'object':
      return [...truth.members.values()].some(standsSomewhere);
  }
}

interface RowLeaf {
  readonly value: JsonPrimitive;
  readonly path: readonly string[];
  readonly places: readonly Place[];
}
interface Candidate {
  readonly seed: Place;
  /** Which of the item's values it is of, the rarest first. */
  readonly leaf: number;
  readonly score: number;
  /** Of the score: what the other values near it say. */
  readonly row: number;
}

/** Items that are equal to one another. */
interface Twins {
  readonly count: number;
  /** Of those before. */
  readonly lines: ReadonlySet<number>;
}

/** As many values of one name that are the same belong to a class of rows, not to one row. */
const leastOfClass = 3;
/** A value with more places than this does not say where its row is. */
const mostSeeds = 40;

class Locator {
  private readonly text: TextIndex;
  /** How many rows have this value under this name. */
  private readonly uses = new Map<string, number>();

  constructor(gold: JsonValue, text: TextIndex) {
    this.text = text;
    this.countUses(gold, '', false);
  }

  locate(value: JsonValue, path: readonly string[]): Truth {
    if (Array.isArray(value)) return this.locateArray(value, path);
    if (!isJsonObject(value)) return this.freeLeaf(primitive(value), path, []);
    const leaves = Object.values(value).filter(isLeaf);
    const mates = leaves.map((leaf) => this.text.find(leaf));
    const members = Object.entries(value).flatMap(([name, member]): [string, Truth][] => {
      if (member === undefined) return [];
      if (!isLeaf(member)) return [[name, this.locate(member, [...path, name])]];
      const others = mates.filter((_, index) => leaves[index] !== member);
      return [[name, this.freeLeaf(member, [...path, name], others)]];
    });
    return { kind: 'object', members: new Map(members) };
  }

  /** A leaf that no row says where to look for: its label, and the other values of its object. */
  private freeLeaf(
    value: JsonPrimitive,
    path: readonly string[],
    mates: readonly (readonly Place[])[],
  ): TruthLeaf {
    const { text } = this;
    const places = text.find(value);
    const labels = labelWords(path);
    if (places.length === 0) {
      const loose = text.findLoosely(value);
      return { kind: 'leaf', value, places: loose === null ? [] : [loose], pages: 0 };
    }
    const meant = bestOf(places, (place) => labelScore(place, labels, text) + matesNear(place, mates));
    return { kind: 'leaf', value, places: meant, pages: pagesOf(places, text) };
  }

  private locateArray(items: readonly JsonValue[], path: readonly string[]): TruthArray {
    const claimed = new Set<number>();
    const twins = countTwins(items);
    const taken = new Map<string, Set<number>>();
    let previous = -1;
    const located: TruthItem[] = [];
    for (const item of items) {
      const key = JSON.stringify(item);
      const count = twins.get(key) ?? 1;
      const isTwin = count > 1;
      const lines = taken.get(key) ?? new Set<number>();
      const one = isLeaf(item)
        ? this.leafItem(item, path, isTwin, claimed)
        : this.rowItem(item, path, isTwin ? { lines, count } : null, claimed, previous);
      located.push(one);
      taken.set(key, lines.add(one.homes[0]?.first ?? -1));
      previous = one.homes[0]?.first ?? previous;
    }
    return { kind: 'array', items: withNeighbours(located) };
  }

  private leafItem(
    value: JsonPrimitive,
    path: readonly string[],
    isTwin: boolean,
    claimed: Set<number>,
  ): TruthItem {
    const truth = this.freeLeaf(value, path, []);
    if (!isTwin) return { truth, homes: truth.places };
    const own = truth.places.find((place) => !claimed.has(place.at)) ?? truth.places[0];
    if (own === undefined) return { truth, homes: [] };
    claimed.add(own.at);
    return { truth: { ...truth, places: [own] }, homes: [own] };
  }

  /** @param twins null: no item is equal to it */
  private rowItem(
    item: JsonValue,
    path: readonly string[],
    twins: Twins | null,
    claimed: Set<number>,
    previous: number,
  ): TruthItem {
    const found = this.tellingLeaves(item, path);
    // A value may stand somewhere else by chance: the label and the other values of the row decide.
    const telling = found.filter(({ places }, index) => index === 0 || places.length <= mostSeeds);
    const candidates = telling
      .flatMap(({ places }, leaf) =>
        places.map((seed): Candidate => {
          const row = rowScore(seed, found);
          return { seed, leaf, row, score: row + labelScore(seed, labelWords(path), this.text) };
        }),
      )
      .toSorted(
        (a, b) =>
          b.score - a.score ||
          a.leaf - b.leaf ||
          Number(claimed.has(a.seed.at)) - Number(claimed.has(b.seed.at)) ||
          Number(a.seed.first < previous) - Number(b.seed.first < previous) ||
          a.seed.at - b.seed.at,
      );
    const [best] = candidates;
    if (best === undefined) return { truth: this.locateInRow(item, path, []), homes: [] };
    const own =
      twinRow(candidates, twins, previous) ??
      candidates.find(({ seed, score }) => score >= best.score - 1e-9 && !claimed.has(seed.at)) ??
      best;
    const alike =
      twins !== null
        ? []
        : candidates.filter(
            ({ seed, leaf, score }) =>
              leaf === own.leaf && score >= best.score * asGood && seed !== own.seed && !claimed.has(seed.at),
          );
    claimed.add(own.seed.at);
    const homes = [own.seed, ...alike.map(({ seed }) => seed)];
    return { truth: this.locateInRow(item, path, homes), homes };
  }

  /** Values of the item outside of its lists that stand somewhere, the rarest first; of its class only where it has no others. */
  private tellingLeaves(item: JsonValue, path: readonly string[]): readonly RowLeaf[] {
    const found = ownLeaves(item, path)
      .map((leaf): RowLeaf => ({ ...leaf, places: this.text.find(leaf.value) }))
      .filter(({ places }) => places.length > 0)
      .toSorted((a, b) => a.places.length - b.places.length);
    const own = found.filter((leaf) => !this.isOfClass(leaf.value, leaf.path));
    return own.length > 0 ? own : found;
  }

  /** The item's values, each meant near a home where it stands there, else as by itself. */
  private locateInRow(value: JsonValue, path: readonly string[], homes: readonly Place[]): Truth {
    if (Array.isArray(value)) return this.locateArray(value, path);
    if (isJsonObject(value)) {
      const members = Object.entries(value).flatMap(([name, member]): [string, Truth][] =>
        member === undefined ? [] : [[name, this.locateInRow(member, [...path, name], homes)]],
      );
      return { kind: 'object', members: new Map(members) };
    }
    const { text } = this;
    const leaf = primitive(value);
    const places = text.find(leaf);
    const inLine = places.filter((place) => homes.some((home) => overlap(home, place)));
    const near =
      inLine.length > 0 ? inLine : places.filter((place) => homes.some((home) => isNear(home, place)));
    const pages = pagesOf(places, text);
    if (near.length > 0) return { kind: 'leaf', value: leaf, places: near, pages };
    // A cell of several lines, with those of its neighbours between them, is read where its row is.
    const torn =
      places.length > 0 ? [] : homes.filter((home) => text.findLoosely(leaf, around(home)) !== null);
    if (torn.length > 0) return { kind: 'leaf', value: leaf, places: torn, pages };
    if (homes.length > 0 && this.isOfClass(leaf, path))
      return { kind: 'leaf', value: leaf, places: [], pages };
    const onPage = places.filter((place) =>
      homes.some((home) => text.lines[home.first]?.page === text.lines[place.first]?.page),
    );
    return onPage.length > 0
      ? { kind: 'leaf', value: leaf, places: onPage, pages }
      : this.freeLeaf(leaf, path, []);
  }

  private isOfClass(value: JsonPrimitive, path: readonly string[]): boolean {
    return (this.uses.get(useOf(value, path.at(-1) ?? '')) ?? 0) >= leastOfClass;
  }

  private countUses(value: JsonValue, name: string, inRow: boolean): void {
    if (Array.isArray(value)) {
      for (const item of value as readonly JsonValue[]) this.countUses(item, name, true);
    } else if (isJsonObject(value)) {
      for (const [own, member] of Object.entries(value)) this.countUses(member ?? null, own, inRow);
    } else if (inRow) {
      const use = useOf(primitive(value), name);
      this.uses.set(use, (this.uses.get(use) ?? 0) + 1);
    }
  }
}

/** Rare values near the seed say more than frequent ones. */
function rowScore(seed: Place, found: readonly RowLeaf[]): number {
  let score = 0;
  for (const { places } of found) {
    const worth = 1 / Math.log2(2 + places.length);
    if (places.some((place) => isNear(seed, place))) score += worth;
    // The row's own line, not the next one.
    if (places.some((place) => place.first === seed.first)) score += worth;
  }
  return score;
}

/**
 * Of equal items each has a line of its own, the next one down: where their rarest value stands if it does so as often, else where
 * most of them stands. Where a caption stands says nothing of them.
 */
function twinRow(
  candidates: readonly Candidate[],
  twins: Twins | null,
  previous: number,
): Candidate | undefined {
  if (twins === null) return undefined;
  const rarest = candidates.filter(({ leaf }) => leaf === 0);
  const best = Math.max(...candidates.map(({ row }) => row));
  const own = rarest.length === twins.count ? rarest : candidates.filter(({ row }) => row >= best * asGood);
  const free = own
    .filter(({ seed }) => !twins.lines.has(seed.first))
    .toSorted((a, b) => a.seed.first - b.seed.first);
  return free.find(({ seed }) => seed.first >= previous) ?? free[0];
}

/** Lines near the place. */
function around(place: Place): (line: number) => boolean {
  return (line) => isNear(place, { ...place, first: line, last: line });
}

function useOf(value: JsonPrimitive, name: string): string {
  return `${name}\0${JSON.stringify(value)}`;
}

/** An item of which nothing stands anywhere is seen with the one before it, or the next one. */
function withNeighbours(items: readonly TruthItem[]): readonly TruthItem[] {
  const homed = [...items];
  for (const indexes of [[...items.keys()], [...items.keys()].toReversed()]) {
    let last: readonly Place[] = [];
    for (const index of indexes) {
      const item = homed[index];
      if (item === undefined) continue;
      if (item.homes.length === 0 && !standsSomewhere(item.truth)) homed[index] = { ...item, homes: last };
      last = homed[index]?.homes ?? last;
    }
  }
  return homed;
}

/** Leaves of the item outside of lists inside of it. */
function ownLeaves(
  value: JsonValue,
  path: readonly string[],
): readonly { readonly value: JsonPrimitive; readonly path: readonly string[] }[] {
  if (Array.isArray(value)) return [];
  if (!isJsonObject(value)) return [{ value: primitive(value), path }];
  return Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : ownLeaves(member, [...path, name]),
  );
}

function countTwins(items: readonly JsonValue[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = JSON.stringify(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function isLeaf(value: JsonValue | undefined): value is JsonPrimitive {
  return value === null || (typeof value !== 'object' && value !== undefined);
}

function primitive(value: JsonValue | undefined): JsonPrimitive {
  return isLeaf(value) ? value : null;
}
