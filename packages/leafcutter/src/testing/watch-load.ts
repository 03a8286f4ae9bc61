/** Many watchers on many jobs, and one that does not read. */
import { connect, type Socket } from 'node:net';
import { request, type Agent } from 'node:http';
import { contract } from '@leafcutter/client';
import { ask, form, type ServerHarness } from './server-harness.ts';

type Target = Pick<ServerHarness, 'url'>;

/** A text document, and a schema of one text and one list. */
export async function loadParts(target: Target): Promise<{ document_id: string; schema_id: string }> {
  const uploaded = await ask(target, '/v1/extract/documents/upload', await form(Buffer.from('Total: 1')));
  const text = { type: 'string' };
  const schema_definition = {
    type: 'object',
    properties: {
      total: text,
      rows: {
        type: 'array',
        agenticArrayExtractionMaxItemsPerTurn: 1,
        items: { type: 'object', properties: { name: text } },
      },
    },
  };
  const kept = await ask(target, '/v1/extract/schemas', {
    method: 'POST',
    body: { name: 'load', schema_definition },
  });
  return {
    document_id: contract.documentInfo.parse(uploaded.json).document_id,
    schema_id: contract.schemaInfo.parse(kept.json).schema_id,
  };
}

export async function startTold(
  target: Target,
  parts: { document_id: string; schema_id: string },
  told: string,
): Promise<string> {
  const body = { ...parts, config: { additional_instructions: told } };
  const started = await ask(target, '/v1/extract/jobs', { method: 'POST', body });
  return contract.jobCreated.parse(started.json).job_id;
}

/** What a watcher saw: numbers that are missing or doubled, and how it ended. */
export interface Watched {
  readonly events: number;
  /** Null: none. */
  readonly gap: string | null;
  readonly last: string;
}

/** Over a connection of its own; the lightest reader there is, so that a thousand fit in one process. */
export function watchAll({ url }: Target, jobId: string, agent: Agent): Promise<Watched> {
  const headers = { authorization: 'Bearer alice', 'last-event-id': '0' };
  return new Promise((resolve, reject) => {
    request(`${url}/v1/extract/jobs/${jobId}/stream`, { agent, headers }, (response) => {
      let rest = '';
      let next = 1;
      let gap: string | null = null;
      let last = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        // Of data nothing is wanted but that it ends.
        if (rest.startsWith('data: ')) rest = 'data: ';
        for (const line of lines) {
          if (line.startsWith('id: ')) {
            const id = Number(line.slice(4));
            if (id !== next) gap ??= `${id} came in place of ${next}`;
            next = id + 1;
          } else if (line.startsWith('event: ')) last = line.slice(7);
        }
      });
      response.on('end', () => resolve({ events: next - 1, gap, last }));
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

/** Asks for the stream and reads nothing of it. */
export function watchNothing(
  { url }: Target,
  jobId: string,
): { readonly socket: Socket; readonly closed: Promise<void> } {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.pause();
  socket.on('error', () => undefined);
  socket.write(
    `GET /v1/extract/jobs/${jobId}/stream HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer alice\r\nLast-Event-ID: 0\r\n\r\n`,
  );
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { socket, closed };
}
