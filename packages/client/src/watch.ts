/** Follows a job to its end: by its stream, over broken connections; by looking again and again where no stream holds. */
import { endedStatuses, jobEvent, jobInfo, terminalEvents, type JobEvent } from './contract/index.ts';
import { ApiError, ContractError } from './errors.ts';
import { readServerSentEvents } from './sse.ts';
import { sleep, type ClientOptions, type Transport } from './transport.ts';

/** An event with its number in the job. */
export interface NumberedEvent {
  readonly id: number;
  readonly event: JobEvent;
}

export interface WatchSettings {
  readonly pollMs: number;
  readonly silenceMs: number;
  readonly backoffMs: number;
}

export function watchSettings(options: ClientOptions): WatchSettings {
  return {
    pollMs: options.pollMs ?? 2_000,
    silenceMs: options.silenceMs ?? 45_000,
    backoffMs: options.backoffMs ?? 250,
  };
}

/** Streams that break without a single new event, before polling takes over. */
const maxBrokenStreams = 3;

/**
 * The job's events to the end, without a number missing or doubled.
 * @param path of the job, after `/v1`
 * @param after the last event that was seen
 */
export async function* watchJob(
  transport: Transport,
  path: string,
  after: number | undefined,
  signal: AbortSignal | undefined,
  settings: WatchSettings,
): AsyncGenerator<NumberedEvent> {
  let last = after;
  for (let broken = 0; broken < maxBrokenStreams; broken += 1) {
    try {
      for await (const numbered of readStream(transport, path, last, signal, settings.silenceMs)) {
        if (last !== undefined && numbered.id <= last) continue;
        last = numbered.id;
        broken = -1;
        yield numbered;
        if (terminalEvents.has(numbered.event.type)) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!mayHold(error)) throw error;
    }
    await sleep(settings.backoffMs * 2 ** (broken + 1), signal);
  }
  yield* pollJob(transport, path, last ?? 0, signal, settings.pollMs);
}

/** A refusal is final; what a proxy or a server in trouble answers is not. */
function mayHold(error: unknown): boolean {
  if (error instanceof ContractError) return false;
  return !(error instanceof ApiError) || error.status >= 500 || error.status === 408 || error.status === 429;
}

async function* readStream(
  transport: Transport,
  path: string,
  last: number | undefined,
  signal: AbortSignal | undefined,
  silenceMs: number,
): AsyncGenerator<NumberedEvent> {
  const silence = new AbortController();
  const either = signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]);
  const headers = {
    accept: 'text/event-stream',
    ...(last === undefined ? {} : { 'last-event-id': String(last) }),
  };
  const response = await transport.send({ method: 'GET', path: `${path}/stream`, headers, signal: either });
  if (response.body === null) throw new ContractError('A stream without a body.');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(new Error('the stream fell silent')), silenceMs);
  };
  const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    start: listen,
    transform(chunk, controller) {
      listen();
      controller.enqueue(chunk);
    },
  });
  try {
    for await (const message of readServerSentEvents(response.body.pipeThrough(heard))) {
      const event = eventOf(message.data);
      if (event !== null) yield { id: Number(message.id), event };
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

/** Without a stream there are only states, and one end. */
async function* pollJob(
  transport: Transport,
  path: string,
  last: number,
  signal: AbortSignal | undefined,
  pollMs: number,
): AsyncGenerator<NumberedEvent> {
  for (;;) {
    const job = await transport.read({ method: 'GET', path, signal }, jobInfo);
    const { job_id, status, progress, accumulated_results, failed_subtrees } = job;
    yield { id: last, event: { type: 'state', status, progress, accumulated_results, failed_subtrees } };
    if (status === 'completed') yield { id: last, event: { type: 'job_completed', job_id } };
    if (status === 'cancelled') yield { id: last, event: { type: 'job_cancelled', job_id } };
    if (status === 'failed')
      yield { id: last, event: { type: 'job_failed', job_id, error: job.error ?? 'The job failed.' } };
    if (endedStatuses.has(status)) return;
    await sleep(pollMs, signal);
  }
}

const knownTypes: ReadonlySet<unknown> = new Set(jobEvent.options.map((option) => option.shape.type.value));

/** Null for a kind of event that a later server has. @throws ContractError */
function eventOf(data: string): JobEvent | null {
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch (error) {
    throw new ContractError(`An event that is no JSON: ${String(error)}`);
  }
  const parsed = jobEvent.safeParse(body);
  if (parsed.success) return parsed.data;
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  if (typeof type === 'string' && !knownTypes.has(type)) return null;
  throw new ContractError(`An event that the contract does not know: ${parsed.error.message}`);
}
