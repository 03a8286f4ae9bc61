/**
 * A perfect reader without narrow limits over all documents of a data folder: how much of the gold that stands in the text
 * comes back, a set at a time; filings, agreements and papers beside nfield (with `--alone` not).
 * `npm run bench -- models-perfect <data-folder> [--only glob] [--bulk] [--alone]`.
 */
import path from 'node:path';
import {
  addRecall,
  benchArguments,
  documentTokens,
  isValid,
  labelledCases,
  largest,
  openBench,
  recallOfStanding,
  round,
  share,
  type LabelledCase,
} from './models/measure.ts';
import { figuresOf, nfieldSide, ourSide, type Side } from './models/sides.ts';
import { openNfield, type Nfield } from './peers/nfield.ts';
import { scoreCase } from '../packages/leafcutter/src/evaluation/scorer.ts';

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(args);
  const cases = await labelledCases(given);
  const nfield = given.alone ? { skipped: 'as asked' } : await openNfield();
  const sets: Record<string, unknown> = 'skipped' in nfield ? { nfield } : {};
  for (const [set, members] of Map.groupBy(cases, (one) => one.set)) {
    sets[set] = await runSet(members, given.lane, 'skipped' in nfield ? null : nfield);
    process.stderr.write(`${set} ${JSON.stringify(sets[set])}\n`);
  }
  return sets;
}

/** Sets that nfield is run on, too. */
const besideNfield = 'extract-bench-{10kq,credit-agreement,research}';

async function runSet(
  members: readonly LabelledCase[],
  lane: 'interactive' | 'bulk',
  nfield: Nfield | null,
): Promise<unknown> {
  const [ours, theirs]: [Side[], Side[]] = [[], []];
  let all = { right: 0, missing: 0 };
  let onePage = { right: 0, missing: 0 };
  let [f1, valid, incomplete, failed, inputTokens, document, calls] = [0, 0, 0, 0, 0, 0, 0];
  const short: Record<string, unknown> = {};
  for (const one of members) {
    // A reader of one document alone: some are there twice, revised in a word or two.
    await using bench = await openBench({ cases: [one.known] }, lane);
    const ran = await bench.run(one);
    const { result, asked } = ran;
    if (nfield !== null && path.matchesGlob(one.set, besideNfield)) {
      ours.push(ourSide(one, ran));
      theirs.push(await nfieldSide(nfield, one, { limits: largest }));
    }
    const own = recallOfStanding(one.known, result.results);
    all = addRecall(all, own);
    onePage = addRecall(onePage, recallOfStanding(one.known, result.results, 1));
    const { strict } = scoreCase(one.known.gold, result.results);
    f1 += strict.f1;
    valid += isValid(result) ? 1 : 0;
    incomplete += result.metadata.is_complete ? 0 : 1;
    failed += result.metadata.failed_subtrees.length;
    inputTokens += asked.inputTokens;
    document += documentTokens(one.known);
    calls += asked.calls;
    if (own.missing > 0) short[one.known.id] = { ...own, f1: round(strict.f1) };
  }
  return {
    cases: members.length,
    standing: all.right + all.missing,
    back: share(all),
    standingOnOnePage: onePage.right + onePage.missing,
    backOfOnePage: share(onePage),
    strictF1: round(f1 / members.length),
    valid,
    incomplete,
    failedParts: failed,
    calls,
    timesDocument: round(inputTokens / document, 2),
    short,
    ...(theirs.length === 0
      ? {}
      : { sideBySide: { leafcutter: figuresOf(ours), nfield: figuresOf(theirs) } }),
  };
}
