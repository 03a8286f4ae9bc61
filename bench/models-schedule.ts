/**
 * Wall clock with a reader of 1.5 s + 100 tokens a second and five calls at once, over the best schedule of the same calls
 * (the longest one, or all of them spread over five): `npm run bench -- models-schedule <data-folder> [--only glob]`.
 */
import { listCase } from './models/list.ts';
import { benchArguments, labelledCases, openBench, round, type LabelledCase } from './models/measure.ts';

const speed = { latencyMs: 1_500, tokensPerSecond: 100 };
const limits = { contextTokens: 131_072, outputTokens: 8_192 };
const concurrentCalls = 5;
/** Seconds of nfield 0.1.1 with the same reader, from its measurement of November 2026. */
const nfield: readonly (readonly [RegExp, number])[] = [
  [/adp-10q/, 42],
  [/nke-10q/, 53],
  [/credit-agreement\/ibm/, 41],
  [/credit-agreement\/csco/, 39],
  [/flashattention/, 118],
  [/survey/, 188],
  [/lists\/800/, 527],
];

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(
    args,
    '{extract-bench-10kq/{adp,nke}*,extract-bench-credit-agreement/{ibm,csco}*,extract-bench-research/*}',
  );
  const cases: readonly LabelledCase[] = [...(await labelledCases(given)), await listCase(800)];
  const figures: Record<string, unknown> = {};
  for (const one of cases) {
    await using bench = await openBench({ cases: [one.known], limits, speed });
    const { milliseconds, result } = await bench.run(one, { extraction: { concurrentCalls } });
    const lengths = bench.reader.calls.map((call) => call.endedAt - call.startedAt);
    const best = Math.max(...lengths, lengths.reduce((sum, length) => sum + length, 0) / concurrentCalls);
    const theirs = nfield.find(([pattern]) => pattern.test(one.known.id))?.[1] ?? null;
    figures[one.known.id] = {
      seconds: round(milliseconds / 1_000, 1),
      bestSchedule: round(best / 1_000, 1),
      times: round(milliseconds / best),
      calls: lengths.length,
      nfieldSeconds: theirs,
      isComplete: result.metadata.is_complete,
    };
    process.stderr.write(`${one.known.id} ${JSON.stringify(figures[one.known.id])}\n`);
  }
  return figures;
}
