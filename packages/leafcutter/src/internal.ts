/** What sister packages need beyond the public surface. It may change in any release. */
export {
  chooseExtractor,
  createStorePerform,
  extractorChooser,
  type StorePerform,
  type StorePerformOptions,
} from './app.ts';
export {
  decodeEvent,
  decodeHeader,
  decodePiece,
  decodeSpec,
  encodeEvent,
  encodeHeader,
} from './storage/codec.ts';
export type { Engine, EngineLimits, EngineName, NewJob } from './engines/engine.ts';
export { engineLimits } from './engines/limits.ts';
export { Watchers } from './engines/watchers.ts';
export { LeafcutterError, toFailure, type Failure } from './errors.ts';
export type { JsonValue } from './json.ts';
export { defaultExtractionOptions, type ExtractionOptions, type JobRequest } from './stages/job-request.ts';
export { createJobSpec, type JobSpecParts } from './stages/job-spec.ts';
export type { Database } from './storage/database.ts';
export {
  countTry,
  createJobRecord,
  keepAnswer,
  keepResult,
  readOutcome,
  unfinishedJobs,
  writeJobStep,
  type PieceRow,
  type StepRows,
} from './storage/job-records.ts';
export { openPostgres } from './storage/open-database.ts';
export type { PostgresSettings } from './storage/postgres.ts';
export { readAllPieces, readAnswer, readEvents, readJob, readResult } from './storage/read-model.ts';
export { isPassing } from './storage/store-errors.ts';
export { openStore, type Store, type StoreSettings } from './storage/store.ts';
export { foldForSearch } from './storage/tables.ts';
