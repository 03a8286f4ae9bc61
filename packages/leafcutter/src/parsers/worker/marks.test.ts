import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasMarks } from './marks.ts';

/** 200 x 100 pixels of paper with some of another grey. */
function picture(paper: number, marks: readonly (readonly [at: number, grey: number])[] = []) {
  const data = new Uint8Array(20_000).fill(paper);
  for (const [at, grey] of marks) data[at] = grey;
  return { data, width: 200, height: 100 };
}

test('paper of one grey, dust and the noise of a scanner are no marks', () => {
  for (const paper of [0, 128, 255]) assert.equal(hasMarks(picture(paper)), false);
  assert.equal(
    hasMarks(
      picture(250, [
        [5, 0],
        [900, 10],
      ]),
    ),
    false,
  );
  const noise = Array.from({ length: 5_000 }, (_, at) => [at * 4, 235 + (at % 20)] as const);
  assert.equal(hasMarks(picture(245, noise)), false);
});

test('print is, also where it is pale or lighter than its ground', () => {
  const letter = (grey: number) => Array.from({ length: 12 }, (_, at) => [4_000 + at * 200, grey] as const);
  assert.equal(hasMarks(picture(255, letter(0))), true);
  assert.equal(hasMarks(picture(255, letter(225))), true);
  assert.equal(hasMarks(picture(20, letter(200))), true);
});
