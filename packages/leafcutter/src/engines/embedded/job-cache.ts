/** Jobs as this process last wrote them: valid as long as their row has the same version. */
import type { JobHeader, Piece } from '../../job/index.ts';

export interface CachedJob {
  readonly version: number;
  readonly header: JobHeader;
  /** Those that were read or written here; a piece that is not among them may exist. */
  readonly pieces: ReadonlyMap<string, Piece>;
  readonly lastRank: number;
  /** Another process writes it too: what is remembered is likely to be out of date. */
  readonly contended: boolean;
}

/** A piece is some 200 bytes: 20 MB at the most. */
const maxPieces = 100_000;

export class JobCache {
  /** Where the row order of the lanes stood when it was last seen: interactive, bulk. It may have gone on since. */
  laneRanks: readonly [number, number] = [0, 0];
  private readonly jobs = new Map<string, CachedJob>();
  private size = 0;

  get(jobId: string): CachedJob | undefined {
    return this.jobs.get(jobId);
  }

  put(jobId: string, job: CachedJob): void {
    this.drop(jobId);
    this.jobs.set(jobId, job);
    this.size += job.pieces.size + 1;
    for (const [oldest] of this.jobs) {
      if (this.size <= maxPieces || oldest === jobId) break;
      this.drop(oldest);
    }
  }

  drop(jobId: string): void {
    const known = this.jobs.get(jobId);
    if (known === undefined) return;
    this.jobs.delete(jobId);
    this.size -= known.pieces.size + 1;
  }
}
