/**
 * A job's rows for an engine that holds the state elsewhere (Temporal): each write is idempotent, so that it may be
 * repeated after a crash, and tells those who watch.
 */
import { sql, type Transaction } from 'kysely';
import type { JsonValue } from '../json.ts';
import type { Database } from './database.ts';
import { insertJobs, type JobIdentity, type NewEvent } from './jobs.ts';
import { readAnswer } from './read-model.ts';
import type { Tables } from './tables.ts';

export interface HeaderRow {
  readonly status: string;
  /** JSON: the header without its spec. */
  readonly header: string;
  readonly lastEvent: number;
  /** Null while it runs. */
  readonly endedAt: number | null;
}
export interface PieceRow {
  readonly id: string;
  /** Grows in the order in which pieces are made. */
  readonly made: number;
  /** JSON. */
  readonly state: string;
}
export interface StepRows {
  readonly jobId: string;
  readonly head: HeaderRow;
  readonly pieces: readonly PieceRow[];
  /** Contiguous, ascending; those that are there already are left. */
  readonly events: readonly NewEvent[];
}

/** Puts a new job in with its first header, pieces and events. False: it is there already, and stays as it is. */
export async function createJobRecord(
  database: Database,
  identity: JobIdentity,
  rows: StepRows,
  now: number,
): Promise<boolean> {
  return await database.transaction(async (transaction) => {
    // Two that start the same job at once: the second waits, and finds it.
    if (database.dialect === 'postgres')
      await sql`select pg_advisory_xact_lock(hashtextextended(${identity.id}, 0))`.execute(transaction);
    const there = await transaction
      .selectFrom('jobs')
      .select('id')
      .where('id', '=', identity.id)
      .executeTakeFirst();
    if (there !== undefined) return false;
    await insertJobs(transaction, database.dialect, [identity]);
    await write(transaction, rows, 0, now);
    await tell(database, transaction, rows.jobId);
    return true;
  });
}

