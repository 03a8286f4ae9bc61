/** The whole way by the client, as an application goes it; and the command beside it. */
import { spawn } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { contract, createClient, type JobEvent, type JobResults } from '@leafcutter/client';

export interface EndToEndCase {
  readonly name: string;
  readonly document: string;
  /** A file. */
  readonly schema: string;
}
export interface WentThrough {
  readonly results: JobResults;
  /** Numbers of the events, as they came. */
  readonly eventIds: readonly number[];
  readonly events: readonly JobEvent[];
  readonly statuses: ReadonlySet<string>;
}

/** Upload, schema, job, stream, status, results. */
export async function goThrough(
  target: { readonly url: string; readonly key: string },
  given: EndToEndCase,
): Promise<WentThrough> {
  const client = createClient({ baseUrl: target.url, apiKey: target.key });
  const data = await openAsBlob(given.document);
  const document = await client.documents.upload({ data, name: path.basename(given.document) });
  const definition: Record<string, unknown> = JSON.parse(await readFile(given.schema, 'utf8'));
  const schema = await client.schemas.create({ name: given.name, schema_definition: definition });
  const { job_id: id } = await client.jobs.start({
    document_id: document.document_id,
    schema_id: schema.schema_id,
  });
  const eventIds: number[] = [];
  const events: JobEvent[] = [];
  const statuses = new Set<string>();
  for await (const { id: number, event } of client.jobs.watch(id, { after: 0 })) {
    eventIds.push(number);
    events.push(event);
    statuses.add((await client.jobs.get(id)).status);
  }
  const { status } = await client.jobs.get(id);
  if (!contract.endedStatuses.has(status))
    throw new Error(`${given.name}: the stream ended and the job is ${status}`);
  return { results: await client.jobs.results(id), eventIds, events, statuses };
}

/** What `leafcutter extract` gives for it, with its metadata. */
export async function commandResult(bin: string, given: EndToEndCase): Promise<CommandResult> {
  const argv = [bin, 'extract', given.document, '--schema', given.schema, '--metadata', '--quiet'];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  await new Promise((resolve) => child.on('close', resolve));
  if (out === '') throw new Error(`leafcutter extract ${given.document}: ${err}`);
  return JSON.parse(out);
}

export interface CommandResult {
  readonly results: unknown;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What differs between the two, by name; empty: nothing. Times differ always. */
export function differences({ results }: WentThrough, command: CommandResult): readonly string[] {
  const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(plain(a), plain(b));
  const said: Readonly<Record<string, unknown>> = results.metadata;
  const names = [
    'is_complete',
    'failed_subtrees',
    'violations',
    'arrays',
    'nulls',
    'gaps',
    'usage',
    'model',
    'warnings',
  ];
  return [
    ...(same(results.results, command.results) ? [] : ['results']),
    ...names.filter((name) => !same(said[name], command.metadata[name])),
  ];
}

function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
