/**
 * The same documents with ever narrower models: context windows and output limits. Figures are shares of the gold that
 * stands in the text and comes back, and prompt tokens over the document's.
 * `npm run bench -- models-windows <data-folder> [--only glob] [--bulk]`; default: filings, agreements, papers.
 */
import {
  addRecall,
  benchArguments,
  documentTokens,
  isValid,
  labelledCases,
  openBench,
  recallOfStanding,
  round,
  share,
  type LabelledCase,
} from './models/measure.ts';
import { answerSchema } from '../packages/leafcutter/src/testing/reader/answer.ts';

const windows = [1_048_576, 131_072, 32_768, 8_192];
const outputs = [65_536, 8_192, 2_048];

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(args, 'extract-bench-{10kq,credit-agreement,research}/*');
  const cases = await labelledCases(given);
  const figures: Record<string, unknown> = {};
  for (const contextTokens of windows) {
    for (const outputTokens of outputs) {
      if (outputTokens >= contextTokens) continue;
      const name = `${contextTokens} / ${outputTokens}`;
      figures[name] = await runLimits(cases, { contextTokens, outputTokens }, given.lane);
      process.stderr.write(`${name} ${JSON.stringify(figures[name])}\n`);
    }
  }
  return figures;
}

async function runLimits(
  cases: readonly LabelledCase[],
  limits: { readonly contextTokens: number; readonly outputTokens: number },
  lane: 'interactive' | 'bulk',
): Promise<unknown> {
  await using bench = await openBench({ cases: cases.map(({ known }) => known), limits }, lane);
  let all = { right: 0, missing: 0 };
  let invalid = 0;
  const sets: Record<string, unknown> = {};
  for (const [set, members] of Map.groupBy(cases, (one) => one.set)) {
    let recall = { right: 0, missing: 0 };
    let [input, document, calls, least, seconds] = [0, 0, 0, 0, 0];
    for (const one of members) {
      const { result, asked, milliseconds } = await bench.run(one);
      recall = addRecall(recall, recallOfStanding(one.known, result.results));
      invalid += isValid(result) ? 0 : 1;
      input += asked.inputTokens;
      calls += asked.calls;
      seconds += milliseconds / 1_000;
      document += documentTokens(one.known);
      least += leastCalls(one, limits);
    }
    all = addRecall(all, recall);
    sets[set] = {
      back: share(recall),
      timesDocument: round(input / document, 2),
      calls,
      leastCalls: least,
      seconds: round(seconds, 1),
    };
  }
  return { back: share(all), invalid, ...sets };
}

/** As many calls as the whole answer or the whole document needs, whichever are more. */
export function leastCalls(
  { known, schema }: LabelledCase,
  { contextTokens, outputTokens }: { readonly contextTokens: number; readonly outputTokens: number },
): number {
  const answer = JSON.stringify(answerSchema(schema, known.truth, null)).length / 4;
  const forAnswer = Math.ceil(answer / outputTokens);
  const forDocument = Math.ceil(documentTokens(known) / contextTokens);
  return Math.max(1, forAnswer, forDocument);
}
