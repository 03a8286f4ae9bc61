/**
 * Our scorer beside another, case by case: `npm run bench -- score <folder with cases> <score.py> [results folder ...]`.
 * Scored are the answers that systems were recorded to give, results of ours where folders are named, and the gold
 * answers themselves, whole and spoilt in fixed ways. `differences` must be empty: every count is the same, and so
 * precision, recall and F1.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { scoreCase } from '../packages/leafcutter/src/evaluation/scorer.ts';
import { isJsonObject, type JsonValue } from '../packages/leafcutter/src/json.ts';

/** Reads a list of {gold, got} paths and prints what the module at its first argument says of each. */
const script = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location('score', sys.argv[1]); score = importlib.util.module_from_spec(spec); spec.loader.exec_module(score)
out = []
for pair in json.load(open(sys.argv[2], encoding='utf8')):
    s = score.score_case(score.load(pair['gold']), score.load(pair['got'])); out.append({k: s[k] for k in ('strict', 'lenient')})
json.dump(out, sys.stdout)
`;

interface Pair {
  readonly name: string;
  readonly gold: string;
  readonly got: string;
}

export async function run(args: readonly string[]): Promise<unknown> {
  const [data, tool, ...results] = args;
  if (data === undefined || tool === undefined)
    throw new Error('usage: npm run bench -- score <folder with cases> <score.py> [results folder ...]');
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-score-'));
  try {
    const pairs = await pairsOf(data, results, folder);
    const list = path.join(folder, 'pairs.json');
    await writeFile(list, JSON.stringify(pairs));
    const { stdout } = await promisify(execFile)('python3', ['-c', script, tool, list], {
      maxBuffer: 2 ** 28,
    });
    const theirs: readonly ReturnType<typeof scoreCase>[] = JSON.parse(stdout);
    const differences: string[] = [];
    for (const [index, pair] of pairs.entries()) {
      const ours = scoreCase(await readJson(pair.gold), await readJson(pair.got));
      for (const kind of ['strict', 'lenient'] as const)
        for (const key of ['right', 'missing', 'wrong', 'precision', 'recall', 'f1'] as const)
          if (!(Math.abs(ours[kind][key] - (theirs[index]?.[kind][key] ?? Number.NaN)) < 0.0005))
            differences.push(
              `${pair.name} ${kind} ${key}: ${ours[kind][key]} / ${theirs[index]?.[kind][key]}`,
            );
    }
    const kinds = Map.groupBy(pairs, (pair) => pair.name.split(' ')[0] ?? '');
    return {
      answers: pairs.length,
      kinds: Object.fromEntries([...kinds].map(([kind, list]) => [kind, list.length])),
      differences,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function pairsOf(data: string, results: readonly string[], folder: string): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const set of await readdir(data, { withFileTypes: true })) {
    if (!set.isDirectory()) continue;
    for (const name of (await readdir(path.join(data, set.name))).toSorted()) {
      const one = path.join(data, set.name, name);
      const gold = path.join(one, 'gold.json');
      const files = await readdir(one);
      if (!files.includes('gold.json')) continue;
      const add = async (kind: string, answer: JsonValue): Promise<void> => {
        const got = path.join(folder, kind, set.name, `${name}.json`);
        await mkdir(path.dirname(got), { recursive: true });
        await writeFile(got, JSON.stringify(answer));
        pairs.push({ name: `${kind} ${set.name}/${name}`, gold, got });
      };
      const right = await readJson(gold);
      for (const [kind, spoil] of Object.entries(spoilt)) await add(kind, spoil(right));
      if (files.includes('recorded'))
        for (const system of await readdir(path.join(one, 'recorded'))) {
          const record = await readJson(path.join(one, 'recorded', system));
          await add(
            `recorded-${path.parse(system).name}`,
            isJsonObject(record) ? (record['data'] ?? {}) : {},
          );
        }
      for (const [index, result] of results.entries()) {
        const got = await readJson(path.join(result, set.name, `${name}.json`)).catch(() => null);
        if (got !== null) await add(`results-${index + 1}`, got);
      }
    }
  }
  return pairs;
}

const spoilt: Readonly<Record<string, (value: JsonValue) => JsonValue>> = {
  gold: (value) => value,
  turned: (value) => mapped(value, (leaf) => leaf, true, 0),
  texts: (value) =>
    mapped(value, (leaf) => (typeof leaf === 'number' ? `$${leaf}` : String(leaf).toUpperCase()), false, 0),
  typos: (value) => mapped(value, typo, true, 0),
  thinned: (value) => mapped(value, (leaf, at) => (at % 4 === 0 ? null : leaf), false, 3),
};

/** Whole numbers that came as 3.0 are printed differently in Python when they meet a text that is no number: none do here. */
function typo(leaf: JsonValue, at: number): JsonValue {
  if (at % 5 === 0) return null;
  if (at % 3 !== 0) return leaf;
  return typeof leaf === 'number' ? leaf * 10 : `${String(leaf)}x`;
}

/** Every leaf by `change` (with its number in document order); lists turned round; every `drop`th item left out. */
function mapped(
  value: JsonValue,
  change: (leaf: JsonValue, at: number) => JsonValue,
  turn: boolean,
  drop: number,
): JsonValue {
  let at = 0;
  const visit = (one: JsonValue): JsonValue => {
    if (isJsonObject(one))
      return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, visit(inner ?? null)]));
    if (!Array.isArray(one)) return one === null ? null : change(one, (at += 1));
    const items: JsonValue[] = one.map(visit).filter((_, index) => drop === 0 || index % drop !== drop - 1);
    return turn ? items.toReversed() : items;
  };
  return visit(value);
}

async function readJson(file: string): Promise<JsonValue> {
  const value: JsonValue = JSON.parse(await readFile(file, 'utf8'));
  return value;
}
