/**
 * Rows as Kysely sees them; `migrations.ts` makes the tables. In both dialects: times are milliseconds since
 * 1970 (UTC), JSON is text as it was written (`jsonb` would change the order of keys), ids are UUIDs (v7) in text.
 * `tenant` stands in every table that holds something of a user.
 */
import type { ColumnType } from 'kysely';

/** Set when the row is made, never changed. */
type Fixed<T> = ColumnType<T, T, never>;

export interface DocumentsTable {
  readonly id: Fixed<string>;
  readonly tenant: Fixed<string>;
  name: string;
  /** The name folded for search; see `foldForSearch`. */
  search: string;
  readonly format: Fixed<string>;
  /** Bytes. */
  readonly size: Fixed<number>;
  /** SHA-256 (hex) of the bytes. */
  readonly content_hash: Fixed<string>;
  readonly blob: Fixed<string>;
  readonly pages: Fixed<number>;
  /** Sealed with the server's secret; null when there is none or the document is parsed. */
  password: string | null;
  readonly created_at: Fixed<number>;
}

export interface SchemasTable {
  readonly id: Fixed<string>;
  readonly tenant: Fixed<string>;
  name: string;
  search: string;
  description: string | null;
  /** JSON: the user's own, opaque. */
  metadata: string;
  /** The newest version, from 1. */
  version: number;
  readonly created_at: Fixed<number>;
  updated_at: number;
  /** Null while it can be seen; jobs keep a deleted schema's versions. */
  deleted_at: number | null;
}

export interface SchemaVersionsTable {
  readonly schema_id: Fixed<string>;
  readonly version: Fixed<number>;
  readonly tenant: Fixed<string>;
  /** JSON, as given. */
  readonly definition: Fixed<string>;
  readonly hash: Fixed<string>;
  readonly created_at: Fixed<number>;
}

export interface JobsTable {
  readonly id: Fixed<string>;
  readonly tenant: Fixed<string>;
  readonly document_id: Fixed<string>;
  readonly schema_id: Fixed<string>;
  readonly schema_version: Fixed<number>;
  /** 0 interactive, 1 bulk. */
  readonly lane: Fixed<number>;
  /** JSON: what the request asked for and what applied; opaque here. */
  readonly request: Fixed<string>;
  /** Id and name of the document, folded. */
  readonly search: Fixed<string>;
  status: string;
  /** JSON: the spec, which never changes and may be long. */
  readonly spec: Fixed<string>;
  /** JSON: the header without its spec; short, written with every outcome. */
  header: string;
  /** Grows by one with each write of the header. */
  version: number;
  last_event: number;
  /** Place of the job's last piece of work in the row order of its lane. */
  last_rank: number;
  readonly created_at: Fixed<number>;
  updated_at: number;
  /** Null while it runs. */
  ended_at: number | null;
}

export interface PiecesTable {
  readonly job_id: Fixed<string>;
  readonly piece_id: Fixed<string>;
  /** Grows in the order in which the job's pieces were made. */
  readonly made: Fixed<number>;
  /** JSON. */
  state: string;
}

/** The queue: a row is a command that was given out and has no outcome yet. */
export interface WorkTable {
  readonly job_id: Fixed<string>;
  readonly command_id: Fixed<string>;
  readonly lane: Fixed<number>;
  /** `parse` (processor) or `call` (waits for others). */
  readonly pool: Fixed<string>;
  /** The k-th piece of a job has rank k (from where its lane stands): so the jobs of a lane take turns. */
  readonly rank: Fixed<number>;
  /** Not before this time. */
  readonly run_at: Fixed<number>;
  /** How long it was to sleep when it was made: a clock set back cannot make it sleep longer. */
  readonly delay_ms: Fixed<number>;
  /** JSON. */
  readonly command: Fixed<string>;
  /** How often it was claimed; counted when claimed, not counted when given back. */
  claims: number;
  /** Who leases it; null: nobody. */
  worker: string | null;
}

