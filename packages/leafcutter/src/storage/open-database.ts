/** Opens a store: connects, brings the tables up to date, gives the port. */
import { randomUUID } from 'node:crypto';
import { Kysely, sql } from 'kysely';
import type { Database, Dialect } from './database.ts';
import { migrate } from './migrate.ts';
import {
  createLooseDialect,
  createPostgresDialect,
  createSchema,
  listenOn,
  schemaOf,
  type PostgresSettings,
} from './postgres.ts';
import { NodeSqliteDialect, openSqliteFile } from './sqlite.ts';
import { toStoreError } from './store-errors.ts';
import type { Tables } from './tables.ts';

/** @throws LeafcutterError store_* */
export async function openSqlite(file: string, now: number = Date.now()): Promise<Database> {
  try {
    const query = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openSqliteFile(file)) });
    await migrate(query, 'sqlite', now);
    const listeners = new Set<(message: string | null) => void>();
    return {
      ...common(query, query, 'sqlite'),
      channel: '',
      session: null,
      listen: (onMessage) => {
        listeners.add(onMessage);
        return () => listeners.delete(onMessage);
      },
      // After the transaction that is being written: it is synchronous up to its end.
      notify: async (_query, message) => {
        setImmediate(() => listeners.forEach((listener) => listener(message)));
      },
      close: () => query.destroy(),
    };
  } catch (error) {
    throw toStoreError(error);
  }
}

/** @throws LeafcutterError store_* */
export async function openPostgres(settings: PostgresSettings, now: number = Date.now()): Promise<Database> {
  const query = new Kysely<Tables>({ dialect: createPostgresDialect(settings) });
  try {
    await createSchema(query, settings);
    await migrate(query, 'postgres', now);
  } catch (error) {
    await query.destroy();
    throw toStoreError(error);
  }
  const channel = schemaOf(settings);
  const session = `leafcutter ${randomUUID()}`;
  const loose = new Kysely<Tables>({ dialect: createLooseDialect(settings) });
  const listeners = new Set<(message: string | null) => void>();
  let connection: { close(): Promise<void> } | null = null;
  return {
    ...common(query, loose, 'postgres'),
    channel,
    session,
    listen: (onMessage) => {
      listeners.add(onMessage);
      connection ??= listenOn(settings, { channel, session }, (message) => {
        for (const listener of listeners) listener(message);
      });
      return () => listeners.delete(onMessage);
    },
    notify: async (within, message) => {
      await sql`select pg_notify(${channel}, ${message})`.execute(within);
    },
    close: async () => {
      await connection?.close();
      await loose.destroy();
      await query.destroy();
    },
  };
}

function common(
  query: Kysely<Tables>,
  loose: Kysely<Tables>,
  dialect: Dialect,
): Pick<Database, 'dialect' | 'transaction' | 'snapshot' | 'run' | 'runLoosely'> {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toStoreError(error);
    }
  };
  return {
    dialect,
    transaction: (work) => guarded(() => query.transaction().execute(work)),
    snapshot: (work) =>
      guarded(() => {
        const reading = query.transaction();
        if (dialect === 'sqlite') return reading.execute(work);
        return reading.setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
      }),
    run: (work) => guarded(() => work(query)),
    runLoosely: (work) => guarded(() => work(loose)),
  };
}
