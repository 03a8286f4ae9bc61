/**
 * Schemathesis (PyPI) over `/openapi.json` with a key, against a server process of its own: no answer above 499, none that the
 * document does not declare. `SCHEMATHESIS` names the program, default `schemathesis`. Arguments: [seconds] [seed].
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../packages/leafcutter/test/cli-spawn.ts';
import { bareEnvironment, startServe } from '../packages/leafcutter/test/serve-process.ts';

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];

export async function run(args: readonly string[]): Promise<unknown> {
  const seconds = args[0] ?? '120';
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-schemathesis-'));
  try {
    const words = ['keys', 'create', '--name', 'bench', '--data', folder];
    const key = (await runCommand(words, { env: bareEnvironment })).out.trim();
    const limits = { LEAFCUTTER_REQUESTS_PER_SECOND: '1000000', LEAFCUTTER_REQUEST_BURST: '1000000' };
    await using server = await startServe({
      data: folder,
      env: { ...limits, LEAFCUTTER_UPLOAD_LIMIT_MB: '5' },
    });
    const fixed = `run ${server.origin}/openapi.json --checks ${checks.join(',')} --max-time ${seconds}`;
    const argv = [
      ...`${fixed} --request-timeout 20 --continue-on-failure`.split(' '),
      '--header',
      `Authorization: Bearer ${key}`,
      ...(args[1] === undefined ? [] : ['--seed', args[1]]),
    ];
    const { code, text } = await runProgram(process.env['SCHEMATHESIS'] ?? 'schemathesis', argv, folder);
    if (code !== 0) process.stderr.write(text);
    const alive = (await fetch(`${server.origin}/healthz`)).status === 200;
    const ended = await server.stop();
    return {
      exitCode: code,
      operations: /Tested: (\d+)/.exec(text)?.[1],
      testCases: /(\d+ generated, .*)/.exec(text)?.[1],
      seed: /Seed: (\d+)/.exec(text)?.[1],
      serverErrorsLogged: server
        .err()
        .split('\n')
        .filter((line) => line.includes('"status":5')).length,
      serverAlive: alive,
      serverExitCode: ended.code,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runProgram(
  program: string,
  argv: readonly string[],
  cwd: string,
): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(program, argv, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await once(child, 'close');
  return { code: child.exitCode, text };
}
