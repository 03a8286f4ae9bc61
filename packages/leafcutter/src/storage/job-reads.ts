/** Rows of jobs for those who ask about them: one job, lists of jobs, the end of one. */
import type { Selectable } from 'kysely';
import type { Query } from './database.ts';
import { prepared } from './prepared.ts';
import type { JobsTable } from './tables.ts';

export const jobColumns = [
  'id',
  'tenant',
  'document_id',
  'schema_id',
  'schema_version',
  'lane',
  'request',
  'status',
  'spec',
  'header',
  'version',
  'last_event',
  'created_at',
  'updated_at',
  'ended_at',
] as const satisfies readonly (keyof JobsTable)[];
export type WholeJobRow = Readonly<Pick<Selectable<JobsTable>, (typeof jobColumns)[number]>>;

const stateColumns = [
  'id',
  'tenant',
  'header',
  'version',
  'last_event',
  'updated_at',
  'ended_at',
] as const satisfies readonly (keyof JobsTable)[];
/** What changes of a job; the rest may be remembered. */
export type JobStateRow = Readonly<Pick<Selectable<JobsTable>, (typeof stateColumns)[number]>>;

const jobState = prepared((query) =>
  query.selectFrom('jobs').select(stateColumns).where('id', '=', '').compile(),
);

export async function findJobState(query: Query, id: string): Promise<JobStateRow | null> {
  return (await jobState(query, [id]))[0] ?? null;
}

export async function findWholeJob(query: Query, tenant: string, id: string): Promise<WholeJobRow | null> {
  const row = await query
    .selectFrom('jobs')
    .select(jobColumns)
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  return row ?? null;
}

export interface KeptResult {
  /** JSON. */
  readonly body: string;
  readonly created_at: number;
}

export async function findResult(
  query: Query,
  jobId: string,
  kind: 'machine' | 'edited',
): Promise<KeptResult | null> {
  const row = await query
    .selectFrom('results')
    .select(['body', 'created_at'])
    .where('job_id', '=', jobId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row ?? null;
}

export async function writeResult(
  query: Query,
  row: { readonly job_id: string; readonly kind: 'machine' | 'edited'; readonly tenant: string } & KeptResult,
): Promise<void> {
  await query
    .insertInto('results')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['job_id', 'kind']).doUpdateSet((set) => ({
        body: set.ref('excluded.body'),
        created_at: set.ref('excluded.created_at'),
      })),
    )
    .execute();
}

/** Ended jobs on a document that have no result row of their own. */
export async function findJobsWithoutResult(query: Query, documentId: string): Promise<readonly string[]> {
  const rows = await query
    .selectFrom('jobs')
    .leftJoin('results', (join) =>
      join.onRef('results.job_id', '=', 'jobs.id').on('results.kind', '=', 'machine'),
    )
    .select('jobs.id')
    .where('jobs.document_id', '=', documentId)
    .where('jobs.ended_at', 'is not', null)
    .where('results.job_id', 'is', null)
    .execute();
  return rows.map((row) => row.id);
}

/** The job with its pieces, events, answers and results. In a transaction. False when it runs, or is not there. */
export async function deleteEndedJob(query: Query, tenant: string, id: string): Promise<boolean> {
  const gone = await query
    .deleteFrom('jobs')
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .where('ended_at', 'is not', null)
    .executeTakeFirst();
  if (gone.numDeletedRows === 0n) return false;
  for (const table of ['pieces', 'work', 'events', 'answers', 'results'] as const)
    await query.deleteFrom(table).where('job_id', '=', id).execute();
  return true;
}
