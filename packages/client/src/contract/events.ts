/** Server-sent events: `id` is the event's number in the job, `event` its name, `data` repeats the name as `type`. */
import { z } from 'zod';
import { jobStatus, jsonObject, timestamp } from './common.ts';
import { failedSubtree, progressInfo } from './jobs.ts';

const subtree = { subtree: z.string(), paths: z.array(z.string()) };

export const jobEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    job_id: z.string(),
    created_at: timestamp,
    /** Known once the plan is made; events of the units follow. */
    subtrees: z.int().min(0),
    total_fields: z.int().min(0),
  }),
  /** First event of a resume without `Last-Event-ID`; its id is the last event folded into it. */
  z.object({
    type: z.literal('state'),
    status: jobStatus,
    progress: progressInfo,
    accumulated_results: jsonObject,
    failed_subtrees: z.array(failedSubtree),
    accumulated_truncated: z.literal(true).optional(),
  }),
  progressInfo.extend({ type: z.literal('progress') }),
  z.object({ type: z.literal('subtree_result'), ...subtree, result: jsonObject }),
  z.object({ type: z.literal('subtree_error'), ...subtree, error: z.string(), will_retry: z.boolean() }),
  z.object({
    type: z.literal('agentic_array_progress'),
    path: z.string(),
    items: z.int().min(0),
    turn: z.int().min(1),
    pages_covered: z.array(z.int()),
  }),
  z.object({ type: z.literal('job_completed'), job_id: z.string() }),
  z.object({ type: z.literal('job_failed'), job_id: z.string(), error: z.string() }),
  z.object({ type: z.literal('job_cancelled'), job_id: z.string() }),
]);
export type JobEvent = z.infer<typeof jobEvent>;

/** The stream closes after one of these. */
export const terminalEvents: ReadonlySet<JobEvent['type']> = new Set([
  'job_completed',
  'job_failed',
  'job_cancelled',
]);

/** Resumes after the event of this number; 0 is the start. */
export const streamHeaders = z.object({
  'last-event-id': z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
});
