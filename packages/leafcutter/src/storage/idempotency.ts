/** Requests that bear an `Idempotency-Key`: which of them run, and what the ended ones were answered. */
import type { Selectable } from 'kysely';
import type { Query } from './database.ts';
import type { IdempotencyTable } from './tables.ts';

export type IdempotencyRow = Readonly<Selectable<IdempotencyTable>>;
/** What tells one key from all others. */
export type IdempotencyKey = Pick<IdempotencyRow, 'tenant' | 'key_id' | 'route' | 'key'>;

/** False when there is such a row; it stays as it is. */
export async function reserveKey(query: Query, row: IdempotencyRow): Promise<boolean> {
  const result = await query
    .insertInto('idempotency')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function findKey(query: Query, key: IdempotencyKey): Promise<IdempotencyRow | null> {
  const row = await query
    .selectFrom('idempotency')
    .selectAll()
    .where((where) => where.and({ ...key }))
    .executeTakeFirst();
  return row ?? null;
}

/** Replaces the answer, if it is still the one before. */
export async function replaceAnswer(
  query: Query,
  key: IdempotencyKey,
  before: string | null,
  answer: string,
): Promise<boolean> {
  const result = await query
    .updateTable('idempotency')
    .set({ answer })
    .where((where) => where.and({ ...key }))
    .where('answer', before === null ? 'is' : '=', before)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function forgetKey(query: Query, key: IdempotencyKey): Promise<void> {
  await query
    .deleteFrom('idempotency')
    .where((where) => where.and({ ...key }))
    .execute();
}

export async function forgetKeysBefore(query: Query, time: number): Promise<void> {
  await query.deleteFrom('idempotency').where('created_at', '<', time).execute();
}
