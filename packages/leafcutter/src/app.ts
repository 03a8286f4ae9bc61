/** Puts the parts together: the only file that knows which parser and which extractors there are. */
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { engineLimits } from './engines/limits.ts';
import { runInline } from './engines/run-inline.ts';
import { LeafcutterError } from './errors.ts';
import type { ParsedDocument } from './document/types.ts';
import type { Extractor } from './extractors/extractor.ts';
import { createModelExtractor } from './extractors/model/index.ts';
import { createRulesExtractor } from './extractors/rules/index.ts';
import type { JobHeader, JobSpec, Perform, Stage } from './job/index.ts';
import type { ExtractionResult } from './merge/types.ts';
import type { AnswerStore } from './models/kept-answers.ts';
import { createModelRegistry, type ModelRegistry } from './models/registry.ts';
import { createDocumentParser } from './parsers/index.ts';
import type { DocumentParser, DocumentSource, OpenedDocument, ParseOptions } from './parsers/parser.ts';
import { planSchema as planCheckedSchema } from './planning/plan.ts';
import type { Plan, PlanOptions } from './planning/types.ts';
import { checkSchema } from './schema/index.ts';
import type { CheckedSchema } from './schema/types.ts';
import type { ChooseExtractor } from './stages/job-data.ts';
import { defaultExtractionOptions, type JobRequest } from './stages/job-request.ts';
import { createJobSpec } from './stages/job-spec.ts';
import { readResult } from './stages/kept-answers.ts';
import { partialResult, type MergeTools } from './stages/merge-job.ts';
import { createMemoryDocuments } from './stages/memory-documents.ts';
import { readSettings, type Settings } from './settings/index.ts';
import { countPages, pageRanges, parsePageSelection } from './stages/page-selection.ts';
import { parseAll } from './stages/parse.ts';
import { createPerform } from './stages/perform.ts';
import { createSpillStore } from './stages/spill.ts';
import { createStoreDocuments } from './stages/store-documents.ts';
import { createStoreRecords } from './stages/store-records.ts';
import type { DocumentInput, ExtractSettings, ParseSettings, Progress, SchemaInput } from './stages/types.ts';
import { readModelAnswer, writeModelAnswer } from './storage/caches.ts';
import type { Store } from './storage/store.ts';

export { ground } from './grounding/index.ts';
export { createDocumentParser };

const defaultMaxPages = 10_000;
const defaultDeadlineMs = 120_000;
const defaultMemoryMb = 2_048;
const defaultLanguages = ['eng', 'deu', 'fra'];

/** How documents are read where nobody says anything else. */
export const parseDefaults: ParseOptions = {
  ocr: 'auto',
  languages: defaultLanguages,
  deadlineMs: defaultDeadlineMs,
  memoryMb: defaultMemoryMb,
};

let parser: DocumentParser | null = null;
/** One pool of worker processes for the whole process; idle workers keep nothing alive. */
function sharedParser(): DocumentParser {
  parser ??= createDocumentParser();
  return parser;
}

let registry: Promise<ModelRegistry> | null = null;
/** One registry for the whole process, so that all jobs share a model's pace; made from `LEAFCUTTER_CONFIG` and the environment. */
export function sharedModels(): Promise<ModelRegistry> {
  registry ??= openModels(null);
  return registry;
}

/**
 * A registry of its own.
 * @param config file of settings; null: `LEAFCUTTER_CONFIG`, else none @throws LeafcutterError settings_invalid
 */
export async function openModels(config: string | null): Promise<ModelRegistry> {
  return modelsOf(await readSettings({ flags: {}, environment: process.env, config }));
}

/** The models of these settings, with the keys of the environment. */
export function modelsOf({
  models,
  model_aliases: aliases,
}: Pick<Settings, 'models' | 'model_aliases'>): ModelRegistry {
  return createModelRegistry({ models, aliases }, process.env);
}

