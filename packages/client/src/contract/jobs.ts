import { z } from 'zod';
import { jobStatus, jsonObject, listPage, listQuery, timestamp } from './common.ts';

export const publishedModels = [
  'gemini-2.5-flash',
  'gemini-2.5-pro',
  'gemini-3-pro-preview',
  'gemini-3-flash-preview',
] as const;
export const publishedModel = z.enum(publishedModels);

/** The six published fields, as answers echo them: closed, defaults filled in. */
export const extractConfig = z.strictObject({
  model: publishedModel.default('gemini-2.5-flash'),
  per_key_attribution: z.boolean().default(false),
  temperature: z.number().min(0).max(2).nullable().default(null),
  enable_thinking: z.boolean().default(true),
  additional_instructions: z.string().nullable().default(null),
  enable_agentic_array_extraction: z.boolean().default(false),
});
export type ExtractConfig = z.infer<typeof extractConfig>;

const splitterConfig = z.strictObject({ isolate_arrays: z.boolean().optional() });

/** What a request may say: the published fields with any model of the server, and the older fields. */
export const jobConfig = z.strictObject({
  model: z.string().min(1).max(200).nullish(),
  per_key_attribution: z.boolean().optional(),
  temperature: z.number().min(0).max(2).nullish(),
  enable_thinking: z.boolean().optional(),
  additional_instructions: z.string().max(100_000).nullish(),
  enable_agentic_array_extraction: z.boolean().optional(),
  max_num_concurrent_requests: z.int().min(1).max(20).optional(),
  validate_response_schema: z.boolean().optional(),
  seed: z.int().nullish(),
  n_max_retries: z.int().min(0).max(10).optional(),
  splitter_config: splitterConfig.nullish(),
  splitter_configs: splitterConfig.nullish(),
  use_explicit_context_cache: z.boolean().optional(),
});
export type JobConfig = z.input<typeof jobConfig>;

/** Only ours, beside `config`. */
export const jobOptions = z.strictObject({
  /** "1-3,7". */
  pages: z.string().min(1).max(10_000).optional(),
  priority: z.enum(['interactive', 'bulk']).default('interactive'),
});
export type JobOptions = z.input<typeof jobOptions>;

export const jobCreate = z.object({
  document_id: z.string(),
  schema_id: z.string(),
  config: jobConfig.nullish(),
  options: jobOptions.nullish(),
  /** The answer is the job's event stream. */
  stream: z.boolean().default(false),
});
export type JobCreate = z.input<typeof jobCreate>;

export const jobCreated = z.object({
  job_id: z.string(),
  status: jobStatus,
  created_at: timestamp,
  estimated_completion: timestamp,
});
export type JobCreated = z.infer<typeof jobCreated>;

export const progressInfo = z.object({
  completion_percentage: z.int().min(0).max(100),
  current_step: z.string(),
  fields_processed: z.int().min(0).default(0),
  total_fields: z.int().min(0).default(0),
});
export type ProgressInfo = z.infer<typeof progressInfo>;

export const failedSubtree = z.object({
  subtree: z.string(),
  /** Schema paths. */
  paths: z.array(z.string()),
  error: z.string(),
  attempts: z.int().min(0),
});
export type FailedSubtree = z.infer<typeof failedSubtree>;

/** Without the values: what lists give. */
export const jobSummary = z.object({
  job_id: z.string(),
  status: jobStatus,
  created_at: timestamp,
  progress: progressInfo,
  current_activity: z.string(),
  schema_id: z.string(),
  document_id: z.string(),
  /** The six published fields when a published model was asked for, else null. */
  config: extractConfig.nullish(),
  /** All that applied: model, options, older fields. */
  effective_config: jsonObject,
  estimated_completion: timestamp.optional(),
  completed_at: timestamp.optional(),
  /** One sentence. */
  error: z.string().optional(),
});
export type JobSummary = z.infer<typeof jobSummary>;

export const jobInfo = jobSummary.extend({
  /** Empty once the job has ended. */
  accumulated_results: jsonObject,
  failed_subtrees: z.array(failedSubtree),
  /** Present when the accumulated results were cut to whole subtrees. */
  accumulated_truncated: z.literal(true).optional(),
});
export type JobInfo = z.infer<typeof jobInfo>;

export const jobListQuery = listQuery.extend({ job_status: jobStatus.optional() });
export const jobList = z.object({ jobs: z.array(jobSummary), ...listPage });
export type JobList = z.infer<typeof jobList>;
