/**
 * The tables, as forward steps. A step that was released is never edited: a change is a new step.
 * Types that both dialects read alike: `text`, `integer` (32 bits in Postgres), `bigint`.
 */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
  /** Run after `statements`, in this dialect only. */
  readonly postgres?: readonly string[];
}

const documentsAndSchemas = [
  `create table documents (
    id text primary key, tenant text not null, name text not null, search text not null, format text not null,
    size bigint not null, content_hash text not null, blob text not null, pages integer not null,
    password text, created_at bigint not null)`,
  'create index documents_newest on documents (tenant, created_at, id)',
  'create index documents_blob on documents (blob)',
  `create table schemas (
    id text primary key, tenant text not null, name text not null, search text not null, description text,
    version integer not null, created_at bigint not null, updated_at bigint not null, deleted_at bigint)`,
  'create index schemas_newest on schemas (tenant, created_at, id)',
  `create table schema_versions (
    schema_id text not null references schemas (id) on delete cascade, version integer not null,
    tenant text not null, definition text not null, hash text not null, created_at bigint not null,
    primary key (schema_id, version))`,
];

const jobs = [
  `create table jobs (
    id text primary key, tenant text not null, document_id text not null, schema_id text not null,
    schema_version integer not null, lane integer not null, request text not null, search text not null,
    status text not null, spec text not null, header text not null, version integer not null, last_event integer not null,
    last_rank bigint not null, created_at bigint not null, updated_at bigint not null, ended_at bigint)`,
  'create index jobs_newest on jobs (tenant, created_at, id)',
  'create index jobs_document on jobs (document_id)',
  'create index jobs_running on jobs (status) where ended_at is null',
  `create table pieces (
    job_id text not null, piece_id text not null, made bigint not null, state text not null,
    primary key (job_id, piece_id))`,
  `create table work (
    job_id text not null, command_id text not null, lane integer not null, pool text not null,
    rank bigint not null, run_at bigint not null, delay_ms bigint not null, command text not null,
    claims integer not null, worker text, primary key (job_id, command_id))`,
  'create index work_ready on work (pool, lane, rank, job_id) where worker is null',
  'create index work_leased on work (worker) where worker is not null',
  `create table workers (
    id text primary key, beat bigint not null, description text not null, started_at bigint not null)`,
  'create table lanes (lane integer primary key, rank bigint not null)',
  'insert into lanes (lane, rank) values (0, 0), (1, 0)',
  `create table events (
    job_id text not null, seq integer not null, type text not null, body text not null, at bigint not null,
    primary key (job_id, seq))`,
  `create table answers (
    job_id text not null, piece_id text not null, turn integer not null, tenant text not null,
    body text not null, created_at bigint not null, primary key (job_id, piece_id, turn))`,
  `create table results (
    job_id text not null, kind text not null, tenant text not null, body text not null,
    created_at bigint not null, primary key (job_id, kind))`,
];

const caches = [
  `create table parses (
    tenant text not null, content_hash text not null, options_hash text not null, first_page integer not null,
    last_page integer not null, blob text not null, summary text not null, created_at bigint not null,
    primary key (tenant, content_hash, options_hash, first_page, last_page))`,
  'create index parses_blob on parses (blob)',
  `create table model_answers (
    tenant text not null, key text not null, body text not null, created_at bigint not null,
    primary key (tenant, key))`,
  `create table idempotency (
    tenant text not null, key_id text not null, route text not null, key text not null,
    request_hash text not null, answer text, created_at bigint not null,
    primary key (tenant, key_id, route, key))`,
  'create index idempotency_oldest on idempotency (created_at)',
  'create table meta (name text primary key, value text not null)',
];

const keys = [
  `create table api_keys (
    id text primary key, tenant text not null, name text not null, hash text not null, scopes text not null,
    created_at bigint not null, revoked_at bigint)`,
  'create unique index api_keys_hash on api_keys (hash)',
];

export const migrations: readonly Migration[] = [
  {
    name: '0001-first',
    statements: [...documentsAndSchemas, ...jobs, ...caches],
    // The queue is short but its rows come and go all the time: dead ones must not pile up in its index.
    postgres: [
      `alter table work set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
        autovacuum_vacuum_cost_delay = 0)`,
      'alter table workers set (fillfactor = 50)',
      'alter table lanes set (fillfactor = 50)',
      'alter table jobs set (fillfactor = 70)',
      'alter table pieces set (fillfactor = 70)',
    ],
  },
  { name: '0002-keys', statements: keys },
  {
    name: '0003-schema-metadata',
    statements: [`alter table schemas add column metadata text not null default '{}'`],
  },
  { name: '0004-worker-sessions', statements: ['alter table workers add column session text'] },
];
