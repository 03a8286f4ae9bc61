/**
 * Faulty and hostile requests to a server process of its own: none is answered by a fault of ours (5xx), none ends the
 * process or hangs, and nothing is left of them: no half uploads, no open files, no memory that grows.
 * `npm run bench -- fuzz-requests [--seed 1] [--rounds 2000]`
 */
import { readdir, readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@leafcutter/client';
import { startServe, type ServeProcess } from '../packages/leafcutter/test/serve-process.ts';
import { chanceOf } from './fuzz/random.ts';
import { rawRequest, type Known, type RawRequest } from './fuzz/requests.ts';
import { residentMb } from './server/memory-of.ts';

const examples = path.resolve(import.meta.dirname, '../examples');
const sideBySide = 8;
/** A whole request that is not answered for so long hangs. */
const silenceMs = 30_000;
const halfMs = 1_000;
/** An answer is over when nothing more comes for so long. */
const quietMs = 200;
/** Of a body that comes slowly. */
const pieces = 50;
/** What an answer must not tell. */
const inside = /node_modules|\.ts:\d|SQLITE|at async |\/packages\//u;

export async function run(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: { seed: { type: 'string', default: '1' }, rounds: { type: 'string', default: '2000' } },
  });
  await using server = await startServe();
  const known = await prepare(server);
  const statuses: Record<string, number> = {};
  const faults: { readonly of: string; readonly fault: string }[] = [];
  const before = await stateOf(server);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < Number(values.rounds)) {
      const round = next++;
      const request = rawRequest(known, chanceOf(Number(values.seed) * 1_000_003 + round));
      const answer = await speak(server.origin, request);
      const status = /^HTTP\/1\.1 (\d{3})/u.exec(answer)?.[1] ?? (answer === hung ? 'hung' : 'closed');
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status.startsWith('5') || status === 'hung' || inside.test(answer))
        faults.push({ of: `${values.seed}/${round} ${request.label}`, fault: answer.slice(0, 600) });
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
  await sleep(4_000);
  const ready = await fetch(new URL('/readyz', server.origin));
  if (ready.status !== 200) faults.push({ of: 'at the end', fault: `/readyz says ${ready.status}` });
  return { statuses, faults, before, after: await stateOf(server) };
}

/** A document, a schema and a job to ask about. */
async function prepare(server: ServeProcess): Promise<Known> {
  const client = createClient({ baseUrl: server.origin, apiKey: server.token });
  const document = await readFile(path.join(examples, 'form.pdf'));
  const { document_id } = await client.documents.upload({ data: new Blob([document]), name: 'form.pdf' });
  const { schema_id } = await client.schemas.create({
    name: 'form',
    schema_definition: JSON.parse(await readFile(path.join(examples, 'form.schema.json'), 'utf8')),
  });
  const { job_id } = await client.jobs.start({ document_id, schema_id });
  return { token: server.token, ids: [document_id, schema_id, job_id], document };
}

const hung = 'no answer';

/** What comes back until the other side closes or falls silent. */
function speak(origin: string, { bytes, pauseMs, whole }: RawRequest): Promise<string> {
  const { port, hostname } = new URL(origin);
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(Number(port), hostname);
  let answer = '';
  const end = (text: string): void => {
    clearTimeout(patience);
    socket.destroy();
    resolve(text);
  };
  // Who sends half a request waits for nothing.
  const patience = setTimeout(() => end(whole ? hung : ''), whole ? silenceMs : halfMs + pauseMs * pieces);
  socket.on('data', (piece) => {
    answer += piece.toString('latin1');
    clearTimeout(patience);
    socket.setTimeout(quietMs, () => end(answer));
  });
  socket.on('error', () => undefined);
  socket.on('close', () => end(answer));
  void send(socket, bytes, pauseMs);
  return promise;
}

async function send(socket: Socket, bytes: Buffer, pauseMs: number): Promise<void> {
  if (pauseMs === 0) return void socket.write(bytes);
  const length = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < bytes.length && !socket.destroyed; at += length) {
    socket.write(bytes.subarray(at, at + length));
    await sleep(pauseMs);
  }
}

async function stateOf({ pid, data }: ServeProcess): Promise<unknown> {
  const all = await readdir(data, { recursive: true });
  return {
    memoryMb: residentMb(pid),
    openFiles: (await readdir(`/proc/${pid}/fd`)).length,
    halfUploads: all.filter((name) => /incoming\/./u.test(name)).length,
  };
}
