/** The test command itself: what it counts, and that nothing that went wrong looks like a pass. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';

interface Run {
  readonly code: number;
  readonly lines: readonly string[];
}

async function runOn(source: string): Promise<Run> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-test-'));
  try {
    const file = path.join(folder, 'sample.test.ts');
    await writeFile(file, `import { describe, before, test } from 'node:test';\n${source}`);
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    return await new Promise((resolve) => {
      const script = path.join(import.meta.dirname, 'test.ts');
      execFile(process.execPath, [script, file], { env }, (error, stdout) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, lines: stdout.trim().split('\n') });
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the last line and the exit code of npm test', () => {
  const cases: readonly (readonly [what: string, source: string, line: string, code: number])[] = [
    [
      'counts tests, not suites',
      `describe('s', () => { test('a', () => {}); test('b', () => {}); });`,
      '2 passed, 0 failed, 0 skipped',
      0,
    ],
    [
      'a failed subtest is one failure',
      `test('a', async (t) => { await t.test('b', () => { throw new Error('no'); }); }); test('c', () => {});`,
      '1 passed, 1 failed, 0 skipped',
      1,
    ],
    [
      'skipped tests and suites are skipped',
      `test('a', () => {}); test('b', { skip: 'why' }, () => {}); describe('c', { skip: 'why' }, () => {});`,
      '1 passed, 0 failed, 2 skipped',
      0,
    ],
    ['a file that cannot be loaded failed', `import './missing.ts';`, '0 passed, 1 failed, 0 skipped', 1],
    ['a file without tests failed', `describe;`, '0 passed, 1 failed, 0 skipped', 1],
    [
      'a file that ends in the middle failed',
      `test('a', () => {}); test('b', () => new Promise(() => setTimeout(() => process.exit(0), 300)));`,
      '1 passed, 1 failed, 0 skipped',
      1,
    ],
    [
      'nothing but skips is no success',
      `test('a', { skip: 'why' }, () => {});`,
      '0 passed, 0 failed, 1 skipped',
      1,
    ],
  ];
  for (const [what, source, line, code] of cases) {
    test(what, async () => {
      const run = await runOn(source);
      assert.equal(run.lines.at(-1), line);
      assert.equal(run.code, code);
    });
  }

  test('a crash is a failure', async () => {
    const run = await runOn(`test('a', () => { process.kill(process.pid, 'SIGKILL'); });`);
    assert.match(run.lines.at(-1) ?? '', /^0 passed, [12] failed, 0 skipped$/);
    assert.equal(run.code, 1);
  });

  test('the reason of a skip is printed', async () => {
    const run = await runOn(`test('a', { skip: 'no server here' }, () => {});`);
    assert.ok(run.lines.some((line) => line.includes('no server here')));
  });
});
