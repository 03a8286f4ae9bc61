/** What the state machine knows of a job, worked out from what was asked for. */
import type { Extractor } from '../extractors/extractor.ts';
import type { JobSpec, Lane } from '../job/index.ts';
import type { CheckedSchema } from '../schema/types.ts';
import type { JobRequest } from './job-request.ts';
import { pageRanges } from './page-selection.ts';

export interface JobSpecParts {
  readonly jobId: string;
  readonly tenant: string;
  readonly lane: Lane;
  /** Of the document, whatever `request.pages` selects. */
  readonly totalPages: number;
  readonly schema: CheckedSchema;
  readonly request: JobRequest;
  /** The one that the request chose. */
  readonly extractor: Extractor;
}

const concurrentRanges = 8;
const maxTurns = 10_000;

/** @throws LeafcutterError usage, when `request.pages` names a page that the document does not have */
export async function createJobSpec(parts: JobSpecParts, signal: AbortSignal): Promise<JobSpec> {
  const { jobId, tenant, lane, totalPages, schema, request, extractor } = parts;
  const { concurrentCalls, maxRetries } = request.extraction;
  const ranges = pageRanges(totalPages, request.pages);
  const { units } = await extractor.plan({ schema, document: null }, signal);
  return {
    jobId,
    tenant,
    lane,
    ranges,
    totalFields: schema.leafCount,
    expectedUnits: units.length,
    limits: { concurrentUnits: concurrentCalls, concurrentRanges, maxRetries, maxTurns },
  };
}