/** Writes what a step changed. A step that was written before, or that a later one has overtaken, changes nothing. */
export async function writeJobStep(database: Database, rows: StepRows, now: number): Promise<void> {
  await database.transaction(async (transaction) => {
    const row = await transaction
      .selectFrom('jobs')
      .select(['last_event', 'version'])
      .where('id', '=', rows.jobId)
      .$if(database.dialect === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst();
    if (row === undefined || rows.head.lastEvent < row.last_event) return;
    await write(
      transaction,
      { ...rows, events: rows.events.filter((event) => event.seq > row.last_event) },
      row.version,
      now,
    );
    await tell(database, transaction, rows.jobId);
  });
}

async function write(
  transaction: Transaction<Tables>,
  { jobId, head, pieces, events }: StepRows,
  version: number,
  now: number,
): Promise<void> {
  await transaction
    .updateTable('jobs')
    .set({
      status: head.status,
      header: head.header,
      last_event: head.lastEvent,
      ended_at: head.endedAt,
      version: version + 1,
      updated_at: now,
    })
    .where('id', '=', jobId)
    .execute();
  if (pieces.length > 0) {
    await transaction
      .insertInto('pieces')
      .values(pieces.map(({ id, made, state }) => ({ job_id: jobId, piece_id: id, made, state })))
      .onConflict((conflict) =>
        conflict.columns(['job_id', 'piece_id']).doUpdateSet((set) => ({ state: set.ref('excluded.state') })),
      )
      .execute();
  }
  if (events.length > 0) {
    await transaction
      .insertInto('events')
      .values(events.map(({ seq, type, body, at }) => ({ job_id: jobId, seq, type, body, at })))
      .execute();
  }
}

export interface KeptTurn {
  readonly jobId: string;
  readonly tenant: string;
  readonly piece: string;
  readonly turn: number;
  /** What the turn found. */
  readonly value: JsonValue;
  /** Id of the command that found it. */
  readonly command: string;
  /** JSON: what the command came to, for a worker that is given the same command again. */
  readonly outcome: string;
}

/** Keeps what a turn of a piece found, and what its command came to; the same again replaces it. */
export async function keepAnswer(database: Database, kept: KeptTurn, now: number): Promise<void> {
  const { jobId, tenant, piece, turn, value, command, outcome } = kept;
  const row = { job_id: jobId, turn, tenant, created_at: now };
  await database.run((query) =>
    query
      .insertInto('answers')
      .values([
        { ...row, piece_id: piece, body: JSON.stringify(value) },
        { ...row, piece_id: outcomeOf(piece), body: JSON.stringify({ command, outcome }) },
      ])
      .onConflict((conflict) =>
        conflict
          .columns(['job_id', 'piece_id', 'turn'])
          .doUpdateSet((set) => ({ body: set.ref('excluded.body') })),
      )
      .execute(),
  );
}

/** What the command came to, if its answer was kept before its worker could say so (JSON); null otherwise. */
export async function readOutcome(
  database: Database,
  asked: Pick<KeptTurn, 'jobId' | 'piece' | 'turn' | 'command'>,
): Promise<string | null> {
  const { jobId, piece, turn, command } = asked;
  const body = await database.run((query) => readAnswer(query, jobId, outcomeOf(piece), turn));
  if (body === null) return null;
  const kept: Pick<KeptTurn, 'command' | 'outcome'> = JSON.parse(body);
  return kept.command === command ? kept.outcome : null;
}

/**
 * Counts that the command begins once more after its worker was lost (`change` 1; -1: it was given back): the first of these is
 * its second try. Who has the command alone may call it. @returns the tries so far
 */
export async function countTry(
  database: Database,
  { jobId, tenant, piece, turn, command }: Omit<KeptTurn, 'value' | 'outcome'>,
  change: 1 | -1,
  now: number,
): Promise<number> {
  const place = triesOf(piece);
  const before = await database.run((query) => readAnswer(query, jobId, place, turn));
  const kept: { readonly command: string; readonly tries: number } =
    before === null ? { command, tries: 1 } : JSON.parse(before);
  const tries = (kept.command === command ? kept.tries : 1) + change;
  const body = JSON.stringify({ command, tries });
  await database.run((query) =>
    query
      .insertInto('answers')
      .values({ job_id: jobId, piece_id: place, turn, tenant, body, created_at: now })
      .onConflict((conflict) => conflict.columns(['job_id', 'piece_id', 'turn']).doUpdateSet({ body }))
      .execute(),
  );
  return tries;
}

/** No piece has such ids: who reads the answers of pieces does not see them. */
function outcomeOf(piece: string): string {
  return `outcome/${piece}`;
}
function triesOf(piece: string): string {
  return `tries/${piece}`;
}

/** Keeps the merged result; a later merge replaces it. */
export async function keepResult(
  database: Database,
  jobId: string,
  tenant: string,
  value: JsonValue,
  now: number,
): Promise<void> {
  await database.run((query) =>
    query
      .insertInto('results')
      .values({ job_id: jobId, kind: 'machine', tenant, body: JSON.stringify(value), created_at: now })
      .onConflict((conflict) =>
        conflict.columns(['job_id', 'kind']).doUpdateSet((set) => ({
          body: set.ref('excluded.body'),
          created_at: set.ref('excluded.created_at'),
        })),
      )
      .execute(),
  );
}

/** Jobs that have not ended and were made in the range (milliseconds, both ends left out), oldest first. */
export async function unfinishedJobs(
  database: Database,
  range: { readonly after: number; readonly before: number; readonly limit: number },
): Promise<readonly { readonly id: string; readonly createdAt: number }[]> {
  const rows = await database.run((query) =>
    query
      .selectFrom('jobs')
      .select(['id', 'created_at'])
      .where('ended_at', 'is', null)
      .where('created_at', '>', range.after)
      .where('created_at', '<', range.before)
      .orderBy('created_at')
      .limit(range.limit)
      .execute(),
  );
  return rows.map((row) => ({ id: row.id, createdAt: row.created_at }));
}

/** As the embedded engine's messages: who watches a job reads on. */
async function tell(database: Database, transaction: Transaction<Tables>, jobId: string): Promise<void> {
  await database.notify(
    transaction,
    JSON.stringify({ from: 'temporal', told: [jobId], dropped: [], work: false }),
  );
}
