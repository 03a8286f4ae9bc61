/** Documents: taken in, listed, shown page by page, deleted. */
import type { DocumentInfo, DocumentList, PageView } from '@leafcutter/client';
import type { Page } from '../document/types.ts';
import { LeafcutterError } from '../errors.ts';
import type { OpenedDocument } from '../parsers/parser.ts';
import { KeptParses, parseKey } from '../stages/kept-parses.ts';
import { summarise } from '../stages/parse.ts';
import type { StoredBlob } from '../storage/blobs/blob-store.ts';
import {
  blobInUse,
  countRunningJobs,
  deleteDocument,
  findDocument,
  insertDocument,
  type DocumentRow,
} from '../storage/documents.ts';
import { findJobsWithoutResult } from '../storage/job-reads.ts';
import { notFound, wrongState } from './errors.ts';
import { newId, readId } from './ids.ts';
import type { Jobs } from './jobs/index.ts';
import type { KeyedLock } from './keyed-lock.ts';
import { listRequest, pageOf, readList, type ListQuery } from './lists.ts';
import { viewOfPage } from './page-view.ts';
import type { ServiceParts } from './parts.ts';
import { isoTime } from './time.ts';

/** Longer names are cut: file systems take no more. */
const longestName = 255;

export interface NewDocument {
  readonly blob: StoredBlob;
  /** As the client calls the file; null: it has no name. */
  readonly name: string | null;
  readonly password: string | null;
}

export interface Documents {
  /**
   * Keeps the bytes as they come. Give the blob to `accept` or to `discard`.
   * @throws LeafcutterError document_too_large, as soon as the limit is passed; store_*
   */
  receive(tenant: string, bytes: AsyncIterable<Uint8Array>): Promise<StoredBlob>;
  /**
   * Opens the document, counts its pages and puts it in; when it is refused nothing of it is kept.
   * @param id a new one of its own; the same again gives the document that is there
   * @throws LeafcutterError document_unreadable, document_encrypted, document_empty, document_unsupported,
   *   document_too_many_pages, parse_*, store_*
   */
  accept(tenant: string, document: NewDocument, signal: AbortSignal, id?: string): Promise<DocumentInfo>;
  discard(tenant: string, blob: StoredBlob): Promise<void>;
  /** @throws LeafcutterError request_invalid, when the cursor is none */
  list(tenant: string, query: ListQuery): Promise<DocumentList>;
  /** @throws LeafcutterError not_found */
  get(tenant: string, id: string): Promise<DocumentInfo>;
  /** With its parses. @throws LeafcutterError not_found; wrong_state while a job on it runs */
  delete(tenant: string, id: string): Promise<void>;
  /** @throws LeafcutterError not_found, document_*, parse_* */
  page(tenant: string, id: string, page: number, signal: AbortSignal): Promise<PageView>;
  /** A PNG of so many pixels across. @throws as `page`; document_unsupported for formats without pages of their own */
  pageImage(tenant: string, id: string, page: number, width: number, signal: AbortSignal): Promise<PageImage>;
}

export interface PageImage {
  readonly png: Uint8Array;
  /** The same document, page and width always has the same. */
  readonly tag: string;
}

