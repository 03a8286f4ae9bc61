/** Writes what a batch of outcomes changed of its jobs, and nothing else. */
import { sql } from 'kysely';
import { bulkInsert, rowsOf, type BulkRow } from './bulk.ts';
import type { Database, Query } from './database.ts';
import { laneNumbers, listOf, type JobWrite, type LaneRanks } from './jobs.ts';

/** Far more than a job may have pieces: `made` is the version that made the piece, and its place in it. */
const piecesAWrite = 1_000_000;

/** By table, as they go into the database. */
export interface Rows {
  /** Jobs whose whole queue goes. */
  readonly dropped: readonly string[];
  readonly finished: readonly BulkRow[];
  readonly heads: readonly BulkRow[];
  readonly pieces: readonly BulkRow[];
  readonly work: readonly BulkRow[];
  readonly events: readonly BulkRow[];
  readonly answers: readonly BulkRow[];
  readonly results: readonly BulkRow[];
}

const columns = {
  finished: ['job_id', 'command_id'],
  heads: ['id', 'status', 'header', 'version', 'last_event', 'last_rank', 'ended_at', 'updated_at'],
  pieces: ['job_id', 'piece_id', 'made', 'state'],
  work: ['job_id', 'command_id', 'lane', 'pool', 'rank', 'run_at', 'delay_ms', 'command', 'claims', 'worker'],
  events: ['job_id', 'seq', 'type', 'body', 'at'],
  answers: ['job_id', 'piece_id', 'turn', 'tenant', 'body', 'created_at'],
  results: ['job_id', 'kind', 'tenant', 'body', 'created_at'],
} as const;

/**
 * Writes the rows if every job still has the version before; all or nothing. In a transaction on SQLite. `message`: sent
 * to other processes with it; null: nothing. An event number that is there already is an error.
 */
export async function writeRows(
  query: Query,
  database: Database,
  rows: Rows,
  message: string | null,
): Promise<void> {
  if (rows.heads.length === 0) return;
  if (database.dialect === 'sqlite') await writeSqlite(query, rows);
  else await writePostgres(query, rows, database.channel, message);
}

const versionConflict = 'a job was written by somebody else';

/** True for the error of `writeRows` that tells of another version; nothing was written. */
export function isVersionConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // 22012: division by zero, which is how a statement of Postgres can refuse itself.
  return error.message === versionConflict || ('code' in error && error.code === '22012');
}

/** One statement: a round trip costs more than its rows do. */
async function writePostgres(
  query: Query,
  rows: Rows,
  channel: string,
  message: string | null,
): Promise<void> {
  const given = (name: Exclude<keyof Rows, 'dropped'>, table: string): ReturnType<typeof sql> =>
    sql`json_populate_recordset(null::${sql.table(table)}, (select doc -> ${sql.lit(name)} from input))`;
  const insert = (name: 'pieces' | 'work' | 'events' | 'answers' | 'results'): ReturnType<typeof sql> => {
    const names = sql.join(columns[name].map((column) => sql.ref(column)));
    return sql`insert into ${sql.table(name)} (${names}) select ${names} from ${given(name, name)}`;
  };
  await sql`with
    input as (select ${JSON.stringify(rows)}::json as doc),
    dropped as (delete from work where job_id in
      (select json_array_elements_text(doc -> 'dropped') from input)),
    finished as (delete from work using ${given('finished', 'work')} as given
      where work.job_id = given.job_id and work.command_id = given.command_id),
    heads as (update jobs set status = given.status, header = given.header, version = given.version,
      last_event = given.last_event, last_rank = given.last_rank, ended_at = given.ended_at,
      updated_at = given.updated_at
      from ${given('heads', 'jobs')} as given
      where jobs.id = given.id and jobs.version = given.version - 1 returning 1),
    new_pieces as (${insert('pieces')} on conflict (job_id, piece_id) do update set state = excluded.state),
    new_work as (${insert('work')} on conflict (job_id, command_id) do nothing),
    new_events as (${insert('events')}),
    new_answers as (${insert('answers')} on conflict (job_id, piece_id, turn)
      do update set body = excluded.body, created_at = excluded.created_at),
    new_results as (${insert('results')} on conflict (job_id, kind)
      do update set body = excluded.body, created_at = excluded.created_at)
    select 1 / (case when (select count(*) from heads) = ${rows.heads.length} then 1 else 0 end),
      case when ${message}::text is null then null else pg_notify(${channel}, ${message}) end`.execute(query);
}

