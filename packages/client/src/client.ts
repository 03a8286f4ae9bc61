/** The typed client: one method a route, and `jobs.run`, which starts a job, watches it and gives its results. */
import type { z } from 'zod';
import {
  documentInfo,
  documentList,
  jobCreated,
  jobInfo,
  jobList,
  jobResults,
  message,
  modelList,
  pageView,
  schemaCheck,
  schemaInfo,
  schemaList,
  usageReport,
  type resultFormat,
  type DocumentInfo,
  type DocumentList,
  type JobCreate,
  type JobCreated,
  type JobEvent,
  type JobInfo,
  type JobList,
  type JobResults,
  type JobStatus,
  type ModelList,
  type PageView,
  type SchemaCheck,
  type SchemaCreate,
  type SchemaInfo,
  type SchemaList,
  type SchemaUpdate,
  type UsageReport,
} from './contract/index.ts';
import { createTransport, type ClientOptions, type Transport } from './transport.ts';
import { uploadBody, type UploadSource } from './upload.ts';
import { watchJob, watchSettings, type NumberedEvent, type WatchSettings } from './watch.ts';

type ResultFormat = z.infer<typeof resultFormat>;

interface CallOptions {
  readonly signal?: AbortSignal;
}
export interface ListOptions extends CallOptions {
  /** 1-100, default 20. */
  readonly limit?: number;
  readonly cursor?: string;
  readonly search?: string;
}
export interface UploadOptions extends CallOptions {
  readonly password?: string;
  /** Bytes of the file that have left so far, of all. */
  readonly onProgress?: (sent: number, total: number) => void;
}
export interface WatchOptions extends CallOptions {
  /** The last event that was seen; 0 replays from the start. Without it a running job's stream begins with `state`. */
  readonly after?: number;
}
export interface UsageOptions extends CallOptions {
  /** `2026-01-31`. */
  readonly from?: string;
  readonly to?: string;
}
export interface TableOptions extends CallOptions {
  /** csv and jsonl: the table's name in xlsx. Default: the first list's, else `results`. */
  readonly table?: string;
}
export interface RunOptions extends CallOptions {
  readonly onEvent?: (event: JobEvent) => void;
}
export type LeafcutterClient = ReturnType<typeof createClient>;

/** @throws each method: ApiError for an error status, ConnectionError, ContractError, the signal's reason */
export function createClient(options: ClientOptions) {
  const transport = createTransport(options);
  return {
    documents: documents(transport),
    schemas: schemas(transport),
    jobs: jobs(transport, watchSettings(options)),
    /** The models that jobs may name. */
    models: (call: CallOptions = {}): Promise<ModelList> =>
      transport.read({ method: 'GET', path: '/models', signal: call.signal }, modelList),
    /** Per day and model; days in UTC, both included. Default: the last 30. */
    usage: (call: UsageOptions = {}): Promise<UsageReport> =>
      transport.read(
        { method: 'GET', path: '/usage', query: { from: call.from, to: call.to }, signal: call.signal },
        usageReport,
      ),
  };
}

function documents(transport: Transport) {
  return {
    async upload(source: UploadSource, options: UploadOptions = {}): Promise<DocumentInfo> {
      const upload = await uploadBody(source, options.password, options.onProgress);
      const call = {
        method: 'POST',
        path: '/extract/documents/upload',
        ...upload,
        signal: options.signal,
      } as const;
      return await transport.read(call, documentInfo);
    },
    list: (options: ListOptions = {}): Promise<DocumentList> =>
      transport.read(
        { method: 'GET', path: '/extract/documents', query: listQuery(options), signal: options.signal },
        documentList,
      ),
    get: (id: string, options: CallOptions = {}): Promise<DocumentInfo> =>
      transport.read(
        { method: 'GET', path: `/extract/documents/${segment(id)}`, signal: options.signal },
        documentInfo,
      ),
    delete: (id: string, options: CallOptions = {}): Promise<{ message: string }> =>
      transport.read(
        { method: 'DELETE', path: `/extract/documents/${segment(id)}`, signal: options.signal },
        message,
      ),
    /** `page` counts from 1. */
    page: (id: string, page: number, options: CallOptions = {}): Promise<PageView> =>
      transport.read(
        { method: 'GET', path: `/extract/documents/${segment(id)}/pages/${page}`, signal: options.signal },
        pageView,
      ),
  };
}

function schemas(transport: Transport) {
  return {
    create: (schema: SchemaCreate, options: CallOptions = {}): Promise<SchemaInfo> =>
      transport.read(
        { method: 'POST', path: '/extract/schemas', json: schema, ...onceOnly(), signal: options.signal },
        schemaInfo,
      ),
    list: (options: ListOptions = {}): Promise<SchemaList> =>
      transport.read(
        { method: 'GET', path: '/extract/schemas', query: listQuery(options), signal: options.signal },
        schemaList,
      ),
    get: (id: string, options: CallOptions = {}): Promise<SchemaInfo> =>
      transport.read({ method: 'GET', path: schemaPath(id), signal: options.signal }, schemaInfo),
    update: (id: string, change: SchemaUpdate, options: CallOptions = {}): Promise<SchemaInfo> =>
      transport.read(
        { method: 'PUT', path: schemaPath(id), json: change, signal: options.signal },
        schemaInfo,
      ),
    delete: (id: string, options: CallOptions = {}): Promise<{ message: string }> =>
      transport.read({ method: 'DELETE', path: schemaPath(id), signal: options.signal }, message),
    validate: (definition: Record<string, unknown>, options: CallOptions = {}): Promise<SchemaCheck> =>
      transport.read(
        {
          method: 'POST',
          path: '/extract/schemas/validate',
          json: { schema_definition: definition },
          ...onceOnly(),
          signal: options.signal,
        },
        schemaCheck,
      ),
  };
}

