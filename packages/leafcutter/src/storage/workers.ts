/**
 * Engine processes and their beats. A worker lives while its beat changes; who watches measures with a monotonic clock
 * of its own, so that no clock that is set back or goes wrong can kill or keep anybody.
 */
import { sql } from 'kysely';
import type { Database, Query } from './database.ts';

export interface Beat {
  readonly worker: string;
  readonly beat: number;
  /** The database sees no connection of it: its process has ended, or is about to connect again. */
  readonly gone: boolean;
}

export interface NewWorker {
  readonly worker: string;
  /** Host and process, for people. */
  readonly description: string;
  /** `Database.session`. */
  readonly session: string | null;
}

export async function enrol(
  query: Query,
  { worker, description, session }: NewWorker,
  now: number,
): Promise<void> {
  await query
    .insertInto('workers')
    .values({ id: worker, beat: 1, description, started_at: now, session })
    .execute();
}

/** One beat more. False when the worker was taken for dead and its work was given to others. */
export async function beat(query: Query, worker: string): Promise<boolean> {
  const result = await query
    .updateTable('workers')
    .set((set) => ({ beat: set('beat', '+', 1) }))
    .where('id', '=', worker)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function readBeats(query: Query, dialect: Database['dialect']): Promise<readonly Beat[]> {
  const gone =
    dialect === 'sqlite'
      ? sql<boolean>`false`
      : sql<boolean>`session is not null and not exists
          (select 1 from pg_stat_activity where application_name = workers.session)`;
  const rows = await query
    .selectFrom('workers')
    .select(['id', 'beat', gone.as('gone')])
    .execute();
  return rows.map((row) => ({ worker: row.id, beat: row.beat, gone: Boolean(row.gone) }));
}

/**
 * Takes the dead workers' work back into the queue; their tries count. A worker whose beat went on after all
 * stays. Also frees leases of workers that are not enrolled any more. Call it in a transaction.
 */
export async function takeOver(query: Query, dead: readonly Beat[]): Promise<void> {
  for (const { worker, beat: seen } of dead) {
    await query.deleteFrom('workers').where('id', '=', worker).where('beat', '=', seen).execute();
  }
  await query
    .updateTable('work')
    .set({ worker: null })
    .where('worker', 'is not', null)
    .where('worker', 'not in', (select) => select.selectFrom('workers').select('id'))
    .execute();
}

/** The worker has ended and holds nothing. */
export async function leave(query: Query, worker: string): Promise<void> {
  await query.deleteFrom('workers').where('id', '=', worker).execute();
}
