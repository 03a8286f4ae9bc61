/** The documents of jobs over the store: rows, blobs, and pages that are parsed once for all jobs of a tenant. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { deserialisePages, parseVersion, serialisePages } from '../document/serialise.ts';
import type { DocumentFormat, Page } from '../document/types.ts';
import { LeafcutterError } from '../errors.ts';
import type { JobSpec } from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import type { DocumentParser, PageRange, ParseOptions } from '../parsers/parser.ts';
import { checkSchema } from '../schema/index.ts';
import type { CheckedSchema } from '../schema/types.ts';
import { readParsedRange, readParsedRanges, writeParsedRange, type ParseKey } from '../storage/caches.ts';
import { findDocument, type DocumentRow } from '../storage/documents.ts';
import { readJobOrigin } from '../storage/read-model.ts';
import { findSchemaVersion } from '../storage/schemas.ts';
import type { Store } from '../storage/store.ts';
import type { DocumentLease, JobDocuments, JobInputs } from './job-data.ts';
import type { JobRequest } from './job-request.ts';
import { OpenDocuments } from './open-documents.ts';
import { rangeKey } from './page-store.ts';
import type { ParsedRange } from './parse.ts';

export interface StoreDocumentsTools {
  readonly store: Pick<Store, 'database' | 'blobs'>;
  readonly parser: DocumentParser;
  readonly limits: Pick<ParseOptions, 'deadlineMs' | 'memoryMb'>;
  /** Passwords of documents are kept sealed. */
  readonly unsealPassword: (sealed: string) => string;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
}

export interface StoreDocuments extends JobDocuments {
  /** Closes documents that are held open, and removes their local copies. */
  close(): Promise<void>;
}

/** What is known of a job without its pages; a few thousand jobs may be at work at once. */
interface Known {
  readonly inputs: JobInputs;
  readonly document: DocumentRow;
  readonly parse: ParseKey;
}
const heldJobs = 2_000;
const heldSchemas = 100;

const compress = promisify(gzip);
const decompress = promisify(gunzip);

export function createStoreDocuments(tools: StoreDocumentsTools): StoreDocuments {
  return new Documents(tools);
}

class Documents implements StoreDocuments {
  private readonly tools: StoreDocumentsTools;
  private readonly known = new Map<string, Known>();
  private readonly schemas = new Map<string, CheckedSchema>();
  private readonly opened: OpenDocuments;

  constructor(tools: StoreDocumentsTools) {
    this.tools = tools;
    this.opened = new OpenDocuments(tools.store.blobs, tools.parser);
  }

  async inputs(spec: JobSpec): Promise<JobInputs> {
    return (await this.of(spec)).inputs;
  }

  async open(spec: JobSpec, signal: AbortSignal): Promise<DocumentLease> {
    const { document, inputs } = await this.of(spec);
    const { password } = document;
    return await this.opened.lease(
      {
        blob: document.blob,
        name: document.name,
        password: password === null ? null : this.tools.unsealPassword(password),
        options: { ...inputs.request.parse, ...this.tools.limits },
      },
      signal,
    );
  }

  async findRange(spec: JobSpec, range: PageRange): Promise<ParsedRange | null> {
    const { parse } = await this.of(spec);
    const row = await this.tools.store.database.run((query) =>
      readParsedRange(query, parse, range.first, range.last),
    );
    return row === null ? null : decodeSummary(row);
  }

  async keepRange(spec: JobSpec, parsed: ParsedRange, pages: readonly Page[]): Promise<void> {
    const { parse } = await this.of(spec);
    const { database, blobs } = this.tools.store;
    const bytes = await compress(serialisePages(pages), { level: 3 });
    const { key } = await blobs.put(bytes, { tenant: spec.tenant });
    const { range, summaries, gaps } = parsed;
    const row = { ...range, blob: key, summary: JSON.stringify({ summaries, gaps }) };
    await database.run((query) => writeParsedRange(query, parse, row, (this.tools.now ?? Date.now)()));
  }

  async ranges(spec: JobSpec): Promise<readonly ParsedRange[]> {
    const { parse } = await this.of(spec);
    const rows = await this.tools.store.database.run((query) => readParsedRanges(query, parse));
    const wanted = new Set(spec.ranges.map(rangeKey));
    return rows.filter((row) => wanted.has(rangeKey(row))).map(decodeSummary);
  }

  async pages(spec: JobSpec, range: PageRange): Promise<readonly Page[]> {
    const { parse } = await this.of(spec);
    const { database, blobs } = this.tools.store;
    const row = await database.run((query) => readParsedRange(query, parse, range.first, range.last));
    if (row === null)
      throw new LeafcutterError(
        'blob_missing',
        `Pages ${range.first}-${range.last} of the document are gone from the store; upload it again.`,
      );
    return deserialisePages((await decompress(await blobs.get(row.blob))).toString('utf8'));
  }

  async close(): Promise<void> {
    await this.opened.close();
  }

  private async of(spec: JobSpec): Promise<Known> {
    const before = this.known.get(spec.jobId);
    if (before !== undefined) return before;
    const known = await this.read(spec);
    this.known.set(spec.jobId, known);
    dropOldest(this.known, heldJobs);
    return known;
  }

  private async read({ jobId, tenant }: JobSpec): Promise<Known> {
    const { database } = this.tools.store;
    const [origin, document, version] = await database.run(async (query) => {
      const from = await readJobOrigin(query, jobId);
      if (from === null) return [null, null, null];
      return [
        from,
        await findDocument(query, tenant, from.documentId),
        await findSchemaVersion(query, tenant, from.schemaId, from.schemaVersion),
      ];
    });
    if (origin === null) throw new LeafcutterError('internal', `There is no job ${jobId} in the store.`);
    if (document === null)
      throw new LeafcutterError('document_missing', 'The document of the job was deleted.');
    if (version === null)
      throw new LeafcutterError('internal', 'The version of the schema that the job began with is gone.');
    const request: JobRequest = JSON.parse(origin.request);
    const source = {
      contentHash: document.content_hash,
      // Only formats of the parser are written there.
      format: document.format as DocumentFormat,
      totalPages: document.pages,
    };
    const schema = this.schemaOf(version.hash, version.definition);
    const parse = { tenant, contentHash: source.contentHash, optionsHash: optionsHash(request, document) };
    return { inputs: { request, schema, source }, document, parse };
  }

  private schemaOf(hash: string, definition: string): CheckedSchema {
    const before = this.schemas.get(hash);
    if (before !== undefined) return before;
    const given: JsonValue = JSON.parse(definition);
    const schema = checkSchema(given);
    this.schemas.set(hash, schema);
    dropOldest(this.schemas, heldSchemas);
    return schema;
  }
}

function decodeSummary(row: PageRange & { readonly summary: string }): ParsedRange {
  const { summaries, gaps }: Omit<ParsedRange, 'range'> = JSON.parse(row.summary);
  return { range: { first: row.first, last: row.last }, summaries, gaps };
}

const textFormats: ReadonlySet<string> = new Set(['text', 'markdown', 'csv', 'html']);

/** Everything that changes a parse, beside the bytes. The name decides between text formats, and names a CSV's sheet. */
function optionsHash(request: JobRequest, document: Pick<DocumentRow, 'format' | 'name'>): string {
  const { ocr, languages } = request.parse;
  const name = textFormats.has(document.format) ? document.name : null;
  const all = [parseVersion, document.format, name, ocr, ocr === 'off' ? [] : languages];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

function dropOldest<T>(map: Map<string, T>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
