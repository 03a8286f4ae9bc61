/**
 * Where bytes are kept: documents, parsed page ranges, page images. A blob is named by its tenant and the SHA-256 of its
 * bytes, so writing it twice is harmless and a name never changes its meaning.
 */
import type { Readable } from 'node:stream';
import { LeafcutterError } from '../../errors.ts';

export interface StoredBlob {
  /** `<tenant>/<first two digits>/<SHA-256 hex>`. */
  readonly key: string;
  /** SHA-256 (hex) of the bytes. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
}

export interface PutOptions {
  readonly tenant: string;
  /** Default: no limit. */
  readonly maxBytes?: number;
}

export interface LocalFile extends AsyncDisposable {
  readonly path: string;
}

export interface BlobStore {
  /**
   * Keeps the bytes; when it resolves they are kept for good. They are never whole in memory when they come as a stream.
   * @throws LeafcutterError store_full, store_readonly, store_unavailable; document_too_large when there are more than `maxBytes`
   */
  put(bytes: Uint8Array | AsyncIterable<Uint8Array>, options: PutOptions): Promise<StoredBlob>;
  /** @throws LeafcutterError blob_missing, store_unavailable */
  get(key: string): Promise<Uint8Array>;
  /** As `get`; a blob that is missing fails here, not in the stream. */
  stream(key: string): Promise<Readable>;
  has(key: string): Promise<boolean>;
  /** A blob that is not there is no error. */
  delete(key: string): Promise<void>;
  /** The blob as a file on this machine, for parsers; given free with `await using`. @throws as `get` */
  file(key: string): Promise<LocalFile>;
}

/** Tenants are names of ours, but a key becomes a path: no dots, slashes or case tricks. */
export function blobKey(tenant: string, hash: string): string {
  const safe = Array.from(new TextEncoder().encode(tenant), (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z0-9-]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
  }).join('');
  return `${safe}/${hash.slice(0, 2)}/${hash}`;
}

export function blobMissing(cause: unknown): LeafcutterError {
  return new LeafcutterError(
    'blob_missing',
    'A stored file is gone from the blob store; upload the document again.',
    { cause },
  );
}
