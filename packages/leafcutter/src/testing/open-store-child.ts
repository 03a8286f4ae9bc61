/** A process that opens a store and ends: started by the storage suite, several at once. */
import { openPostgres, openSqlite } from '../storage/open-database.ts';
import type { PostgresSettings } from '../storage/postgres.ts';

export type StorePlace = { readonly file: string } | { readonly postgres: PostgresSettings };

if (import.meta.main) {
  const place: StorePlace = JSON.parse(process.argv[2] ?? '');
  const database = 'file' in place ? await openSqlite(place.file) : await openPostgres(place.postgres);
  await database.close();
}
