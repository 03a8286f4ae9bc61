/**
 * A job as data. `advance` decides everything from these; engines only carry commands to `perform` and inputs back.
 *
 * The work of a job is **pieces** with ids that hold for ever: `parse/0` ... (one a page range), `plan`, `unit/0` ...
 * (one a unit of the plan, parts of split units at the end) and `merge`. The header is small and does not grow with
 * the pieces; a store may keep each piece in a row of its own and load only those that `piecesNeeded` names.
 *
 * Times are milliseconds since 1970, UTC. Nothing here is document text or a value.
 */
import type { ErrorCode, Failure } from '../errors.ts';
import type { JsonValue } from '../json.ts';

export type JobStatus = 'pending' | 'processing' | 'retrying' | 'completed' | 'failed' | 'cancelled';
export type Stage = 'parse' | 'plan' | 'extract' | 'merge' | 'ended';
export type Lane = 'interactive' | 'bulk';

/** What is known when the job is made; never changes. */
export interface JobSpec {
  readonly jobId: string;
  readonly tenant: string;
  readonly lane: Lane;
  /** Page ranges to parse, ascending, each at most 20 pages. */
  readonly ranges: readonly PageRun[];
  /** Leaves of the schema: `total_fields` from the first answer on. */
  readonly totalFields: number;
  /** Units of the plan as far as the schema alone tells; told by `start`. */
  readonly expectedUnits: number;
  readonly limits: JobLimits;
}
export interface PageRun {
  readonly first: number;
  readonly last: number;
}
export interface JobLimits {
  /** Extraction commands under way at once, waiting ones not counted. 1-20, default 5. */
  readonly concurrentUnits: number;
  /** Parse commands given out at once. Default 8. */
  readonly concurrentRanges: number;
  /** Further tries after an outcome `retry`. Default 4. */
  readonly maxRetries: number;
  /** Turns of one unit; one that has not ended by then fails. Default 10,000. */
  readonly maxTurns: number;
}

export type PieceKind = 'parse' | 'plan' | 'unit' | 'merge';
/**
 * unissued: not given out yet. open: its command is given out. waiting: given out, but sleeps until a retry.
 * done, failed: ended. replaced: its work went over to units made later (a split, or a retry after the end).
 * When a job is cancelled its pieces stay as they were: the header says that nothing is awaited any more.
 */
export type PieceStatus = 'unissued' | 'open' | 'waiting' | 'done' | 'failed' | 'replaced';

export interface Piece {
  readonly id: string;
  readonly kind: PieceKind;
  readonly status: PieceStatus;
  /** Units: the id that the plan gave. Others: ''. */
  readonly unit: string;
  /** Units: leaves that it fills. Parse: pages of the range. */
  readonly weight: number;
  /** Turn under way or last ended, from 1; 0 before the first. */
  readonly turn: number;
  /** Tries of this turn, from 1; 0 before the first. Lost workers count too. */
  readonly attempts: number;
  /** Where the next turn starts. Null at the start and once ended. */
  readonly cursor: JsonValue;
  /** Items of a list so far. */
  readonly items: number;
  /** Why it failed; null otherwise. */
  readonly code: ErrorCode | null;
}

export interface Tally {
  /** Pieces of this kind, whatever became of them; the next one gets this number. */
  readonly made: number;
  /** Given out at least once. */
  readonly issued: number;
  /** Given out and not ended, waiting ones included. */
  readonly open: number;
  /** Of the open ones, those that sleep until a retry. */
  readonly waiting: number;
  readonly done: number;
  readonly failed: number;
  readonly replaced: number;
}

export interface JobHeader {
  /** Format of header and pieces. A release reads its own and the one before. */
  readonly version: 1;
  readonly spec: JobSpec;
  readonly status: JobStatus;
  readonly stage: Stage;
  /** 0; grows by one with each retry after the end. */
  readonly round: number;
  readonly ranges: Tally;
  readonly units: Tally;
  /** Pages of parsed ranges, and of failed ones. */
  readonly pagesDone: number;
  readonly pagesFailed: number;
  /** Leaves of the plan's units; 0 before the plan. */
  readonly fieldsPlanned: number;
  /** Leaves of units that are done, and of those that failed. */
  readonly fieldsDone: number;
  readonly fieldsFailed: number;
  /** Never goes down within a round; below 100 until completed. */
  readonly percentage: number;
  /** Sequence number of the last event, from 1; 0 before `start`. */
  readonly lastEvent: number;
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** Why the job failed; null otherwise. */
  readonly code: ErrorCode | null;
}

export interface JobState {
  readonly header: JobHeader;
  /** By id, in the order they were made. May be only the pieces that `piecesNeeded` names. */
  readonly pieces: ReadonlyMap<string, Piece>;
}

