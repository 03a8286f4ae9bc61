/**
 * `kill -9` of a server process at random moments, while clients upload, start jobs and watch: no event number missing or doubled, all
 * that was accepted is there, results as without kills. `npm run bench -- server-crash [--kills 6] [--jobs 8]`
 */
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { createClient, readServerSentEvents, type LeafcutterClient } from '@leafcutter/client';
import { commandResult } from '../packages/leafcutter/src/testing/end-to-end.ts';
import { bin, runCommand } from '../packages/leafcutter/test/cli-spawn.ts';
import { startServe, type ServeProcess } from '../packages/leafcutter/test/serve-process.ts';

const examples = path.resolve(import.meta.dirname, '../examples');
const names = ['invoice', 'letter', 'form', 'statement'];
const ends = new Set(['job_completed', 'job_failed', 'job_cancelled']);

export async function run(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: { kills: { type: 'string', default: '6' }, jobs: { type: 'string', default: '8' } },
  });
  await using first = await startServe();
  const made = await runCommand(['keys', 'create', '--name', 'bench', '--data', first.data]);
  const key = made.out.trim();
  await first.stop();
  const { port } = new URL(first.origin);
  const again = (): Promise<ServeProcess> => startServe({ data: first.data, argv: ['--port', port] });
  let server = await again();
  const expected = await expectedResults();
  const count = Number(values.jobs);
  const state = { running: true };
  const client = createClient({ baseUrl: first.origin, apiKey: key, maxRetries: 12 });
  const work = Promise.all(
    Array.from({ length: count }, (_, index) =>
      oneJob(client, { url: first.origin, key }, names[index % 4] ?? '', expected),
    ),
  ).finally(() => (state.running = false));
  let kills = 0;
  while (kills < Number(values.kills) && state.running) {
    await sleep(500 + Math.random() * 3_000);
    await server.stop('SIGKILL');
    server = await again();
    kills += 1;
  }
  try {
    const jobs = await work;
    return {
      kills,
      jobs: jobs.length,
      streams: jobs.reduce((sum, one) => sum + one.streams, 0),
      events: jobs.reduce((sum, one) => sum + one.events, 0),
      gaps: jobs.filter((one) => one.gap).length,
      wrongResults: jobs.filter((one) => !one.right).map((one) => one.name),
      lost: jobs.filter((one) => !one.there).length,
    };
  } finally {
    await server.stop();
  }
}

async function oneJob(
  client: LeafcutterClient,
  target: { readonly url: string; readonly key: string },
  name: string,
  expected: ReadonlyMap<string, unknown>,
) {
  const data = await openAsBlob(path.join(examples, `${name}.pdf`));
  const { document_id } = await client.documents.upload({ data, name: `${name}.pdf` });
  const definition: Record<string, unknown> = JSON.parse(
    await readFile(path.join(examples, `${name}.schema.json`), 'utf8'),
  );
  const { schema_id } = await client.schemas.create({ name, schema_definition: definition });
  const { job_id } = await client.jobs.start({ document_id, schema_id });
  const seen = await watchThrough(target, job_id);
  const [document, schema] = [await client.documents.get(document_id), await client.schemas.get(schema_id)];
  const { results } = await client.jobs.results(job_id);
  return {
    name,
    ...seen,
    there: document.document_id === document_id && schema.schema_id === schema_id,
    right: isDeepStrictEqual(results, expected.get(name)),
  };
}

/** What the command gives, which nobody kills. */
async function expectedResults(): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const name of names) {
    const document = path.join(examples, `${name}.pdf`);
    const given = { name, document, schema: path.join(examples, `${name}.schema.json`) };
    found.set(name, (await commandResult(bin, given)).results);
  }
  return found;
}

/** Comes again after each break with the number of the last event. */
async function watchThrough(target: { readonly url: string; readonly key: string }, jobId: string) {
  let last = 0;
  let gap = false;
  for (let streams = 1; ; streams += 1) {
    try {
      const response = await fetch(`${target.url}/v1/extract/jobs/${jobId}/stream`, {
        headers: { authorization: `Bearer ${target.key}`, 'last-event-id': String(last) },
      });
      if (response.status !== 200 || response.body === null) throw new Error(String(response.status));
      for await (const { id, event } of readServerSentEvents(response.body)) {
        gap ||= Number(id) !== last + 1;
        last = Number(id);
        if (ends.has(event)) return { events: last, gap, streams };
      }
    } catch {
      // The server is down: it will be back.
    }
    await sleep(100);
  }
}
