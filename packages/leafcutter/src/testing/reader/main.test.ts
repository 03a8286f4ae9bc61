/** The reader as a program: what it says of itself, and of what it is told wrongly. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { noFaults } from './faults.ts';

const program = path.resolve(import.meta.dirname, '../../../../../scripts/leafcutter-reader');

function run(...args: readonly string[]): {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
} {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

test('--help names every option', () => {
  const { status, out, err } = run('--help');
  assert.equal(status, 0);
  assert.equal(err, '');
  for (const name of Object.keys(noFaults)) {
    assert.match(
      out,
      new RegExp(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} <rate>`),
    );
  }
});

test('what it is told wrongly is named, with the help', () => {
  for (const [args, said] of [
    [[], /^It needs a data folder\.\n\nusage:/],
    [['data', '--break-jsn', '1'], /--break-jsn.*\n\nusage:/s],
    [['data', '--break-json', '10'], /^--break-json 10 is no rate from 0 to 1\.\n\nusage:/],
    [['data', '--output', 'much'], /^--output much is no number from 0 up\.\n\nusage:/],
    [['data', 'more'], /^It takes one data folder; "more" is too much\.\n\nusage:/],
  ] as const) {
    const { status, out, err } = run(...args);
    assert.equal(status, 2);
    assert.equal(out, '');
    assert.match(err, said);
  }
});

test('a folder that is not there is named', () => {
  const { status, err } = run('/nowhere/at/all');
  assert.equal(status, 1);
  assert.match(err, /^leafcutter-reader: .*\/nowhere\/at\/all/);
});
