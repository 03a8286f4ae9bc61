/** Removes what has been kept for as long as the setting `retention_days` says; nothing, when it says nothing. */
import { LeafcutterError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { documentsBefore, jobsEndedBefore, type Expired, type Place } from '../storage/retention.ts';

export interface Retention {
  /** Days since a document came; null: for ever. */
  readonly documents: number | null;
  /** Days since a job ended; null: for ever. */
  readonly jobs: number | null;
}

export interface SweptParts {
  readonly database: Database;
  /** @throws LeafcutterError wrong_state, when a job on it runs; not_found */
  readonly deleteDocument: (tenant: string, id: string) => Promise<void>;
  /** @throws LeafcutterError wrong_state, when it runs again; not_found */
  readonly deleteJob: (tenant: string, id: string) => Promise<void>;
}

export interface Swept {
  readonly documents: number;
  readonly jobs: number;
}

const dayMs = 24 * 60 * 60_000;
const pageSize = 200;

/**
 * Jobs first, so that none of them holds its document.
 * @param now milliseconds since 1970 @throws LeafcutterError store_*; the signal's reason when aborted
 */
export async function sweep(
  { database, deleteDocument, deleteJob }: SweptParts,
  retention: Retention,
  now: number,
  signal: AbortSignal,
): Promise<Swept> {
  const remove = async (
    days: number | null,
    read: typeof documentsBefore,
    removeOne: SweptParts['deleteJob'],
  ): Promise<number> => {
    if (days === null) return 0;
    let removed = 0;
    let place: Place = { at: 0, id: '' };
    for (;;) {
      const page: readonly Expired[] = await database.run((query) =>
        read(query, now - days * dayMs, place, pageSize),
      );
      for (const expired of page) {
        signal.throwIfAborted();
        if (await removedOf(removeOne(expired.tenant, expired.id))) removed += 1;
        place = expired;
      }
      if (page.length < pageSize) return removed;
    }
  };
  const jobs = await remove(retention.jobs, jobsEndedBefore, deleteJob);
  return { documents: await remove(retention.documents, documentsBefore, deleteDocument), jobs };
}

/** False when it is in use, or when somebody else has removed it. */
async function removedOf(removal: Promise<void>): Promise<boolean> {
  try {
    await removal;
    return true;
  } catch (error) {
    const kept = error instanceof LeafcutterError && ['wrong_state', 'not_found'].includes(error.code);
    if (kept) return false;
    throw error;
  }
}

/** Sweeps soon and then every hour. @returns stops it, and waits for a sweep that runs */
export function startSweeper(
  sweepNow: (signal: AbortSignal) => Promise<void>,
  everyMs = 60 * 60_000,
  firstMs = 10_000,
): () => Promise<void> {
  const stop = new AbortController();
  let running = Promise.resolve();
  const run = (): void => {
    running = sweepNow(stop.signal).finally(() => {
      if (!stop.signal.aborted) timer = setTimeout(run, everyMs).unref();
    });
  };
  let timer = setTimeout(run, firstMs).unref();
  return async () => {
    stop.abort(new Error('the server stops'));
    clearTimeout(timer);
    await running;
  };
}