/** Engine processes. A lease holds while its worker's beat goes on; nobody's clock is asked. */
export interface WorkersTable {
  readonly id: Fixed<string>;
  beat: number;
  /** Host and process id, for people. */
  readonly description: Fixed<string>;
  readonly started_at: Fixed<number>;
  /** Name of the connection by which the database sees that the process lives; null where none does. */
  readonly session: Fixed<string | null>;
}

export interface LanesTable {
  readonly lane: Fixed<number>;
  /** Rank of the last claimed row: a new job begins here. */
  rank: number;
}

export interface EventsTable {
  readonly job_id: Fixed<string>;
  /** From 1, without gap. */
  readonly seq: Fixed<number>;
  readonly type: Fixed<string>;
  /** JSON. */
  readonly body: Fixed<string>;
  readonly at: Fixed<number>;
}

/** What a turn of a piece found. */
export interface AnswersTable {
  readonly job_id: Fixed<string>;
  readonly piece_id: Fixed<string>;
  readonly turn: Fixed<number>;
  readonly tenant: Fixed<string>;
  /** JSON. */
  body: string;
  created_at: number;
}

export interface ResultsTable {
  readonly job_id: Fixed<string>;
  /** `machine`, or `edited` by a person. */
  readonly kind: Fixed<string>;
  readonly tenant: Fixed<string>;
  /** JSON. */
  body: string;
  created_at: number;
}

/** Parses are shared by the jobs of a tenant: by the bytes and everything that changes the parse. */
export interface ParsesTable {
  readonly tenant: Fixed<string>;
  readonly content_hash: Fixed<string>;
  /** SHA-256 (hex) of the parse options and the parse version. */
  readonly options_hash: Fixed<string>;
  readonly first_page: Fixed<number>;
  readonly last_page: Fixed<number>;
  /** The pages themselves. */
  readonly blob: Fixed<string>;
  /** JSON: what is known of the pages without loading them. */
  readonly summary: Fixed<string>;
  readonly created_at: Fixed<number>;
}

/** Answers of models by the hash of everything that was asked: what was answered once is never asked again. */
export interface ModelAnswersTable {
  readonly tenant: Fixed<string>;
  readonly key: Fixed<string>;
  readonly body: Fixed<string>;
  readonly created_at: Fixed<number>;
}

export interface IdempotencyTable {
  readonly tenant: Fixed<string>;
  /** Id of the API key. */
  readonly key_id: Fixed<string>;
  readonly route: Fixed<string>;
  readonly key: Fixed<string>;
  /** SHA-256 (hex) of the request. */
  readonly request_hash: Fixed<string>;
  /** JSON: status and body; null while the first request runs. */
  answer: string | null;
  readonly created_at: Fixed<number>;
}

export interface ApiKeysTable {
  readonly id: Fixed<string>;
  readonly tenant: Fixed<string>;
  /** For people; several keys may bear the same one. */
  readonly name: Fixed<string>;
  /** SHA-256 (hex) of the key; the key itself is nowhere. */
  readonly hash: Fixed<string>;
  /** Words with a comma between them. */
  readonly scopes: Fixed<string>;
  readonly created_at: Fixed<number>;
  /** Null while it is good. */
  revoked_at: number | null;
}

export interface MetaTable {
  readonly name: Fixed<string>;
  value: string;
}

export interface Tables {
  documents: DocumentsTable;
  schemas: SchemasTable;
  schema_versions: SchemaVersionsTable;
  jobs: JobsTable;
  pieces: PiecesTable;
  work: WorkTable;
  workers: WorkersTable;
  lanes: LanesTable;
  events: EventsTable;
  answers: AnswersTable;
  results: ResultsTable;
  parses: ParsesTable;
  model_answers: ModelAnswersTable;
  idempotency: IdempotencyTable;
  api_keys: ApiKeysTable;
  meta: MetaTable;
}
export type TableName = keyof Tables;

/** Case-insensitive in every script, the same in both dialects; used for `search` columns and for what is searched. */
export function foldForSearch(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
