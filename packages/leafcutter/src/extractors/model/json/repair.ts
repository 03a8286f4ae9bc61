/**
 * The text of an answer made JSON with the fewest changes after which it still fits its schema: all ways to read it are
 * followed side by side from its beginning, those with more changes than others by too many are given up, and where two
 * ways with as few changes say different things, or none goes on, the text is no more believed. (A. V. Aho, T. G. Peterson,
 * "A minimum distance error-correcting parser for context-free languages", 1972, over a grammar that the schema gives.)
 * Pure.
 */
import { edited, firstDifference } from './edits.ts';
import { movesOf } from './moves.ts';
import { keyOf, type State } from './state.ts';
import type { Ending, Surroundings, Whole } from './steps.ts';

export interface Repaired {
  /** JSON, or the beginning of one. */
  readonly text: string;
  /** whole: all of it is JSON. ended: it is the beginning of a JSON that goes on. broken: what comes next cannot be read. */
  readonly kind: 'whole' | 'ended' | 'broken';
}

/** Ways with so many changes more than the best one may still turn out to be better. */
const slack = 2;
/** A way that reads so many values more with one change more was right to change. */
const valuesPerChange = 10;

/** @param from of its first bracket */
export function repair(around: Surroundings, from: number): Repaired {
  const search = new Search(around, from);
  search.run();
  return verdictOf(around.text, from, search);
}

interface Found {
  /** Where readings came to the end of the text. */
  readonly ends: readonly (Ending | Whole)[];
  /** Where they could not go on without a change. */
  readonly stops: readonly State[];
}

class Search implements Found {
  readonly ends: (Ending | Whole)[] = [];
  readonly stops: State[] = [];
  private readonly around: Surroundings;
  /** States by where they stand and by what can follow. */
  private readonly waiting: (Map<string, State> | undefined)[] = [];
  /** How many of them there are, by cost. */
  private readonly alive: number[] = [];

  constructor(around: Surroundings, from: number) {
    this.around = around;
    this.add(startAt(from));
  }

  run(): void {
    for (let at = 0; at <= this.around.text.length; at += 1) {
      const states = this.waiting[at];
      if (states === undefined) continue;
      for (let state = cheapest(states); state !== null; state = cheapest(states)) {
        states.delete(keyOf(state));
        this.follow(state);
        this.alive[state.cost] = (this.alive[state.cost] ?? 0) - 1;
      }
      this.waiting[at] = undefined;
    }
  }

  private follow(state: State): void {
    const least = this.alive.findIndex((count) => count > 0);
    if (state.cost > least + slack) return;
    const moves = movesOf(state, this.around);
    const goesOn = moves.some((move) => move.kind !== 'on' || move.state.cost === state.cost);
    if (!goesOn) this.stops.push(state);
    for (const move of moves)
      if (move.kind === 'on') this.add(move.state);
      else this.ends.push(move);
  }

  private add(state: State): void {
    const states = this.waiting[state.at] ?? new Map<string, State>();
    this.waiting[state.at] = states;
    const key = keyOf(state);
    const known = states.get(key);
    if (known !== undefined && known.cost < state.cost) return;
    if (known !== undefined) this.alive[known.cost] = (this.alive[known.cost] ?? 0) - 1;
    states.set(key, known?.cost === state.cost ? this.either(known, state) : state);
    this.alive[state.cost] = (this.alive[state.cost] ?? 0) + 1;
  }

  /** Two ways to the same place: in doubt where they read different things. */
  private either(one: State, other: State): State {
    const from = firstDifference(one.edits, other.edits);
    const texts = [one, other].map(({ edits, at }) => edited(this.around.text, edits, from ?? at, at + 1));
    if (texts[0] === texts[1]) return one.doubtFrom === null ? one : other;
    return { ...one, doubtFrom: earliest(from, one.doubtFrom, other.doubtFrom) };
  }
}

function startAt(at: number): State {
  return {
    at,
    expects: 'value',
    frame: null,
    open: null,
    commaAt: at,
    valueFrom: at,
    namedAt: at,
    itemNames: new Set(),
    partedAt: null,
    values: 0,
    cost: 0,
    faultsAt: [],
    edits: null,
    doubtFrom: null,
  };
}

function cheapest(states: ReadonlyMap<string, State>): State | null {
  let best: State | null = null;
  for (const state of states.values()) if (best === null || state.cost < best.cost) best = state;
  return best;
}

function earliest(...offsets: readonly (number | null)[]): number | null {
  const known = offsets.filter((offset) => offset !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function verdictOf(text: string, from: number, { ends, stops }: Found): Repaired {
  const least = Math.min(...ends.map(costOf));
  const [best, ...others] = ends.filter((end) => costOf(end) === least);
  if (best === undefined) return { text: lastBelieved(text, from, stops), kind: 'broken' };
  const { edits, doubtFrom } = best.state;
  const to = best.kind === 'whole' ? best.state.at : best.at;
  const written = edited(text, edits, from, to);
  const different = others.flatMap((other) => {
    const isSame =
      best.kind === 'whole' &&
      other.kind === 'whole' &&
      isSameJson(written, edited(text, other.state.edits, from, other.state.at));
    return isSame ? [] : [firstDifference(edits, other.state.edits)];
  });
  const doubt = earliest(doubtFrom, ...others.map((other) => other.state.doubtFrom), ...different);
  return doubt === null
    ? { text: written, kind: best.kind }
    : { text: edited(text, edits, from, doubt), kind: 'broken' };
}

/** A text that ends too early lacks its end: one fault more. */
function costOf({ kind, state }: Ending | Whole): number {
  return kind === 'whole' ? state.cost : state.cost + 1;
}

function isSameJson(one: string, other: string): boolean {
  return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
}

/** Where no reading came to the end: as much as the one says that got the furthest with the fewest changes. */
function lastBelieved(text: string, from: number, stops: readonly State[]): string {
  const furthest = stops.toSorted((a, b) => a.cost - b.cost || b.values - a.values || b.at - a.at);
  const best = furthest.reduce((one, other) =>
    other.values >= one.values + (other.cost - one.cost) * valuesPerChange && other.cost > one.cost
      ? other
      : one,
  );
  const rivals = furthest.filter(
    (other) =>
      other !== best && other.cost === best.cost && other.values >= best.values && other.at >= best.at,
  );
  const to = earliest(
    sureUntil(best),
    best.doubtFrom,
    ...rivals.map((other) => firstDifference(best.edits, other.edits)),
  );
  return edited(text, best.edits, from, to ?? from);
}

/** A comma alone does not tell that the value before it is whole; a name that follows does. */
function sureUntil({ at, open, valueFrom, namedAt, edits }: State): number {
  const isFollowed = namedAt > valueFrom && (edits === null || edits.at < valueFrom);
  return isFollowed ? (open?.from ?? at) : valueFrom;
}
