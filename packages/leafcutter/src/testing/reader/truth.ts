/**
 * What a document says, and where it is meant: the gold of a case with the lines that each value stands in. Pure.
 *
 * A value that stands in one place is meant there. One that stands in several is meant where its label stands before it,
 * or the other values of its row stand near it; where neither tells, everywhere.
 */
import { isJsonObject, type JsonPrimitive, type JsonValue } from '../../json.ts';
import { lettersAndDigits } from '../../values/text.ts';
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

/** Lines around a place in which the other values of its row are looked for. */
const rowReach = 3;
const labelReach = 3;
/** Evidence of another place that is as good as the best one's. */
const asGood = 0.9;

export function locateTruth(gold: JsonValue, text: TextIndex): TruthObject {
  const located = locate(gold, [], text);
  return located.kind === 'object' ? located : { kind: 'object', members: new Map() };
}

function locate(value: JsonValue, path: readonly string[], text: TextIndex): Truth {
  if (Array.isArray(value)) return locateArray(value, path, text);
  if (!isJsonObject(value)) return freeLeaf(primitive(value), path, text, []);
  const leaves = Object.values(value).filter(isLeaf);
  const mates = leaves.map((leaf) => text.find(leaf));
  const members = Object.entries(value).flatMap(([name, member]): [string, Truth][] => {
    if (member === undefined) return [];
    if (!isLeaf(member)) return [[name, locate(member, [...path, name], text)]];
    const others = mates.filter((_, index) => leaves[index] !== member);
    return [[name, freeLeaf(member, [...path, name], text, others)]];
  });
  return { kind: 'object', members: new Map(members) };
}

/** A leaf outside of lists: its label, and the other values of its object. */
function freeLeaf(
  value: JsonPrimitive,
  path: readonly string[],
  text: TextIndex,
  mates: readonly (readonly Place[])[],
): TruthLeaf {
  const places = text.find(value);
  const labels = labelWords(path);
  if (places.length === 0) {
    const loose = text.findLoosely(value);
    return { kind: 'leaf', value, places: loose === null ? [] : [loose], pages: 0 };
  }
  const meant = bestOf(places, (place) => labelScore(place, labels, text) + matesNear(place, mates));
  return { kind: 'leaf', value, places: meant, pages: pagesOf(places, text) };
}

/** Those whose evidence is as good as the best's; all, when none has any. */
function bestOf(places: readonly Place[], evidence: (place: Place) => number): readonly Place[] {
  if (places.length < 2) return places;
  const scores = places.map(evidence);
  const best = Math.max(...scores);
  return best < 0.3 ? places : places.filter((_, index) => (scores[index] ?? 0) >= best * asGood);
}

function matesNear(place: Place, mates: readonly (readonly Place[])[]): number {
  const near = mates.filter((places) => places.some((other) => isNear(place, other))).length;
  return Math.min(1, near / 2);
}

function isNear(a: Place, b: Place): boolean {
  return a.first <= b.last + rowReach && b.first <= a.last + rowReach;
}

function overlap(a: Place, b: Place): boolean {
  return a.first <= b.last && b.first <= a.last;
}

function locateArray(items: readonly JsonValue[], path: readonly string[], text: TextIndex): TruthArray {
  const claimed = new Set<number>();
  const twins = countTwins(items);
  let previous = -1;
  const located: TruthItem[] = [];
  for (const item of items) {
    const isTwin = (twins.get(JSON.stringify(item)) ?? 0) > 1;
    const one = isLeaf(item)
      ? leafItem(item, path, text, isTwin, claimed)
      : rowItem(item, path, text, isTwin, claimed, previous);
    located.push(one);
    previous = one.homes[0]?.first ?? previous;
  }
  return { kind: 'array', items: withNeighbours(located) };
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

function leafItem(
  value: JsonPrimitive,
  path: readonly string[],
  text: TextIndex,
  isTwin: boolean,
  claimed: Set<number>,
): TruthItem {
  const truth = freeLeaf(value, path, text, []);
  if (!isTwin) return { truth, homes: truth.places };
  const own = truth.places.find((place) => !claimed.has(place.at)) ?? truth.places[0];
  if (own === undefined) return { truth, homes: [] };
  claimed.add(own.at);
  return { truth: { ...truth, places: [own] }, homes: [own] };
}

interface Candidate {
  readonly seed: Place;
  /** Which of the item's values it is of, the rarest first. */
  readonly leaf: number;
  readonly score: number;
}

/** Texts shorter than this stand on another page by chance, too. */
const shortestTelling = 12;
/** A value with more places than this does not say where its row is. */
const mostSeeds = 40;

function rowItem(
  item: JsonValue,
  path: readonly string[],
  text: TextIndex,
  isTwin: boolean,
  claimed: Set<number>,
  previous: number,
): TruthItem {
  const found = ownLeaves(item, [])
    .map((leaf) => ({ ...leaf, places: text.find(leaf.value) }))
    .filter(({ places }) => places.length > 0);
  const [rarest, ...others] = found.toSorted((a, b) => a.places.length - b.places.length);
  if (rarest === undefined) return { truth: locateInRow(item, path, [], text), homes: [] };
  // The rarest value may be a word that stands somewhere else by chance ("USD"): the label and the other values decide.
  const telling = [rarest, ...others.filter(({ places }) => places.length <= mostSeeds)];
  const seeds = telling.flatMap(({ places }, leaf) => places.map((seed) => ({ seed, leaf })));
  const candidates = seeds
    .map((one): Candidate => ({ ...one, score: rowScore(one.seed, found, path, text) }))
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        a.leaf - b.leaf ||
        Number(claimed.has(a.seed.at)) - Number(claimed.has(b.seed.at)) ||
        Number(a.seed.first < previous) - Number(b.seed.first < previous) ||
        a.seed.at - b.seed.at,
    );
  const best = candidates[0];
  if (best === undefined) return { truth: locateInRow(item, path, [], text), homes: [] };
  const own =
    candidates.find(({ seed, score }) => score >= best.score - 1e-9 && !claimed.has(seed.at)) ?? best;
  const alike = isTwin
    ? []
    : candidates.filter(
        ({ seed, leaf, score }) =>
          leaf === own.leaf && score >= best.score * asGood && seed !== own.seed && !claimed.has(seed.at),
      );
  claimed.add(own.seed.at);
  const homes = [own.seed, ...alike.map(({ seed }) => seed)];
  return { truth: locateInRow(item, path, homes, text), homes };
}

