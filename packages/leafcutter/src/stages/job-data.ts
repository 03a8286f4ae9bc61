/**
 * What the stages read and keep of a job: ports, with one implementation over the store and one in memory. Neither knows
 * an engine, so every engine gives the same results.
 */
import type { Manifest, Page } from '../document/types.ts';
import type { Extractor } from '../extractors/extractor.ts';
import type { JobEvent, JobSpec, Piece } from '../job/index.ts';
import type { JsonValue } from '../json.ts';
import type { OpenedDocument, PageRange } from '../parsers/parser.ts';
import type { CheckedSchema } from '../schema/types.ts';
import type { JobRequest } from './job-request.ts';
import type { ParsedRange } from './parse.ts';

/** What a job was given; the same for its whole life. */
export interface JobInputs {
  readonly request: JobRequest;
  readonly schema: CheckedSchema;
  readonly source: Pick<Manifest, 'contentHash' | 'format' | 'totalPages'>;
}

/** An opened document, for as long as it is used. */
export interface DocumentLease extends AsyncDisposable {
  readonly opened: OpenedDocument;
}

/** The document of a job and its pages. */
export interface JobDocuments {
  /** @throws LeafcutterError document_missing, schema_invalid, store_* */
  inputs(spec: JobSpec): Promise<JobInputs>;
  /** @throws LeafcutterError document_*, blob_missing, store_*; the signal's reason when aborted */
  open(spec: JobSpec, signal: AbortSignal): Promise<DocumentLease>;
  /** What is known of a range that was parsed before, by whatever job; null when it was not. */
  findRange(spec: JobSpec, range: PageRange): Promise<ParsedRange | null>;
  /** The same range twice is harmless: both are equal, the first one stays. */
  keepRange(spec: JobSpec, parsed: ParsedRange, pages: readonly Page[]): Promise<void>;
  /** All ranges of the spec that were parsed, ascending. */
  ranges(spec: JobSpec): Promise<readonly ParsedRange[]>;
  /** @throws LeafcutterError blob_missing, store_* */
  pages(spec: JobSpec, range: PageRange): Promise<readonly Page[]>;
}

export interface KeptAnswer {
  readonly piece: string;
  /** From 1; 0 for pieces without turns. */
  readonly turn: number;
  readonly value: JsonValue;
}

/** What the engine has kept of a job so far. */
export interface JobRecords {
  /** All pieces, in the order in which they were made. */
  pieces(jobId: string): Promise<readonly Piece[]>;
  /** Null when nothing was kept of that turn. */
  answer(jobId: string, piece: string, turn: number): Promise<JsonValue | null>;
  answers(jobId: string): Promise<readonly KeptAnswer[]>;
  /** Its start, its progress and the errors of its units, in order; other events may be left out. */
  history(jobId: string): Promise<readonly JobEvent[]>;
}

/** The way of extracting that a request chose. @throws LeafcutterError model_unknown */
export type ChooseExtractor = (request: JobRequest, job: AskingJob) => Extractor;

/** On whose behalf a model is asked. */
export type AskingJob = Pick<JobSpec, 'jobId' | 'tenant' | 'lane'>;
