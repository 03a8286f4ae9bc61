/** The queue: who works at what. A row is leased as long as the beat of its worker goes on. */
import { sql } from 'kysely';
import type { Lane } from '../job/index.ts';
import type { Dialect, Query } from './database.ts';

export interface ClaimedWork {
  readonly jobId: string;
  readonly tenant: string;
  readonly commandId: string;
  readonly lane: Lane;
  readonly pool: 'parse' | 'call';
  /** JSON. */
  readonly command: string;
  /** Tries, this one included. */
  readonly claims: number;
  /** The job's, when it was claimed. */
  readonly status: string;
  readonly rank: number;
  /** The job's, as JSON, when it is short; null: read it. */
  readonly spec: string | null;
  /** Of the job, when it was claimed, as far as it was read with it (Postgres, short specs). */
  readonly seen: SeenJob | null;
}

/** What a claim sees of its job: enough to take the outcome without reading again. */
export interface SeenJob {
  readonly version: number;
  readonly lastRank: number;
  /** JSON. */
  readonly header: string;
  /** JSON of the command's piece. */
  readonly piece: string;
}

export interface ClaimRequest {
  readonly worker: string;
  /** Free places, both lanes together. */
  readonly parse: number;
  /** Of `parse`, how many the bulk lane may have: one place is kept for interactive work. */
  readonly parseBulk: number;
  readonly call: number;
  /** Work that was claimed as often as this, and lost, is left for `claimSuspect`. */
  readonly suspectClaims: number;
  readonly now: number;
}

interface ClaimedRow {
  job_id: string;
  tenant: string;
  command_id: string;
  lane: number;
  pool: string;
  rank: number;
  command: string;
  claims: number;
  status: string;
  spec: string | null;
  version?: number;
  last_rank?: number;
  header?: string;
  piece?: string | null;
}

/** Claims ready work, interactive before bulk, in row order; a claim counts as a try. */
export async function claimWork(
  query: Query,
  dialect: Dialect,
  request: ClaimRequest,
): Promise<ClaimedWork[]> {
  const rows =
    dialect === 'postgres' ? await claimPostgres(query, request) : await claimSqlite(query, request);
  rows.sort((a, b) => a.lane - b.lane || a.rank - b.rank);
  return rows.map(toClaimed);
}

/** Clocks of processes, and two looks at one clock, may differ by this much: no reason to cut a sleep short. */
const clockSlackMs = 10_000;

/**
 * What does not sleep is ready by any clock: the one that wrote it may be a moment ahead of the one that claims. `run_at` far
 * ahead of what was planned means that the clock was set back: then it runs now.
 */
const ready = (now: number): ReturnType<typeof sql> =>
  sql`worker is null
    and (delay_ms = 0 or run_at <= ${now} or run_at > ${now} + delay_ms + ${clockSlackMs})`;

/** A long one is read once and remembered, not with every piece. */
const shortSpec = sql`case when length(spec) < 2000 then spec end`;

const claimedColumns = sql`job_id, command_id, lane, pool, rank, command, claims,
  (select tenant from jobs where id = work.job_id) as tenant,
  (select status from jobs where id = work.job_id) as status,
  (select ${shortSpec} from jobs where id = work.job_id) as spec`;

async function claimPostgres(query: Query, request: ClaimRequest): Promise<ClaimedRow[]> {
  const { worker, suspectClaims, now, parse, parseBulk, call } = request;
  // Picks lock what they return and skip what another process has locked.
  const { rows } = await sql<ClaimedRow>`with
    parse_first as (
      select job_id, command_id from work where ${ready(now)} and pool = 'parse' and lane = 0
        and claims < ${suspectClaims} order by lane, rank, job_id limit ${parse} for update skip locked),
    parse_bulk as (
      select job_id, command_id from work where ${ready(now)} and pool = 'parse' and lane = 1
        and claims < ${suspectClaims} order by lane, rank, job_id
        limit greatest(0, least(${parseBulk}, ${parse} - (select count(*) from parse_first)))
        for update skip locked),
    call as (
      select job_id, command_id from work where ${ready(now)} and pool = 'call'
        and claims < ${suspectClaims} order by lane, rank, job_id limit ${call} for update skip locked),
    picked as (
      select * from parse_first union all select * from parse_bulk union all select * from call),
    claimed as (
      update work set worker = ${worker}, claims = claims + 1 from picked
      where work.job_id = picked.job_id and work.command_id = picked.command_id
      returning work.job_id, work.command_id, work.lane, work.pool, work.rank, work.command, work.claims),
    moved as (
      update lanes set rank = top.rank from (select lane, max(rank) as rank from claimed group by lane) as top
      where lanes.lane = top.lane and lanes.rank < top.rank)
    select claimed.*, jobs.tenant, jobs.status, ${shortSpec} as spec, jobs.version, jobs.last_rank, jobs.header,
      pieces.state as piece
    from claimed join jobs on jobs.id = claimed.job_id
    left join pieces on pieces.job_id = claimed.job_id
      and pieces.piece_id = split_part(claimed.command_id, '#', 1)`.execute(query);
  return rows;
}

