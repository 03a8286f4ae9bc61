/** A job as clients see it, from its header and what never changes of it. Pure. */
import type { JobSummary, ProgressInfo } from '@leafcutter/client';
import type { ErrorCode } from '../../errors.ts';
import { activityOf, stepOf, type JobHeader } from '../../job/index.ts';
import { isoTime } from '../time.ts';
import type { ShownRequest } from './request.ts';

/** What never changes of a job. */
export interface JobFacts {
  readonly id: string;
  readonly tenant: string;
  readonly documentId: string;
  readonly schemaId: string;
  readonly schemaVersion: number;
  readonly createdAt: number;
  /** Pages that are to be read. */
  readonly pages: number;
  readonly shown: ShownRequest;
}

export function progressOf(header: JobHeader): ProgressInfo {
  const { totalFields } = header.spec;
  return {
    completion_percentage: header.percentage,
    current_step: stepOf(header),
    fields_processed: Math.min(totalFields, header.fieldsDone + header.fieldsFailed),
    total_fields: totalFields,
  };
}

/** @param updatedAt when the header was last written: the estimate is the same for the same header */
export function summaryOf(facts: JobFacts, header: JobHeader, updatedAt: number): JobSummary {
  const error = sentenceOf(header);
  return {
    job_id: facts.id,
    status: header.status,
    created_at: isoTime(facts.createdAt),
    progress: progressOf(header),
    current_activity: activityOf(header),
    schema_id: facts.schemaId,
    document_id: facts.documentId,
    config: facts.shown.config,
    effective_config: { ...facts.shown.effective_config },
    ...(header.endedAt === null
      ? { estimated_completion: isoTime(estimate(facts, header.percentage, updatedAt)) }
      : { completed_at: isoTime(header.endedAt) }),
    ...(error === null ? {} : { error }),
  };
}

/** What a job takes before anything is known of it. */
const startMs = 1_000;
const pageMs = 150;

/** Milliseconds since 1970. From the pages until something is done, then as it went so far. */
export function estimate(
  facts: Pick<JobFacts, 'createdAt' | 'pages'>,
  percentage: number,
  at: number,
): number {
  const byPages = facts.createdAt + startMs + pageMs * facts.pages;
  if (percentage < 5) return Math.max(byPages, at + startMs);
  const went = at - facts.createdAt;
  return Math.max(at + startMs, Math.round(facts.createdAt + (went * 100) / percentage));
}

/** Why a job failed, in one sentence; null when it did not. */
export function sentenceOf(header: JobHeader): string | null {
  if (header.status !== 'failed') return null;
  const { ranges, units, code } = header;
  const why = code === null ? '' : ` (${reasonOf(code)})`;
  if (ranges.done === 0) return `The document could not be read${why}.`;
  if (units.made === 0) return `The extraction could not be planned${why}.`;
  if (units.failed === 0) return `The results could not be put together${why}.`;
  const all = units.made - units.replaced;
  return `${units.failed} of ${all} parts of the schema could not be extracted${why}; everything else is in the results, and retry runs them again.`;
}

function reasonOf(code: ErrorCode): string {
  return code.replaceAll('_', ' ');
}
