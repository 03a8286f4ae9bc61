/** One HTTP call with retries: the only place of the client that touches the network. */
import type { z } from 'zod';
import { ApiError, ConnectionError, ContractError, errorOf } from './errors.ts';

export interface ClientOptions {
  /** Origin of the server, with or without `/v1`: `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** Key or token; sent as Bearer. Left out only on a page of the server itself, which is known by its cookie. */
  readonly apiKey?: string;
  /** Further tries of a call that may be repeated. Default 4. */
  readonly maxRetries?: number;
  /** Milliseconds before the first retry; they double. Default 250. */
  readonly backoffMs?: number;
  /** Milliseconds between two looks at a job whose stream does not hold. Default 2,000. */
  readonly pollMs?: number;
  /** A stream that is silent for so many milliseconds is broken; the server says something every 15 s. Default 45,000. */
  readonly silenceMs?: number;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof fetch;
}

export type RequestBody = NonNullable<RequestInit['body']>;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** After `/v1`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  /** Made anew for each try. */
  readonly body?: () => RequestBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Carries the call in place of `fetch`. */
  readonly send?: (url: URL, init: SentCall) => Promise<Response>;
}

/** A call as it goes out. */
export interface SentCall {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  readonly signal?: AbortSignal;
}

const firstBackoffMs = 250;
const longestBackoffMs = 20_000;
/** A server that asks for a longer wait is told to the caller instead. */
const longestWaitSeconds = 60;
/** Those who were sent away together do not come back together. */
const spreadMs = 250;

export interface Transport {
  /** The response of a call that succeeded. @throws ApiError, ConnectionError, the signal's reason */
  send(call: Call): Promise<Response>;
  /** The body, checked against its shape. @throws as `send`, and ContractError */
  read<Shape extends z.ZodType>(call: Call, shape: Shape): Promise<z.output<Shape>>;
}

export function createTransport(options: ClientOptions): Transport {
  const base = `${options.baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1`;
  const request = options.fetch ?? fetch;
  const maxRetries = options.maxRetries ?? 4;

  const once = async (call: Call): Promise<Response> => {
    const url = new URL(base + call.path);
    for (const [key, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(key, String(value));
    }
    const headers: Record<string, string> = { ...call.headers };
    if (options.apiKey !== undefined) headers['authorization'] = `Bearer ${options.apiKey}`;
    if (call.json !== undefined) headers['content-type'] = 'application/json';
    const body = call.json === undefined ? call.body?.() : JSON.stringify(call.json);
    const sent = {
      method: call.method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    };
    // What is sent as a stream must be declared so (Fetch standard, `duplex`).
    const duplex = body instanceof ReadableStream ? { duplex: 'half' as const } : {};
    const send = call.send ?? ((target, init) => request(target, { ...init, ...duplex }));
    const response = await send(url, sent).catch((error: unknown) => {
      call.signal?.throwIfAborted();
      throw new ConnectionError(
        `No answer from ${url.origin}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    if (response.status >= 400) throw await errorOf(response);
    return response;
  };

  const send = async (call: Call): Promise<Response> => {
    // A POST may be repeated when the server can tell the copies by their key.
    const repeatable = call.method !== 'POST' || call.headers?.['idempotency-key'] !== undefined;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await once(call);
      } catch (error) {
        call.signal?.throwIfAborted();
        if (attempt >= maxRetries || !mayRetry(error, repeatable)) throw error;
        await sleep(waitMs(attempt, error, options.backoffMs ?? firstBackoffMs), call.signal);
      }
    }
  };

  return {
    send,
    async read(call, shape) {
      const response = await send(call);
      const body: unknown = await response.json().catch(() => undefined);
      const parsed = shape.safeParse(body);
      if (parsed.success) return parsed.data;
      throw new ContractError(
        `${call.method} ${call.path} answered a shape that the contract does not know: ${parsed.error.message}`,
      );
    },
  };
}

/** 408 and 429 were not carried out, so any call may be sent again; the rest only where a copy does no harm. */
function mayRetry(error: unknown, repeatable: boolean): boolean {
  if (error instanceof ConnectionError) return repeatable;
  if (!(error instanceof ApiError)) return false;
  if ((error.retryAfterSeconds ?? 0) > longestWaitSeconds) return false;
  if (error.status === 408 || error.status === 429) return true;
  return repeatable && (error.status >= 500 || (error.status === 409 && error.retryAfterSeconds !== null));
}

/** Doubling with full jitter, or what the server asks for and a little more. */
function waitMs(attempt: number, error: unknown, firstMs: number): number {
  if (error instanceof ApiError && error.retryAfterSeconds !== null)
    return error.retryAfterSeconds * 1000 + Math.random() * spreadMs;
  return Math.random() * Math.min(longestBackoffMs, firstMs * 2 ** attempt);
}

export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
