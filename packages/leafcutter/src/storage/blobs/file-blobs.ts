/** Blobs as files below one folder. */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { FSDriver } from 'flydrive/drivers/fs';
import { toStoreError } from '../store-errors.ts';
import {
  blobKey,
  blobMissing,
  type BlobStore,
  type LocalFile,
  type PutOptions,
  type StoredBlob,
} from './blob-store.ts';
import { spool } from './spool.ts';

/** A process that died leaves its spooled file behind; after this long nobody is still writing it. */
const abandonedMs = 24 * 60 * 60_000;

/** @throws LeafcutterError store_full, store_readonly */
export async function openFileBlobs(folder: string, now: number = Date.now()): Promise<BlobStore> {
  const incoming = path.join(folder, 'incoming');
  try {
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await removeAbandoned(incoming, now);
  } catch (error) {
    throw toStoreError(error);
  }
  return new FileBlobs(folder, incoming);
}

async function removeAbandoned(incoming: string, now: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name);
    // Another process may be done with its file right now.
    const found = await stat(file).catch(() => null);
    if (found !== null && now - found.mtimeMs > abandonedMs) await rm(file, { force: true });
  }
}

class FileBlobs implements BlobStore {
  private readonly folder: string;
  private readonly incoming: string;
  private readonly driver: FSDriver;

  constructor(folder: string, incoming: string) {
    this.folder = folder;
    this.incoming = incoming;
    this.driver = new FSDriver({ location: folder, visibility: 'private' });
  }

  async put(bytes: Uint8Array | AsyncIterable<Uint8Array>, options: PutOptions): Promise<StoredBlob> {
    await using spooled = await spool(bytes, this.incoming, options.maxBytes ?? Infinity);
    const { hash, size } = spooled;
    const key = blobKey(options.tenant, hash);
    try {
      const place = this.placeOf(key);
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      // flydrive's `move` copies: a process that dies in the middle would leave half a blob under a whole one's name.
      await rename(spooled.path, place);
      await syncFolder(path.dirname(place));
    } catch (error) {
      throw toStoreError(error);
    }
    return { key, hash, size };
  }

  async get(key: string): Promise<Uint8Array> {
    // flydrive's `getBytes` gives the whole pool that node's buffer of a small file lies in.
    return reading(() => readFile(this.placeOf(key)));
  }

  async stream(key: string): Promise<Readable> {
    await reading(() => stat(this.placeOf(key)));
    return this.driver.getStream(key);
  }

  async has(key: string): Promise<boolean> {
    return reading(() => this.driver.exists(key));
  }

  async delete(key: string): Promise<void> {
    try {
      await this.driver.delete(key);
    } catch (error) {
      throw toStoreError(error);
    }
  }

  async file(key: string): Promise<LocalFile> {
    const place = this.placeOf(key);
    await reading(() => stat(place));
    return { path: place, [Symbol.asyncDispose]: async () => undefined };
  }

  private placeOf(key: string): string {
    return path.join(this.folder, key);
  }
}

async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw missing ? blobMissing(error) : toStoreError(error);
  }
}

/** The name is as safe as the bytes. Some file systems cannot do this for folders; then it is as safe as they make it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
