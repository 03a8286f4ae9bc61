/** Opens documents of every format and reads them in worker processes. */
import { LeafcutterError } from '../errors.ts';
import type { DocumentFormat, Page } from '../document/types.ts';
import { deserialisePages } from '../document/serialise.ts';
import { detect, type Detected } from './detect.ts';
import { ocrDataFolder } from './ocr-data.ts';
import type { DocumentParser, DocumentSource, OpenedDocument, PageRange, ParseOptions } from './parser.ts';
import { createWorkerPool, type Done, type TaskLimits, type WorkerPool } from './worker-pool.ts';
import type { FileTask } from './worker/protocol.ts';

/** `processes`: how many workers read at once; default one a core. */
export function createDocumentParser(processes?: number): DocumentParser {
  const pool = createWorkerPool({ size: processes });
  return {
    open: async (source, options, signal) =>
      await openDocument(pool, source, await detect(source), options, signal),
    close: () => pool.close(),
  };
}

async function openDocument(
  pool: WorkerPool,
  source: DocumentSource,
  detected: Detected,
  options: ParseOptions,
  signal: AbortSignal,
): Promise<OpenedDocument> {
  const file: FileTask = {
    path: source.path,
    name: source.name,
    format: readerOf(detected.format),
    password: source.password ?? null,
  };
  const limits: TaskLimits = { deadlineMs: options.deadlineMs, memoryMb: options.memoryMb };
  const probed = await pool.run({ kind: 'probe', file }, limits, signal);
  const ocr =
    options.ocr === 'off'
      ? null
      : { dataFolder: await ocrDataFolder(options.languages), languages: options.languages.join('+') };
  const parse = async (range: PageRange, parseSignal: AbortSignal): Promise<readonly Page[]> => {
    const done = await pool.run({ kind: 'parse', file, ...range, ocr }, limits, parseSignal);
    return deserialisePages(expect(done, 'parse').pages);
  };
  return {
    contentHash: detected.contentHash,
    format: detected.format,
    totalPages: expect(probed, 'probe').totalPages,
    parse: (range, parseSignal) => parseAround(range, parse, parseSignal),
    async render(page, dpi, renderSignal) {
      const done = await pool.run({ kind: 'render', file, page, dpi }, limits, renderSignal);
      return Buffer.from(expect(done, 'render').png, 'base64');
    },
    async cut(pages, cutSignal) {
      if (file.format !== 'pdf')
        throw new LeafcutterError(
          'document_unsupported',
          `${file.name} is no PDF: it has no pages to take out.`,
        );
      const done = await pool.run({ kind: 'cut', file, pages }, limits, cutSignal);
      return Buffer.from(expect(done, 'cut').pdf, 'base64');
    },
  };
}

function readerOf(format: DocumentFormat): FileTask['format'] {
  return format === 'png' || format === 'jpeg' || format === 'tiff' || format === 'webp' ? 'image' : format;
}

/** Failures that one page can bring upon its whole range. */
const pageFaults: ReadonlySet<string> = new Set([
  'parse_timeout',
  'parse_memory',
  'parse_crashed',
  'document_unreadable',
]);

/** The range; where that fails, page by page, so that a bad page takes no other with it. */
async function parseAround(
  range: PageRange,
  parse: (range: PageRange, signal: AbortSignal) => Promise<readonly Page[]>,
  signal: AbortSignal,
): Promise<readonly Page[]> {
  try {
    return await parse(range, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof LeafcutterError) || !pageFaults.has(error.code) || range.first === range.last)
      throw error;
    const pages: Page[] = [];
    let first: LeafcutterError | null = null;
    for (let number = range.first; number <= range.last; number += 1) {
      try {
        pages.push(...(await parse({ first: number, last: number }, signal)));
      } catch (fault) {
        signal.throwIfAborted();
        if (!(fault instanceof LeafcutterError)) throw fault;
        first ??= fault;
        pages.push(unreadable(number, fault));
      }
    }
    if (first !== null && pages.every((page) => page.kind === 'unreadable')) throw first;
    return pages;
  }
}

function unreadable(number: number, fault: LeafcutterError): Page {
  const code = fault.code === 'parse_timeout' ? 'parse_timeout' : 'page_unreadable';
  const base = { number, width: 612, height: 792, kind: 'unreadable', geometry: 'page', text: '' } as const;
  return {
    ...base,
    words: [],
    lines: [],
    rules: [],
    fields: [],
    tables: [],
    gaps: [{ page: number, code, message: fault.message }],
  };
}

function expect<Kind extends Done['kind']>(done: Done, kind: Kind): Extract<Done, { readonly kind: Kind }> {
  if (isOf(done, kind)) return done;
  throw new LeafcutterError('internal', `A worker answered ${done.kind} to ${kind}.`);
}

function isOf<Kind extends Done['kind']>(
  done: Done,
  kind: Kind,
): done is Extract<Done, { readonly kind: Kind }> {
  return done.kind === kind;
}
