/**
 * The conformance test and the end-to-end run of the examples, unchanged, against server processes on an engine of choice.
 * `npm run bench -- server-conformance [--engine embedded|temporal]`; `temporal` starts a worker too, and wants the environment of
 * `scripts/with-servers`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runConformance } from '../packages/leafcutter/src/testing/conformance.ts';
import { commandResult, differences, goThrough } from '../packages/leafcutter/src/testing/end-to-end.ts';
import { postgresServer } from '../packages/leafcutter/src/testing/servers.ts';
import { bin, runCommand } from '../packages/leafcutter/test/cli-spawn.ts';
import { bareEnvironment, startServe } from '../packages/leafcutter/test/serve-process.ts';

const examples = path.resolve(import.meta.dirname, '../examples');

export async function run(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: { engine: { type: 'string', default: 'embedded' } },
  });
  const { engine } = values;
  const fresh = engine === 'temporal' ? await postgresServer().freshDatabase() : null;
  const env: Record<string, string> = fresh === null ? {} : { DATABASE_URL: fresh.url };
  await using first = await startServe({ env, argv: ['--engine', engine] });
  const keys = [];
  for (const given of [
    ['--tenant', 'default'],
    ['--tenant', 'other'],
    ['--scope', 'read'],
  ]) {
    const argv = ['keys', 'create', '--name', 'bench', '--data', first.data, ...given];
    keys.push((await runCommand(argv, { env })).out.trim());
  }
  const [key = '', otherKey = '', readKey = ''] = keys;
  await first.stop();
  await using server = await startServe({ env, data: first.data, argv: ['--engine', engine] });
  const worker = engine === 'temporal' ? startWorker(server.data, env) : null;
  try {
    const { seen, declared } = await runConformance({
      url: server.origin,
      key,
      otherKey,
      readKey,
      failing: null,
    });
    const equal = [];
    for (const name of ['invoice', 'letter', 'form', 'statement']) {
      const document = path.join(examples, `${name}.pdf`);
      const given = { name, document, schema: path.join(examples, `${name}.schema.json`) };
      const went = await goThrough({ url: server.origin, key }, given);
      equal.push({
        name,
        differs: differences(went, await commandResult(bin, given)),
        job: went.results.job_id,
      });
    }
    return {
      engine,
      operations: declared.size,
      driven: seen.size,
      answers: [...seen.values()].reduce((sum, statuses) => sum + statuses.size, 0),
      equal: equal.map(({ name, differs }) => ({ name, differs })),
    };
  } finally {
    await stop(worker);
    await server.stop();
    await fresh?.drop();
  }
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
