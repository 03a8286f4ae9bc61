/**
 * Pairs of runs against a reader that gives lists in any order and writes values in other words, each run with a seed of its own:
 * the share of leaves on which the two of a pair agree to the letter, and what each is worth against gold. `kinds` of those that do not: in
 * `case` alone, in `signs` (spaces, commas, quotes, dashes too), in what they `say` (items in another order), in being there (`one`).
 * `npm run bench -- models-runs <data-folder> [--only glob] [--bulk]`.
 */
import { scoreCase } from '../packages/leafcutter/src/evaluation/scorer.ts';
import { isJsonObject, type JsonPrimitive, type JsonValue } from '../packages/leafcutter/src/json.ts';
import type { Faults } from '../packages/leafcutter/src/testing/reader/faults.ts';
import { saidForm } from '../packages/leafcutter/src/values/said.ts';
import { benchArguments, labelledCases, openBench, round, type LabelledCase } from './models/measure.ts';

const faults: Partial<Faults> = { reorder: 1, reword: 0.5 };
const pairs = [
  [1, 2],
  [3, 4],
  [5, 6],
] as const;

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(args);
  const cases = await labelledCases(given);
  const sets: Record<string, unknown> = {};
  let all = { leaves: 0, equal: 0 };
  const kinds: Record<string, number> = {};
  for (const [set, members] of Map.groupBy(cases, (one) => one.set)) {
    const { figures, leaves, equal, differences } = await runSet(members, given.lane);
    sets[set] = figures;
    for (const { kind } of differences) kinds[kind] = (kinds[kind] ?? 0) + 1;
    all = { leaves: all.leaves + leaves, equal: all.equal + equal };
    process.stderr.write(`${set} ${JSON.stringify(figures)}\n`);
  }
  return { faults, pairs, leaves: all.leaves, agree: round(all.equal / all.leaves, 5), kinds, sets };
}

async function runSet(
  members: readonly LabelledCase[],
  lane: 'interactive' | 'bulk',
): Promise<{
  readonly figures: unknown;
  readonly leaves: number;
  readonly equal: number;
  readonly differences: readonly Difference[];
}> {
  let [leaves, undisturbed, disturbed] = [0, 0, 0];
  const differences: Difference[] = [];
  const worst: { readonly id: string; readonly agree: number; readonly differ: readonly string[] }[] = [];
  for (const one of members) {
    const f1 = (results: JsonValue): number => scoreCase(one.known.gold, results).strict.f1;
    undisturbed += f1(await resultOf(one, {}, 0, lane));
    let own = 0;
    const differ: Difference[] = [];
    for (const [a, b] of pairs) {
      const [first, second] = [await resultOf(one, faults, a, lane), await resultOf(one, faults, b, lane)];
      disturbed += (f1(first) + f1(second)) / 2 / pairs.length;
      const compared = compareLeaves(first, second);
      own += compared.leaves;
      differ.push(...compared.differ);
    }
    leaves += own;
    differences.push(...differ);
    if (differ.length > 0)
      worst.push({
        id: one.known.id,
        agree: round(1 - differ.length / own, 4),
        differ: differ.slice(0, 6).map(({ pointer }) => pointer),
      });
  }
  const equal = leaves - differences.length;
  const figures = {
    cases: members.length,
    leaves,
    agree: round(equal / leaves, 5),
    f1Undisturbed: round(undisturbed / members.length, 4),
    f1: round(disturbed / members.length, 4),
    differ: worst.toSorted((a, b) => a.agree - b.agree).slice(0, 8),
  };
  return { figures, leaves, equal, differences };
}

async function resultOf(
  one: LabelledCase,
  disturbed: Partial<Faults>,
  seed: number,
  lane: 'interactive' | 'bulk',
): Promise<JsonValue> {
  // A reader of one document alone: some are there twice, revised in a word or two.
  await using bench = await openBench({ cases: [one.known], faults: disturbed, seed }, lane);
  return (await bench.run(one)).result.results;
}

interface Difference {
  readonly pointer: string;
  readonly kind: 'case' | 'signs' | 'say' | 'one';
}

/** Leaves that have a value in one of the two; those that are not the same. */
function compareLeaves(
  a: JsonValue,
  b: JsonValue,
): { readonly leaves: number; readonly differ: readonly Difference[] } {
  const [left, right] = [leavesOf(a), leavesOf(b)];
  const pointers = new Set([...left.keys(), ...right.keys()]);
  const differ = [...pointers]
    .filter((pointer) => left.get(pointer) !== right.get(pointer))
    .map((pointer) => ({ pointer, kind: kindOf(left.get(pointer), right.get(pointer)) }));
  return { leaves: pointers.size, differ };
}

function kindOf(a: JsonPrimitive | undefined, b: JsonPrimitive | undefined): Difference['kind'] {
  if (a === undefined || b === undefined) return 'one';
  if (saidForm(a) !== saidForm(b)) return 'say';
  return String(a).toLowerCase() === String(b).toLowerCase() ? 'case' : 'signs';
}

function leavesOf(
  value: JsonValue | undefined,
  pointer = '',
  into = new Map<string, JsonPrimitive>(),
): ReadonlyMap<string, JsonPrimitive> {
  if (Array.isArray(value))
    (value as readonly JsonValue[]).forEach((item, index) => leavesOf(item, `${pointer}/${index}`, into));
  else if (isJsonObject(value))
    for (const [name, member] of Object.entries(value)) leavesOf(member, `${pointer}/${name}`, into);
  else if (value !== null && value !== undefined) into.set(pointer, value as JsonPrimitive);
  return into;
}
