/** The sections `models` and `model_aliases` of the settings file. */
import { z } from 'zod';

const tokens = z.int().min(256);
const perMillion = z.number().nonnegative();

/** In the currency of the bill, for a million tokens. Thinking is billed as output. */
export const pricesSchema = z.strictObject({
  input: perMillion,
  /** Of what the provider had in its cache. Default: as `input`. */
  cached_input: perMillion.optional(),
  output: perMillion,
});

export const abilitiesSchema = z.strictObject({
  pdf: z.boolean(),
  images: z.boolean(),
  structured_output: z.boolean(),
  thinking: z.boolean(),
  thinking_off: z.boolean(),
  temperature: z.boolean(),
  seed: z.boolean(),
});

export const providers = ['google', 'openai', 'anthropic', 'openai_compatible'] as const;
export type Provider = (typeof providers)[number];

/**
 * One model. An entry with the id of a published model changes that model; all others must say their provider and
 * limits, and `openai_compatible` ones their base URL.
 */
export const modelEntrySchema = z.strictObject({
  /** What users name; no spaces. */
  id: z.string().regex(/^[\w.:/@-]{1,128}$/, 'letters, digits and . : / @ _ - only'),
  provider: z.enum(providers).optional(),
  /** The provider's name of it. Default: the id. */
  name: z.string().min(1).optional(),
  base_url: z.url({ protocol: /^https?$/ }).optional(),
  /** Environment variable with the key; null: the endpoint needs none. Default: the provider's own variable, none for openai_compatible. */
  key_variable: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'a name of an environment variable')
    .nullable()
    .optional(),
  /** Tokens of prompt and answer together that it really reads. */
  context_tokens: tokens.optional(),
  /** Tokens of one answer. */
  output_tokens: tokens.optional(),
  prices: pricesSchema.optional(),
  abilities: abilitiesSchema.partial().optional(),
  /** What goes with the text of pages. Default auto. */
  page_input: z.enum(['auto', 'text', 'images', 'pdf']).optional(),
  /** Most calls at once, of all jobs of a process. Default 16. */
  concurrent_calls: z.int().min(1).max(1_000).optional(),
  /** Default: no limit but what the provider's answers teach. */
  requests_per_minute: z.int().min(1).optional(),
  /** A call that says nothing for so long is given up, or sooner, as the calls before it teach. Default 180. */
  silence_seconds: z.number().positive().max(3_600).optional(),
  /** A call that takes longer is given up. Default 900. */
  call_seconds: z.number().positive().max(7_200).optional(),
});
export type ModelEntry = z.output<typeof modelEntrySchema>;

export const modelsSettingsSchema = z.array(modelEntrySchema).superRefine((entries, context) => {
  const seen = new Set<string>();
  for (const [index, { id }] of entries.entries()) {
    if (id === 'rules') issue(context, [index, 'id'], '"rules" is the offline extractor');
    if (seen.has(id)) issue(context, [index, 'id'], `there are two models "${id}"`);
    seen.add(id);
    for (const [path, message] of gapsOf(entries[index])) issue(context, [index, path], message);
  }
});

/** Names that users give, and the ids of the models that serve them. */
export const modelAliasesSchema = z.record(z.string().min(1), z.string().min(1));

export interface ModelsSettings {
  readonly models: readonly ModelEntry[];
  readonly aliases: Readonly<Record<string, string>>;
}

export const noModelsSettings: ModelsSettings = { models: [], aliases: {} };

/** The four names of the published service. Limits as the provider states them; prices are the user's to set. */
export const publishedModels = [
  'gemini-2.5-flash',
  'gemini-2.5-pro',
  'gemini-3-pro-preview',
  'gemini-3-flash-preview',
] as const;

export function isPublished(id: string): boolean {
  return publishedModels.some((published) => published === id);
}

function gapsOf(entry: ModelEntry | undefined): readonly (readonly [string, string])[] {
  if (entry === undefined || isPublished(entry.id)) return [];
  const gaps: [string, string][] = [];
  if (entry.provider === undefined) gaps.push(['provider', `say one of ${providers.join(', ')}`]);
  if (entry.context_tokens === undefined)
    gaps.push(['context_tokens', 'say how many tokens the model reads']);
  if (entry.output_tokens === undefined)
    gaps.push(['output_tokens', 'say how many tokens one answer may have']);
  if (entry.provider === 'openai_compatible' && entry.base_url === undefined) {
    gaps.push(['base_url', 'say where the endpoint is, such as http://localhost:8000/v1']);
  }
  return gaps;
}

function issue(
  context: { addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void },
  path: PropertyKey[],
  message: string,
): void {
  context.addIssue({ code: 'custom', path, message });
}
