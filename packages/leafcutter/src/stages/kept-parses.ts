/** Pages that are parsed once for all that want them: kept by bytes and options, shared by the jobs and page views of a tenant. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { deserialisePages, parseVersion, serialisePages } from '../document/serialise.ts';
import type { Page } from '../document/types.ts';
import type { PageRange } from '../parsers/parser.ts';
import {
  readParsedRange,
  readParsedRangeWith,
  readParsedRanges,
  writeParsedRange,
  type ParseKey,
} from '../storage/caches.ts';
import type { DocumentRow } from '../storage/documents.ts';
import type { Store } from '../storage/store.ts';
import type { JobRequest } from './job-request.ts';
import type { ParsedRange } from './parse.ts';

/** A kept range, and where its pages are. */
export interface KeptRange extends ParsedRange {
  /** Key of the pages' blob. */
  readonly blob: string;
}

export class KeptParses {
  private readonly store: Pick<Store, 'database' | 'blobs'>;
  private readonly now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(store: Pick<Store, 'database' | 'blobs'>, now: () => number = Date.now) {
    this.store = store;
    this.now = now;
  }

  /** Exactly this range; null when it was not parsed. @throws LeafcutterError store_* */
  async find(key: ParseKey, range: PageRange): Promise<KeptRange | null> {
    const row = await this.store.database.run((query) =>
      readParsedRange(query, key, range.first, range.last),
    );
    return row === null ? null : decodeRow(row);
  }

  /** The page, if any range that was parsed has it. @throws LeafcutterError blob_missing, store_* */
  async page(key: ParseKey, number: number): Promise<Page | null> {
    const row = await this.store.database.run((query) => readParsedRangeWith(query, key, number));
    if (row === null) return null;
    return (await this.pages(row)).find((page) => page.number === number) ?? null;
  }

  /** All ranges, ascending; those of several page selections may overlap. @throws LeafcutterError store_* */
  async all(key: ParseKey): Promise<readonly KeptRange[]> {
    const rows = await this.store.database.run((query) => readParsedRanges(query, key));
    return rows.map(decodeRow);
  }

  /** @throws LeafcutterError blob_missing, store_* */
  async pages({ blob }: Pick<KeptRange, 'blob'>): Promise<readonly Page[]> {
    return deserialisePages((await decompress(await this.store.blobs.get(blob))).toString('utf8'));
  }

  /** The same range twice is harmless: both are equal, the first one stays. @throws LeafcutterError store_* */
  async keep(key: ParseKey, parsed: ParsedRange, pages: readonly Page[]): Promise<void> {
    const { range, summaries, gaps } = parsed;
    const bytes = await compress(serialisePages(pages), { level: 3 });
    const { key: blob } = await this.store.blobs.put(bytes, { tenant: key.tenant });
    const row = { ...range, blob, summary: JSON.stringify({ summaries, gaps }) };
    await this.store.database.run((query) => writeParsedRange(query, key, row, this.now()));
  }
}

type Parsed = Pick<DocumentRow, 'tenant' | 'content_hash' | 'format' | 'name'>;

/** Everything that changes a parse. The name decides between text formats, and names a CSV's sheet. */
export function parseKey(document: Parsed, { ocr, languages }: JobRequest['parse']): ParseKey {
  const name = textFormats.has(document.format) ? document.name : null;
  const all = [parseVersion, document.format, name, ocr, ocr === 'off' ? [] : languages];
  const optionsHash = createHash('sha256').update(JSON.stringify(all)).digest('hex');
  return { tenant: document.tenant, contentHash: document.content_hash, optionsHash };
}

const textFormats: ReadonlySet<string> = new Set(['text', 'markdown', 'csv', 'html']);
const compress = promisify(gzip);
const decompress = promisify(gunzip);

function decodeRow(row: PageRange & { readonly blob: string; readonly summary: string }): KeptRange {
  const { summaries, gaps }: Omit<ParsedRange, 'range'> = JSON.parse(row.summary);
  return { range: { first: row.first, last: row.last }, summaries, gaps, blob: row.blob };
}
