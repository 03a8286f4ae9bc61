/** Kysely over `pg`: a pool whose statements are prepared once a connection, and one connection that listens. */
import pg from 'pg';
import {
  PostgresDialect,
  sql,
  type Kysely,
  type PostgresCursor,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import type { Tables } from './tables.ts';

export interface PostgresSettings {
  /** `postgres://...`, as in `DATABASE_URL`. */
  readonly url: string;
  /** Postgres schema that holds all tables; made when missing. Default `leafcutter`. */
  readonly schema?: string;
  /** Default 10. */
  readonly maxConnections?: number;
}

/** Milliseconds after which a server that does not answer is given up for this time. */
const connectTimeoutMs = 5_000;
/** A dead peer is noticed within this time, so that a cut network does not hold a statement for ever. */
const statementTimeoutMs = 30_000;
/** Statements with a name of their own; the texts of the engine are few and constant. */
const maxNamed = 200;
const listenRetryMs = 500;

const int8 = 20;

function connectionOptions(settings: PostgresSettings): pg.ClientConfig & { readonly options: string } {
  return {
    connectionString: settings.url,
    application_name: 'leafcutter',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 2_000,
    keepAlive: true,
    options: `-c search_path=${schemaOf(settings)} -c client_min_messages=warning`,
    types: {
      // All our bigints are times, counts and sizes below 2^53.
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        type === int8 ? Number : pg.types.getTypeParser(type, format),
    },
  };
}

export function schemaOf(settings: PostgresSettings): string {
  const schema = settings.schema ?? 'leafcutter';
  if (!/^[a-z_][a-z0-9_]{0,50}$/.test(schema))
    throw new TypeError(`"${schema}" is no name for a Postgres schema.`);
  return schema;
}

export function createPostgresDialect(settings: PostgresSettings): PostgresDialect {
  const pool = new pg.Pool({ ...connectionOptions(settings), max: settings.maxConnections ?? 10 });
  // Without a listener an idle connection that breaks would end the process; the next statement tells.
  pool.on('error', ignore);
  return new PostgresDialect({ pool: withPreparedStatements(pool) });
}

/** One connection whose commits do not wait for the disk of the server. */
export function createLooseDialect(settings: PostgresSettings): PostgresDialect {
  const options = connectionOptions(settings);
  const pool = new pg.Pool({ ...options, options: `${options.options} -c synchronous_commit=off`, max: 1 });
  pool.on('error', ignore);
  return new PostgresDialect({ pool: withPreparedStatements(pool) });
}

export async function createSchema(query: Kysely<Tables>, settings: PostgresSettings): Promise<void> {
  const schema = schemaOf(settings);
  const { rows } = await sql`select 1 from pg_namespace where nspname = ${schema}`.execute(query);
  if (rows.length > 0) return;
  try {
    await sql`create schema if not exists ${sql.id(schema)}`.execute(query);
  } catch (error) {
    // "if not exists" still collides when two processes start at once: the other one has made it.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== '23505' && code !== '42P06') throw error;
  }
}

/** Each text is parsed and planned once a connection. */
function withPreparedStatements(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= maxNamed) return known;
    const name = `leafcutter_${names.size}`;
    names.set(text, name);
    return name;
  };
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const known = wrapped.get(client);
      if (known !== undefined) return known;
      // The pool listens only while the client is idle; a break in between comes as the statement's error.
      client.on('error', ignore);
      const preparing = preparingClient(client, nameOf);
      wrapped.set(client, preparing);
      return preparing;
    },
  };
}

function preparingClient(
  client: pg.PoolClient,
  nameOf: (text: string) => string | undefined,
): PostgresPoolClient {
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(
    text: string | PostgresCursor<R>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof text !== 'string') throw new TypeError('Cursors are not used here.');
    const name = nameOf(text);
    return client
      .query({ text, values: [...values], ...(name === undefined ? {} : { name }) })
      .then((result) => ({
        command: commands.find((command) => command === result.command) ?? 'SELECT',
        rowCount: result.rowCount ?? 0,
        rows: result.rows,
      }));
  }
  return { query, release: (destroy) => client.release(destroy) };
}
const commands = ['UPDATE', 'DELETE', 'INSERT', 'SELECT', 'MERGE', 'COMMIT', 'ROLLBACK'] as const;
function ignore(): void {}

/**
 * Keeps one connection on the channel, whatever happens to it; null tells that messages may have been missed. The server
 * knows the connection by the name of the session.
 */
export function listenOn(
  settings: PostgresSettings,
  { channel, session }: { readonly channel: string; readonly session: string },
  onMessage: (message: string | null) => void,
): { close(): Promise<void> } {
  let closed = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  const connect = async (first: boolean): Promise<void> => {
    if (closed) return;
    const next = new pg.Client({
      ...connectionOptions(settings),
      application_name: session,
      query_timeout: connectTimeoutMs,
    });
    let ended = false;
    const again = (): void => {
      if (ended) return;
      ended = true;
      if (client === next) client = null;
      next.end().catch(ignore);
      if (!closed) timer = setTimeout(() => void connect(false), listenRetryMs);
    };
    next.on('error', again);
    next.on('end', again);
    next.on('notification', (message) => onMessage(message.payload ?? ''));
    try {
      await next.connect();
      await next.query(`listen ${next.escapeIdentifier(channel)}`);
      client = next;
      if (!first) onMessage(null);
      if (closed) await next.end();
    } catch {
      again();
    }
  };
  const connecting = connect(true);
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await connecting;
      await client?.end().catch(ignore);
    },
  };
}
