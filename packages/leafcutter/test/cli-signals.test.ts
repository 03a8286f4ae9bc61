/** What happens when somebody stops the command, or stops reading it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { invoicePdf, invoiceSchema } from './cli-documents.ts';
import { bin } from './cli-spawn.ts';

let folder = '';
let temporary = '';
const file = (name: string): string => path.join(folder, name);

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-test-'));
  temporary = file('tmp');
  await mkdir(temporary);
  await writeFile(file('schema.json'), JSON.stringify(invoiceSchema));
  await writeFile(file('long.pdf'), await invoicePdf({ pages: 400 }));
});
after(() => rm(folder, { recursive: true, force: true }));

function start(argv: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...argv], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return { child, err: () => err };
}

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} ends extract with ${exitCode} and leaves nothing behind`, async () => {
    const out = file(`out-${signal}`);
    const { child, err } = start([
      'extract',
      file('long.pdf'),
      '--schema',
      file('schema.json'),
      '--out',
      `${out}/`,
    ]);
    child.stdout.resume();
    child.stderr.once('data', () => child.kill(signal));
    await once(child, 'close');
    assert.equal(child.exitCode, exitCode, err());
    assert.doesNotMatch(err(), /leafcutter: /, 'an interrupt is no failure of the document');
    assert.deepEqual(await readdir(out), []);
    assert.deepEqual(await readdir(temporary), []);
  });
}

test('SIGINT while standard input is awaited', async () => {
  const { child } = start(['extract', '-', '--schema', file('schema.json')]);
  child.stdout.resume();
  child.stdin.on('error', () => undefined);
  child.stdin.write('Total: 12');
  while ((await readdir(temporary)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  await once(child, 'close');
  assert.equal(child.exitCode, 130);
  assert.deepEqual(await readdir(temporary), []);
});

test('a reader that goes away ends parse quietly', async () => {
  const { child, err } = start(['parse', file('long.pdf'), '--format', 'json', '--quiet']);
  child.stdout.once('data', () => child.stdout.destroy());
  await once(child, 'close');
  assert.equal(err(), '');
  assert.equal(child.exitCode, 141);
  assert.deepEqual(await readdir(temporary), []);
});