/** Rare values near the seed say more than frequent ones; the list's own name near it breaks ties. */
function rowScore(
  seed: Place,
  found: readonly { readonly places: readonly Place[] }[],
  path: readonly string[],
  text: TextIndex,
): number {
  let score = labelScore(seed, labelWords(path), text);
  for (const { places } of found) {
    const worth = 1 / Math.log2(2 + places.length);
    if (places.some((place) => isNear(seed, place))) score += worth;
    // The row's own line, not the next one.
    if (places.some((place) => place.first === seed.first)) score += worth;
  }
  return score;
}

/** The item's values, each meant near a home where it stands there, else as by itself. */
function locateInRow(
  value: JsonValue,
  path: readonly string[],
  homes: readonly Place[],
  text: TextIndex,
): Truth {
  if (Array.isArray(value)) return locateArray(value, path, text);
  if (isJsonObject(value)) {
    const members = Object.entries(value).flatMap(([name, member]): [string, Truth][] =>
      member === undefined ? [] : [[name, locateInRow(member, [...path, name], homes, text)]],
    );
    return { kind: 'object', members: new Map(members) };
  }
  const leaf = primitive(value);
  const places = text.find(leaf);
  const inLine = places.filter((place) => homes.some((home) => overlap(home, place)));
  const near =
    inLine.length > 0 ? inLine : places.filter((place) => homes.some((home) => isNear(home, place)));
  const pages = pagesOf(places, text);
  if (near.length > 0) return { kind: 'leaf', value: leaf, places: near, pages };
  const onPage = places.filter((place) =>
    homes.some((home) => text.lines[home.first]?.page === text.lines[place.first]?.page),
  );
  if (onPage.length > 0) return { kind: 'leaf', value: leaf, places: onPage, pages };
  // On other pages only: a number, or a short word on several of them, is the same by chance ("1,000,000", "actual"). It is
  // inferred with its row.
  const byChance = typeof leaf !== 'string' || pages > 1 || leaf.length < shortestTelling;
  return homes.length > 0 && byChance
    ? { kind: 'leaf', value: leaf, places: [], pages }
    : freeLeaf(leaf, path, text, []);
}

/** Leaves of the item outside of lists inside of it. */
function ownLeaves(value: JsonValue, path: readonly string[]): readonly { readonly value: JsonPrimitive }[] {
  if (Array.isArray(value)) return [];
  if (!isJsonObject(value)) return [{ value: primitive(value) }];
  return Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : ownLeaves(member, [...path, name]),
  );
}

/** Words of the names on the way, the nearest first. */
function labelWords(path: readonly string[]): readonly (readonly string[])[] {
  return path
    .map((name) =>
      name
        .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
        .split(/[^\p{L}\p{N}]+/u)
        .map(lettersAndDigits)
        .filter((word) => word.length > 1),
    )
    .filter((words) => words.length > 0)
    .toReversed()
    .slice(0, 3);
}

/** 0 to 1.75: the share of the label's words in the line of the place and the lines above it. */
function labelScore(place: Place, labels: readonly (readonly string[])[], text: TextIndex): number {
  let near = '';
  const { page } = text.lines[place.first] ?? { page: 0 };
  for (let line = Math.max(0, place.first - labelReach); line <= place.first; line += 1) {
    const known = text.lines[line];
    if (known !== undefined && known.page === page) near += `${known.form} `;
  }
  return labels.reduce((sum, words, distance) => {
    const hits = words.filter((word) => near.includes(word.slice(0, 6))).length;
    return sum + hits / words.length / 2 ** distance;
  }, 0);
}

function countTwins(items: readonly JsonValue[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = JSON.stringify(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function pagesOf(places: readonly Place[], text: TextIndex): number {
  return new Set(places.map((place) => text.lines[place.first]?.page)).size;
}

function isLeaf(value: JsonValue | undefined): value is JsonPrimitive {
  return value === null || (typeof value !== 'object' && value !== undefined);
}

function primitive(value: JsonValue | undefined): JsonPrimitive {
  return isLeaf(value) ? value : null;
}
