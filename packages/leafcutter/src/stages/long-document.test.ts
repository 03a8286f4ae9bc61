import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const child = path.join(import.meta.dirname, '../testing/long-document-child.ts');

test('10,000 pages never stand in memory at once', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=140', child]);
  assert.equal(stdout, '10000 pages, 600000 words\n');
});
