/** A provider on loopback whose every answer a test writes down; it keeps what it was sent. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';

export interface SentRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** Writes the whole answer, or part of it and then ends, destroys or keeps the connection open. */
export type Script = (request: SentRequest, response: ServerResponse) => void | Promise<void>;

export interface ScriptedProvider extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SentRequest[];
}

export async function startScriptedProvider(script: Script): Promise<ScriptedProvider> {
  const requests: SentRequest[] = [];
  const server = createServer((incoming, response) => {
    void readJson(incoming).then(async (body) => {
      const request = { path: incoming.url ?? '', headers: incoming.headers, body };
      requests.push(request);
      await script(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Server-sent events, as all three vendors stream. */
export function streamEvents(response: ServerResponse, events: readonly unknown[], end = ''): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
  response.end(end);
}

async function readJson(incoming: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}');
  return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {};
}
