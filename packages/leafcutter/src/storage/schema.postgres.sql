answers.job_id text not null
answers.piece_id text not null
answers.turn integer not null
answers.tenant text not null
answers.body text not null
answers.created_at bigint not null
api_keys.id text not null
api_keys.tenant text not null
api_keys.name text not null
api_keys.hash text not null
api_keys.scopes text not null
api_keys.created_at bigint not null
api_keys.revoked_at bigint
documents.id text not null
documents.tenant text not null
documents.name text not null
documents.search text not null
documents.format text not null
documents.size bigint not null
documents.content_hash text not null
documents.blob text not null
documents.pages integer not null
documents.password text
documents.created_at bigint not null
events.job_id text not null
events.seq integer not null
events.type text not null
events.body text not null
events.at bigint not null
idempotency.tenant text not null
idempotency.key_id text not null
idempotency.route text not null
idempotency.key text not null
idempotency.request_hash text not null
idempotency.answer text
idempotency.created_at bigint not null
jobs.id text not null
jobs.tenant text not null
jobs.document_id text not null
jobs.schema_id text not null
jobs.schema_version integer not null
jobs.lane integer not null
jobs.request text not null
jobs.search text not null
jobs.status text not null
jobs.spec text not null
jobs.header text not null
jobs.version integer not null
jobs.last_event integer not null
jobs.last_rank bigint not null
jobs.created_at bigint not null
jobs.updated_at bigint not null
jobs.ended_at bigint
lanes.lane integer not null
lanes.rank bigint not null
meta.name text not null
meta.value text not null
migrations.name text not null
migrations.at bigint not null
model_answers.tenant text not null
model_answers.key text not null
model_answers.body text not null
model_answers.created_at bigint not null
parses.tenant text not null
parses.content_hash text not null
parses.options_hash text not null
parses.first_page integer not null
parses.last_page integer not null
parses.blob text not null
parses.summary text not null
parses.created_at bigint not null
pieces.job_id text not null
pieces.piece_id text not null
pieces.made bigint not null
pieces.state text not null
results.job_id text not null
results.kind text not null
results.tenant text not null
results.body text not null
results.created_at bigint not null
schema_versions.schema_id text not null
schema_versions.version integer not null
schema_versions.tenant text not null
schema_versions.definition text not null
schema_versions.hash text not null
schema_versions.created_at bigint not null
schemas.id text not null
schemas.tenant text not null
schemas.name text not null
schemas.search text not null
schemas.description text
schemas.version integer not null
schemas.created_at bigint not null
schemas.updated_at bigint not null
schemas.deleted_at bigint
schemas.metadata text not null
work.job_id text not null
work.command_id text not null
work.lane integer not null
work.pool text not null
work.rank bigint not null
work.run_at bigint not null
work.delay_ms bigint not null
work.command text not null
work.claims integer not null
work.worker text
workers.id text not null
workers.beat bigint not null
workers.description text not null
workers.started_at bigint not null
workers.session text
CREATE UNIQUE INDEX answers_pkey ON answers USING btree (job_id, piece_id, turn)
CREATE UNIQUE INDEX api_keys_hash ON api_keys USING btree (hash)
CREATE UNIQUE INDEX api_keys_pkey ON api_keys USING btree (id)
CREATE INDEX documents_blob ON documents USING btree (blob)
CREATE INDEX documents_newest ON documents USING btree (tenant, created_at, id)
CREATE UNIQUE INDEX documents_pkey ON documents USING btree (id)
CREATE UNIQUE INDEX events_pkey ON events USING btree (job_id, seq)
CREATE INDEX idempotency_oldest ON idempotency USING btree (created_at)
CREATE UNIQUE INDEX idempotency_pkey ON idempotency USING btree (tenant, key_id, route, key)
CREATE INDEX jobs_document ON jobs USING btree (document_id)
CREATE INDEX jobs_newest ON jobs USING btree (tenant, created_at, id)
CREATE UNIQUE INDEX jobs_pkey ON jobs USING btree (id)
CREATE INDEX jobs_running ON jobs USING btree (status) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX lanes_pkey ON lanes USING btree (lane)
CREATE UNIQUE INDEX meta_pkey ON meta USING btree (name)
CREATE UNIQUE INDEX migrations_pkey ON migrations USING btree (name)
CREATE UNIQUE INDEX model_answers_pkey ON model_answers USING btree (tenant, key)
CREATE INDEX parses_blob ON parses USING btree (blob)
CREATE UNIQUE INDEX parses_pkey ON parses USING btree (tenant, content_hash, options_hash, first_page, last_page)
CREATE UNIQUE INDEX pieces_pkey ON pieces USING btree (job_id, piece_id)
CREATE UNIQUE INDEX results_pkey ON results USING btree (job_id, kind)
CREATE UNIQUE INDEX schema_versions_pkey ON schema_versions USING btree (schema_id, version)
CREATE INDEX schemas_newest ON schemas USING btree (tenant, created_at, id)
CREATE UNIQUE INDEX schemas_pkey ON schemas USING btree (id)
CREATE INDEX work_leased ON work USING btree (worker) WHERE (worker IS NOT NULL)
CREATE UNIQUE INDEX work_pkey ON work USING btree (job_id, command_id)
CREATE INDEX work_ready ON work USING btree (pool, lane, rank, job_id) WHERE (worker IS NULL)
CREATE UNIQUE INDEX workers_pkey ON workers USING btree (id)
jobs (fillfactor=70)
lanes (fillfactor=50)
pieces (fillfactor=70)
work (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=500, autovacuum_vacuum_cost_delay=0)
workers (fillfactor=50)
