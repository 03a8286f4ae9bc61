/**
 * Wall clock with a reader of 1.5 s + 100 tokens a second and five calls at once, Leafcutter and nfield side by side:
 * `npm run bench -- models-schedule <data-folder> [--only glob] [--alone]`. Both begin with the text of the pages.
 *
 * `bestSchedule` is the least that the same calls could take: each as long as the reader's speed says for its answer
 * (1.5 s + its tokens / 100), the longest chain of calls that had to wait for one another (turns and second looks of a
 * unit) or all of them spread over five places, whichever is more; no scheduler is below both. `ifNoneWaited` is the same
 * with the longest single call in place of the chain. `before` and `after` are seconds until the first call was asked and
 * from the last answer to the result.
 */
import path from 'node:path';
import { CallLog } from './models/call-log.ts';
import { runJob } from './models/job.ts';
import { listCase } from './models/list.ts';
import { benchArguments, labelledCases, modelsOf, round, type LabelledCase } from './models/measure.ts';
import { startReaderApart } from './models/reader-apart.ts';
import { figuresOf, nfieldSide, ourSide } from './models/sides.ts';
import { openNfield } from './peers/nfield.ts';

const speed = { latencyMs: 1_500, tokensPerSecond: 100 };
const limits = { contextTokens: 131_072, outputTokens: 8_192 };
const concurrentCalls = 5;

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(
    args,
    '{extract-bench-10kq/{adp,nke}*,extract-bench-credit-agreement/{ibm,csco}*,extract-bench-research/*,lists/*}',
  );
  const lists = [await listCase(800, 1, 'rows', 0), await listCase(800)];
  const cases = [
    ...(await labelledCases(given)),
    ...lists.filter(({ known }) => path.matchesGlob(known.id, given.only)),
  ];
  const nfield = given.alone ? { skipped: 'as asked' } : await openNfield();
  const figures: Record<string, unknown> = 'skipped' in nfield ? { nfield } : {};
  for (const one of cases) {
    const leafcutter = await runOurs(one);
    const theirs =
      'skipped' in nfield
        ? {}
        : { nfield: figuresOf([await nfieldSide(nfield, one, { limits, speed }, concurrentCalls)]) };
    figures[one.known.id] = { leafcutter, ...theirs };
    process.stderr.write(`${one.known.id} ${JSON.stringify(figures[one.known.id])}\n`);
  }
  return figures;
}

async function runOurs(one: LabelledCase): Promise<unknown> {
  await using reader = await startReaderApart({ known: one.known, options: { limits, speed } });
  const log = new CallLog();
  const startedAt = performance.now();
  const job = await runJob(one.known, one.schema, {
    models: modelsOf(reader.url, limits),
    model: 'reader',
    extraction: { concurrentCalls },
    log,
  });
  const { chain, spread, longest } = log.best(speed, concurrentCalls);
  const best = Math.max(chain, spread);
  const seconds = (milliseconds: number): number => round(milliseconds / 1_000, 1);
  return {
    ...figuresOf([ourSide(one, { ...job, asked: await reader.stats() })]),
    bestSchedule: seconds(best),
    ifNoneWaited: seconds(Math.max(longest, spread)),
    times: round(job.milliseconds / best),
    before: round((Math.min(...log.calls.map(({ askedAt }) => askedAt)) - startedAt) / 1_000),
    after: round(
      (startedAt + job.milliseconds - Math.max(...log.calls.map(({ endedAt }) => endedAt))) / 1_000,
    ),
  };
}
