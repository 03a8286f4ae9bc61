import { z } from 'zod';
import { jobStatus, jsonObject, timestamp } from './common.ts';
import { extractConfig, failedSubtree } from './jobs.ts';

export const match = z.enum(['exact', 'normalised', 'fuzzy', 'absent']);

/** Boxes in PDF points, origin top left; sheets have `sheet` and `cells` in their place. */
export const citation = z.object({
  page: z.int().min(1),
  quote: z.string(),
  match,
  boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).optional(),
  sheet: z.string().optional(),
  cells: z.array(z.string()).optional(),
  /** Half-open ranges of UTF-16 code units in the page's text. */
  ranges: z.array(z.tuple([z.int(), z.int()])),
  /** value: the value itself. support: a caption that gave scale, sign, currency or a group. */
  role: z.enum(['value', 'support']),
});
export type Citation = z.infer<typeof citation>;

const primitive = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What stands in place of each primitive under per-key attribution. */
export const attribution = z.object({
  extracted_value: primitive,
  reasoning: z.string(),
  confidence: z.number().min(0).max(1),
  page_numbers: z.array(z.int().min(1)),
  citations: z.array(citation),
  alternatives: z.array(z.object({ value: primitive, reason: z.string() })).optional(),
});
export type Attribution = z.infer<typeof attribution>;

export const resultMetadata = z.looseObject({
  has_attributions: z.boolean(),
  is_complete: z.boolean(),
  failed_subtrees: z.array(failedSubtree),
  violations: z.array(z.object({ path: z.string(), rule: z.string(), message: z.string() })),
  arrays: z.array(
    z.object({
      path: z.string(),
      items: z.int(),
      pages_covered: z.array(z.int()),
      /** Its state is `counted`: what its items stand in was counted, and none is missing. */
      complete: z.boolean(),
      /** not_counted: nothing in the document says how many there should be. short: there is a sign that items are missing. */
      state: z.enum(['counted', 'not_counted', 'short']),
      reason: z.string().nullable(),
    }),
  ),
  /** JSON Pointer of a null leaf to its reason. */
  nulls: z.record(z.string(), z.enum(['not_found', 'unreadable', 'not_searched'])),
  usage: z.object({
    pages: z.int(),
    calls: z.int(),
    input_tokens: z.int(),
    cached_tokens: z.int(),
    output_tokens: z.int(),
    /** Null when no prices are set. */
    cost: z.number().nullable(),
  }),
  timings_ms: z.record(z.string(), z.number()),
  /** What really ran. */
  model: z.string(),
  warnings: z.array(z.string()),
  schema_version: z.int().min(1).optional(),
  /** A person changed the results. */
  edited: z.boolean().optional(),
  edits: z
    .array(
      z.object({ path: z.string(), before: z.unknown(), after: z.unknown(), at: timestamp, by: z.string() }),
    )
    .optional(),
});
export type ResultMetadata = z.infer<typeof resultMetadata>;

export const jobResults = z.object({
  job_id: z.string(),
  status: jobStatus,
  results: jsonObject,
  metadata: resultMetadata,
  config: extractConfig.nullish(),
});
export type JobResults = z.infer<typeof jobResults>;

export const resultsUpdate = z.object({ results: jsonObject });
export type ResultsUpdate = z.infer<typeof resultsUpdate>;

/** The formats of `GET .../results`. Tables: one for each array, and `results` for the values outside of arrays. */
export const resultFormat = z.enum(['json', 'csv', 'xlsx', 'jsonl']);
export const resultsQuery = z.object({
  format: resultFormat.default('json'),
  /** csv and jsonl: the table to give, by the name that it has in xlsx. Default: the first array's, else `results`. */
  table: z.string().min(1).max(1000).optional(),
});
