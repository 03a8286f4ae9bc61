/** Rows of jobs: made, locked and read; `write-jobs.ts` writes them. */
import { sql } from 'kysely';
import type { Lane } from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import { bulkInsert, rowsOf } from './bulk.ts';
import type { Dialect, Query } from './database.ts';

export type Pool = 'parse' | 'call';
export const laneNumbers: Readonly<Record<Lane, number>> = { interactive: 0, bulk: 1 };

/** What never changes of a job. */
export interface JobIdentity {
  readonly id: string;
  readonly tenant: string;
  readonly documentId: string;
  readonly schemaId: string;
  readonly schemaVersion: number;
  readonly lane: Lane;
  /** JSON. */
  readonly spec: string;
  /** What was asked for and what applied; opaque to the store. */
  readonly request: JsonValue;
  /** Folded text that lists are searched by. */
  readonly search: string;
  readonly createdAt: number;
}

/** A command on its way into the queue. */
export interface NewWork {
  readonly commandId: string;
  readonly lane: Lane;
  readonly pool: Pool;
  /** Milliseconds since 1970. */
  readonly runAt: number;
  /** From now to `runAt`; 0 when it may run at once. */
  readonly delayMs: number;
  /** JSON. */
  readonly command: string;
}
export interface NewEvent {
  readonly seq: number;
  readonly type: string;
  /** JSON. */
  readonly body: string;
  readonly at: number;
}
export interface NewAnswer {
  readonly pieceId: string;
  readonly turn: number;
  /** JSON. */
  readonly body: string;
}

/** What a batch of outcomes changed of one job. */
export interface JobWrite {
  readonly id: string;
  readonly tenant: string;
  readonly status: string;
  /** JSON: the header without its spec. */
  readonly header: string;
  /** The new one: the locked row's plus one. */
  readonly version: number;
  readonly lastEvent: number;
  /** Null while it runs. */
  readonly endedAt: number | null;
  /** New and changed ones only. */
  readonly pieces: readonly { readonly id: string; readonly state: string }[];
  readonly work: readonly NewWork[];
  /** Commands that have their outcome. */
  readonly finished: readonly string[];
  /** Everything that is queued or leased goes, before `work` is added. */
  readonly dropWork: boolean;
  readonly events: readonly NewEvent[];
  readonly answers: readonly NewAnswer[];
  /** JSON of the merged result, when this batch made it. */
  readonly result: string | null;
}

/** A job's row, locked until the transaction ends. */
export interface LockedJob {
  readonly id: string;
  readonly tenant: string;
  readonly lane: Lane;
  readonly header: string;
  readonly version: number;
  readonly lastRank: number;
}
/** Where the row order of the lanes stands: interactive, bulk. */
export type LaneRanks = readonly [number, number];

interface LockedRow {
  id: string;
  tenant: string;
  lane: number;
  header: string;
  version: number;
  last_rank: number;
  rank0: number;
  rank1: number;
}

/** Locks the rows in one order, so that two processes never wait for each other. Unknown ids are left out. `laneRanks`: null when there is no row to read them beside. */
export async function lockJobs(
  query: Query,
  dialect: Dialect,
  ids: readonly string[],
): Promise<{ readonly jobs: readonly LockedJob[]; readonly laneRanks: LaneRanks | null }> {
  const { rows } = await sql<LockedRow>`select id, tenant, lane, header, version, last_rank,
      (select rank from lanes where lane = 0) as rank0, (select rank from lanes where lane = 1) as rank1
    from jobs where id in ${listOf(dialect, ids)}
    order by id ${dialect === 'postgres' ? sql`for update of jobs` : sql``}`.execute(query);
  const [first] = rows;
  return {
    jobs: rows.map((row) => ({
      id: row.id,
      tenant: row.tenant,
      lane: row.lane === 0 ? 'interactive' : 'bulk',
      header: row.header,
      version: row.version,
      lastRank: row.last_rank,
    })),
    laneRanks: first === undefined ? null : [first.rank0, first.rank1],
  };
}

/** Pieces of jobs as JSON, by job; `ids` null: all of the job's, in the order in which they were made. */
export async function readPieces(
  query: Query,
  dialect: Dialect,
  wanted: readonly { readonly jobId: string; readonly ids: readonly string[] | null }[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>(wanted.map(({ jobId }) => [jobId, []]));
  const keys = wanted.flatMap(({ jobId, ids }) => (ids ?? []).map((id) => ({ job_id: jobId, piece_id: id })));
  if (keys.length > 0) {
    const { rows } = await sql<{ job_id: string; state: string }>`select job_id, state from pieces
      where (job_id, piece_id) in ${rowsOf(dialect, 'pieces', ['job_id', 'piece_id'], keys)}
      order by made`.execute(query);
    for (const row of rows) found.get(row.job_id)?.push(row.state);
  }
  for (const { jobId, ids } of wanted) {
    if (ids !== null) continue;
    const rows = await query
      .selectFrom('pieces')
      .select('state')
      .where('job_id', '=', jobId)
      .orderBy('made')
      .execute();
    found.set(
      jobId,
      rows.map((row) => row.state),
    );
  }
  return found;
}

/** The specs as JSON, by job. */
export async function readSpecs(query: Query, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await query.selectFrom('jobs').select(['id', 'spec']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.spec]));
}

/**
 * Puts new jobs in; `writeRows` then writes their first header. A job that is there already is an error.
 * Gives where the row order of the lanes stands.
 */
export async function insertJobs(
  query: Query,
  dialect: Dialect,
  jobs: readonly JobIdentity[],
): Promise<LaneRanks> {
  const rows = jobs.map((job) => ({
    id: job.id,
    tenant: job.tenant,
    document_id: job.documentId,
    schema_id: job.schemaId,
    schema_version: job.schemaVersion,
    lane: laneNumbers[job.lane],
    request: JSON.stringify(job.request),
    search: job.search,
    status: 'pending',
    spec: job.spec,
    header: '',
    version: 0,
    last_event: 0,
    last_rank: 0,
    created_at: job.createdAt,
    updated_at: job.createdAt,
    ended_at: null,
  }));
  await bulkInsert(query, { dialect, table: 'jobs', columns: Object.keys(rows[0] ?? {}), rows });
  const lanes = await query.selectFrom('lanes').select(['lane', 'rank']).orderBy('lane').execute();
  return [lanes[0]?.rank ?? 0, lanes[1]?.rank ?? 0];
}

/** The values as a derived table of one column. */
export function listOf(dialect: Dialect, values: readonly string[]): ReturnType<typeof sql> {
  const json = JSON.stringify(values);
  return dialect === 'postgres'
    ? sql`(select json_array_elements_text(${json}::json))`
    : sql`(select value from json_each(${json}))`;
}
