/** Brings a store to this release's tables, once, whoever of several starting processes comes first. */
import { sql, type Kysely } from 'kysely';
import { LeafcutterError } from '../errors.ts';
import type { Dialect } from './database.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './tables.ts';

/** Any constant of ours: whoever holds this advisory lock migrates. */
const advisoryLock = 0x1eafc077;

/**
 * All steps that are missing, in one transaction: all or nothing.
 * @throws LeafcutterError store_newer, when a later release has written the store.
 */
export async function migrate(query: Kysely<Tables>, dialect: Dialect, now: number): Promise<void> {
  await query.transaction().execute(async (transaction) => {
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(transaction);
    await sql`create table if not exists migrations (name text primary key, at bigint not null)`.execute(
      transaction,
    );
    const { rows } = await sql<{ name: string }>`select name from migrations`.execute(transaction);
    const applied = new Set(rows.map((row) => row.name));
    refuseNewer(applied);
    for (const migration of migrations) {
      if (applied.has(migration.name)) continue;
      const own = dialect === 'postgres' ? (migration.postgres ?? []) : [];
      for (const statement of [...migration.statements, ...own]) {
        await sql.raw(statement).execute(transaction);
      }
      await sql`insert into migrations (name, at) values (${migration.name}, ${now})`.execute(transaction);
    }
  });
}

function refuseNewer(applied: ReadonlySet<string>): void {
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...applied].find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new LeafcutterError(
    'store_newer',
    `The store was written by a later release (step ${unknown}); start that release, or use another store.`,
  );
}
