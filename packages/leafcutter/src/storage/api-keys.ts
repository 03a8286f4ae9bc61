/** Rows of API keys. What a key is, and who may do what with it, stands in `access/`. */
import type { Selectable } from 'kysely';
import type { Query } from './database.ts';
import type { ApiKeysTable } from './tables.ts';

export type ApiKeyRow = Readonly<Selectable<ApiKeysTable>>;

export async function insertApiKey(query: Query, row: ApiKeyRow): Promise<void> {
  await query.insertInto('api_keys').values(row).execute();
}

/** Revoked ones too; null when no key has this hash. */
export async function findApiKey(query: Query, hash: string): Promise<ApiKeyRow | null> {
  const row = await query.selectFrom('api_keys').selectAll().where('hash', '=', hash).executeTakeFirst();
  return row ?? null;
}

/** All keys, revoked ones too, in the order in which they were made. */
export async function listApiKeys(query: Query): Promise<readonly ApiKeyRow[]> {
  return await query.selectFrom('api_keys').selectAll().orderBy('created_at').orderBy('id').execute();
}

/** Is there a key that is not revoked? */
export async function hasApiKeys(query: Query): Promise<boolean> {
  const row = await query
    .selectFrom('api_keys')
    .select('id')
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** False when the key is unknown or was revoked before. */
export async function revokeApiKey(query: Query, id: string, now: number): Promise<boolean> {
  const result = await query
    .updateTable('api_keys')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
