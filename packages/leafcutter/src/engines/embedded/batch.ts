/** One write's worth of inputs: `advance` over every input of every job, and all that changed in one go. */
import { createJob, piecesNeeded, type JobHeader, type JobInput, type Piece } from '../../job/index.ts';
import type { Database, Dialect, Query } from '../../storage/database.ts';
import { insertJobs, lockJobs, readPieces, readSpecs, type JobIdentity } from '../../storage/jobs.ts';
import { foldForSearch } from '../../storage/tables.ts';
import { isVersionConflict, rowsOfWrites, writeRows } from '../../storage/write-jobs.ts';
import { decodeHeader, decodePiece, decodeSpec } from '../../storage/codec.ts';
import type { NewJob } from '../engine.ts';
import { JobDraft, lostFor, type Done } from '../job-draft.ts';
import type { CachedJob, JobCache } from './job-cache.ts';

/** What is waiting to be written. */
export type Entry =
  | { readonly type: 'create'; readonly jobId: string; readonly job: NewJob }
  | { readonly type: 'input'; readonly jobId: string; readonly input: Exclude<JobInput, { type: 'outcome' }> }
  | { readonly type: 'done'; readonly jobId: string; readonly done: Done }
  /** A worker was lost too often at it. */
  | { readonly type: 'lost'; readonly jobId: string; readonly commandId: string; readonly claims: number };

export interface BatchResult {
  /** The header after each entry, in their order; null where there is no such job. */
  readonly headers: readonly (JobHeader | null)[];
  /** Jobs with new events. */
  readonly told: readonly string[];
  /** Jobs whose commands are not wanted any more. */
  readonly dropped: readonly string[];
  /** Something came into the queue that may run at once. */
  readonly queued: boolean;
  /** When the first of the sleeping commands that came into the queue is due; null when none did. */
  readonly nextRunAt: number | null;
  /** To be put into the cache once the transaction is through. */
  readonly cache: ReadonlyMap<string, CachedJob>;
}

interface OpenJob {
  readonly draft: JobDraft;
  /** Of the row; 0 for a new job. */
  readonly version: number;
  readonly lastRank: number;
  /** Another process has written it since we did, not long ago. */
  readonly contended: boolean;
}

export interface BatchContext {
  readonly database: Database;
  readonly cache: JobCache;
  readonly now: number;
  /** To be sent with the write to other processes; null: nothing. */
  readonly message: (batch: BatchResult) => string | null;
}

/** Locks the jobs, so that what they were is what they are. In a transaction. */
export async function applyLocked(
  query: Query,
  context: BatchContext,
  entries: readonly Entry[],
): Promise<BatchResult> {
  const { dialect } = context.database;
  const ids = [...new Set(entries.map((entry) => entry.jobId))];
  const open = await lockAll(query, dialect, context.cache, ids);
  await createMissing(query, context, entries, open);
  const read: ReadPieces = (wanted) => readPieces(query, dialect, wanted);
  const headers = await takeAll(read, entries, open, context.now);
  return headers === null ? nothing : writeAll(query, context, open, headers);
}

/**
 * Without a lock, from what is remembered: one round trip instead of five. Null when something is not remembered, or
 * another process was quicker; then nothing is written.
 */
export async function applyRemembered(
  context: BatchContext,
  entries: readonly Entry[],
): Promise<BatchResult | null> {
  const open = new Map<string, OpenJob>();
  for (const { jobId, type } of entries) {
    const job = context.cache.get(jobId);
    if (type === 'create' || job === undefined || job.contended) return null;
    if (!open.has(jobId)) open.set(jobId, { ...job, draft: new JobDraft(job.header, job.pieces) });
  }
  const headers = await takeAll(null, entries, open, context.now);
  if (headers === null) return null;
  try {
    return await context.database.run((query) => writeAll(query, context, open, headers));
  } catch (error) {
    if (!isVersionConflict(error)) throw error;
    for (const jobId of open.keys()) context.cache.drop(jobId);
    return null;
  }
}

const nothing: BatchResult = {
  headers: [],
  told: [],
  dropped: [],
  queued: false,
  nextRunAt: null,
  cache: new Map(),
};

async function writeAll(
  query: Query,
  context: BatchContext,
  open: ReadonlyMap<string, OpenJob>,
  headers: readonly (JobHeader | null)[],
): Promise<BatchResult> {
  const { database, cache, now } = context;
  const writes = [...open.values()]
    .filter((job) => job.draft.writes)
    .map((job) => job.draft.toWrite(job.version + 1, now));
  const { rows, lastRanks } = rowsOfWrites(writes, open, cache.laneRanks, now);
  const work = writes.flatMap((write) => write.work);
  const sleeping = work.filter(({ delayMs }) => delayMs > 0).map(({ runAt }) => runAt);
  const result: BatchResult = {
    headers,
    told: writes.filter((write) => write.events.length > 0).map((write) => write.id),
    dropped: writes.filter((write) => write.dropWork).map((write) => write.id),
    queued: work.some(({ delayMs }) => delayMs === 0),
    nextRunAt: sleeping.length === 0 ? null : Math.min(...sleeping),
    cache: new Map([...open].map(([id, job]) => [id, remembered(job, lastRanks.get(id))])),
  };
  await writeRows(query, database, rows, context.message(result));
  return result;
}

function remembered({ draft, version, lastRank, contended }: OpenJob, newRank = lastRank): CachedJob {
  const { header, pieces } = draft;
  return { version: version + (draft.writes ? 1 : 0), header, pieces, lastRank: newRank, contended };
}

