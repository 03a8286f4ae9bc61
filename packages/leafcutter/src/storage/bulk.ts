/** Many rows in one statement whose text does not depend on their number, so that it is prepared once. */
import { sql, type RawBuilder } from 'kysely';
import type { Dialect, Query } from './database.ts';
import type { TableName } from './tables.ts';

export type BulkRow = Readonly<Record<string, string | number | null>>;

/** The rows as a derived table with these columns, typed as those of `table`. */
export function rowsOf(
  dialect: Dialect,
  table: TableName,
  columns: readonly string[],
  rows: readonly BulkRow[],
): RawBuilder<unknown> {
  const json = JSON.stringify(rows);
  if (dialect === 'postgres') {
    const picked = sql.join(columns.map((column) => sql.ref(column)));
    return sql`(select ${picked} from json_populate_recordset(null::${sql.table(table)}, ${json}::json))`;
  }
  const picked = sql.join(
    columns.map((column) => sql`json_extract(value, ${sql.lit(`$.${column}`)}) as ${sql.ref(column)}`),
  );
  return sql`(select ${picked} from json_each(${json}))`;
}

export interface BulkInsert {
  readonly dialect: Dialect;
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly rows: readonly BulkRow[];
  /** Columns that tell whether the row is there already; absent: a double row is an error. */
  readonly conflict?: readonly string[];
  /** Columns that a row that is there already takes over; absent or empty: it stays as it is. */
  readonly update?: readonly string[];
}

export async function bulkInsert(query: Query, insert: BulkInsert): Promise<void> {
  if (insert.rows.length === 0) return;
  const columns = sql.join(insert.columns.map((column) => sql.ref(column)));
  // "where true" keeps SQLite from reading "on conflict" as a join's "on".
  await sql`insert into ${sql.table(insert.table)} (${columns})
    select ${columns} from ${rowsOf(insert.dialect, insert.table, insert.columns, insert.rows)} as given
    where true ${conflictOf(insert)}`.execute(query);
}

function conflictOf({ conflict, update = [] }: BulkInsert): RawBuilder<unknown> {
  if (conflict === undefined) return sql``;
  const target = sql.join(conflict.map((column) => sql.ref(column)));
  if (update.length === 0) return sql`on conflict (${target}) do nothing`;
  const changes = sql.join(
    update.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`),
  );
  return sql`on conflict (${target}) do update set ${changes}`;
}
