/** A server on the loopback interface that answers as the test says, and remembers what it was asked. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createClient, type LeafcutterClient } from '../client.ts';
import type { ClientOptions } from '../transport.ts';

export interface Seen {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
export type Answer = (response: ServerResponse, seen: Seen) => unknown;

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** Fast retries; what `options` says wins. */
  client(options?: Partial<ClientOptions>): LeafcutterClient;
}

/** @param answers taken in order; the last one stays */
export async function scriptedServer(...answers: readonly Answer[]): Promise<ScriptedServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    // A client that gives up in the middle is part of some tests.
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks) });
      const answer = answers[Math.min(seen.length, answers.length) - 1];
      answer?.(response, seen.at(-1) ?? { method, url, headers, body: Buffer.alloc(0) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url,
    seen,
    client: (options = {}) =>
      createClient({ baseUrl: url, apiKey: 'key', backoffMs: 1, pollMs: 5, ...options }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** The connection breaks without an answer. */
export const cut: Answer = (response) => response.destroy();

export interface StreamPart {
  readonly id: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** @param end what becomes of the stream after the events: closed, broken off, or left open in silence */
export function stream(events: readonly StreamPart[], end: 'close' | 'break' | 'silence' = 'close'): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    for (const { id, data } of events) {
      response.write(`id: ${id}\nevent: ${String(data['type'])}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    if (end === 'close') response.end();
    // What was written must arrive before the connection goes.
    else if (end === 'break') setTimeout(() => response.destroy(), 20);
  };
}

const progress = { completion_percentage: 50, current_step: 'extract', fields_processed: 1, total_fields: 2 };

/** Shapes of the contract, filled in. */
export const samples = {
  document: {
    document_id: 'd',
    file_name: 'a.txt',
    file_size: 3,
    page_count: 1,
    uploaded_at: '2026-01-01T00:00:00.000Z',
    status: 'uploaded',
  },
  created: {
    job_id: 'j',
    status: 'pending',
    created_at: '2026-01-01T00:00:00.000Z',
    estimated_completion: '2026-01-01T00:01:00.000Z',
  },
  job: (status: string) => ({
    job_id: 'j',
    status,
    created_at: '2026-01-01T00:00:00.000Z',
    progress,
    current_activity: status,
    schema_id: 's',
    document_id: 'd',
    config: null,
    effective_config: {},
    accumulated_results: {},
    failed_subtrees: [],
  }),
  results: (status: string) => ({
    job_id: 'j',
    status,
    results: { total: 12 },
    metadata: {
      has_attributions: false,
      is_complete: true,
      failed_subtrees: [],
      violations: [],
      arrays: [],
      nulls: {},
      usage: { pages: 1, calls: 0, input_tokens: 0, cached_tokens: 0, output_tokens: 0, cost: null },
      timings_ms: {},
      model: 'rules',
      warnings: [],
    },
    config: null,
  }),
  start: { type: 'start', job_id: 'j', created_at: '2026-01-01T00:00:00.000Z', subtrees: 1, total_fields: 2 },
  progress: { type: 'progress', ...progress },
  completed: { type: 'job_completed', job_id: 'j' },
} as const;
