/** The `curl` lines of docs/http.md, run one after another against a server. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { serverHarness } from '../src/testing/server-harness.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** The blocks marked `sh run`, in order. */
async function lines(): Promise<string> {
  const text = await readFile(path.join(root, 'docs/http.md'), 'utf8');
  return [...text.matchAll(/^```sh run\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code).join('\n');
}

async function run(
  script: string,
  folder: string,
  url: string,
): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: {
      PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      LEAFCUTTER: `${url}/v1`,
      KEY: 'alice',
    },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  return await new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

test(
  'the curl lines of docs/http.md work as they stand',
  { skip: hasCurl ? false : 'there is no curl here' },
  async () => {
    await using harness = await serverHarness();
    const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-docs-'));
    try {
      await symlink(path.join(root, 'examples'), path.join(folder, 'examples'));
      const script = await lines();
      assert.ok(script.split('curl ').length > 18);
      const { code, output } = await run(script, folder, harness.url);
      assert.equal(code, 0, output.slice(-2_000));
      for (const said of [
        'event: job_completed',
        '"status":"completed"',
        'AF-2026-00418',
        '"The document was deleted."',
      ])
        assert.ok(output.includes(said), said);
      for (const file of ['results.xlsx', 'page.png'])
        assert.ok((await stat(path.join(folder, file))).size > 1_000, file);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
