/** The typed client: one method a route, and `jobs.run`, which starts a job, watches it and gives its results. */
import { z } from 'zod';
import {
  documentInfo,
  documentList,
  endedStatuses,
  jobCreated,
  jobEvent,
  jobInfo,
  jobList,
  jobResults,
  message,
  pageView,
  schemaCheck,
  schemaInfo,
  schemaList,
  terminalEvents,
  type DocumentInfo,
  type DocumentList,
  type JobCreate,
  type JobCreated,
  type JobEvent,
  type JobInfo,
  type JobList,
  type JobResults,
  type JobStatus,
  type PageView,
  type SchemaCheck,
  type SchemaCreate,
  type SchemaInfo,
  type SchemaList,
  type SchemaUpdate,
} from './contract/index.ts';
import { ApiError, ContractError } from './errors.ts';
import { readServerSentEvents } from './sse.ts';
import { createTransport, sleep, type ClientOptions, type Transport } from './transport.ts';
import { uploadBody, type UploadSource } from './upload.ts';

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
export interface RunOptions extends CallOptions {
  readonly onEvent?: (event: JobEvent) => void;
}
/** An event with its number in the job. */
export interface NumberedEvent {
  readonly id: number;
  readonly event: JobEvent;
}

const pollMs = 2_000;
/** Streams that break without a single new event, before polling takes over. */
const maxBrokenStreams = 3;

export type LeafcutterClient = ReturnType<typeof createClient>;

/** @throws each method: ApiError for an error status, ConnectionError, ContractError, the signal's reason */
export function createClient(options: ClientOptions) {
  const transport = createTransport(options);
  return { documents: documents(transport), schemas: schemas(transport), jobs: jobs(transport) };
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
          signal: options.signal,
        },
        schemaCheck,
      ),
  };
}

function jobs(transport: Transport) {
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
    watchJob(transport, id, options);
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
    /** Starts a job, watches it to its end and gives its results, whatever the end; aborting cancels the job. */
    async run(job: Omit<JobCreate, 'stream'>, options: RunOptions = {}): Promise<JobResults> {
      const { job_id: id } = await start(job, options);
      try {
        for await (const { event } of watch(id, { after: 0, ...signalOf(options) })) options.onEvent?.(event);
      } catch (error) {
        if (options.signal?.aborted === true) await cancel(id).catch(() => undefined);
        throw error;
      }
      return await results(id, options);
    },
  };
}

/** The job's events to the end, over broken connections, without a number missing or doubled; by polling where no stream holds. */
async function* watchJob(
  transport: Transport,
  id: string,
  options: WatchOptions,
): AsyncGenerator<NumberedEvent> {
  const path = jobPath(id);
  let last = options.after;
  for (let broken = 0; broken < maxBrokenStreams; broken += 1) {
    try {
      const headers = {
        accept: 'text/event-stream',
        ...(last === undefined ? {} : { 'last-event-id': String(last) }),
      };
      const response = await transport.send({
        method: 'GET',
        path: `${path}/stream`,
        headers,
        signal: options.signal,
      });
      if (response.body === null) throw new ContractError('A stream without a body.');
      for await (const message of readServerSentEvents(response.body)) {
        const numbered = { id: Number(message.id), event: eventOf(message.data) };
        last = numbered.id;
        broken = -1;
        yield numbered;
        if (terminalEvents.has(numbered.event.type)) return;
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof ApiError || error instanceof ContractError) throw error;
    }
    await sleep(Math.min(pollMs, 100 * 2 ** (broken + 1)), options.signal);
  }
  yield* pollJob(transport, id, last ?? 0, options.signal);
}

/** Without a stream there are only states, and one end. */
async function* pollJob(
  transport: Transport,
  id: string,
  last: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<NumberedEvent> {
  for (;;) {
    const job = await transport.read({ method: 'GET', path: jobPath(id), signal }, jobInfo);
    const { status, progress, accumulated_results, failed_subtrees } = job;
    yield { id: last, event: { type: 'state', status, progress, accumulated_results, failed_subtrees } };
    if (status === 'completed') yield { id: last, event: { type: 'job_completed', job_id: id } };
    if (status === 'cancelled') yield { id: last, event: { type: 'job_cancelled', job_id: id } };
    if (status === 'failed')
      yield { id: last, event: { type: 'job_failed', job_id: id, error: job.error ?? 'The job failed.' } };
    if (endedStatuses.has(status)) return;
    await sleep(pollMs, signal);
  }
}

function eventOf(data: string): JobEvent {
  const parsed = z
    .string()
    .transform((text, context) => {
      try {
        return jobEvent.parse(JSON.parse(text));
      } catch (error) {
        context.addIssue({ code: 'custom', message: String(error) });
        return z.NEVER;
      }
    })
    .safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ContractError(`An event that the contract does not know: ${parsed.error.message}`);
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