async function writeSqlite(query: Query, rows: Rows): Promise<void> {
  const dialect = 'sqlite';
  if (rows.dropped.length > 0)
    await sql`delete from work where job_id in ${listOf(dialect, rows.dropped)}`.execute(query);
  if (rows.finished.length > 0)
    await sql`delete from work where (job_id, command_id) in
      ${rowsOf(dialect, 'work', columns.finished, rows.finished)}`.execute(query);
  const heads =
    await sql`update jobs set status = given.status, header = given.header, version = given.version,
      last_event = given.last_event, last_rank = given.last_rank, ended_at = given.ended_at,
      updated_at = given.updated_at
    from ${rowsOf(dialect, 'jobs', columns.heads, rows.heads)} as given
    where jobs.id = given.id and jobs.version = given.version - 1`.execute(query);
  if (Number(heads.numAffectedRows) !== rows.heads.length) throw new Error(versionConflict);
  const insert = (
    table: 'pieces' | 'work' | 'events' | 'answers' | 'results',
    conflict?: readonly string[],
    update: readonly string[] = [],
  ): Promise<void> =>
    bulkInsert(query, {
      dialect,
      table,
      columns: columns[table],
      rows: rows[table],
      update,
      ...(conflict === undefined ? {} : { conflict }),
    });
  await insert('pieces', ['job_id', 'piece_id'], ['state']);
  await insert('work', ['job_id', 'command_id']);
  await insert('events');
  await insert('answers', ['job_id', 'piece_id', 'turn'], ['body', 'created_at']);
  await insert('results', ['job_id', 'kind'], ['body', 'created_at']);
}

/** What was given out to a job last, by job, and where the lanes stand, decide the row order of its new work. */
export function rowsOfWrites(
  writes: readonly JobWrite[],
  jobs: ReadonlyMap<string, { readonly lastRank: number }>,
  laneRanks: LaneRanks,
  now: number,
): { readonly rows: Rows; readonly lastRanks: ReadonlyMap<string, number> } {
  const ranked = rankWork(writes, jobs, laneRanks);
  const rows: Rows = {
    dropped: writes.filter((write) => write.dropWork).map((write) => write.id),
    finished: writes
      .filter((write) => !write.dropWork)
      .flatMap((write) => write.finished.map((id) => ({ job_id: write.id, command_id: id }))),
    heads: writes.map((write) => ({
      id: write.id,
      status: write.status,
      header: write.header,
      version: write.version,
      last_event: write.lastEvent,
      last_rank: ranked.last.get(write.id) ?? 0,
      ended_at: write.endedAt,
      updated_at: now,
    })),
    pieces: writes.flatMap((write) =>
      write.pieces.map((piece, index) => ({
        job_id: write.id,
        piece_id: piece.id,
        made: write.version * piecesAWrite + index,
        state: piece.state,
      })),
    ),
    work: ranked.rows,
    events: writes.flatMap((write) => write.events.map((event) => ({ job_id: write.id, ...event }))),
    answers: writes.flatMap((write) =>
      write.answers.map((answer) => ({
        job_id: write.id,
        piece_id: answer.pieceId,
        turn: answer.turn,
        tenant: write.tenant,
        body: answer.body,
        created_at: now,
      })),
    ),
    results: writes.flatMap((write) =>
      write.result === null
        ? []
        : [{ job_id: write.id, kind: 'machine', tenant: write.tenant, body: write.result, created_at: now }],
    ),
  };
  return { rows, lastRanks: ranked.last };
}

/**
 * The row order: a job's next piece stands one behind its last, but never before where its lane has got to. So the
 * jobs of a lane are dealt with in turn, however many pieces one of them has (start-time fair queueing).
 */
function rankWork(
  writes: readonly JobWrite[],
  jobs: ReadonlyMap<string, { readonly lastRank: number }>,
  laneRanks: LaneRanks,
): { readonly rows: BulkRow[]; readonly last: ReadonlyMap<string, number> } {
  const last = new Map<string, number>();
  const rows = writes.flatMap((write) => {
    let rank = jobs.get(write.id)?.lastRank ?? 0;
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
