/**
 * One document of each labelled set by the client against a server process; the results are compared with the command's.
 * `npm run bench -- server-e2e <data path> [--each 1] [--engine embedded|temporal]`; with `temporal` it starts a worker too, and wants
 * the settings of `scripts/with-servers` in its environment.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  commandResult,
  differences,
  goThrough,
  type EndToEndCase,
} from '../packages/leafcutter/src/testing/end-to-end.ts';
import { bin } from '../packages/leafcutter/test/cli-spawn.ts';
import { bareEnvironment, startServe } from '../packages/leafcutter/test/serve-process.ts';

const readable = /\.(?:pdf|png|jpe?g|tiff?|webp|txt|md|csv|html?)$/i;

export async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { each: { type: 'string', default: '1' }, engine: { type: 'string', default: 'embedded' } },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error('Give the folder of labelled sets.');
  const cases = await casesOf(folder, Number(values.each));
  const shared = process.env['DATABASE_URL'];
  const env = values.engine === 'temporal' && shared !== undefined ? { DATABASE_URL: shared } : {};
  await using server = await startServe({ argv: ['--engine', values.engine], env });
  const worker = values.engine === 'temporal' ? startWorker(server.data, env) : null;
  try {
    const figures = [];
    for (const given of cases) figures.push(await measure(server, given));
    const equal = figures.filter((one) => one.differs.length === 0).length;
    return { engine: values.engine, documents: figures.length, equal, figures };
  } finally {
    await stop(worker);
  }
}

async function measure(server: { readonly origin: string; readonly token: string }, given: EndToEndCase) {
  const started = performance.now();
  const went = await goThrough({ url: server.origin, key: server.token }, given);
  const ms = Math.round(performance.now() - started);
  const gapless = went.eventIds.every((id, index) => id === index + 1);
  return {
    document: given.name,
    status: went.results.status,
    events: went.eventIds.length,
    gapless,
    ms,
    differs: differences(went, await commandResult(bin, given)),
  };
}

/** The first ones of each set that can be read. */
async function casesOf(folder: string, each: number): Promise<readonly EndToEndCase[]> {
  const cases: EndToEndCase[] = [];
  for (const set of (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())) {
    let left = each;
    for (const name of (await readdir(path.join(folder, set.name))).toSorted()) {
      if (left === 0) break;
      const place = path.join(folder, set.name, name);
      const files: readonly string[] = await readdir(place).catch(() => []);
      const source = files.find((file) => file.startsWith('source.') && readable.test(file));
      if (source === undefined || !files.includes('schema.json')) continue;
      left -= 1;
      cases.push({
        name: `${set.name}/${name}`,
        document: path.join(place, source),
        schema: path.join(place, 'schema.json'),
      });
    }
  }
  return cases;
}

function startWorker(data: string, env: Readonly<Record<string, string>>): ChildProcess {
  const argv = [bin, 'worker', '--engine', 'temporal', '--data', data];
  return spawn(process.execPath, argv, {
    env: { ...process.env, ...bareEnvironment, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function stop(worker: ChildProcess | null): Promise<void> {
  if (worker === null || worker.exitCode !== null) return;
  worker.kill('SIGTERM');
  await once(worker, 'exit');
}
