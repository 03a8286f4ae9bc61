/** The last stage: all that was kept of a job becomes one result. The same records give the same result. */
import type { Gap } from '../document/types.ts';
import type { Failure } from '../errors.ts';
import type { Answer, Usage } from '../extractors/extractor.ts';
import type { JobEvent, JobSpec, PageRun, Piece } from '../job/index.ts';
import { toJsonValue, type JsonValue } from '../json.ts';
import { mergeFindings } from '../merge/index.ts';
import type { ExtractionResult, FailedSubtree } from '../merge/types.ts';
import type { Plan } from '../planning/types.ts';
import { createJobContext, readRanges, type JobContext } from './job-context.ts';
import type { ChooseExtractor, JobDocuments, JobRecords } from './job-data.ts';
import { readAnswer, readFailure, readPlan, unitOrder } from './kept-answers.ts';

export interface MergeTools {
  readonly documents: JobDocuments;
  readonly records: JobRecords;
  readonly chooseExtractor: ChooseExtractor;
}

/** What `merge` keeps. @throws LeafcutterError store_*, internal */
export async function mergeJob(tools: MergeTools & { job: JobContext }, spec: JobSpec): Promise<JsonValue> {
  return toJsonValue(await merged(tools, spec, await tools.job.plan()));
}

/**
 * What there is of a job that has no result of its own (it was cancelled, or failed before its merge): parts that were not
 * done stand among the failed ones.
 */
export async function partialResult(
  tools: MergeTools,
  spec: JobSpec,
  signal: AbortSignal,
): Promise<ExtractionResult> {
  const { request, schema } = await tools.documents.inputs(spec);
  const kept = readPlan(await tools.records.answer(spec.jobId, 'plan', 0));
  const plan = kept ?? (await tools.chooseExtractor(request, spec).plan({ schema, document: null }, signal));
  return await merged({ ...tools, job: createJobContext(tools, spec) }, spec, plan);
}

async function merged(
  tools: MergeTools & { job: JobContext },
  spec: JobSpec,
  plan: Plan,
): Promise<ExtractionResult> {
  const { documents, records, chooseExtractor, job } = tools;
  const { request, schema } = await job.inputs();
  const [pieces, history, read] = [
    await records.pieces(spec.jobId),
    await records.history(spec.jobId),
    await readRanges({ documents, records }, spec),
  ];
  const answers = await orderedAnswers(records, spec.jobId, pieces, plan);
  const extractor = chooseExtractor(request, spec);
  const usage = answers.reduce(addUsage, noUsage);
  return mergeFindings(
    schema,
    answers.flatMap((answer) => answer.findings),
    {
      gaps: [...read.flatMap(({ gaps }) => gaps), ...(await failedRanges(records, spec, pieces))].toSorted(
        (a, b) => a.page - b.page,
      ),
      arrays: answers.flatMap((answer) => answer.arrays),
      failedSubtrees: await failedSubtrees(job, pieces, history, plan),
      warnings: [...new Set([...plan.warnings, ...answers.flatMap((answer) => answer.warnings)])],
      usage,
      pages: read.reduce((sum, { summaries }) => sum + summaries.length, 0),
      model: extractor.id,
      cost: extractor.cost(usage),
      timingsMs: timingsOf(history),
      attributions: request.attributions,
    },
  );
}

/**
 * Unit by unit as the plan has them, turns ascending: not as they happened to end. A turn that was done again after a
 * retry counts once.
 */
async function orderedAnswers(
  records: JobRecords,
  jobId: string,
  pieces: readonly Piece[],
  plan: Plan,
): Promise<readonly Answer[]> {
  const units = new Map(pieces.filter(({ kind }) => kind === 'unit').map(({ id, unit }) => [id, unit]));
  const order = unitOrder(plan);
  const turns = new Map<string, { readonly unit: string; readonly turn: number; readonly answer: Answer }>();
  for (const { piece, turn, value } of await records.answers(jobId)) {
    const unit = units.get(piece);
    const answer = unit === undefined ? null : readAnswer(value);
    if (unit !== undefined && answer !== null) turns.set(`${unit} ${turn}`, { unit, turn, answer });
  }
  return [...turns.values()]
    .toSorted((a, b) => order(a.unit, b.unit) || a.turn - b.turn)
    .map(({ answer }) => answer);
}

