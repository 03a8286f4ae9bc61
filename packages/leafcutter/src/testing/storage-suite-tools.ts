/** What the tests of the storage suite share. */
import { LeafcutterError, type ErrorCode } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { insertJobs, lockJobs, type JobWrite } from '../storage/jobs.ts';
import { rowsOfWrites, writeRows } from '../storage/write-jobs.ts';
import type { StorePlace } from './open-store-child.ts';

/** A store of its own: nothing of another one can be seen. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly database: Database;
  /** Another connection to it, as another process has one, for use when the first one rests. Closed with the store. */
  again(): Promise<Database>;
  /** How another process opens it. */
  readonly place: StorePlace;
}
export type OpenStore = () => Promise<StoreUnderTest>;

export function hasCode(code: ErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof LeafcutterError && error.code === code;
}

export function jobWrite(id: string, write: Partial<JobWrite>): JobWrite {
  const version = write.version ?? 1;
  return {
    id,
    tenant: 'tenant',
    status: 'processing',
    header: JSON.stringify({ v: version }),
    version,
    lastEvent: 0,
    endedAt: null,
    pieces: [],
    work: [],
    finished: [],
    dropWork: false,
    events: [],
    answers: [],
    result: null,
    ...write,
  };
}

export async function createJobs(
  database: Database,
  ids: readonly string[],
  write: Partial<JobWrite>,
  lane: 'interactive' | 'bulk' = 'interactive',
): Promise<void> {
  await database.transaction(async (query) => {
    const laneRanks = await insertJobs(
      query,
      database.dialect,
      ids.map((id) => ({
        id,
        tenant: 'tenant',
        documentId: 'd',
        schemaId: 's',
        schemaVersion: 1,
        lane,
        spec: JSON.stringify({ spec: id }),
        request: null,
        search: id,
        createdAt: 1,
      })),
    );
    const writes = ids.map((id) => jobWrite(id, write));
    const { rows } = rowsOfWrites(writes, new Map(), laneRanks, 1);
    await writeRows(query, database, rows, null);
  });
}

export async function write(database: Database, id: string, change: Partial<JobWrite>): Promise<void> {
  await database.transaction(async (query) => {
    const { jobs, laneRanks } = await lockJobs(query, database.dialect, [id]);
    const locked = new Map(jobs.map((job) => [job.id, job]));
    const { rows } = rowsOfWrites([jobWrite(id, { version: 2, ...change })], locked, laneRanks ?? [0, 0], 1);
    await writeRows(query, database, rows, null);
  });
}
