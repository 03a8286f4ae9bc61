/** The wire contract and the typed client: names only. */
export * as contract from './contract/index.ts';
export type {
  Attribution,
  Citation,
  DocumentInfo,
  DocumentList,
  ExtractConfig,
  FailedSubtree,
  JobConfig,
  JobCreate,
  JobCreated,
  JobEvent,
  JobInfo,
  JobList,
  JobOptions,
  JobResults,
  JobStatus,
  JobSummary,
  ModelInfo,
  ModelList,
  PageView,
  ProgressInfo,
  ResultMetadata,
  SchemaCheck,
  SchemaCreate,
  SchemaInfo,
  SchemaList,
  SchemaUpdate,
  UsageReport,
  ValidationIssue,
} from './contract/index.ts';
export {
  createClient,
  type LeafcutterClient,
  type ListOptions,
  type RunOptions,
  type UploadOptions,
  type UsageOptions,
  type WatchOptions,
} from './client.ts';
export { ApiError, ConnectionError, ContractError } from './errors.ts';
export { readServerSentEvents, type ServerSentEvent } from './sse.ts';
export type { ClientOptions } from './transport.ts';
export type { UploadSource } from './upload.ts';
export type { NumberedEvent } from './watch.ts';
