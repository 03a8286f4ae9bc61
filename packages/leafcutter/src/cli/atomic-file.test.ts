import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, lstat, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { LeafcutterError } from '../errors.ts';
import { openResultFile, writeResultFile } from './atomic-file.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-test-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const unwritable = (error: unknown) => error instanceof LeafcutterError && error.code === 'output_unwritable';

test('a file appears whole at the end, and not at all when it is discarded', async () => {
  const target = path.join(folder, 'a.json');
  const file = await openResultFile(target);
  await file.write('one ');
  assert.ok(!existsSync(target));
  await file.write('two');
  await file.commit();
  await file.discard();
  assert.equal(await readFile(target, 'utf8'), 'one two');

  const dropped = await openResultFile(target);
  await dropped.write('half');
  await dropped.discard();
  assert.equal(await readFile(target, 'utf8'), 'one two');
  assert.deepEqual(await readdir(folder), ['a.json']);
});

test('an existing file keeps its mode, a symbolic link stays one', async () => {
  const target = path.join(folder, 'kept.json');
  const link = path.join(folder, 'link.json');
  await writeFile(target, 'old');
  await chmod(target, 0o600);
  await symlink('kept.json', link);
  await writeResultFile(link, 'new');
  assert.equal(await readFile(target, 'utf8'), 'new');
  assert.equal((await stat(target)).mode & 0o777, 0o600);
  assert.ok((await lstat(link)).isSymbolicLink());
});

test('a device is written to and not replaced', { skip: noDevice('/dev/full') }, async () => {
  await assert.rejects(
    writeResultFile('/dev/full', 'x'),
    (error) => unwritable(error) && /disk is full/.test(String(error)),
  );
  assert.ok((await stat('/dev/full')).isCharacterDevice());
  await writeResultFile('/dev/null', 'x');
  assert.ok((await stat('/dev/null')).isCharacterDevice());
});

test('after one failed write the file cannot be finished', { skip: noDevice('/dev/full') }, async () => {
  const file = await openResultFile('/dev/full');
  await assert.rejects(file.write('x'), unwritable);
  await assert.rejects(file.write('y'), unwritable);
  await assert.rejects(file.commit(), unwritable);
  await file.discard();
});

test('a directory that is not there is an error with its name', async () => {
  const target = path.join(folder, 'none', 'a.json');
  await assert.rejects(
    openResultFile(target),
    (error) => unwritable(error) && String(error).includes(target),
  );
});

function noDevice(device: string): string | false {
  return existsSync(device) ? false : `there is no ${device} here`;
}
