/** The store's database: one port over both dialects. */
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export type Dialect = 'sqlite' | 'postgres';

/** Where to read and write: the database itself, or a transaction on it. */
export type Query = Kysely<Tables>;

export interface Database {
  readonly dialect: Dialect;
  /** Reads `work` in one transaction; nothing of it is kept when it throws. Errors of the driver come as store_*. */
  transaction<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** As `transaction`, for reading: all statements see the same moment. */
  snapshot<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** One statement, or several that need no transaction. Errors of the driver come as store_*. */
  run<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** As `run`, but it may be undone by a crash of the database server (never by one of ours). */
  runLoosely<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** Where messages go. */
  readonly channel: string;
  /**
   * Name of the connection that listens: as long as the database server has one of this name, this process lives. Null on
   * SQLite.
   */
  readonly session: string | null;
  /**
   * Calls back with every message sent to the channel from now on, by whatever process; with null when messages may have
   * been missed (the connection was lost and is back). SQLite has one engine process: messages stay inside of it.
   */
  listen(onMessage: (message: string | null) => void): () => void;
  /** Sent when the transaction commits (Postgres), or at once. At most 7,000 bytes. */
  notify(query: Query, message: string): Promise<void>;
  close(): Promise<void>;
}
