import { z } from 'zod';

/** A model that a job may name. */
export const modelInfo = z.object({
  /** What `config.model` takes. */
  id: z.string(),
  /** Served by this model, when the settings give the name to another one; else null. */
  alias_of: z.string().nullable(),
  kind: z.enum(['rules', 'language_model']),
  /** `leafcutter` for the rules, else google, openai, anthropic or openai_compatible. */
  provider: z.string(),
  /** Taken when a job names none. */
  default: z.boolean(),
  /** Whether a job may use it now. */
  available: z.boolean(),
  /** The environment variable that holds its key; null when it needs none. */
  key_variable: z.string().nullable(),
  key_set: z.boolean(),
  /** Tokens of prompt and answer together; null when there is no such limit. */
  context_tokens: z.int().nullable(),
  /** Tokens of one answer. */
  output_tokens: z.int().nullable(),
  /** Of pdf, images, structured_output, thinking, temperature, seed. */
  abilities: z.array(z.string()),
  /** For a million tokens; null when none are set. */
  prices: z.object({ input: z.number(), cached_input: z.number(), output: z.number() }).nullable(),
});
export type ModelInfo = z.infer<typeof modelInfo>;
export const modelList = z.object({
  models: z.array(modelInfo),
  default_model: z.string(),
  /** Why this one is the default, for people. */
  default_reason: z.string(),
});
export type ModelList = z.infer<typeof modelList>;

/** Days in UTC, both inclusive; at most 366. Default: the last 30. */
export const usageQuery = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() });
export const usageReport = z.object({
  /** Newest first; days and models without a job are left out. */
  days: z.array(
    z.object({
      /** The day that the job ended. */
      day: z.iso.date(),
      model: z.string(),
      jobs: z.int().min(0),
      pages: z.int().min(0),
      input_tokens: z.int().min(0),
      cached_tokens: z.int().min(0),
      output_tokens: z.int().min(0),
      /** Null when no prices are set. */
      cost: z.number().nullable(),
    }),
  ),
});
export type UsageReport = z.infer<typeof usageReport>;

export const health = z.object({ status: z.literal('ok') });
/** What a job cannot do without; a part that does not answer makes the answer 503. */
export const readiness = z.object({
  status: z.enum(['ready', 'not_ready']),
  store: z.boolean(),
  blobs: z.boolean(),
  engine: z.boolean(),
});