async function claimSqlite(query: Query, request: ClaimRequest): Promise<ClaimedRow[]> {
  const { worker, suspectClaims, now } = request;
  const claim = async (pool: string, lanes: readonly number[], limit: number): Promise<ClaimedRow[]> => {
    if (limit <= 0) return [];
    const { rows } = await sql<ClaimedRow>`update work set worker = ${worker}, claims = claims + 1
      where rowid in (
        select rowid from work where ${ready(now)} and pool = ${pool} and lane between ${lanes[0]} and ${lanes.at(-1)}
          and claims < ${suspectClaims} order by lane, rank, job_id limit ${limit})
      returning ${claimedColumns}`.execute(query);
    return rows;
  };
  const first = await claim('parse', [0], request.parse);
  const bulk = await claim('parse', [1], Math.min(request.parseBulk, request.parse - first.length));
  const calls = await claim('call', [0, 1], request.call);
  const claimed = [...first, ...bulk, ...calls];
  for (const lane of [0, 1]) {
    const top = Math.max(...claimed.filter((row) => row.lane === lane).map((row) => row.rank));
    if (Number.isFinite(top))
      await sql`update lanes set rank = ${top} where lane = ${lane} and rank < ${top}`.execute(query);
  }
  return claimed;
}

export interface SuspectLimits extends Pick<ClaimRequest, 'suspectClaims' | 'now'> {
  readonly maxClaims: number;
  /** Those that the worker has places for; at least one. */
  readonly pools: readonly ('parse' | 'call')[];
}

/**
 * Claims one piece that was lost so often that it may be what kills its workers: the worker runs it alone, so that only
 * it is to blame the next time. Those with the fewest tries first, so that the innocent get out of the way.
 */
export async function claimSuspect(
  query: Query,
  dialect: Dialect,
  request: SuspectLimits & Pick<ClaimRequest, 'worker'>,
): Promise<ClaimedWork | null> {
  const skip = dialect === 'postgres' ? sql`for update skip locked` : sql``;
  const { rows } = await sql<ClaimedRow>`update work set worker = ${request.worker}, claims = claims + 1
    where (job_id, command_id) in (
      select job_id, command_id from work where ${ready(request.now)} and pool in (${sql.join(request.pools)})
        and claims >= ${request.suspectClaims} and claims < ${request.maxClaims}
      order by claims, lane, rank, job_id limit 1 ${skip})
    returning ${claimedColumns}`.execute(query);
  return rows[0] === undefined ? null : toClaimed(rows[0]);
}

function toClaimed(row: ClaimedRow): ClaimedWork {
  return {
    jobId: row.job_id,
    tenant: row.tenant,
    commandId: row.command_id,
    lane: row.lane === 0 ? 'interactive' : 'bulk',
    pool: row.pool === 'parse' ? 'parse' : 'call',
    command: row.command,
    claims: row.claims,
    status: row.status,
    rank: row.rank,
    spec: row.spec,
    seen: seenOf(row),
  };
}

function seenOf({ spec, version, last_rank, header, piece }: ClaimedRow): SeenJob | null {
  if (spec === null || version === undefined || last_rank === undefined) return null;
  if (header === undefined || piece === undefined || piece === null) return null;
  return { version, lastRank: last_rank, header, piece };
}

export interface LostWork {
  readonly jobId: string;
  readonly commandId: string;
  readonly claims: number;
}

export interface WaitingWork {
  /** Claimed and lost too often: what is left is to say so. */
  readonly lost: readonly LostWork[];
  /** Pieces that are to run alone. */
  readonly suspects: number;
  /** When the next sleeping piece is due; null when none sleeps. */
  readonly nextRunAt: number | null;
}

/** What waits in the queue for other reasons than free places. */
export async function lookAtQueue(query: Query, limits: SuspectLimits): Promise<WaitingWork> {
  const rows = await query
    .selectFrom('work')
    .select(['job_id', 'command_id', 'claims', 'pool'])
    .where('worker', 'is', null)
    .where('claims', '>=', limits.suspectClaims)
    .orderBy('claims')
    .limit(1_000)
    .execute();
  const next = await query
    .selectFrom('work')
    .select((select) => select.fn.min('run_at').as('next'))
    .where('worker', 'is', null)
    .where('delay_ms', '>', 0)
    .where('run_at', '>', limits.now)
    .executeTakeFirst();
  const lost = rows.filter((row) => row.claims >= limits.maxClaims);
  return {
    lost: lost.map((row) => ({ jobId: row.job_id, commandId: row.command_id, claims: row.claims })),
    suspects: rows.filter(
      ({ claims, pool }) => claims < limits.maxClaims && limits.pools.some((one) => one === pool),
    ).length,
    nextRunAt: next?.next ?? null,
  };
}

/** Gives everything back that the worker has; it does not count as a try. */
export async function giveBack(query: Query, worker: string): Promise<void> {
  await query
    .updateTable('work')
    .set((set) => ({ worker: null, claims: set('claims', '-', 1) }))
    .where('worker', '=', worker)
    .execute();
}

/** The worker's try of this piece is over without an outcome: it counts. */
export async function release(query: Query, worker: string, jobId: string, commandId: string): Promise<void> {
  await query
    .updateTable('work')
    .set({ worker: null })
    .where('worker', '=', worker)
    .where('job_id', '=', jobId)
    .where('command_id', '=', commandId)
    .execute();
}

/** What the worker holds. What else it works at was cancelled or taken over. */
export async function heldBy(
  query: Query,
  worker: string,
): Promise<readonly { readonly jobId: string; readonly commandId: string }[]> {
  const rows = await query
    .selectFrom('work')
    .select(['job_id', 'command_id'])
    .where('worker', '=', worker)
    .execute();
  return rows.map((row) => ({ jobId: row.job_id, commandId: row.command_id }));
}
