/** What has been kept long enough, of all tenants. */
import type { Query } from './database.ts';

export interface Expired {
  readonly tenant: string;
  readonly id: string;
  /** Milliseconds since 1970: of a document when it came, of a job when it ended. */
  readonly at: number;
}

/** Where to go on: after this one. */
export type Place = Pick<Expired, 'at' | 'id'>;

/** Documents that came before a time, the oldest first. */
export async function documentsBefore(
  query: Query,
  before: number,
  after: Place,
  limit: number,
): Promise<readonly Expired[]> {
  return await query
    .selectFrom('documents')
    .select(['tenant', 'id', 'created_at as at'])
    .where('created_at', '<', before)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '>', tuple(after.at, after.id)))
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Jobs that ended before a time and have not been started again, the first ended first. */
export async function jobsEndedBefore(
  query: Query,
  before: number,
  after: Place,
  limit: number,
): Promise<readonly Expired[]> {
  return await query
    .selectFrom('jobs')
    .select(['tenant', 'id'])
    .select(({ ref }) => ref('ended_at').$notNull().as('at'))
    .where('ended_at', '<', before)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('ended_at', 'id'), '>', tuple(after.at, after.id)))
    .orderBy('ended_at')
    .orderBy('id')
    .limit(limit)
    .execute();
}
