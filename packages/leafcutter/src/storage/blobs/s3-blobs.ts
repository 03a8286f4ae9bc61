/** Blobs in a bucket of S3 or of anything that speaks like it. */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { S3Client } from '@aws-sdk/client-s3';
import { S3Driver } from 'flydrive/drivers/s3';
import { LeafcutterError } from '../../errors.ts';
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
import { makeTemporaryFolder } from '../../temporary/index.ts';

export interface S3Settings {
  readonly bucket: string;
  /** Default: AWS's own for the region. */
  readonly endpoint?: string;
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Default: as the AWS tools find them (environment, profile, role). */
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  /** Put before every key, with its slash. Default none. */
  readonly prefix?: string;
}

/** Nothing is asked of the server until the first use. */
export function openS3Blobs(settings: S3Settings): S3Blobs {
  return new S3Blobs(settings);
}

export class S3Blobs implements BlobStore {
  private readonly client: S3Client;
  private readonly driver: S3Driver;
  private readonly prefix: string;

  constructor(settings: S3Settings) {
    const { accessKeyId, secretAccessKey, endpoint } = settings;
    this.client = new S3Client({
      region: settings.region ?? 'us-east-1',
      // Servers of one's own rarely have a host name for each bucket.
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      ...(accessKeyId === undefined || secretAccessKey === undefined
        ? {}
        : { credentials: { accessKeyId, secretAccessKey } }),
    });
    // Many servers have no ACLs and refuse the header.
    this.driver = new S3Driver({
      client: this.client,
      bucket: settings.bucket,
      visibility: 'private',
      supportsACL: false,
    });
    this.prefix = settings.prefix ?? '';
  }

  async put(bytes: Uint8Array | AsyncIterable<Uint8Array>, options: PutOptions): Promise<StoredBlob> {
    const folder = await makeTemporaryFolder('upload');
    try {
      const { path: file, hash, size } = await spool(bytes, folder, options.maxBytes ?? Infinity);
      const key = blobKey(options.tenant, hash);
      // The length must be told: S3 takes no stream of unknown length in one piece.
      await asking(() =>
        this.driver.putStream(this.prefix + key, createReadStream(file), { contentLength: size }),
      );
      return { key, hash, size };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  get(key: string): Promise<Uint8Array> {
    return asking(() => this.driver.getBytes(this.prefix + key));
  }

  stream(key: string): Promise<Readable> {
    return asking(() => this.driver.getStream(this.prefix + key));
  }

  has(key: string): Promise<boolean> {
    return asking(() => this.driver.exists(this.prefix + key));
  }

  delete(key: string): Promise<void> {
    return asking(() => this.driver.delete(this.prefix + key));
  }

  async file(key: string): Promise<LocalFile> {
    const folder = await makeTemporaryFolder('blob');
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      const file = path.join(folder, 'document');
      await pipeline(await this.stream(key), createWriteStream(file, { mode: 0o600 }));
      return { path: file, [Symbol.asyncDispose]: remove };
    } catch (error) {
      await remove();
      throw toStoreError(error);
    }
  }

  close(): void {
    this.client.destroy();
  }
}

async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw toS3Error(error);
  }
}

function toS3Error(error: unknown): unknown {
  const ours = toStoreError(error);
  if (ours instanceof LeafcutterError || !(error instanceof Error)) return ours;
  const status = statusOf(error);
  if (error.name === 'NoSuchKey' || error.name === 'NotFound') return blobMissing(error);
  if (/full|quota/i.test(error.name) || status === 507)
    return new LeafcutterError('store_full', 'The blob store is full; make some room.', { cause: error });
  if (status === 403)
    return new LeafcutterError('store_readonly', 'The blob store refuses us; check its keys and rights.', {
      cause: error,
    });
  return new LeafcutterError('store_unavailable', 'The blob store does not answer as it should; check it.', {
    cause: error,
  });
}

function statusOf(error: Error): number | null {
  const metadata: unknown = Reflect.get(error, '$metadata');
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : null;
  return typeof status === 'number' ? status : null;
}
