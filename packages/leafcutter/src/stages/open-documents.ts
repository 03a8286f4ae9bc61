/** Documents of the store as local files, opened for parsing: once for all page ranges that come one after another. */
import type { DocumentParser, OpenedDocument, ParseOptions } from '../parsers/parser.ts';
import type { BlobStore, LocalFile } from '../storage/blobs/blob-store.ts';
import type { DocumentLease } from './job-data.ts';
import { orAborted } from './or-aborted.ts';

export interface StoredDocument {
  /** Key of the bytes. */
  readonly blob: string;
  readonly name: string;
  readonly password: string | null;
  readonly options: ParseOptions;
}

interface Opened {
  readonly ready: Promise<{ readonly opened: OpenedDocument; readonly file: LocalFile }>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** The next range of the same document comes within this time, or not at all. */
const idleMs = 10_000;

export class OpenDocuments {
  private readonly blobs: Pick<BlobStore, 'file'>;
  private readonly parser: Pick<DocumentParser, 'open'>;
  private readonly held = new Map<string, Opened>();

  constructor(blobs: Pick<BlobStore, 'file'>, parser: Pick<DocumentParser, 'open'>) {
    this.blobs = blobs;
    this.parser = parser;
  }

  /** @throws LeafcutterError as `DocumentParser.open`, blob_missing, store_*; the signal's reason when aborted */
  async lease(document: StoredDocument, signal: AbortSignal): Promise<DocumentLease> {
    const key = JSON.stringify(document);
    const entry = this.held.get(key) ?? { ready: this.open(document), users: 0, timer: undefined };
    this.held.set(key, entry);
    clearTimeout(entry.timer);
    entry.users += 1;
    try {
      const { opened } = await orAborted(entry.ready, signal);
      return { opened, [Symbol.asyncDispose]: () => this.giveBack(key, entry) };
    } catch (error) {
      // What could not be opened is opened anew the next time.
      entry.ready.catch(() => this.held.get(key) === entry && this.held.delete(key));
      await this.giveBack(key, entry);
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.held].map(([key, entry]) => this.drop(key, entry)));
  }

  /** Other ranges wait for it too: nobody's abort ends it, the parser's deadline does. */
  private async open(document: StoredDocument): Promise<Awaited<Opened['ready']>> {
    const { blob, name, password, options } = document;
    const file = await this.blobs.file(blob);
    try {
      const source = { path: file.path, name, ...(password === null ? {} : { password }) };
      return { opened: await this.parser.open(source, options, new AbortController().signal), file };
    } catch (error) {
      await file[Symbol.asyncDispose]();
      throw error;
    }
  }

  private async giveBack(key: string, entry: Opened): Promise<void> {
    entry.users -= 1;
    if (entry.users > 0) return;
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void this.drop(key, entry), idleMs).unref();
  }

  private async drop(key: string, entry: Opened): Promise<void> {
    clearTimeout(entry.timer);
    if (this.held.get(key) === entry) this.held.delete(key);
    const ready = await entry.ready.catch(() => null);
    await ready?.file[Symbol.asyncDispose]();
  }
}
