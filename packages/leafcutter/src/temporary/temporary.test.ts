import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const module = path.join(import.meta.dirname, 'index.ts');
const script = `
  const { makeTemporaryFolder } = await import(${JSON.stringify(module)});
  process.stdout.write(await makeTemporaryFolder('link'));
  setInterval(() => undefined, 1_000);
`;

test('folders of killed processes are removed by the next one, those of living ones stay', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'leafcutter-temporary-'));
  const children: ChildProcess[] = [];
  const start = async (): Promise<{ readonly folder: string; readonly child: ChildProcess }> => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      env: { ...process.env, TMPDIR: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [said] = await once(child.stdout, 'data');
    return { folder: path.basename(String(said)), child };
  };
  try {
    const living = await start();
    const killed = await start();
    const gone = once(killed.child, 'exit');
    killed.child.kill('SIGKILL');
    await gone;
    assert.deepEqual((await readdir(home)).toSorted(), [living.folder, killed.folder].toSorted());
    const next = await start();
    assert.deepEqual((await readdir(home)).toSorted(), [living.folder, next.folder].toSorted());
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  }
});
