/** What is told of a job while it runs: the results so far, cut to a size, and the parts that failed. */
import type { FailedSubtree } from '@leafcutter/client';
import type { JobEvent, JobState } from '../../job/index.ts';
import type { JsonObject } from '../../json.ts';
import type { MergeTools } from '../../stages/merge-job.ts';
import { joined, type UnitResult, type UnitResults } from './unit-results.ts';

/** A status must stay light: beyond this only whole subtrees that fit are told. */
export const mostAccumulated = 1_000_000;

export interface Running {
  readonly accumulated: JsonObject;
  readonly truncated: boolean;
  readonly failed: readonly FailedSubtree[];
}

export const nothingRuns: Running = { accumulated: {}, truncated: false, failed: [] };

export async function runningOf(tools: MergeTools, units: UnitResults, state: JobState): Promise<Running> {
  if (state.header.units.made === 0) return nothingRuns;
  const { spec } = state.header;
  const pieces = [...state.pieces.values()];
  const { kept, truncated } = cut(await units.all(spec, pieces));
  const left = pieces.filter(({ kind, status }) => kind === 'unit' && status === 'failed');
  const history = left.length === 0 ? [] : await tools.records.history(spec.jobId);
  const failed = [];
  for (const { unit, attempts } of left)
    failed.push({
      subtree: unit,
      paths: [...(await units.paths(spec, unit))],
      error: errorOf(history, unit),
      attempts,
    });
  return { accumulated: joined(kept.map(({ result }) => result)), truncated, failed };
}

function cut(results: readonly UnitResult[]): {
  readonly kept: readonly UnitResult[];
  readonly truncated: boolean;
} {
  let size = 0;
  const kept = results.filter((one) => {
    const fits = size + one.size <= mostAccumulated;
    if (fits) size += one.size;
    return fits;
  });
  return { kept, truncated: kept.length < results.length };
}

function errorOf(history: readonly JobEvent[], unit: string): string {
  for (const event of history.toReversed())
    if (event.type === 'subtree_error' && event.unit === unit) return event.failure.message;
  return 'This part could not be extracted.';
}
