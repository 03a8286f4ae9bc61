/** Rows of jobs: made, locked, read and written as a whole batch in one transaction. */
import { sql } from 'kysely';
import type { Lane } from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import { bulkInsert, rowsOf, type BulkRow } from './bulk.ts';
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
  /** Where the row order of the lanes stands: interactive, bulk. */
  readonly laneRanks: readonly [number, number];
}

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

/** Locks the rows in one order, so that two processes never wait for each other. Unknown ids are left out. */
export async function lockJobs(query: Query, dialect: Dialect, ids: readonly string[]): Promise<LockedJob[]> {
  const { rows } = await sql<LockedRow>`select id, tenant, lane, header, version, last_rank,
      (select rank from lanes where lane = 0) as rank0, (select rank from lanes where lane = 1) as rank1
    from jobs where id in (select * from ${listOf(dialect, ids)} as given)
    order by id ${dialect === 'postgres' ? sql`for update of jobs` : sql``}`.execute(query);
  return rows.map((row) => ({
    id: row.id,
    tenant: row.tenant,
    lane: row.lane === 0 ? 'interactive' : 'bulk',
    header: row.header,
    version: row.version,
    lastRank: row.last_rank,
    laneRanks: [row.rank0, row.rank1],
  }));
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
 * Puts new jobs in; `writeJobs` then writes their first header. A job that is there already is an error.
 * Gives where the row order of the lanes stands.
 */
export async function insertJobs(
  query: Query,
  dialect: Dialect,
  jobs: readonly JobIdentity[],
): Promise<readonly [number, number]> {
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

/** Far more than a job may have pieces: `made` is the version that made the piece, and its place in it. */
const piecesAWrite = 1_000_000;

/** Writes what changed of each job, and nothing else. The jobs are locked by this transaction, or new. */
export async function writeJobs(
  query: Query,
  dialect: Dialect,
  writes: readonly JobWrite[],
  locked: ReadonlyMap<string, Pick<LockedJob, 'lastRank' | 'laneRanks'>>,
  now: number,
): Promise<void> {
  const bulk = (
    table: 'pieces' | 'work' | 'events' | 'answers' | 'results',
    rows: readonly BulkRow[],
    keys: readonly string[],
    update?: readonly string[],
  ): Promise<void> => {
    const columns = Object.keys(rows[0] ?? {});
    return bulkInsert(query, { dialect, table, columns, rows, conflict: keys, ...(update && { update }) });
  };
  const pieceRows = writes.flatMap((write) =>
    write.pieces.map((piece, index) => ({
      job_id: write.id,
      piece_id: piece.id,
      made: write.version * piecesAWrite + index,
      state: piece.state,
    })),
  );
  const eventRows = writes.flatMap((write) => write.events.map((event) => ({ job_id: write.id, ...event })));
  const answerRows = writes.flatMap((write) =>
    write.answers.map((answer) => ({
      job_id: write.id,
      piece_id: answer.pieceId,
      turn: answer.turn,
      tenant: write.tenant,
      body: answer.body,
      created_at: now,
    })),
  );
  const resultRows = writes.flatMap((write) =>
    write.result === null
      ? []
      : [{ job_id: write.id, kind: 'machine', tenant: write.tenant, body: write.result, created_at: now }],
  );
  const ranks = rankWork(writes, locked);
  await removeWork(query, dialect, writes);
  await updateHeads(query, dialect, writes, ranks.last, now);
  await bulk('pieces', pieceRows, ['job_id', 'piece_id'], ['state']);
  await bulk('work', ranks.rows, ['job_id', 'command_id']);
  // A number that is there already is a fault of ours and must fail: no conflict clause.
  await bulkInsert(query, {
    dialect,
    table: 'events',
    columns: ['job_id', 'seq', 'type', 'body', 'at'],
    rows: eventRows,
  });
  await bulk('answers', answerRows, ['job_id', 'piece_id', 'turn'], ['body', 'created_at']);
  await bulk('results', resultRows, ['job_id', 'kind'], ['body', 'created_at']);
}

/**
 * The row order: a job's next piece stands one behind its last, but never before where its lane has got to. So the
 * jobs of a lane are dealt with in turn, however many pieces one of them has (start-time fair queueing).
 */
function rankWork(
  writes: readonly JobWrite[],
  locked: ReadonlyMap<string, Pick<LockedJob, 'lastRank' | 'laneRanks'>>,
): { readonly rows: BulkRow[]; readonly last: ReadonlyMap<string, number> } {
  const last = new Map<string, number>();
  const rows = writes.flatMap((write) => {
    const { lastRank, laneRanks } = locked.get(write.id) ?? { lastRank: 0, laneRanks: [0, 0] };
    let rank = lastRank;
    const own = write.work.map((work) => {
      const lane = laneNumbers[work.lane];
      rank = Math.max(rank, laneRanks[lane] ?? 0) + 1;
      return {
        job_id: write.id,
        command_id: work.commandId,
        lane,
        pool: work.pool,
        rank,
        run_at: work.runAt,
        delay_ms: work.delayMs,
        command: work.command,
        claims: 0,
        worker: null,
      };
    });
    last.set(write.id, rank);
    return own;
  });
  return { rows, last };
}

async function removeWork(query: Query, dialect: Dialect, writes: readonly JobWrite[]): Promise<void> {
  const dropped = writes.filter((write) => write.dropWork).map((write) => write.id);
  if (dropped.length > 0) {
    await sql`delete from work where job_id in (select * from ${listOf(dialect, dropped)} as given)`.execute(
      query,
    );
  }
  const finished = writes
    .filter((write) => !write.dropWork)
    .flatMap((write) => write.finished.map((id) => ({ job_id: write.id, command_id: id })));
  if (finished.length === 0) return;
  await sql`delete from work where (job_id, command_id) in
    ${rowsOf(dialect, 'work', ['job_id', 'command_id'], finished)}`.execute(query);
}

async function updateHeads(
  query: Query,
  dialect: Dialect,
  writes: readonly JobWrite[],
  ranks: ReadonlyMap<string, number>,
  now: number,
): Promise<void> {
  const columns = ['id', 'status', 'header', 'version', 'last_event', 'last_rank', 'ended_at'];
  const rows = writes.map((write) => ({
    id: write.id,
    status: write.status,
    header: write.header,
    version: write.version,
    last_event: write.lastEvent,
    last_rank: ranks.get(write.id) ?? 0,
    ended_at: write.endedAt,
  }));
  if (rows.length === 0) return;
  await sql`update jobs set status = given.status, header = given.header, version = given.version,
      last_event = given.last_event, last_rank = given.last_rank, ended_at = given.ended_at, updated_at = ${now}
    from ${rowsOf(dialect, 'jobs', columns, rows)} as given where jobs.id = given.id`.execute(query);
}

function listOf(dialect: Dialect, values: readonly string[]): ReturnType<typeof sql> {
  const json = JSON.stringify(values);
  return dialect === 'postgres'
    ? sql`json_array_elements_text(${json}::json)`
    : sql`(select value from json_each(${json}))`;
}
