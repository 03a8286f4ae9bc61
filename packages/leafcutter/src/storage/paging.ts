/** Lists: newest first, by place and not by number, so that what is added or removed meanwhile shifts nothing. */
import { sql, type RawBuilder } from 'kysely';
import { LeafcutterError } from '../errors.ts';
import type { Dialect, Query } from './database.ts';
import { foldForSearch, type TableName } from './tables.ts';

export interface ListRequest {
  readonly tenant: string;
  /** 1-100. */
  readonly limit: number;
  /** From an earlier answer; null: the newest. */
  readonly cursor: string | null;
  /** Case-insensitive substring without wildcards; null: all. */
  readonly search: string | null;
  /** A further condition on the rows. */
  readonly where?: RawBuilder<unknown>;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Under the filter. */
  readonly total: number;
  /** Null at the ends. */
  readonly next: string | null;
  readonly previous: string | null;
}

interface Place {
  readonly createdAt: number;
  readonly id: string;
}
interface Cursor {
  readonly towards: 'older' | 'newer';
  readonly from: Place;
}

/** @throws LeafcutterError usage, when the cursor is none of ours. */
export async function listPage<Row extends { readonly id: string; readonly created_at: number }>(
  query: Query,
  dialect: Dialect,
  table: Extract<TableName, 'documents' | 'schemas' | 'jobs'>,
  columns: readonly (keyof Row & string)[],
  request: ListRequest,
): Promise<Page<Row>> {
  const cursor = request.cursor === null ? null : decodeCursor(request.cursor);
  const filter = filterOf(dialect, request);
  const count = await sql<{ total: number }>`select count(*) as total from ${sql.table(table)}
    where ${filter}`.execute(query);
  const newer = cursor?.towards === 'newer';
  const past =
    cursor === null
      ? sql``
      : sql`and (created_at, id) ${sql.raw(newer ? '>' : '<')} (${cursor.from.createdAt}, ${cursor.from.id})`;
  const order = sql.raw(newer ? 'asc' : 'desc');
  const { rows } = await sql<Row>`select ${sql.join(columns.map((column) => sql.ref(column)))}
    from ${sql.table(table)} where ${filter} ${past}
    order by created_at ${order}, id ${order} limit ${request.limit + 1}`.execute(query);
  const more = rows.length > request.limit;
  const kept = rows.slice(0, request.limit);
  if (newer) kept.reverse();
  return { rows: kept, total: count.rows[0]?.total ?? 0, ...cursorsOf(kept, cursor, more) };
}

function filterOf(dialect: Dialect, { tenant, search, where }: ListRequest): RawBuilder<unknown> {
  const position = sql.raw(dialect === 'postgres' ? 'strpos' : 'instr');
  const found = search === null ? sql`` : sql`and ${position}(search, ${foldForSearch(search)}) > 0`;
  return sql`tenant = ${tenant} ${found} ${where === undefined ? sql`` : sql`and ${where}`}`;
}

function cursorsOf(
  rows: readonly { readonly id: string; readonly created_at: number }[],
  cursor: Cursor | null,
  more: boolean,
): { readonly next: string | null; readonly previous: string | null } {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return { next: null, previous: null };
  const newer = cursor?.towards === 'newer';
  return {
    next: newer || more ? encodeCursor('older', last) : null,
    previous: (newer && more) || (cursor !== null && !newer) ? encodeCursor('newer', first) : null,
  };
}

function encodeCursor(
  towards: Cursor['towards'],
  row: { readonly id: string; readonly created_at: number },
): string {
  return Buffer.from(JSON.stringify([towards, row.created_at, row.id])).toString('base64url');
}

function decodeCursor(text: string): Cursor {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(parts)) {
      const [towards, createdAt, id]: unknown[] = parts;
      if (
        (towards === 'older' || towards === 'newer') &&
        typeof createdAt === 'number' &&
        Number.isSafeInteger(createdAt) &&
        typeof id === 'string'
      )
        return { towards, from: { createdAt, id } };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new LeafcutterError(
    'usage',
    'This cursor is none that a list has given; leave it out to begin anew.',
  );
}
