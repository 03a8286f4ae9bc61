/** One transaction's worth of inputs: lock the jobs, `advance` over every input, write what changed. */
import type { Transaction } from 'kysely';
import { createJob, piecesNeeded, type JobHeader, type JobInput, type Piece } from '../../job/index.ts';
import type { Dialect } from '../../storage/database.ts';
import {
  insertJobs,
  lockJobs,
  readPieces,
  readSpecs,
  writeJobs,
  type JobIdentity,
  type LockedJob,
} from '../../storage/jobs.ts';
import { foldForSearch, type Tables } from '../../storage/tables.ts';
import { decodeHeader, decodePiece, decodeSpec } from '../codec.ts';
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
  /** Of the row as it was locked; 0 for a new job. */
  readonly version: number;
  readonly lock: Pick<LockedJob, 'lastRank' | 'laneRanks'>;
}

export async function applyBatch(
  transaction: Transaction<Tables>,
  dialect: Dialect,
  cache: JobCache,
  entries: readonly Entry[],
  now: number,
): Promise<BatchResult> {
  const ids = [...new Set(entries.map((entry) => entry.jobId))];
  const open = await openJobs(transaction, dialect, cache, ids);
  await createMissing(transaction, dialect, entries, open, now);
  const headers = await takeAll(transaction, dialect, entries, open, now);

  const changed = [...open.values()].filter((job) => job.draft.writes);
  const writes = changed.map((job) => job.draft.toWrite(job.version + 1, now));
  const locks = new Map([...open].map(([id, job]) => [id, job.lock]));
  await writeJobs(transaction, dialect, writes, locks, now);
  const work = writes.flatMap((write) => write.work);
  const sleeping = work.filter(({ delayMs }) => delayMs > 0).map(({ runAt }) => runAt);
  return {
    headers,
    told: writes.filter((write) => write.events.length > 0).map((write) => write.id),
    dropped: writes.filter((write) => write.dropWork).map((write) => write.id),
    queued: work.some(({ delayMs }) => delayMs === 0),
    nextRunAt: sleeping.length === 0 ? null : Math.min(...sleeping),
    cache: new Map(
      [...open].map(([id, job]) => [
        id,
        {
          version: job.version + (job.draft.writes ? 1 : 0),
          spec: job.draft.header.spec,
          pieces: job.draft.pieces,
        },
      ]),
    ),
  };
}

async function openJobs(
  transaction: Transaction<Tables>,
  dialect: Dialect,
  cache: JobCache,
  ids: readonly string[],
): Promise<Map<string, OpenJob>> {
  const locked = ids.length === 0 ? [] : await lockJobs(transaction, dialect, ids);
  const unknown = locked.filter((job) => cache.get(job.id) === undefined).map((job) => job.id);
  const specs = unknown.length === 0 ? new Map<string, string>() : await readSpecs(transaction, unknown);
  return new Map(
    locked.map((job) => {
      const cached = cache.get(job.id);
      const spec = cached?.spec ?? decodeSpec(specs.get(job.id) ?? 'null');
      const pieces = cached?.version === job.version ? cached.pieces : new Map<string, Piece>();
      const draft = new JobDraft(decodeHeader(job.header, spec), pieces);
      return [job.id, { draft, version: job.version, lock: job }];
    }),
  );
}

async function createMissing(
  transaction: Transaction<Tables>,
  dialect: Dialect,
  entries: readonly Entry[],
  open: Map<string, OpenJob>,
  now: number,
): Promise<void> {
  const created: JobIdentity[] = [];
  for (const entry of entries) {
    if (entry.type !== 'create' || open.has(entry.jobId)) continue;
    const step = createJob(entry.job.spec, now);
    const draft = new JobDraft(step.header, new Map());
    draft.adopt(step);
    created.push(identityOf(entry.job, now));
    open.set(entry.jobId, { draft, version: 0, lock: { lastRank: 0, laneRanks: [0, 0] } });
  }
  if (created.length === 0) return;
  const laneRanks = await insertJobs(transaction, dialect, created);
  for (const { id } of created) {
    const job = open.get(id);
    if (job !== undefined) open.set(id, { ...job, lock: { lastRank: 0, laneRanks } });
  }
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

/** Takes the entries in their order, each job's next one as soon as its pieces are there. */
async function takeAll(
  transaction: Transaction<Tables>,
  dialect: Dialect,
  entries: readonly Entry[],
  open: ReadonlyMap<string, OpenJob>,
  now: number,
): Promise<(JobHeader | null)[]> {
  const headers: (JobHeader | null)[] = entries.map(() => null);
  const looked = new Set<string>();
  let left = entries.map((entry, index) => ({ entry, index }));
  while (left.length > 0) {
    const blocked = new Set<string>();
    const wanted: { jobId: string; ids: readonly string[] | null }[] = [];
    const later: typeof left = [];
    for (const item of left) {
      const { jobId } = item.entry;
      const job = open.get(jobId);
      if (job === undefined) continue;
      const missing = blocked.has(jobId) ? [] : missingPieces(job.draft, inputOf(item.entry), looked);
      if (blocked.has(jobId) || missing === 'all' || missing.length > 0) {
        if (!blocked.has(jobId)) wanted.push({ jobId, ids: missing === 'all' ? null : missing });
        blocked.add(jobId);
        later.push(item);
        continue;
      }
      takeOne(job.draft, item.entry, now);
      headers[item.index] = job.draft.header;
    }
    const found =
      wanted.length === 0 ? new Map<string, string[]>() : await readPieces(transaction, dialect, wanted);
    for (const { jobId, ids } of wanted) {
      const pieces = (found.get(jobId) ?? []).map(decodePiece);
      open.get(jobId)?.draft.learn(pieces, ids === null);
      for (const id of ids ?? ['*']) looked.add(`${jobId}/${id}`);
    }
    left = later;
  }
  return headers;
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
