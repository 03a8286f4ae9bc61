/** Puts the parts together: the only file that knows which parser and which extractors there are. */
import { rm, writeFile } from 'node:fs/promises';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { LeafcutterError } from './errors.ts';
import type { ParsedDocument } from './document/types.ts';
import type { Extractor } from './extractors/extractor.ts';
import { createRulesExtractor } from './extractors/rules/index.ts';
import type { ExtractionResult } from './merge/types.ts';
import { createDocumentParser } from './parsers/index.ts';
import type { DocumentParser, DocumentSource, OpenedDocument, ParseOptions } from './parsers/parser.ts';
import { planSchema as planCheckedSchema } from './planning/plan.ts';
import type { Plan, PlanOptions } from './planning/types.ts';
import { checkSchema } from './schema/index.ts';
import type { CheckedSchema } from './schema/types.ts';
import { countPages, pageRanges, parsePageSelection } from './stages/page-selection.ts';
import { parseAll, runPipeline } from './stages/pipeline.ts';
import { createSpillStore } from './stages/spill.ts';
import type { DocumentInput, ExtractSettings, ParseSettings, SchemaInput } from './stages/types.ts';

export { ground } from './grounding/index.ts';

const defaultMaxPages = 10_000;
const defaultDeadlineMs = 120_000;
const defaultMemoryMb = 2_048;

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
  const checked = checkSchema(schema);
  const extractor = extractorOf(settings.model ?? 'rules');
  return await withDocument(document, settings, async (opened, ranges) => {
    const store = createSpillStore();
    try {
      return await runPipeline({
        opened,
        ranges,
        store,
        schema: checked,
        extractor,
        instructions: settings.instructions ?? null,
        attributions: settings.attributions ?? false,
        parallelRanges: availableParallelism(),
        signal: settings.signal ?? new AbortController().signal,
        onProgress: settings.onProgress ?? (() => undefined),
        now: () => performance.now(),
      });
    } finally {
      await store.close();
    }
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

function isChecked(schema: SchemaInput | CheckedSchema): schema is CheckedSchema {
  return 'root' in schema && 'definition' in schema && 'leafCount' in schema && 'hash' in schema;
}

function extractorOf(model: string): Extractor {
  if (model === 'rules') return createRulesExtractor();
  throw new LeafcutterError('model_unknown', `There is no model "${model}" here; the only one is "rules".`);
}

async function withDocument<T>(
  document: DocumentInput,
  settings: ParseSettings,
  use: (opened: OpenedDocument, ranges: ReturnType<typeof pageRanges>) => Promise<T>,
): Promise<T> {
  const spooled = await spool(document);
  try {
    const signal = settings.signal ?? new AbortController().signal;
    const { opened, ranges } = await open(spooled.source, settings, signal);
    return await use(opened, ranges);
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
    languages: settings.languages ?? ['eng', 'deu', 'fra'],
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
