/**
 * The library: what is loaded for a document, a schema and the rules. Models are loaded when one is named: their wire
 * formats take longer to load than a short document takes to read.
 */
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { engineLimits } from './engines/limits.ts';
import { runInline } from './engines/run-inline.ts';
import { LeafcutterError } from './errors.ts';
import type { ParsedDocument } from './document/types.ts';
import type { Extractor } from './extractors/extractor.ts';
import { createRulesExtractor } from './extractors/rules/index.ts';
import type { JobHeader, Stage } from './job/index.ts';
import type { ExtractionResult } from './merge/types.ts';
import type { ModelRegistry } from './models/registry.ts';
import { createDocumentParser } from './parsers/index.ts';
import type { DocumentParser, DocumentSource, OpenedDocument, ParseOptions } from './parsers/parser.ts';
import { planSchema as planCheckedSchema } from './planning/plan.ts';
import type { Plan, PlanOptions } from './planning/types.ts';
import { checkSchema } from './schema/index.ts';
import type { CheckedSchema } from './schema/types.ts';
import { checkExtractSettings, checkParseSettings } from './stages/check-settings.ts';
import { defaultExtractionOptions, type JobRequest } from './stages/job-request.ts';
import { createJobSpec } from './stages/job-spec.ts';
import { readResult } from './stages/kept-answers.ts';
import { createMemoryDocuments } from './stages/memory-documents.ts';
import { countPages, pageRanges, parsePageSelection } from './stages/page-selection.ts';
import { parseAll } from './stages/parse.ts';
import { createSpillStore } from './stages/spill.ts';
import type { DocumentInput, ExtractSettings, ParseSettings, Progress, SchemaInput } from './stages/types.ts';
import { makeTemporaryFolder } from './temporary/index.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
// Workers would end without a word, and the document would be blamed.
if (major < 22 || (major === 22 && minor < 18))
  throw new Error(`Leafcutter needs Node 22.18 or later; this is ${process.version}.`);

export { ground } from './grounding/index.ts';

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
  checkExtractSettings(settings);
  const checked = checkSchema(schema);
  const models =
    settings.model === undefined || settings.model === 'rules'
      ? null
      : await (await import('./app-models.ts')).sharedModels();
  const request = requestOf(settings, models);
  const choose =
    models === null
      ? chooseExtractor
      : (await import('./app-models.ts')).extractorChooser(models, () => null);
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
  checkParseSettings(settings);
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
      async page(number) {
        if (!ranges.some(({ first, last }) => first <= number && number <= last)) {
          pageOf(number, opened.totalPages);
          throw new LeafcutterError('usage', `Page ${number} is not among the pages that were asked for.`);
        }
        return await parsed.page(number);
      },
      render: async (page, dpi = 100) => opened.render(pageOf(page, opened.totalPages), dpi, signal),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws LeafcutterError usage */
function pageOf(number: number, total: number): number {
  if (Number.isInteger(number) && number >= 1 && number <= total) return number;
  throw new LeafcutterError(
    'usage',
    `There is no page ${number}: the document has ${total}, counted from 1.`,
  );
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
  const { sharedModels, extractorChooser } = await import('./app-models.ts');
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
  const opened = await sharedParser().open({ ...source, mustBeAsNamed: true }, options, signal);
  const maxPages = settings.maxPages ?? defaultMaxPages;
  if (opened.totalPages > maxPages) {
    throw new LeafcutterError(
      'document_too_many_pages',
      `${source.name} has ${opened.totalPages} pages, more than the ${maxPages} that are allowed; raise the limit (--max-pages), or split the document.`,
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
  const folder = await makeTemporaryFolder('document');
  const spooledFile = path.join(folder, 'document');
  await writeFile(spooledFile, bytes, { mode: 0o600 });
  return {
    source: { path: spooledFile, name: name ?? 'document', ...secret },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
