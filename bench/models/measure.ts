/** What the benches of models measure: how much of what stands in the text comes back, and what it took. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { scoreCase } from '../../packages/leafcutter/src/evaluation/scorer.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../packages/leafcutter/src/json.ts';
import { createModelRegistry, type ModelRegistry } from '../../packages/leafcutter/src/models/registry.ts';
import type { ModelEntry } from '../../packages/leafcutter/src/models/settings.ts';
import {
  loadCases,
  startReader,
  type KnownCase,
  type ReaderLimits,
  type ReaderOptions,
  type ReaderStats,
  type RunningReader,
  type Truth,
} from '../../packages/leafcutter/src/testing/reader/index.ts';
import { runJob, type JobOptions, type JobRun } from './job.ts';

export interface LabelledCase {
  readonly set: string;
  readonly known: KnownCase;
  readonly schema: JsonObject;
}

export interface BenchArguments {
  readonly data: string;
  readonly only: string;
  readonly lane: 'interactive' | 'bulk';
  /** Without nfield beside. */
  readonly alone: boolean;
  /** Null: the bench's own. */
  readonly limits: readonly ReaderLimits[] | null;
}

/** `<data-folder> [--only glob] [--bulk] [--alone] [--limits context/output,...]` */
export function benchArguments(args: readonly string[], only = '*/*'): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string', default: only },
      bulk: { type: 'boolean', default: false },
      alone: { type: 'boolean', default: false },
      limits: { type: 'string' },
    },
  });
  const [data = '../shared/data'] = positionals;
  const limits = values.limits?.split(',').map((pair): ReaderLimits => {
    const [contextTokens = 0, outputTokens = 0] = pair.split('/').map(Number);
    return { contextTokens, outputTokens };
  });
  return {
    data,
    only: values.only,
    lane: values.bulk ? 'bulk' : 'interactive',
    alone: values.alone,
    limits: limits ?? null,
  };
}

/** Cases whose document can be read, parsed once and kept from run to run. */
export async function labelledCases(
  { data, only }: Pick<BenchArguments, 'data' | 'only'>,
  answers = 'gold',
): Promise<readonly LabelledCase[]> {
  const cases = await loadCases(data, {
    answers,
    only: (id) => path.matchesGlob(id, only),
    cache: path.join(tmpdir(), 'leafcutter-reader-pages'),
    onUnreadable: (id, failure) => process.stderr.write(`${id}: ${failure.code}\n`),
  });
  return await Promise.all(
    cases.map(async (known) => {
      const schema: JsonValue = JSON.parse(await readFile(path.join(data, known.id, 'schema.json'), 'utf8'));
      if (!isJsonObject(schema)) throw new Error(`the schema of ${known.id} is no object`);
      return { set: known.id.split('/')[0] ?? '', known, schema };
    }),
  );
}

export const largest: ReaderLimits = { contextTokens: 1_048_576, outputTokens: 65_536 };

export interface Bench extends AsyncDisposable {
  readonly reader: RunningReader;
  readonly models: ModelRegistry;
  run(one: LabelledCase, options?: Partial<JobOptions>): Promise<CaseRun>;
}
export interface CaseRun extends JobRun {
  /** Of this job alone, when jobs run one after another. */
  readonly asked: ReaderStats;
}

/** A reader as a Gemini in the settings, by the id `reader`. */
export function entryOf({ contextTokens, outputTokens }: ReaderLimits): ModelEntry {
  return {
    id: 'reader',
    provider: 'google',
    name: 'gemini-2.5-flash',
    context_tokens: contextTokens,
    output_tokens: outputTokens,
  };
}

/** The model `reader`, at this address. */
export function modelsOf(url: string, limits: ReaderLimits, more: Partial<ModelEntry> = {}): ModelRegistry {
  return createModelRegistry(
    { models: [{ ...entryOf(limits), ...more }], aliases: {} },
    { GEMINI_API_KEY: 'none', GEMINI_BASE_URL: url },
  );
}

/** A reader of its own behind a registry of its own, as Gemini. */
export async function openBench(
  options: ReaderOptions,
  lane: 'interactive' | 'bulk' = 'interactive',
): Promise<Bench> {
  const limits = options.limits ?? largest;
  const reader = await startReader(options);
  // A call that hangs is given up soon, where some are made to hang.
  const more = (options.faults?.hang ?? 0) > 0 ? { silence_seconds: 3 } : {};
  const models = modelsOf(reader.url, limits, { concurrent_calls: 64, ...more });
  return {
    reader,
    models,
    async run(one, more = {}) {
      const before = reader.stats();
      const job = await runJob(one.known, one.schema, { models, model: 'reader', lane, ...more });
      return { ...job, asked: difference(reader.stats(), before) };
    },
    [Symbol.asyncDispose]: () => reader.close(),
  };
}

function difference(after: ReaderStats, before: ReaderStats): ReaderStats {
  return {
    calls: after.calls - before.calls,
    answered: after.answered - before.answered,
    repeated: after.repeated - before.repeated,
    inputTokens: after.inputTokens - before.inputTokens,
    cachedTokens: after.cachedTokens - before.cachedTokens,
    outputTokens: after.outputTokens - before.outputTokens,
    byFate: Object.fromEntries(
      Object.entries(after.byFate).map(([fate, count]) => [fate, count - (before.byFate[fate] ?? 0)]),
    ),
  };
}

export interface Recall {
  readonly right: number;
  readonly missing: number;
}

/** Gold values that stand in the text just so: how many come back. @param most pages that a value may stand on */
export function recallOfStanding(known: KnownCase, results: JsonValue, most = Infinity): Recall {
  const gold = standing(known.truth, most);
  const { right, missing } = scoreCase(gold ?? {}, results).strict;
  return { right, missing };
}

function standing(truth: Truth, most: number): JsonValue {
  switch (truth.kind) {
    case 'leaf':
      return truth.pages > 0 && truth.pages <= most ? truth.value : null;
    case 'array':
      return truth.items.map((item) => standing(item.truth, most));
    case 'object':
      return Object.fromEntries([...truth.members].map(([name, member]) => [name, standing(member, most)]));
  }
}

export function addRecall(a: Recall, b: Recall): Recall {
  return { right: a.right + b.right, missing: a.missing + b.missing };
}

export function share({ right, missing }: Recall): number | null {
  return right + missing === 0 ? null : round(right / (right + missing), 5);
}

export function round(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}

/** Tokens of the document's text, as the reader counts. */
export function documentTokens({ pages }: KnownCase): number {
  return Math.ceil(pages.reduce((sum, page) => sum + page.text.length, 0) / 4);
}

/** Violations but for values that are not there. */
export function isValid({ metadata }: JobRun['result']): boolean {
  return metadata.violations.every(({ rule }) => rule === 'required');
}