function jobs(transport: Transport, settings: WatchSettings) {
  const get = (id: string, options: CallOptions = {}): Promise<JobInfo> =>
    transport.read({ method: 'GET', path: jobPath(id), signal: options.signal }, jobInfo);
  const results = (id: string, options: CallOptions = {}): Promise<JobResults> =>
    transport.read({ method: 'GET', path: `${jobPath(id)}/results`, signal: options.signal }, jobResults);
  const start = (job: Omit<JobCreate, 'stream'>, options: CallOptions = {}): Promise<JobCreated> =>
    transport.read(
      { method: 'POST', path: '/extract/jobs', json: job, ...onceOnly(), signal: options.signal },
      jobCreated,
    );
  const cancel = (id: string, options: CallOptions = {}): Promise<JobInfo> =>
    transport.read(
      { method: 'POST', path: `${jobPath(id)}/cancel`, ...onceOnly(), signal: options.signal },
      jobInfo,
    );
  const watch = (id: string, options: WatchOptions = {}): AsyncGenerator<NumberedEvent> =>
    watchJob(transport, jobPath(id), options.after, options.signal, settings);
  return {
    start,
    get,
    results,
    cancel,
    watch,
    list: (options: ListOptions & { readonly job_status?: JobStatus } = {}): Promise<JobList> =>
      transport.read(
        {
          method: 'GET',
          path: '/extract/jobs',
          query: { ...listQuery(options), job_status: options.job_status },
          signal: options.signal,
        },
        jobList,
      ),
    retry: (id: string, options: CallOptions = {}): Promise<JobInfo> =>
      transport.read(
        { method: 'POST', path: `${jobPath(id)}/retry`, ...onceOnly(), signal: options.signal },
        jobInfo,
      ),
    delete: (id: string, options: CallOptions = {}): Promise<{ message: string }> =>
      transport.read({ method: 'DELETE', path: jobPath(id), signal: options.signal }, message),
    /** Plain values or attribution objects; the machine's results are kept beside them. */
    updateResults: (
      id: string,
      edited: Record<string, unknown>,
      options: CallOptions = {},
    ): Promise<JobResults> =>
      transport.read(
        { method: 'PUT', path: `${jobPath(id)}/results`, json: { results: edited }, signal: options.signal },
        jobResults,
      ),
    /** The results as rows: xlsx with all tables, csv and jsonl with one. */
    table: async (
      id: string,
      format: Exclude<ResultFormat, 'json'>,
      options: TableOptions = {},
    ): Promise<Blob> => {
      const query = { format, table: options.table };
      const call = { method: 'GET', path: `${jobPath(id)}/results`, query } as const;
      return await (await transport.send({ ...call, signal: options.signal })).blob();
    },
    /** Starts a job, watches it to its end and gives its results, whatever the end; aborting cancels the job. */
    async run(job: Omit<JobCreate, 'stream'>, options: RunOptions = {}): Promise<JobResults> {
      const { signal } = options;
      signal?.throwIfAborted();
      // The answer has the id without which nothing can be cancelled: aborting does not cut it off.
      const starting = start(job);
      const { job_id: id } = await untilAborted(starting, signal, (late) => cancel(late.job_id));
      try {
        for await (const { event } of watch(id, { after: 0, ...signalOf(options) })) options.onEvent?.(event);
        return await results(id, options);
      } catch (error) {
        if (signal?.aborted === true) await cancel(id).catch(() => undefined);
        throw error;
      }
    },
  };
}

/** The outcome, or the signal's reason as soon as it is aborted; then `undo` gets what still comes. */
async function untilAborted<T>(
  outcome: Promise<T>,
  signal: AbortSignal | undefined,
  undo: (late: T) => Promise<unknown>,
): Promise<T> {
  if (signal === undefined) return await outcome;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    outcome.then(undo).catch(() => undefined);
    reject(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([outcome, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function listQuery(options: ListOptions): Record<string, string | number | undefined> {
  return { limit: options.limit, cursor: options.cursor, search: options.search };
}

/** A key for this one intention, so that its retries are one request to the server. */
function onceOnly(): { headers: Record<string, string> } {
  return { headers: { 'idempotency-key': crypto.randomUUID() } };
}

function signalOf(options: CallOptions): CallOptions {
  return options.signal === undefined ? {} : { signal: options.signal };
}

function schemaPath(id: string): string {
  return `/extract/schemas/${segment(id)}`;
}

function jobPath(id: string): string {
  return `/extract/jobs/${segment(id)}`;
}

function segment(id: string): string {
  return encodeURIComponent(id);
}
