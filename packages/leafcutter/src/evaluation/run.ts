/** Runs an extractor over labelled documents and scores it: `<set>/<case>/{source.*, schema.json, gold.json}`. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LeafcutterError, toFailure, type Failure } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { scoreCase, type CaseScore } from './scorer.ts';

export interface EvaluationOptions {
  /** `<out>/<set>/<case>.json` gets each result; null writes nothing. */
  readonly out: string | null;
  /** Glob over `<set>/<case>`; null takes all. */
  readonly only: string | null;
  /** Documents at once. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly extract: (document: string, schema: JsonObject) => Promise<JsonObject>;
  readonly onRow: (row: Row, done: number, total: number) => void;
}

export interface Row {
  readonly set: string;
  readonly name: string;
  readonly score: CaseScore;
  /** Why there is no result; null when there is one. The case then counts as an empty result. */
  readonly failure: Failure | null;
  readonly milliseconds: number;
}

/** Rows in the order of sets and cases. A document that fails is a row with its failure. @throws LeafcutterError usage */
export async function evaluate(directory: string, options: EvaluationOptions): Promise<readonly Row[]> {
  const cases = await listCases(directory, options.only);
  if (cases.length === 0)
    throw new LeafcutterError(
      'usage',
      `${directory} has no case with a schema.json and a gold.json${options.only === null ? '' : ` that matches ${options.only}`}.`,
    );
  const rows: Row[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < cases.length; index = next++) {
      const one = cases[index];
      if (one === undefined) return;
      options.signal.throwIfAborted();
      const row = await runCase(directory, one, options);
      rows.push(row);
      options.onRow(row, rows.length, cases.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs) }, lane));
  return rows.toSorted((a, b) => compareText(a.set, b.set) || compareText(a.name, b.name));
}

interface Case {
  readonly set: string;
  readonly name: string;
}

async function listCases(directory: string, only: string | null): Promise<readonly Case[]> {
  const sets = await readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    throw new LeafcutterError('usage', `${directory} is not a folder that can be read.`, { cause });
  });
  const cases: Case[] = [];
  for (const set of sets
    .filter((entry) => entry.isDirectory())
    .toSorted((a, b) => compareText(a.name, b.name))) {
    const entries = await readdir(path.join(directory, set.name), { withFileTypes: true });
    for (const { name } of entries
      .filter((entry) => entry.isDirectory())
      .toSorted((a, b) => compareText(a.name, b.name))) {
      const files = await readdir(path.join(directory, set.name, name));
      const complete = files.includes('schema.json') && files.includes('gold.json');
      const wanted =
        only === null ||
        path.matchesGlob(`${set.name}/${name}`, only) ||
        path.matchesGlob(name, only) ||
        set.name === only;
      if (complete && wanted) cases.push({ set: set.name, name });
    }
  }
  return cases;
}

async function runCase(directory: string, { set, name }: Case, options: EvaluationOptions): Promise<Row> {
  const started = performance.now();
  const folder = path.join(directory, set, name);
  const gold = await readJson(path.join(folder, 'gold.json'));
  let result: JsonObject = {};
  let failure: Failure | null = null;
  try {
    const source = (await readdir(folder)).toSorted(compareText).find((file) => file.startsWith('source.'));
    if (source === undefined)
      throw new LeafcutterError('document_missing', `${set}/${name} has no source file.`);
    const schema = await readJson(path.join(folder, 'schema.json'));
    if (!isJsonObject(schema))
      throw new LeafcutterError('schema_invalid', `The schema of ${set}/${name} is no object.`);
    result = await options.extract(path.join(folder, source), schema);
    if (options.out !== null) {
      await mkdir(path.join(options.out, set), { recursive: true });
      await writeFile(path.join(options.out, set, `${name}.json`), `${JSON.stringify(result, null, 1)}\n`);
    }
  } catch (error) {
    options.signal.throwIfAborted();
    failure = toFailure(error);
  }
  return { set, name, score: scoreCase(gold, result), failure, milliseconds: performance.now() - started };
}

/** A table a set, and the mean of the sets: cases, those without a result, perfect ones, precision, recall, F1, lenient F1. */
export function describeRows(rows: readonly Row[]): string {
  const lines = [
    `${'set'.padEnd(34)}${'cases'.padStart(6)}${'absent'.padStart(7)}${'perfect'.padStart(8)}${'P'.padStart(7)}${'R'.padStart(7)}${'F1'.padStart(7)}${'lenF1'.padStart(7)}`,
  ];
  const means: (readonly number[])[] = [];
  for (const [set, cases] of Map.groupBy(rows, (row) => row.set)) {
    const mean = (pick: (row: Row) => number): number =>
      cases.reduce((sum, row) => sum + pick(row), 0) / cases.length;
    const figures = [
      mean((row) => row.score.strict.precision),
      mean((row) => row.score.strict.recall),
      mean((row) => row.score.strict.f1),
      mean((row) => row.score.lenient.f1),
    ];
    means.push(figures);
    const absent = cases.filter((row) => row.failure !== null).length;
    const perfect = cases.filter((row) => row.score.strict.f1 === 1).length;
    lines.push(
      `${set.padEnd(34)}${String(cases.length).padStart(6)}${String(absent).padStart(7)}${String(perfect).padStart(8)}${format(figures)}`,
    );
    for (const row of cases)
      if (row.failure !== null) lines.push(`    ${row.name}: ${row.failure.code}: ${row.failure.message}`);
  }
  const all = [0, 1, 2, 3].map(
    (index) => means.reduce((sum, figures) => sum + (figures[index] ?? 0), 0) / Math.max(1, means.length),
  );
  lines.push(`${'mean of sets'.padEnd(55)}${format(all)}`);
  return lines.join('\n');
}

function format(figures: readonly number[]): string {
  return figures.map((figure) => figure.toFixed(3).padStart(7)).join('');
}

async function readJson(file: string): Promise<JsonValue> {
  try {
    const value: JsonValue = JSON.parse(await readFile(file, 'utf8'));
    return value;
  } catch (cause) {
    throw new LeafcutterError(
      'schema_unreadable',
      `${path.basename(file)} of ${path.basename(path.dirname(file))} is not readable JSON.`,
      { cause },
    );
  }
}

/** By code points, as file systems and other scorers sort. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