/** Of pages that nobody could read, each is a gap of the result. */
async function failedRanges(
  records: JobRecords,
  spec: JobSpec,
  pieces: readonly Piece[],
): Promise<readonly Gap[]> {
  const gaps: Gap[] = [];
  for (const piece of pieces) {
    const range = piece.kind === 'parse' ? spec.ranges[Number(piece.id.slice('parse/'.length))] : undefined;
    if (piece.status !== 'failed' || range === undefined) continue;
    const failure = readFailure(await records.answer(spec.jobId, piece.id, 0));
    gaps.push(...gapsOf(range, piece, failure));
  }
  return gaps;
}

function gapsOf(range: PageRun, piece: Piece, failure: Failure | null): readonly Gap[] {
  const message =
    failure?.message ?? `The worker was lost each time it read pages ${range.first}-${range.last}.`;
  const code = piece.code === 'parse_timeout' ? 'parse_timeout' : 'page_unreadable';
  return Array.from({ length: range.last - range.first + 1 }, (_, index) => ({
    page: range.first + index,
    code,
    message,
  }));
}

async function failedSubtrees(
  job: JobContext,
  pieces: readonly Piece[],
  history: readonly JobEvent[],
  plan: Plan,
): Promise<readonly FailedSubtree[]> {
  const errors = new Map<string, string>();
  for (const event of history)
    if (event.type === 'subtree_error') errors.set(event.unit, event.failure.message);
  const order = unitOrder(plan);
  const units = pieces.filter(({ kind }) => kind === 'unit');
  const left = units.filter(({ status }) => status !== 'done' && status !== 'replaced');
  const found = left.map(({ unit, status, attempts }) => ({
    unit,
    attempts,
    error:
      (status === 'failed' ? errors.get(unit) : undefined) ??
      (status === 'failed' ? 'This part could not be extracted.' : notReached),
  }));
  // Ended before it had units: the plan's own are what is missing.
  if (units.length === 0)
    found.push(...plan.units.map(({ id }) => ({ unit: id, attempts: 0, error: notReached })));
  found.sort((a, b) => order(a.unit, b.unit));
  return await Promise.all(
    found.map(async ({ unit, attempts, error }) => {
      const paths = (plan.units.find(({ id }) => id === unit) ?? (await job.unit(unit))).paths;
      return { subtree: unit, paths, error, attempts };
    }),
  );
}

const notReached = 'The job ended before this part was extracted.';

/**
 * Milliseconds from the job's events, waiting included, so that a merge that runs again says the same: `parse` until the
 * pages were read, `extract` until the last unit ended, `total` from the start until the merge. A clock that was set back
 * in between makes them 0.
 */
function timingsOf(history: readonly JobEvent[]): Readonly<Record<string, number>> {
  const started = history[0]?.at ?? 0;
  const entered = (step: string): number | undefined =>
    history.findLast((event) => event.type === 'progress' && event.step === step)?.at;
  const parsed = entered('planning') ?? started;
  const ended = entered('merging') ?? history.at(-1)?.at ?? parsed;
  const between = (from: number, to: number): number => Math.max(0, to - from);
  return {
    parse: between(started, parsed),
    extract: between(parsed, ended),
    total: between(started, ended),
  };
}

const noUsage: Usage = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

function addUsage(sum: Usage, { usage }: Answer): Usage {
  return {
    calls: sum.calls + usage.calls,
    inputTokens: sum.inputTokens + usage.inputTokens,
    cachedTokens: sum.cachedTokens + usage.cachedTokens,
    outputTokens: sum.outputTokens + usage.outputTokens,
  };
}
