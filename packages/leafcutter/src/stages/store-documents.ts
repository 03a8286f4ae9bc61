/** The documents of jobs over the store: rows, blobs, and pages that are parsed once for all jobs of a tenant. */
import type { DocumentFormat, Page } from '../document/types.ts';
import { LeafcutterError } from '../errors.ts';
import type { JobSpec } from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import type { DocumentParser, PageRange, ParseOptions } from '../parsers/parser.ts';
import { checkSchema } from '../schema/index.ts';
import type { CheckedSchema } from '../schema/types.ts';
import type { ParseKey } from '../storage/caches.ts';
import { findDocument, type DocumentRow } from '../storage/documents.ts';
import { readJobOrigin } from '../storage/read-model.ts';
import { findSchemaVersion } from '../storage/schemas.ts';
import type { Store } from '../storage/store.ts';
import type { DocumentLease, JobDocuments, JobInputs } from './job-data.ts';
import type { JobRequest } from './job-request.ts';
import { KeptParses, parseKey } from './kept-parses.ts';
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

export function createStoreDocuments(tools: StoreDocumentsTools): StoreDocuments {
  return new Documents(tools);
}

class Documents implements StoreDocuments {
  private readonly tools: StoreDocumentsTools;
  private readonly known = new Map<string, Known>();
  private readonly schemas = new Map<string, CheckedSchema>();
  private readonly opened: OpenDocuments;
  private readonly parses: KeptParses;

  constructor(tools: StoreDocumentsTools) {
    this.tools = tools;
    this.parses = new KeptParses(tools.store, tools.now);
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
    return await this.parses.find((await this.of(spec)).parse, range);
  }

  async keepRange(spec: JobSpec, parsed: ParsedRange, pages: readonly Page[]): Promise<void> {
    await this.parses.keep((await this.of(spec)).parse, parsed, pages);
  }

  async ranges(spec: JobSpec): Promise<readonly ParsedRange[]> {
    const wanted = new Set(spec.ranges.map(rangeKey));
    const all = await this.parses.all((await this.of(spec)).parse);
    return all.filter(({ range }) => wanted.has(rangeKey(range)));
  }

  async pages(spec: JobSpec, range: PageRange): Promise<readonly Page[]> {
    const kept = await this.parses.find((await this.of(spec)).parse, range);
    if (kept === null)
      throw new LeafcutterError(
        'blob_missing',
        `Pages ${range.first}-${range.last} of the document are gone from the store; upload it again.`,
      );
    return await this.parses.pages(kept);
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
    return { inputs: { request, schema, source }, document, parse: parseKey(document, request.parse) };
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

function dropOldest<T>(map: Map<string, T>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
