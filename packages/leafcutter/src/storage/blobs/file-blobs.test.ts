import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openFileBlobs } from './file-blobs.ts';

const dayMs = 24 * 60 * 60_000;

test('opening removes what dead processes left a day ago, and minds no file that goes meanwhile', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-blobs-'));
  const incoming = path.join(folder, 'incoming');
  try {
    await mkdir(incoming);
    await writeFile(path.join(incoming, 'left.part'), 'half');
    // It is in the list and cannot be looked at: another process was done with it in between.
    await symlink('nowhere', path.join(incoming, 'gone.part'));
    await openFileBlobs(folder);
    assert.deepEqual((await readdir(incoming)).toSorted(), ['gone.part', 'left.part']);
    await openFileBlobs(folder, Date.now() + dayMs + 60_000);
    assert.deepEqual(await readdir(incoming), ['gone.part']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
