/** Shapes that every route shares: ids, times, errors, lists. */
import { z } from 'zod';

/** ISO 8601 in UTC, ending in `Z`. */
export const timestamp = z.iso.datetime({ offset: false });

export const jobStatuses = ['pending', 'processing', 'retrying', 'completed', 'failed', 'cancelled'] as const;
export const jobStatus = z.enum(jobStatuses);
export type JobStatus = z.infer<typeof jobStatus>;

/** The statuses that a job never leaves, but by `retry`. */
export const endedStatuses: ReadonlySet<JobStatus> = new Set(['completed', 'failed', 'cancelled']);

/** Text that goes into a store: databases have no place for NUL. */
export const storableText = new RegExp(String.raw`^[^\u0000]*$`);

/** Any JSON object: results, schema definitions, metadata of a schema. */
export const jsonObject = z.record(z.string(), z.unknown());

/** Every error but 422: one sentence that says what to do. */
export const errorBody = z.object({ detail: z.string() });

export const validationIssue = z.object({
  /** Starts with `body`, `path`, `query` or `header`. */
  loc: z.array(z.union([z.string(), z.int()])),
  msg: z.string(),
  type: z.string(),
});
export const validationErrorBody = z.object({ detail: z.array(validationIssue) });
export type ValidationIssue = z.infer<typeof validationIssue>;

export const listLimit = { min: 1, max: 100, default: 20 } as const;

/** Query of every list: newest first, opaque cursors, a case-insensitive substring without wildcards. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(listLimit.min).max(listLimit.max).default(listLimit.default),
  cursor: z.string().min(1).max(1000).optional(),
  search: z.string().max(1000).regex(storableText).optional(),
});

/** Cursors are left out at the ends of a list. */
export const listPage = {
  /** Under the filter, not of this page. */
  total_count: z.int().min(0),
  next_cursor: z.string().nullish(),
  prev_cursor: z.string().nullish(),
};

/** On every POST: the same key and body again gives the first answer, for 24 hours. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z.string().min(1).max(255).regex(storableText).optional(),
});

export const message = z.object({ message: z.string() });
