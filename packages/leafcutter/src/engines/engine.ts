/**
 * The port of engines. An engine carries commands to `perform` and inputs to `advance`, and decides nothing itself but
 * when a lost worker's work has been tried often enough. Laws: ARCHITECTURE.md; each is a test of `testing/engine-suite.ts`.
 */
import type { JobEvent, JobHeader, JobSpec, JobState } from '../job/index.ts';
import type { JsonValue } from '../json.ts';

export type EngineName = 'inline' | 'embedded-sqlite' | 'embedded-postgres' | 'temporal';

/** A job as it is accepted. `spec` is all that the state machine knows of it. */
export interface NewJob {
  readonly spec: JobSpec;
  readonly documentId: string;
  readonly schemaId: string;
  /** From 1. */
  readonly schemaVersion: number;
  /** What was asked for and what applied; opaque to engines. */
  readonly request: JsonValue;
  /** What lists are searched by beside the id: the document's name. */
  readonly searchText: string;
}

export interface Engine {
  readonly name: EngineName;
  /**
   * Accepts a job. When it resolves the job is kept, whatever becomes of this process. The same job id again gives the job
   * that is there.
   * @throws LeafcutterError store_*
   */
  start(job: NewJob): Promise<JobHeader>;
  /** The read model; null when there is no such job. */
  status(jobId: string): Promise<JobHeader | null>;
  /** With all pieces, in the order in which they were made. */
  state(jobId: string): Promise<JobState | null>;
  /** What was kept of a piece's turn (`perform`'s answer); null when there is none. */
  answer(jobId: string, piece: string, turn: number): Promise<JsonValue | null>;
  /** What `merge` answered last; null before. */
  result(jobId: string): Promise<JsonValue | null>;
  /**
   * The events after `after` (0: all), in order, each once; waits for the next ones, ends after a terminal event unless the job
   * was started again since, and when the signal aborts. Unknown job: ends at once.
   */
  watch(jobId: string, after: number, signal: AbortSignal): AsyncIterable<JobEvent>;
  /** Resolves when it is decided: work in flight has been told, or will be within 2 s. Null: no such job. */
  cancel(jobId: string): Promise<JobHeader | null>;
  /** Failed units of a failed job run again; any other job stays as it is. Null: no such job. */
  retry(jobId: string): Promise<JobHeader | null>;
  /**
   * Takes no more work; waits up to `graceMs` (default 5,000) for what is in flight, then aborts it and gives it back, which does
   * not count as a try. At most 10 s with the default. Afterwards the engine is closed.
   */
  stop(graceMs?: number): Promise<void>;
}

/** How much at once, in one process. */
export interface EngineLimits {
  /** Parse commands; at least 2, since one place is kept for interactive jobs. Default: processors, at least 2. */
  readonly parseSlots: number;
  /** All other commands. Default 16. */
  readonly callSlots: number;
  /** How often a command is claimed before its worker's loss counts as its failure. Default 8. */
  readonly maxClaims: number;
}
