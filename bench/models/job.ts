/** One job of a known document through the inline engine and the real providers; its pages are parsed already. */
import { randomUUID } from 'node:crypto';
import { extractorChooser } from '../../packages/leafcutter/src/app.ts';
import { runInline } from '../../packages/leafcutter/src/engines/run-inline.ts';
import { engineLimits } from '../../packages/leafcutter/src/engines/limits.ts';
import type { JsonObject } from '../../packages/leafcutter/src/json.ts';
import type { ExtractionResult } from '../../packages/leafcutter/src/merge/types.ts';
import type { AnswerStore } from '../../packages/leafcutter/src/models/kept-answers.ts';
import type { ModelRegistry } from '../../packages/leafcutter/src/models/registry.ts';
import type { OpenedDocument } from '../../packages/leafcutter/src/parsers/parser.ts';
import { checkSchema } from '../../packages/leafcutter/src/schema/index.ts';
import { readResult } from '../../packages/leafcutter/src/stages/kept-answers.ts';
import { createMemoryDocuments } from '../../packages/leafcutter/src/stages/memory-documents.ts';
import {
  defaultExtractionOptions,
  type ExtractionOptions,
  type JobRequest,
} from '../../packages/leafcutter/src/stages/job-request.ts';
import { createJobSpec } from '../../packages/leafcutter/src/stages/job-spec.ts';
import { createSpillStore } from '../../packages/leafcutter/src/stages/spill.ts';
import type { KnownCase } from '../../packages/leafcutter/src/testing/reader/index.ts';
import type { CallLog } from './call-log.ts';

export interface JobOptions {
  readonly models: ModelRegistry;
  readonly model: string;
  /** Default interactive. */
  readonly lane?: 'interactive' | 'bulk';
  readonly extraction?: Partial<ExtractionOptions>;
  readonly answers?: AnswerStore;
  readonly attributions?: boolean;
  /** Told of every call. */
  readonly log?: CallLog;
}

export interface JobRun {
  readonly result: ExtractionResult;
  readonly milliseconds: number;
}

export async function runJob(
  known: Pick<KnownCase, 'pages' | 'contentHash'>,
  definition: JsonObject,
  options: JobOptions,
): Promise<JobRun> {
  const started = performance.now();
  const schema = checkSchema(definition);
  const request: JobRequest = {
    version: 1,
    model: options.model,
    requestedModel: options.model,
    attributions: options.attributions ?? false,
    instructions: null,
    pages: null,
    parse: { ocr: 'auto', languages: ['eng', 'deu', 'fra'] },
    extraction: { ...defaultExtractionOptions, temperature: 0, ...options.extraction },
  };
  const { log } = options;
  const choose = extractorChooser(
    log?.models(options.models) ?? options.models,
    () => options.answers ?? null,
  );
  const chooseExtractor = log?.units(choose) ?? choose;
  const job = { jobId: randomUUID(), tenant: 'bench', lane: options.lane ?? 'interactive' } as const;
  const { signal } = new AbortController();
  const store = createSpillStore();
  try {
    const opened = openedPages(known);
    const spec = await createJobSpec(
      { ...job, totalPages: opened.totalPages, schema, request, extractor: chooseExtractor(request, job) },
      signal,
    );
    const kept = await runInline({
      spec,
      tools: { documents: createMemoryDocuments({ request, schema }, opened, store), chooseExtractor },
      limits: engineLimits({ parseSlots: 3, callSlots: 64 }),
      signal,
      onProgress: () => undefined,
    });
    return { result: readResult(kept), milliseconds: performance.now() - started };
  } finally {
    await store.close();
  }
}

function openedPages({ pages, contentHash }: Pick<KnownCase, 'pages' | 'contentHash'>): OpenedDocument {
  return {
    contentHash,
    format: 'pdf',
    totalPages: pages.length,
    parse: ({ first, last }) =>
      Promise.resolve(pages.filter((page) => page.number >= first && page.number <= last)),
    render: () => Promise.reject(new Error('there are no page images here')),
    cut: () => Promise.reject(new Error('there is no file here')),
  };
}