/**
 * Fills the schema from one document.
 *
 * @param document a path, bytes, or either with name and password
 * @param schema a JSON Schema of the dialect in docs/schema.md, as parsed JSON
 * @returns results that fit the schema (every leaf may be null) and metadata that says what is missing and why
 * @throws LeafcutterError schema_invalid (with one `details` entry a fault), document_*, parse_*, usage, model_unknown;
 *   the signal's reason when aborted
 */
export async function extract(
  document: DocumentInput,
  schema: SchemaInput,
  settings: ExtractSettings = {},
): Promise<ExtractionResult> {
  const checked = checkSchema(schema);
  const models = settings.model === undefined || settings.model === 'rules' ? null : await sharedModels();
  const request = requestOf(settings, models);
  const choose = models === null ? chooseExtractor : extractorChooser(models, () => null);
  const job = { jobId: randomUUID(), tenant: 'library', lane: settings.priority ?? 'interactive' } as const;
  const extractor = choose(request, job);
  const signal = settings.signal ?? new AbortController().signal;
  return await withDocument(document, settings, async (opened) => {
    const store = createSpillStore();
    try {
      const result = await runInline({
        spec: await createJobSpec(
          {
            ...job,
            totalPages: opened.totalPages,
            schema: checked,
            request,
            extractor,
          },
          signal,
        ),
        tools: {
          documents: createMemoryDocuments({ request, schema: checked }, opened, store),
          chooseExtractor: choose,
        },
        // One place more than processors: here nobody else needs the one that is kept for others.
        limits: engineLimits({ parseSlots: availableParallelism() + 1 }),
        signal,
        onProgress: progressTeller(settings.onProgress),
      });
      return readResult(result);
    } finally {
      await store.close();
    }
  });
}

function requestOf(settings: ExtractSettings, models: ModelRegistry | null): JobRequest {
  return {
    version: 1,
    model: models === null ? 'rules' : models.resolve(settings.model ?? null),
    requestedModel: settings.model ?? null,
    attributions: settings.attributions ?? false,
    instructions: settings.instructions ?? null,
    pages: settings.pages ?? null,
    parse: { ocr: settings.ocr ?? 'auto', languages: settings.languages ?? defaultLanguages },
    extraction: { ...defaultExtractionOptions, ...settings.extraction },
  };
}

const steps: Readonly<Record<Stage, Progress['step']>> = {
  parse: 'parsing',
  plan: 'planning',
  extract: 'extracting',
  merge: 'merging',
  ended: 'done',
};

function progressTeller(tell: ExtractSettings['onProgress']): (header: JobHeader) => void {
  return ({ stage, spec, pagesDone, pagesFailed, fieldsDone }) =>
    tell?.({
      step: steps[stage],
      pagesParsed: pagesDone + pagesFailed,
      pagesTotal: countPages(spec.ranges),
      fieldsDone,
      fieldsTotal: spec.totalFields,
    });
}