interface CommandBase {
  /** Unique in the job for ever: piece, round, turn and attempt. A queue may use it as primary key. */
  readonly id: string;
  readonly piece: string;
  /** Null: at once. */
  readonly notBefore: number | null;
}
export type Command =
  | (CommandBase & { readonly kind: 'parse'; readonly first: number; readonly last: number })
  | (CommandBase & { readonly kind: 'plan' })
  | (CommandBase & {
      readonly kind: 'extract';
      readonly unit: string;
      readonly turn: number;
      readonly cursor: JsonValue;
    })
  | (CommandBase & { readonly kind: 'merge' });

export interface UnitRef {
  /** Short (at most 32 characters), unique in the job. */
  readonly id: string;
  readonly leaves: number;
}

/** What became of a command. `parsed` and `planned` are the `done` of their kinds. */
export type Outcome =
  | { readonly status: 'parsed' }
  | { readonly status: 'planned'; readonly units: readonly UnitRef[] }
  | {
      readonly status: 'done';
      readonly items: number;
      readonly pagesCovered: readonly PageRun[];
      /** A list that is taken in turns: its progress is told, even where one turn was enough. Default false. */
      readonly inTurns?: boolean;
    }
  | {
      readonly status: 'more';
      readonly cursor: JsonValue;
      readonly items: number;
      readonly pagesCovered: readonly PageRun[];
    }
  /** `found`: something is kept of it that its parts do not find again. Absent: not known. */
  | { readonly status: 'split'; readonly units: readonly UnitRef[]; readonly found?: boolean }
  | { readonly status: 'merged' }
  | { readonly status: 'retry'; readonly afterMs: number; readonly failure: Failure }
  /** For good. `tries`: how often the work was claimed, when an engine gives up on lost workers. */
  | { readonly status: 'failed'; readonly failure: Failure; readonly tries?: number };

/** Everything that changes a job. An outcome of a command that is not awaited any more changes nothing. */
export type JobInput =
  /** A worker took the command. Needed while the status is `pending` or `retrying`, and for each command with `notBefore`. */
  | { readonly type: 'claimed'; readonly command: string }
  | { readonly type: 'outcome'; readonly command: string; readonly outcome: Outcome }
  | { readonly type: 'cancel' }
  /** Failed units run again. Only a failed job; otherwise it changes nothing. */
  | { readonly type: 'retry' };

interface EventBase {
  /** From 1, without gap within the job. */
  readonly seq: number;
  readonly at: number;
}
/** Events as stored: ids only. Whoever sends them fills in paths and values from the plan and the answers. */
export type JobEvent = EventBase &
  (
    | { readonly type: 'start'; readonly subtrees: number; readonly totalFields: number }
    | {
        readonly type: 'progress';
        readonly percentage: number;
        readonly step: string;
        readonly fieldsDone: number;
        readonly totalFields: number;
      }
    | { readonly type: 'subtree_result'; readonly unit: string; readonly turns: number }
    | {
        readonly type: 'subtree_error';
        readonly unit: string;
        readonly failure: Failure;
        readonly willRetry: boolean;
        readonly attempts: number;
      }
    | {
        readonly type: 'agentic_array_progress';
        readonly unit: string;
        readonly items: number;
        readonly turn: number;
        readonly pagesCovered: readonly PageRun[];
      }
    | { readonly type: 'job_completed' }
    | { readonly type: 'job_failed'; readonly code: ErrorCode }
    | { readonly type: 'job_cancelled' }
  );

/** Commands that are not wanted any more: queued ones are dropped, running ones aborted. */
export type Drop = 'none' | 'all';

/** What one input leads to. An input that changes nothing gives the same header object back. */
export interface Step {
  readonly header: JobHeader;
  /** New and changed pieces, in order: the rows to write. */
  readonly changed: readonly Piece[];
  readonly commands: readonly Command[];
  readonly drop: Drop;
  readonly events: readonly JobEvent[];
}

/** perform's answer: what the engine keeps with the outcome, in the same transaction. */
export interface Performed {
  readonly outcome: Outcome;
  /** Keyed by job, piece and turn; null when there is nothing to keep. */
  readonly answer: JsonValue;
}
export interface PerformContext {
  readonly spec: JobSpec;
  /** Aborted when the job is cancelled or the engine stops. */
  readonly signal: AbortSignal;
  /** Long work tells that it lives. */
  readonly heartbeat: () => void;
}
/** Carries out one command. Failures are outcomes; it rejects only when the signal aborts it. May run twice. */
export type Perform = (command: Command, context: PerformContext) => Promise<Performed>;