/** @param busy held by whoever starts a job on a document, or deletes it */
export function createDocuments(
  parts: ServiceParts,
  busy: KeyedLock,
  jobs: Pick<Jobs, 'keepResultsOf'>,
): Documents {
  const { database, blobs, now } = parts;
  const arrivals = new Arrivals();
  const parses = new KeptParses(parts, now);

  const rowOf = async (tenant: string, text: string): Promise<DocumentRow> => {
    const id = readId(text);
    const row = id === null ? null : await database.run((query) => findDocument(query, tenant, id));
    if (row === null) throw notFound('document');
    return row;
  };

  const removeUnused = async (keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      if (arrivals.has(key) || (await database.run((query) => blobInUse(query, key)))) continue;
      await blobs.delete(key);
    }
  };

  const open = async <T>(
    source: { readonly blob: string; readonly name: string; readonly password: string | null },
    signal: AbortSignal,
    use: (opened: OpenedDocument) => Promise<T>,
  ): Promise<T> => {
    await using file = await blobs.file(source.blob);
    const { name, password } = source;
    const secret = password === null ? {} : { password };
    return await use(await parts.parser.open({ path: file.path, name, ...secret }, parts.parse, signal));
  };

  const rowWithPage = async (tenant: string, id: string, page: number): Promise<DocumentRow> => {
    const row = await rowOf(tenant, id);
    if (!Number.isSafeInteger(page) || page < 1 || page > row.pages) throw notFound('page');
    return row;
  };

  const openRow = async <T>(
    row: DocumentRow,
    signal: AbortSignal,
    use: (opened: OpenedDocument) => Promise<T>,
  ): Promise<T> => {
    const password = row.password === null ? null : parts.sealer.open(row.password);
    return await open({ blob: row.blob, name: row.name, password }, signal, use);
  };

  /** OCR takes seconds a page: what one view has read, the next one and the jobs have. */
  const parsePage = async (row: DocumentRow, number: number, signal: AbortSignal): Promise<Page> => {
    const range = { first: number, last: number };
    const pages = await openRow(row, signal, (opened) => opened.parse(range, signal));
    const [page] = pages;
    if (page === undefined) throw notFound('page');
    const keep = async (): Promise<void> => {
      const still = await database.run((query) => findDocument(query, row.tenant, row.id));
      if (still !== null) await parses.keep(parseKey(row, parts.parse), summarise(range, pages), pages);
    };
    // A store that is full or read-only shows its pages all the same.
    await busy.run(row.id, keep).catch(() => undefined);
    return page;
  };

  return {
    async receive(tenant, bytes) {
      const blob = await blobs.put(bytes, { tenant, maxBytes: parts.limits.maxUploadBytes });
      arrivals.add(blob.key);
      return blob;
    },

    async accept(tenant, { blob, name: given, password }, signal, id = newId()) {
      const name = fileName(given);
      try {
        const opened = await open({ blob: blob.key, name, password }, signal, async (document) => document);
        if (opened.totalPages > parts.limits.maxPages) throw tooManyPages(opened, parts.limits.maxPages);
        const row = {
          id,
          tenant,
          name,
          format: opened.format,
          size: blob.size,
          content_hash: blob.hash,
          blob: blob.key,
          pages: opened.totalPages,
          password: password === null ? null : parts.sealer.seal(password),
          created_at: now(),
        };
        const there = await database.run((query) => findDocument(query, tenant, id));
        if (there === null) await database.run((query) => insertDocument(query, row));
        return viewOf(there ?? row);
      } catch (error) {
        await this.discard(tenant, blob);
        throw error;
      } finally {
        arrivals.remove(blob.key);
      }
    },

    async discard(_tenant, blob) {
      arrivals.remove(blob.key);
      await removeUnused([blob.key]);
    },

    async list(tenant, query) {
      const request = listRequest(tenant, query);
      const page = await readList<DocumentRow>(database, 'documents', documentColumns, request);
      return { documents: page.rows.map(viewOf), ...pageOf(page) };
    },

    async get(tenant, id) {
      return viewOf(await rowOf(tenant, id));
    },

    async delete(tenant, text) {
      const { id } = await rowOf(tenant, text);
      await busy.run(id, async () => {
        await jobs.keepResultsOf(await database.run((query) => findJobsWithoutResult(query, id)), tenant);
        const freed = await database.transaction(async (query) => {
          if ((await countRunningJobs(query, id)) > 0)
            throw wrongState('A job on this document runs; wait for its end, or cancel it first.');
          return await deleteDocument(query, tenant, id);
        });
        await removeUnused(freed);
      });
    },

    async page(tenant, id, number, signal) {
      const row = await rowWithPage(tenant, id, number);
      const kept = await parses.page(parseKey(row, parts.parse), number);
      return viewOfPage(kept ?? (await parsePage(row, number, signal)));
    },

    async pageImage(tenant, id, number, width, signal) {
      const row = await rowWithPage(tenant, id, number);
      return await openRow(row, signal, async (opened) => ({
        png: await renderAtWidth(opened, number, width, signal),
        tag: `${row.content_hash.slice(0, 32)}-${number}-${width}`,
      }));
    },
  };
}

/** Blobs of uploads that have no row yet: who deletes a document with the same bytes must leave them. */
class Arrivals {
  private readonly counts = new Map<string, number>();

  add(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  remove(key: string): void {
    const left = (this.counts.get(key) ?? 0) - 1;
    if (left > 0) this.counts.set(key, left);
    else this.counts.delete(key);
  }

  has(key: string): boolean {
    return this.counts.has(key);
  }
}

const documentColumns = ['id', 'name', 'size', 'pages', 'created_at'] as const;

function viewOf(row: Pick<DocumentRow, (typeof documentColumns)[number]>): DocumentInfo {
  return {
    document_id: row.id,
    file_name: row.name,
    file_size: row.size,
    page_count: row.pages,
    uploaded_at: isoTime(row.created_at),
    status: 'uploaded',
  };
}

/** The last part of a path, without control characters: it is shown to people and kept in databases. */
function fileName(given: string | null): string {
  const last =
    (given ?? '')
      .replaceAll(/\p{Cc}|\p{Cs}/gu, '')
      .split(/[\\/]/)
      .at(-1)
      ?.trim() ?? '';
  return last === '' ? 'document' : last.slice(0, longestName);
}

function tooManyPages(opened: OpenedDocument, maxPages: number): LeafcutterError {
  return new LeafcutterError(
    'document_too_many_pages',
    `The document has ${opened.totalPages} pages, more than the ${maxPages} that this server takes; divide it.`,
  );
}

/** Renderers take dots an inch: the page's width is measured at a low figure first. */
async function renderAtWidth(
  opened: OpenedDocument,
  page: number,
  width: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const probeDpi = 24;
  const probe = await opened.render(page, probeDpi, signal);
  const probed = pngWidth(probe);
  const dpi = Math.min(1_200, Math.max(4, (probeDpi * width) / Math.max(1, probed)));
  return await opened.render(page, dpi, signal);
}

/** PNG, 11.2.2: the width stands in the first chunk. */
function pngWidth(png: Uint8Array): number {
  return new DataView(png.buffer, png.byteOffset, png.byteLength).getUint32(16);
}