/** A parsed document whose pages wait in memory or in a temporary folder until it is closed. */
export interface ParsedDocumentHandle extends ParsedDocument, AsyncDisposable {
  /** The page as a PNG at `dpi` dots an inch (default 100). */
  render(page: number, dpi?: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Reads a document: words with boxes, lines, tables of the format, form fields, one canonical text per page.
 * Close the handle, or use `await using`, to remove its temporary files.
 *
 * @throws LeafcutterError document_*, parse_*, usage; the signal's reason when aborted
 */
export async function parseDocument(
  document: DocumentInput,
  settings: ParseSettings = {},
): Promise<ParsedDocumentHandle> {
  const signal = settings.signal ?? new AbortController().signal;
  const spooled = await spool(document);
  const store = createSpillStore();
  const close = async (): Promise<void> => {
    await store.close();
    await spooled.remove();
  };
  try {
    const { opened, ranges } = await open(spooled.source, settings, signal);
    const tell = settings.onProgress ?? (() => undefined);
    const pagesTotal = countPages(ranges);
    const parsed = await parseAll(
      { opened, ranges, store, parallelRanges: availableParallelism(), signal },
      (pagesParsed) => tell({ step: 'parsing', pagesParsed, pagesTotal, fieldsDone: 0, fieldsTotal: 0 }),
    );
    return {
      manifest: parsed.manifest,
      page: (number) => parsed.page(number),
      render: (page, dpi = 100) => opened.render(page, dpi, signal),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Checks a schema and gives the units that it is taken in, without a document.
 * @throws LeafcutterError schema_invalid, with one `details` entry a fault
 */
export function planSchema(schema: SchemaInput | CheckedSchema, options: PlanOptions = {}): Plan {
  return planCheckedSchema(isChecked(schema) ? schema : checkSchema(schema), options);
}

/**
 * The units that a model is asked, as far as the schema and the model's limits tell: documents that do not fit take more.
 * @throws LeafcutterError model_unknown, model_key_missing
 */
export async function planForModel(schema: CheckedSchema, model: string): Promise<Plan> {
  const models = await sharedModels();
  const request = requestOf({ model }, models);
  const job = { jobId: '', tenant: 'library', lane: 'bulk' } as const;
  return await extractorChooser(models, () => null)(request, job).plan(
    { schema, document: null },
    new AbortController().signal,
  );
}

function isChecked(schema: SchemaInput | CheckedSchema): schema is CheckedSchema {
  return 'root' in schema && 'definition' in schema && 'leafCount' in schema && 'hash' in schema;
}

const rules = createRulesExtractor();

/**
 * The way of extracting that a request chose, where only the rules are at hand.
 * @throws LeafcutterError model_unknown
 */
export function chooseExtractor({ model }: Pick<JobRequest, 'model'>): Extractor {
  if (model === 'rules') return rules;
  throw new LeafcutterError('model_unknown', `There is no model "${model}" here; the only one is "rules".`);
}

/**
 * The way of extracting that a request chose: the rules, or a model. Someone waits for interactive work, so its long
 * answers are cut up and asked for side by side; bulk work takes the fewest calls.
 *
 * @param answersOf where a tenant's answers are kept; null: nowhere
 * @throws LeafcutterError model_unknown, model_key_missing
 */
export function extractorChooser(
  models: ModelRegistry,
  answersOf: (tenant: string) => AnswerStore | null,
): ChooseExtractor {
  return (request, { jobId, tenant, lane }) => {
    if (request.model === 'rules') return rules;
    const use = { job: jobId, priority: lane, answers: answersOf(tenant) };
    return createModelExtractor({
      model: models.open(request.model, use),
      options: { ...request.extraction, aim: lane === 'interactive' ? 'least_time' : 'fewest_calls' },
      instructions: request.instructions,
      attributions: request.attributions,
      cost: (usage) => models.cost(request.model, usage),
    });
  };
}

/** A tenant's answers in the store. */
function storedAnswers({ database }: Pick<Store, 'database'>, tenant: string): AnswerStore {
  return {
    read: (key) => database.run((query) => readModelAnswer(query, tenant, key)),
    write: (key, body) =>
      database.runLoosely((query) => writeModelAnswer(query, tenant, key, body, Date.now())),
  };
}

export interface StorePerformOptions {
  /** Gives a document's password back as it was typed. Default: passwords are not sealed. */
  readonly unsealPassword?: (sealed: string) => string;
  /** Default: the rules alone. */
  readonly models?: ModelRegistry;
  /** In place of the rules and `models`. */
  readonly chooseExtractor?: ChooseExtractor;
  /** Default: one of its own, which `close` closes. */
  readonly parser?: DocumentParser;
}

export interface StorePerform {
  readonly perform: Perform;
  /** What it reads and keeps, and how it chooses its extractor. */
  readonly tools: MergeTools;
  /** What there is of a job without a result of its own. @see partialResult */
  partialResult(spec: JobSpec, signal: AbortSignal): Promise<ExtractionResult>;
  /** After the engine has stopped: closes held documents and the parser's processes. */
  close(): Promise<void>;
}

/** What engines over a store run: the stages, with parser processes of its own. */
export function createStorePerform(
  store: Pick<Store, 'database' | 'blobs'>,
  options: StorePerformOptions = {},
): StorePerform {
  const parser = options.parser ?? createDocumentParser();
  const documents = createStoreDocuments({
    store,
    parser,
    limits: { deadlineMs: defaultDeadlineMs, memoryMb: defaultMemoryMb },
    unsealPassword: options.unsealPassword ?? ((sealed) => sealed),
  });
  const tools = {
    documents,
    records: createStoreRecords(store.database),
    chooseExtractor:
      options.chooseExtractor ??
      (options.models === undefined
        ? chooseExtractor
        : extractorChooser(options.models, (tenant) => storedAnswers(store, tenant))),
  };
  return {
    perform: createPerform({ ...tools, whenStoreIsAway: 'wait' }),
    tools,
    partialResult: (spec, signal) => partialResult(tools, spec, signal),
    async close() {
      await documents.close();
      if (options.parser === undefined) await parser.close();
    },
  };
}

async function withDocument<T>(
  document: DocumentInput,
  settings: ParseSettings,
  use: (opened: OpenedDocument) => Promise<T>,
): Promise<T> {
  const spooled = await spool(document);
  try {
    const signal = settings.signal ?? new AbortController().signal;
    const { opened } = await open(spooled.source, settings, signal);
    return await use(opened);
  } finally {
    await spooled.remove();
  }
}

async function open(
  source: DocumentSource,
  settings: ParseSettings,
  signal: AbortSignal,
): Promise<{ opened: OpenedDocument; ranges: ReturnType<typeof pageRanges> }> {
  const selection = settings.pages ?? null;
  if (selection !== null) parsePageSelection(selection);
  settings.onProgress?.({ step: 'opening', pagesParsed: 0, pagesTotal: 0, fieldsDone: 0, fieldsTotal: 0 });
  const options: ParseOptions = {
    ocr: settings.ocr ?? 'auto',
    languages: settings.languages ?? defaultLanguages,
    deadlineMs: defaultDeadlineMs,
    memoryMb: defaultMemoryMb,
  };
  const opened = await sharedParser().open(source, options, signal);
  const maxPages = settings.maxPages ?? defaultMaxPages;
  if (opened.totalPages > maxPages) {
    throw new LeafcutterError(
      'document_too_many_pages',
      `${source.name} has ${opened.totalPages} pages, more than the ${maxPages} that are allowed; raise the limit or choose pages of a part.`,
    );
  }
  return { opened, ranges: pageRanges(opened.totalPages, selection) };
}

interface Spooled {
  readonly source: DocumentSource;
  remove(): Promise<void>;
}

/** Worker processes read files: bytes go to a temporary one first. */
async function spool(document: DocumentInput): Promise<Spooled> {
  const {
    path: file,
    bytes,
    name,
    password,
  } = typeof document === 'string'
    ? { path: document }
    : document instanceof Uint8Array
      ? { bytes: document }
      : document;
  const secret = password === undefined ? {} : { password };
  if (file !== undefined && bytes === undefined) {
    const source = { path: path.resolve(file), name: name ?? path.basename(file), ...secret };
    return { source, remove: () => Promise.resolve() };
  }
  if (bytes === undefined || file !== undefined) {
    throw new LeafcutterError('usage', 'A document is either a path or bytes.');
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-document-'));
  const spooledFile = path.join(folder, 'document');
  await writeFile(spooledFile, bytes, { mode: 0o600 });
  return {
    source: { path: spooledFile, name: name ?? 'document', ...secret },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
