/**
 * Extraction against gold, leaf by leaf. A leaf is a text, number or boolean.
 *
 * right: both hold a value and the two agree. missing: gold holds one, the result none or another. wrong: the result
 * holds one that gold does not have there. Both empty (null, no key, [], {}) is nothing. Lists are aligned item by
 * item so that the number of agreeing leaves is greatest; what is left over is missing or wrong. Order does not matter.
 */
import { isJsonObject, type JsonObject, type JsonPrimitive, type JsonValue } from '../json.ts';
import { agree, fold } from './agreement.ts';
import { assign } from './assignment.ts';

export interface Counts {
  readonly right: number;
  readonly missing: number;
  readonly wrong: number;
}
export interface Score extends Counts {
  /** right / (right + wrong); 1 when nothing was given and nothing is missing. */
  readonly precision: number;
  /** right / (right + missing); 1 when gold is empty. */
  readonly recall: number;
  readonly f1: number;
}
export interface CaseScore {
  readonly strict: Score;
  readonly lenient: Score;
}

type Value = JsonValue | undefined;

export function scoreCase(gold: JsonValue, result: JsonValue): CaseScore {
  const score = (lenient: boolean): Score => {
    const tally = { right: 0, missing: 0, wrong: 0 };
    compare(gold, result, tally, lenient);
    return scoreOf(tally);
  };
  return { strict: score(false), lenient: score(true) };
}

export function scoreOf({ right, missing, wrong }: Counts): Score {
  const precision = right + wrong > 0 ? right / (right + wrong) : missing === 0 ? 1 : 0;
  const recall = right + missing > 0 ? right / (right + missing) : 1;
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { right, missing, wrong, precision, recall, f1 };
}

interface Tally {
  right: number;
  missing: number;
  wrong: number;
}

function compare(gold: Value, got: Value, tally: Tally, lenient: boolean): void {
  if (isEmpty(gold) && isEmpty(got)) return;
  if (isJsonObject(gold) || (isEmpty(gold) && isJsonObject(got))) {
    compareObjects(isJsonObject(gold) ? gold : {}, got, tally, lenient);
  } else if (isList(gold) || (isEmpty(gold) && isList(got))) {
    compareLists(isList(gold) ? gold : [], got, tally, lenient);
  } else if (isEmpty(gold)) {
    tally.wrong += leaves(got);
  } else if (isEmpty(got)) {
    tally.missing += 1;
  } else if (isPrimitive(gold) && isPrimitive(got) && agree(gold, got, lenient)) {
    tally.right += 1;
  } else {
    tally.missing += 1;
    tally.wrong += isPrimitive(got) ? 1 : leaves(got);
  }
}

function compareObjects(gold: JsonObject, got: Value, tally: Tally, lenient: boolean): void {
  if (!isJsonObject(got) && !isEmpty(got)) tally.wrong += leaves(got);
  const result = isJsonObject(got) ? got : {};
  for (const key of new Set([...Object.keys(gold), ...Object.keys(result)])) {
    const [a, b] = [
      Object.hasOwn(gold, key) ? gold[key] : undefined,
      Object.hasOwn(result, key) ? result[key] : undefined,
    ];
    compare(a, b, tally, lenient);
  }
}

function compareLists(gold: readonly JsonValue[], got: Value, tally: Tally, lenient: boolean): void {
  const wanted = gold.filter((item) => !isEmpty(item));
  const given = (isList(got) ? got : isEmpty(got) || got === undefined ? [] : [got]).filter(
    (item) => !isEmpty(item),
  );
  const pairs = align(wanted, given, lenient);
  const [left, right] = [new Set<number>(), new Set<number>()];
  for (const [i, j] of pairs) {
    left.add(i);
    right.add(j);
    compare(wanted[i], given[j], tally, lenient);
  }
  for (const [i, item] of wanted.entries()) if (!left.has(i)) tally.missing += leaves(item);
  for (const [j, item] of given.entries()) if (!right.has(j)) tally.wrong += leaves(item);
}

export type Pairs = readonly (readonly [number, number])[];

/** Above this many pairs the matrix is not filled: lists are aligned by their rarest leaves. */
const mostPairs = 250_000;

/** Indexes of gold items with those of the given items that they are compared with. */
export function align(gold: readonly JsonValue[], got: readonly JsonValue[], lenient: boolean): Pairs {
  if (gold.length === 0 || got.length === 0) return [];
  if (isPrimitive(gold[0])) return alignPrimitives(gold, got, lenient);
  if (gold.length * got.length > mostPairs) return alignByRarity(gold, got);
  const weight = (a: JsonValue, b: JsonValue): number => {
    const tally = { right: 0, missing: 0, wrong: 0 };
    compare(a, b, tally, lenient);
    return tally.right;
  };
  const weights = gold.map((a) => got.map((b) => weight(a, b)));
  if (gold.length <= got.length) return assign(weights).filter(([i, j]) => (weights[i]?.[j] ?? 0) > 0);
  const turned = got.map((_, j) => gold.map((__, i) => weights[i]?.[j] ?? 0));
  return assign(turned)
    .filter(([j, i]) => (turned[j]?.[i] ?? 0) > 0)
    .map(([j, i]) => [i, j] as const);
}

function alignPrimitives(gold: readonly JsonValue[], got: readonly JsonValue[], lenient: boolean): Pairs {
  const free = new Set(got.keys());
  const pairs: [number, number][] = [];
  for (const [i, a] of gold.entries()) {
    for (const j of free) {
      const b = got[j];
      if (!isPrimitive(a) || !isPrimitive(b) || !agree(a, b, lenient)) continue;
      pairs.push([i, j]);
      free.delete(j);
      break;
    }
  }
  return pairs;
}

/** Each gold item takes the free result item with which it shares the rarest leaves. */
function alignByRarity(gold: readonly JsonValue[], got: readonly JsonValue[]): Pairs {
  const index = new Map<string, number[]>();
  for (const [j, item] of got.entries()) {
    for (const key of leafKeys(item)) index.set(key, [...(index.get(key) ?? []), j]);
  }
  const taken = new Set<number>();
  const pairs: [number, number][] = [];
  for (const [i, item] of gold.entries()) {
    const votes = new Map<number, number>();
    for (const key of leafKeys(item)) {
      const hits = index.get(key) ?? [];
      for (const j of hits.slice(0, 400))
        if (!taken.has(j)) votes.set(j, (votes.get(j) ?? 0) + 1 / (1 + hits.length));
    }
    let best: [number, number] | null = null;
    for (const vote of votes) if (best === null || vote[1] > best[1]) best = vote;
    if (best === null) continue;
    taken.add(best[0]);
    pairs.push([i, best[0]]);
  }
  return pairs;
}

function leafKeys(item: JsonValue): readonly string[] {
  if (!isJsonObject(item)) return [];
  return Object.entries(item).flatMap(([key, value]) =>
    isPrimitive(value) && !isEmpty(value) ? [`${key}\u0000${fold(String(value))}`] : [],
  );
}

export function isEmpty(value: Value): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (isList(value)) return value.every(isEmpty);
  return isJsonObject(value) && Object.values(value).every(isEmpty);
}

function leaves(value: Value): number {
  if (isList(value)) return value.reduce((sum: number, item) => sum + leaves(item), 0);
  if (isJsonObject(value)) return Object.values(value).reduce((sum: number, item) => sum + leaves(item), 0);
  return isEmpty(value) ? 0 : 1;
}

export function isList(value: Value): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isPrimitive(value: Value): value is JsonPrimitive {
  return value !== undefined && (value === null || typeof value !== 'object');
}
