/** Law 1: `job/` runs where nothing of Node is. Temporal's bundler refuses Node's built-ins in a workflow's code. */
import assert from 'node:assert/strict';
import { glob, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { bundleCode } from './bundle.ts';

const job = path.resolve(import.meta.dirname, '..', '..', 'leafcutter', 'src', 'job');

/** Bundles a file that imports these. */
async function bundleImports(
  specifiers: readonly string[],
  report: (message: string) => void,
): Promise<string> {
  const folder = await mkdtemp(path.join(import.meta.dirname, '.boundary-'));
  try {
    const file = path.join(folder, 'entry.ts');
    await writeFile(file, specifiers.map((name) => `export * from ${JSON.stringify(name)};\n`).join(''));
    return (await bundleCode(file, { fromSource: true, report })).code;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('every file of job/ can be a part of a workflow', async () => {
  const files: string[] = [];
  for await (const name of glob('*.ts', { cwd: job })) {
    if (!name.endsWith('.test.ts')) files.push(path.join(job, name));
  }
  assert.ok(files.length > 6);
  const errors: string[] = [];
  assert.ok((await bundleImports(files, (message) => errors.push(message))).length > 0);
  assert.deepEqual(errors, []);
});

test('one that used a built-in would be refused', async () => {
  const errors: string[] = [];
  const files = [path.join(job, 'index.ts'), 'node:fs'];
  await assert.rejects(bundleImports(files, (message) => errors.push(message)));
  assert.match(errors.join('\n'), /node:fs/);
});
