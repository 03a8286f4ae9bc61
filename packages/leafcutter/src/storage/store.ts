/** A whole store: database and blobs, opened together and closed together. */
import type { BlobStore } from './blobs/blob-store.ts';
import { openFileBlobs } from './blobs/file-blobs.ts';
import type { S3Settings } from './blobs/s3-blobs.ts';
import { dataFolder, lockDataFolder, type DataFolderLock } from './data-folder.ts';
import type { Database } from './database.ts';
import { openPostgres, openSqlite } from './open-database.ts';
import type { PostgresSettings } from './postgres.ts';

export interface StoreSettings {
  /** Holds the SQLite database, the lock, and the blobs when they are files. */
  readonly folder: string;
  /** Null: SQLite in the folder. */
  readonly postgres: PostgresSettings | null;
  /** Null: files in the folder. Several processes need S3 or a folder that they share. */
  readonly s3: S3Settings | null;
  /** engine: takes the folder's lock (SQLite only: Postgres has room for many). beside: opens it next to an engine. */
  readonly use: 'engine' | 'beside';
}

export interface Store {
  readonly database: Database;
  readonly blobs: BlobStore;
  close(): Promise<void>;
}

/** @throws LeafcutterError store_locked, store_newer, store_full, store_readonly, store_unavailable */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const places = dataFolder(settings.folder);
  const { postgres, s3 } = settings;
  let lock: DataFolderLock | null = null;
  let database: Database | null = null;
  try {
    if (postgres === null && settings.use === 'engine') lock = await lockDataFolder(places.folder);
    database = postgres === null ? await openSqlite(places.database) : await openPostgres(postgres);
    // Its libraries are a quarter of what a start takes: only those who use them load them.
    const s3Blobs = s3 === null ? null : (await import('./blobs/s3-blobs.ts')).openS3Blobs(s3);
    const blobs = s3Blobs ?? (await openFileBlobs(places.blobs));
    const opened = { lock, database };
    return {
      database,
      blobs,
      close: async () => {
        await opened.database.close();
        s3Blobs?.close();
        opened.lock?.release();
      },
    };
  } catch (error) {
    await database?.close();
    lock?.release();
    throw error;
  }
}
