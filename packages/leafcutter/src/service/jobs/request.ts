/** From what a client asks to what is done: every default filled in, every contradiction told. Pure. */
import type { ExtractConfig, JobCreate } from '@leafcutter/client';
import { contract } from '@leafcutter/client';
import type { z } from 'zod';
import { LeafcutterError } from '../../errors.ts';
import type { Lane } from '../../job/index.ts';
import type { JsonObject } from '../../json.ts';
import type { CheckedSchema } from '../../schema/types.ts';
import { arraysOf } from '../../schema/index.ts';
import { defaultExtractionOptions, type JobRequest } from '../../stages/job-request.ts';
import { parsePageSelection } from '../../stages/page-selection.ts';
import { requestInvalid } from '../errors.ts';
import type { Models } from '../models.ts';

export type JobBody = z.output<typeof contract.jobCreate>;
export type { JobCreate };

/** A request, and how it is told to clients ever after. */
export interface AskedJob {
  readonly request: JobRequest;
  readonly lane: Lane;
  readonly shown: ShownRequest;
}
export interface ShownRequest {
  /** The six published fields; null when the model asked for is none of the published ones. */
  readonly config: ExtractConfig | null;
  /** All that applied. */
  readonly effective_config: JsonObject;
}
/** As it is kept with the job: the stages read the request, clients get what is shown. */
export type KeptRequest = JobRequest & { readonly shown: ShownRequest };

/**
 * @param parse how documents are read on this server
 * @throws LeafcutterError request_invalid, model_unknown, model_key_missing
 */
export function readJobBody(
  body: JobBody,
  parts: {
    readonly models: Models;
    readonly schema: CheckedSchema;
    readonly totalPages: number;
    readonly parse: JobRequest['parse'];
  },
): AskedJob {
  const config = body.config ?? {};
  const options = body.options ?? { priority: 'interactive' as const };
  const splitter = { ...config.splitter_configs, ...config.splitter_config };
  const isolateArrays = splitter.isolate_arrays ?? true;
  const agenticArrays = config.enable_agentic_array_extraction ?? false;
  refuseTurnsInsideOfUnits(agenticArrays, isolateArrays, parts.schema);
  checkPages(options.pages, parts.totalPages);
  const requestedModel = config.model ?? null;
  const defaults = defaultExtractionOptions;
  const request: JobRequest = {
    version: 1,
    model: parts.models.resolve(requestedModel),
    requestedModel,
    attributions: config.per_key_attribution ?? false,
    instructions: config.additional_instructions ?? null,
    pages: options.pages ?? null,
    parse: parts.parse,
    extraction: {
      temperature: config.temperature ?? null,
      seed: config.seed ?? null,
      thinking: config.enable_thinking ?? null,
      agenticArrays,
      isolateArrays,
      concurrentCalls: config.max_num_concurrent_requests ?? defaults.concurrentCalls,
      maxRetries: config.n_max_retries ?? defaults.maxRetries,
      validateAnswers: config.validate_response_schema ?? defaults.validateAnswers,
      explicitContextCache: config.use_explicit_context_cache ?? defaults.explicitContextCache,
    },
  };
  const named = requestedModel ?? parts.models.list().default_model;
  return {
    request,
    lane: options.priority,
    shown: {
      config: publishedConfig(request, named),
      effective_config: effectiveConfig(request, named, options),
    },
  };
}

/** Turns are turns of a unit of its own: an array that is not isolated has none. */
function refuseTurnsInsideOfUnits(agentic: boolean, isolate: boolean, schema: CheckedSchema): void {
  if (isolate) return;
  const own = arraysOf(schema.root).some(({ maxItemsPerTurn }) => (maxItemsPerTurn ?? 0) > 0);
  if (!agentic && !own) return;
  const why = agentic
    ? 'enable_agentic_array_extraction is on'
    : 'the schema sets agenticArrayExtractionMaxItemsPerTurn';
  throw requestInvalid([
    {
      pointer: '/body/config/splitter_config/isolate_arrays',
      message: `Arrays must be isolated, since ${why}; leave isolate_arrays out, or set it to true.`,
    },
  ]);
}

function checkPages(pages: string | undefined, totalPages: number): void {
  if (pages === undefined) return;
  const refuse = (message: string): LeafcutterError =>
    requestInvalid([{ pointer: '/body/options/pages', message }]);
  try {
    const last = parsePageSelection(pages).at(-1)?.last ?? 0;
    if (last <= totalPages) return;
    throw refuse(`Page ${last} was asked for, but the document has ${totalPages}.`);
  } catch (error) {
    if (error instanceof LeafcutterError && error.code === 'usage') throw refuse(error.message);
    throw error;
  }
}

function publishedConfig(
  { attributions, instructions, extraction }: JobRequest,
  named: string,
): ExtractConfig | null {
  const model = contract.publishedModel.safeParse(named);
  if (!model.success) return null;
  return {
    model: model.data,
    per_key_attribution: attributions,
    temperature: extraction.temperature,
    enable_thinking: extraction.thinking ?? true,
    additional_instructions: instructions,
    enable_agentic_array_extraction: extraction.agenticArrays,
  };
}

function effectiveConfig(
  { model, attributions, instructions, parse, extraction }: JobRequest,
  named: string,
  options: NonNullable<JobBody['options']>,
): JsonObject {
  return {
    model,
    requested_model: named,
    per_key_attribution: attributions,
    temperature: extraction.temperature,
    enable_thinking: extraction.thinking,
    additional_instructions: instructions,
    enable_agentic_array_extraction: extraction.agenticArrays,
    max_num_concurrent_requests: extraction.concurrentCalls,
    validate_response_schema: extraction.validateAnswers,
    seed: extraction.seed,
    n_max_retries: extraction.maxRetries,
    splitter_config: { isolate_arrays: extraction.isolateArrays },
    use_explicit_context_cache: extraction.explicitContextCache,
    options: { pages: options.pages ?? null, priority: options.priority },
    parse: { ocr: parse.ocr, languages: parse.languages },
  };
}
