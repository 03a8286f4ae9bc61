/**
 * Two runs against a reader that gives lists in any order and writes values in other words, each run with a seed of its own:
 * the share of leaves on which the two agree to the letter, and what each is worth against gold.
 * `npm run bench -- models-runs <data-folder> [--only glob] [--bulk]`.
 */
import { scoreCase } from '../packages/leafcutter/src/evaluation/scorer.ts';
import { isJsonObject, type JsonPrimitive, type JsonValue } from '../packages/leafcutter/src/json.ts';
import type { Faults } from '../packages/leafcutter/src/testing/reader/faults.ts';
import { benchArguments, labelledCases, openBench, round, type LabelledCase } from './models/measure.ts';

const faults: Partial<Faults> = { reorder: 1, reword: 0.5 };
const seeds = [1, 2] as const;

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(args);
  const cases = await labelledCases(given);
  const sets: Record<string, unknown> = {};
  let all = { leaves: 0, equal: 0 };
  for (const [set, members] of Map.groupBy(cases, (one) => one.set)) {
    const { figures, leaves, equal } = await runSet(members, given.lane);
    sets[set] = figures;
    all = { leaves: all.leaves + leaves, equal: all.equal + equal };
    process.stderr.write(`${set} ${JSON.stringify(figures)}\n`);
  }
  return { faults, seeds, leaves: all.leaves, agree: round(all.equal / all.leaves, 5), sets };
}

async function runSet(
  members: readonly LabelledCase[],
  lane: 'interactive' | 'bulk',
): Promise<{ readonly figures: unknown; readonly leaves: number; readonly equal: number }> {
  let [leaves, equal] = [0, 0];
  const f1 = { undisturbed: 0, first: 0, second: 0 };
  const worst: { readonly id: string; readonly agree: number; readonly differ: readonly string[] }[] = [];
  for (const one of members) {
    const calm = await resultOf(one, {}, 0, lane);
    const [first, second] = [
      await resultOf(one, faults, seeds[0], lane),
      await resultOf(one, faults, seeds[1], lane),
    ];
    f1.undisturbed += scoreCase(one.known.gold, calm).strict.f1;
    f1.first += scoreCase(one.known.gold, first).strict.f1;
    f1.second += scoreCase(one.known.gold, second).strict.f1;
    const compared = compareLeaves(first, second);
    leaves += compared.leaves;
    equal += compared.leaves - compared.differ.length;
    if (compared.differ.length > 0)
      worst.push({
        id: one.known.id,
        agree: round(1 - compared.differ.length / compared.leaves, 4),
        differ: compared.differ.slice(0, 6),
      });
  }
  const figures = {
    cases: members.length,
    leaves,
    agree: round(equal / leaves, 5),
    f1Undisturbed: round(f1.undisturbed / members.length, 4),
    f1: [round(f1.first / members.length, 4), round(f1.second / members.length, 4)],
    differ: worst.toSorted((a, b) => a.agree - b.agree).slice(0, 8),
  };
  return { figures, leaves, equal };
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

/** Leaves that have a value in one of the two; the places of those that are not the same. */
function compareLeaves(
  a: JsonValue,
  b: JsonValue,
): { readonly leaves: number; readonly differ: readonly string[] } {
  const [left, right] = [leavesOf(a), leavesOf(b)];
  const pointers = new Set([...left.keys(), ...right.keys()]);
  const differ = [...pointers].filter((pointer) => left.get(pointer) !== right.get(pointer));
  return {
    leaves: pointers.size,
    differ,
  };
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
