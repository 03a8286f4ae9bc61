/** Bytes on their way into a blob store: written to a temporary file while they are hashed and counted. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { LeafcutterError } from '../../errors.ts';
import { toStoreError } from '../store-errors.ts';
import { WrittenBuffers } from './written-buffers.ts';

export interface Spooled extends AsyncDisposable {
  readonly path: string;
  readonly hash: string;
  readonly size: number;
}

/**
 * The bytes in a file of `folder`, safe on the disk; it is removed when disposed of, if it is still there.
 * @throws LeafcutterError document_too_large, store_full, store_readonly; what the source throws
 */
export async function spool(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  folder: string,
  maxBytes: number,
): Promise<Spooled> {
  const file = path.join(folder, `${randomUUID()}.part`);
  const remove = (): Promise<void> => rm(file, { force: true });
  const handle = await openNew(file, folder);
  try {
    const counted = await copy(bytes instanceof Uint8Array ? [bytes] : bytes, handle, maxBytes);
    await handle.sync();
    await handle.close();
    return { path: file, ...counted, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await handle.close().catch(() => undefined);
    await remove().catch(() => undefined);
    throw toStoreError(error);
  }
}

async function openNew(file: string, folder: string): Promise<FileHandle> {
  try {
    await mkdir(folder, { recursive: true });
    return await open(file, 'wx', 0o600);
  } catch (error) {
    throw toStoreError(error);
  }
}

async function copy(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  handle: FileHandle,
  maxBytes: number,
): Promise<{ hash: string; size: number }> {
  const hash = createHash('sha256');
  const written = new WrittenBuffers();
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new LeafcutterError(
        'document_too_large',
        `The file has more than the ${maxBytes} bytes that are allowed.`,
      );
    hash.update(chunk);
    await writeWhole(handle, chunk);
    written.add(chunk.byteLength);
  }
  return { hash: hash.digest('hex'), size };
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.byteLength)
    written += (await handle.write(chunk, written, chunk.byteLength - written)).bytesWritten;
}
