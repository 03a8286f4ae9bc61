/**
 * A reader that breaks JSON, refuses, cuts connections and hangs, against the undisturbed one:
 * `npm run bench -- models-faults <data-folder> [--only glob]`. A job equals its undisturbed run when results are the same;
 * five seeds decide which calls are hit; few calls are hit more or less often than the rates say, so all seeds are told, too.
 */
import { isDeepStrictEqual } from 'node:util';
import { benchArguments, labelledCases, openBench, round, type LabelledCase } from './models/measure.ts';

const faults = { breakJson: 0.1, rateLimit: 0.1, cut: 0.05, hang: 0.02 };
const limits = { contextTokens: 131_072, outputTokens: 8_192 };
const seeds = [1, 2, 3, 4, 5];

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(args, '{extract-bench-*/*,invoices/*}');
  const cases = await labelledCases(given);
  const figures: Record<string, unknown> = {};
  const calm = await runAll(cases, 0, {});
  let calls = 0;
  for (const seed of seeds) {
    const disturbed = await runAll(cases, seed, faults);
    calls += disturbed.calls;
    const other = [...calm.results].filter(
      ([id, result]) => !isDeepStrictEqual(result, disturbed.results.get(id)),
    );
    figures[`seed ${seed}`] = {
      jobs: cases.length,
      ended: disturbed.results.size,
      equal: cases.length - other.length,
      other: other.map(([id]) => id),
      failedParts: disturbed.failed,
      calls: disturbed.calls,
      callsUndisturbed: calm.calls,
      times: round(disturbed.calls / calm.calls),
      byFate: disturbed.byFate,
    };
    process.stderr.write(`${seed} ${JSON.stringify(figures[`seed ${seed}`])}\n`);
  }
  const callsUndisturbed = calm.calls * seeds.length;
  return {
    faults,
    limits,
    allSeeds: { calls, callsUndisturbed, times: round(calls / callsUndisturbed) },
    ...figures,
  };
}

async function runAll(
  cases: readonly LabelledCase[],
  seed: number,
  given: Partial<typeof faults>,
): Promise<{
  readonly results: ReadonlyMap<string, unknown>;
  readonly calls: number;
  readonly failed: readonly unknown[];
  readonly byFate: unknown;
}> {
  const results = new Map<string, unknown>();
  const failed: unknown[] = [];
  let [calls, byFate] = [0, {}];
  // A reader a set: some documents are in two sets.
  for (const [, members] of Map.groupBy(cases, (one) => one.set)) {
    await using bench = await openBench(
      { cases: members.map(({ known }) => known), limits, faults: given, seed },
      'interactive',
    );
    for (const one of members) {
      const { result } = await bench.run(one, { extraction: { maxRetries: 10 } });
      results.set(one.known.id, result.results);
      failed.push(...result.metadata.failed_subtrees.map(({ error }) => `${one.known.id}: ${error}`));
    }
    const stats = bench.reader.stats();
    calls += stats.calls;
    byFate = Object.fromEntries(
      [...new Set([...Object.keys(byFate), ...Object.keys(stats.byFate)])].map((fate) => [
        fate,
        ((Object.entries(byFate).find(([name]) => name === fate)?.[1] as number | undefined) ?? 0) +
          (stats.byFate[fate] ?? 0),
      ]),
    );
  }
  return { results, calls, failed, byFate };
}
