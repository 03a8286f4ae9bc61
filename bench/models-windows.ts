/**
 * The same documents with ever narrower models: context windows and output limits, Leafcutter and nfield side by side. `back` is
 * the share of the gold that stands in the text and comes back. The measurement of nfield of November 2026 (.842 and .156 for
 * one filing in narrow windows) had a reader that knows a row wherever its figure stands in the prompt (with one such we get
 * .867 and .148); ours knows it only where it is meant, for both sides.
 * `least` are the fewest calls that the limits allow, see `models/least.ts`.
 * `npm run bench -- models-windows <data-folder> [--only glob] [--bulk] [--alone] [--limits 131072/8192,...]`; default: filings,
 * agreements, papers, each window with each output limit that it holds.
 */
import { addLeast, leastCalls } from './models/least.ts';
import {
  addRecall,
  benchArguments,
  isValid,
  labelledCases,
  openBench,
  recallOfStanding,
  share,
  type LabelledCase,
} from './models/measure.ts';
import { figuresOf, nfieldSide, ourSide, type Side } from './models/sides.ts';
import { openNfield, type Nfield } from './peers/nfield.ts';
import type { ReaderLimits } from '../packages/leafcutter/src/testing/reader/index.ts';

const windows = [1_048_576, 131_072, 32_768, 8_192];
const outputs = [65_536, 8_192, 2_048];
const allLimits = windows.flatMap((contextTokens) =>
  outputs.filter((tokens) => tokens < contextTokens).map((outputTokens) => ({ contextTokens, outputTokens })),
);

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(args, 'extract-bench-{10kq,credit-agreement,research}/*');
  const cases = await labelledCases(given);
  const nfield = given.alone ? { skipped: 'as asked' } : await openNfield();
  const figures: Record<string, unknown> = 'skipped' in nfield ? { nfield } : {};
  for (const limits of given.limits ?? allLimits) {
    const name = `${limits.contextTokens} / ${limits.outputTokens}`;
    figures[name] = await runLimits(cases, limits, given.lane, 'skipped' in nfield ? null : nfield);
    process.stderr.write(`${name} ${JSON.stringify(figures[name])}\n`);
  }
  return figures;
}

async function runLimits(
  cases: readonly LabelledCase[],
  limits: ReaderLimits,
  lane: 'interactive' | 'bulk',
  nfield: Nfield | null,
): Promise<unknown> {
  await using bench = await openBench({ cases: cases.map(({ known }) => known), limits }, lane);
  let all = { right: 0, missing: 0 };
  let invalid = 0;
  const sets: Record<string, unknown> = {};
  for (const [set, members] of Map.groupBy(cases, (one) => one.set)) {
    const ours: Side[] = [];
    const theirs: Side[] = [];
    for (const one of members) {
      const ran = await bench.run(one);
      ours.push(ourSide(one, ran));
      all = addRecall(all, recallOfStanding(one.known, ran.result.results));
      invalid += isValid(ran.result) ? 0 : 1;
      if (nfield !== null) theirs.push(await nfieldSide(nfield, one, { limits }));
    }
    sets[set] = {
      least: members.map((one) => leastCalls(one, limits)).reduce(addLeast),
      leafcutter: figuresOf(ours),
      ...(theirs.length === 0 ? {} : { nfield: figuresOf(theirs) }),
    };
  }
  return { back: share(all), invalid, ...sets };
}