async function lockAll(
  query: Query,
  dialect: Dialect,
  cache: JobCache,
  ids: readonly string[],
): Promise<Map<string, OpenJob>> {
  const { jobs, laneRanks } = await lockJobs(query, dialect, ids);
  cache.laneRanks = laneRanks ?? cache.laneRanks;
  const unknown = jobs.filter((job) => cache.get(job.id) === undefined).map((job) => job.id);
  const specs = unknown.length === 0 ? new Map<string, string>() : await readSpecs(query, unknown);
  return new Map(
    jobs.map((job) => {
      const known = cache.get(job.id);
      const spec = known?.header.spec ?? decodeSpec(specs.get(job.id) ?? 'null');
      const upToDate = known?.version === job.version;
      const pieces = upToDate ? known.pieces : new Map<string, Piece>();
      const draft = new JobDraft(decodeHeader(job.header, spec), pieces);
      const { version, lastRank } = job;
      return [job.id, { draft, version, lastRank, contended: known !== undefined && !upToDate }];
    }),
  );
}

async function createMissing(
  query: Query,
  { database, cache, now }: BatchContext,
  entries: readonly Entry[],
  open: Map<string, OpenJob>,
): Promise<void> {
  const created: JobIdentity[] = [];
  for (const entry of entries) {
    if (entry.type !== 'create' || open.has(entry.jobId)) continue;
    const step = createJob(entry.job.spec, now);
    const draft = new JobDraft(step.header, new Map());
    draft.adopt(step);
    created.push(identityOf(entry.job, now));
    open.set(entry.jobId, { draft, version: 0, lastRank: 0, contended: false });
  }
  if (created.length > 0) cache.laneRanks = await insertJobs(query, database.dialect, created);
}

function identityOf(job: NewJob, now: number): JobIdentity {
  return {
    id: job.spec.jobId,
    tenant: job.spec.tenant,
    documentId: job.documentId,
    schemaId: job.schemaId,
    schemaVersion: job.schemaVersion,
    lane: job.spec.lane,
    spec: JSON.stringify(job.spec),
    request: job.request,
    search: foldForSearch(`${job.spec.jobId} ${job.searchText}`),
    createdAt: now,
  };
}

type Wanted = readonly { readonly jobId: string; readonly ids: readonly string[] | null }[];
type ReadPieces = (wanted: Wanted) => Promise<ReadonlyMap<string, readonly string[]>>;

/**
 * Takes the entries in their order, each job's next one as soon as its pieces are there. Null when some are missing and
 * cannot be read.
 */
async function takeAll(
  read: ReadPieces | null,
  entries: readonly Entry[],
  open: ReadonlyMap<string, OpenJob>,
  now: number,
): Promise<(JobHeader | null)[] | null> {
  const headers: (JobHeader | null)[] = entries.map(() => null);
  const looked = new Set<string>();
  let left = entries.map((entry, index) => ({ entry, index }));
  while (left.length > 0) {
    const blocked = new Map<string, readonly string[] | null>();
    const later: typeof left = [];
    for (const item of left) {
      const { jobId } = item.entry;
      const draft = open.get(jobId)?.draft;
      if (draft === undefined) continue;
      const missing = blocked.has(jobId) ? [] : missingPieces(draft, inputOf(item.entry), looked);
      if (!blocked.has(jobId) && missing.length === 0) {
        takeOne(draft, item.entry, now);
        headers[item.index] = draft.header;
        continue;
      }
      if (!blocked.has(jobId)) blocked.set(jobId, missing === 'all' ? null : missing);
      later.push(item);
    }
    if (blocked.size > 0 && read === null) return null;
    if (blocked.size > 0 && read !== null) await learn(read, blocked, open, looked);
    left = later;
  }
  return headers;
}

async function learn(
  read: ReadPieces,
  blocked: ReadonlyMap<string, readonly string[] | null>,
  open: ReadonlyMap<string, OpenJob>,
  looked: Set<string>,
): Promise<void> {
  const found = await read([...blocked].map(([jobId, ids]) => ({ jobId, ids })));
  for (const [jobId, ids] of blocked) {
    const pieces = (found.get(jobId) ?? []).map(decodePiece);
    open.get(jobId)?.draft.learn(pieces, ids === null);
    for (const id of ids ?? ['*']) looked.add(`${jobId}/${id}`);
  }
}

function inputOf(entry: Entry): JobInput | null {
  switch (entry.type) {
    case 'create':
      return null;
    case 'input':
      return entry.input;
    case 'done':
      return { type: 'outcome', command: entry.done.command.id, outcome: entry.done.performed.outcome };
    case 'lost':
      return { type: 'outcome', command: entry.commandId, outcome: lostFor(entry.claims) };
  }
}

/** What must be read before the input can be taken. */
function missingPieces(
  draft: JobDraft,
  input: JobInput | null,
  looked: ReadonlySet<string>,
): readonly string[] | 'all' {
  if (input === null) return [];
  const { jobId } = draft.header.spec;
  const needed = piecesNeeded(draft.header, input);
  if (needed === 'all') return looked.has(`${jobId}/*`) ? [] : 'all';
  return needed.filter((id) => !draft.pieces.has(id) && !looked.has(`${jobId}/${id}`));
}

function takeOne(draft: JobDraft, entry: Entry, now: number): void {
  if (entry.type === 'done') draft.finish(entry.done, now);
  else {
    const input = inputOf(entry);
    if (input !== null) draft.take(input, now);
  }
}
