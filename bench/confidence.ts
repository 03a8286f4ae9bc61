/**
 * Whether the confidence of a value tells right from wrong: the documents below a folder of labelled cases are extracted by
 * the rules with attributions, and every value is held against gold.
 * `npm run bench -- confidence <folder> [--only <glob>] [--jobs 2]`. By set: `auc`, the chance that a right value has the
 * higher confidence of a right and a wrong one (ties count half; null where all are right, or all wrong); `gap`, the mean
 * distance between confidence and the share that is right over the ten tenths; `tenths`, from the least sure on.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { verdictsOf } from '../packages/leafcutter/src/evaluation/index.ts';
import {
  extract,
  LeafcutterError,
  type JsonObject,
  type JsonValue,
} from '../packages/leafcutter/src/index.ts';
import { attributionsIn, casesIn } from './peers/cases.ts';
import { shareOut } from './peers/readers.ts';

interface Judged {
  readonly set: string;
  readonly confidence: number;
  readonly isRight: boolean;
}

export async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { only: { type: 'string', default: '*' }, jobs: { type: 'string', default: '2' } },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('usage: npm run bench -- confidence <folder with cases>');
  const cases = await casesIn(folder, values.only);
  const judged = (await shareOut(cases, Number(values.jobs), () => (name) => judge(folder, name))).flat();
  const sets = Map.groupBy(judged, ({ set }) => set);
  return {
    ...Object.fromEntries([...sets].toSorted().map(([set, own]) => [set, figuresOf(own)])),
    all: figuresOf(judged),
  };
}

async function judge(folder: string, name: string): Promise<readonly Judged[]> {
  const files = await readdir(path.join(folder, name));
  const source = files.find((file) => file.startsWith('source.'));
  if (source === undefined || !files.includes('gold.json')) return [];
  const read = (file: string): Promise<string> => readFile(path.join(folder, name, file), 'utf8');
  const schema: JsonObject = JSON.parse(await read('schema.json'));
  const gold: JsonValue = JSON.parse(await read('gold.json'));
  try {
    const { results } = await extract(path.join(folder, name, source), schema, { attributions: true });
    const given = [...attributionsIn(results)].filter(([, one]) => one.extracted_value !== null);
    const verdicts = verdictsOf(gold, valuesOf(results));
    return given.flatMap(([pointer, { confidence }]) => {
      const isRight = verdicts.get(pointer);
      return isRight === undefined ? [] : [{ set: name.split('/')[0] ?? '', confidence, isRight }];
    });
  } catch (error) {
    if (error instanceof LeafcutterError) return [];
    throw error;
  }
}

/** The result with every attribution's value in its place. */
function valuesOf(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(valuesOf);
  if (typeof value !== 'object' || value === null) return null;
  if ('extracted_value' in value) return value.extracted_value as JsonValue;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, valuesOf(one)]));
}

function figuresOf(judged: readonly Judged[]): unknown {
  const tenths = Array.from({ length: 10 }, (_, tenth) => {
    const own = judged.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth);
    return { values: own.length, right: own.filter(({ isRight }) => isRight).length, sum: own.reduce((sum, one) => sum + one.confidence, 0) }; // prettier-ignore
  });
  const gap = tenths.reduce((sum, { right, sum: said }) => sum + Math.abs(right - said), 0) / judged.length;
  return {
    values: judged.length,
    right: round(judged.filter(({ isRight }) => isRight).length / judged.length),
    auc: aucOf(judged),
    gap: round(gap),
    tenths: tenths.map(({ values, right }) => [values, values === 0 ? null : round(right / values)]),
  };
}

function aucOf(judged: readonly Judged[]): number | null {
  const sorted = judged.toSorted((a, b) => a.confidence - b.confidence);
  const right = judged.filter(({ isRight }) => isRight).length;
  const wrong = judged.length - right;
  if (right === 0 || wrong === 0) return null;
  let sum = 0;
  for (let at = 0; at < sorted.length;) {
    let end = at;
    while (end < sorted.length && sorted[end]?.confidence === sorted[at]?.confidence) end += 1;
    const rank = (at + 1 + end) / 2;
    sum += sorted.slice(at, end).filter(({ isRight }) => isRight).length * rank;
    at = end;
  }
  return round((sum - (right * (right + 1)) / 2) / (right * wrong));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
