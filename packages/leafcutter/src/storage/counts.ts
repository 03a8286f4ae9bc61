/** Counts for those who watch over a server, of all tenants together. */
import type { Query } from './database.ts';

/** Jobs that have not ended, by status. */
export async function countRunningByStatus(query: Query): Promise<Readonly<Record<string, number>>> {
  const rows = await query
    .selectFrom('jobs')
    .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
    .where('ended_at', 'is', null)
    .groupBy('status')
    .execute();
  return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
}

/** Commands in the queue, waiting or at work, by pool. On Temporal there are none: the cluster has the queue. */
export async function countWorkByPool(query: Query): Promise<Readonly<Record<string, number>>> {
  const rows = await query
    .selectFrom('work')
    .select(({ fn }) => ['pool', fn.countAll<number>().as('count')])
    .groupBy('pool')
    .execute();
  return Object.fromEntries(rows.map(({ pool, count }) => [pool, Number(count)]));
}
