/** What is read of a job: header, pieces, events, answers, result. Rows as JSON; their meaning is not known here. */
import type { Dialect, Query } from './database.ts';
import { readPieces, type NewEvent } from './jobs.ts';

export interface JobRow {
  readonly tenant: string;
  /** JSON. */
  readonly spec: string;
  readonly header: string;
  readonly ended: boolean;
}

export async function readJob(query: Query, jobId: string): Promise<JobRow | null> {
  const row = await query
    .selectFrom('jobs')
    .select(['tenant', 'spec', 'header', 'ended_at'])
    .where('id', '=', jobId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { tenant: row.tenant, spec: row.spec, header: row.header, ended: row.ended_at !== null };
}

/** All pieces as JSON, in the order in which they were made. */
export async function readAllPieces(
  query: Query,
  dialect: Dialect,
  jobId: string,
): Promise<readonly string[]> {
  const found = await readPieces(query, dialect, [{ jobId, ids: null }]);
  return found.get(jobId) ?? [];
}

/** Events after a number, in order, at most `limit`. */
export async function readEvents(
  query: Query,
  jobId: string,
  after: number,
  limit: number,
): Promise<readonly NewEvent[]> {
  return query
    .selectFrom('events')
    .select(['seq', 'type', 'body', 'at'])
    .where('job_id', '=', jobId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** Events of these types, in order. */
export async function readEventsOf(
  query: Query,
  jobId: string,
  types: readonly string[],
): Promise<readonly NewEvent[]> {
  return query
    .selectFrom('events')
    .select(['seq', 'type', 'body', 'at'])
    .where('job_id', '=', jobId)
    .where('type', 'in', types)
    .orderBy('seq')
    .execute();
}

/** What a job was made from; `request` is JSON. */
export interface JobOrigin {
  readonly documentId: string;
  readonly schemaId: string;
  readonly schemaVersion: number;
  readonly request: string;
}

export async function readJobOrigin(query: Query, jobId: string): Promise<JobOrigin | null> {
  const row = await query
    .selectFrom('jobs')
    .select(['document_id', 'schema_id', 'schema_version', 'request'])
    .where('id', '=', jobId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { document_id, schema_id, schema_version, request } = row;
  return { documentId: document_id, schemaId: schema_id, schemaVersion: schema_version, request };
}

/** What was kept of a turn of a piece, as JSON; null when there is none. */
export async function readAnswer(
  query: Query,
  jobId: string,
  pieceId: string,
  turn: number,
): Promise<string | null> {
  const row = await query
    .selectFrom('answers')
    .select('body')
    .where('job_id', '=', jobId)
    .where('piece_id', '=', pieceId)
    .where('turn', '=', turn)
    .executeTakeFirst();
  return row?.body ?? null;
}

/** All that was kept of a job's pieces, piece by piece in the order in which they were made, turns ascending. */
export async function readAnswers(
  query: Query,
  jobId: string,
): Promise<readonly { readonly pieceId: string; readonly turn: number; readonly body: string }[]> {
  const rows = await query
    .selectFrom('answers')
    .innerJoin('pieces', (join) =>
      join.onRef('pieces.job_id', '=', 'answers.job_id').onRef('pieces.piece_id', '=', 'answers.piece_id'),
    )
    .select(['answers.piece_id', 'answers.turn', 'answers.body'])
    .where('answers.job_id', '=', jobId)
    .orderBy('pieces.made')
    .orderBy('answers.turn')
    .execute();
  return rows.map((row) => ({ pieceId: row.piece_id, turn: row.turn, body: row.body }));
}

/** What was made by us (`machine`) or changed by a person (`edited`), as JSON; null when there is none. */
export async function readResult(
  query: Query,
  jobId: string,
  kind: 'machine' | 'edited',
): Promise<string | null> {
  const row = await query
    .selectFrom('results')
    .select('body')
    .where('job_id', '=', jobId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.body ?? null;
}
