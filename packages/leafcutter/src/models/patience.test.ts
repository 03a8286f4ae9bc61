import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callGivenUp, callHeard, createPatience, silenceFor, type Patience } from './patience.ts';

function after(silences: readonly number[], size = 1_000): Patience {
  return silences.reduce((patience, ms) => callHeard(patience, size, ms), createPatience(180_000));
}

test('nothing is known before some calls have ended', () => {
  assert.equal(silenceFor(after([900, 800, 700, 800]), 1_000), 180_000);
});

test('a model that answers at once is given up soon, a slow one later, and none after its own limit', () => {
  assert.equal(silenceFor(after([900, 800, 700, 800, 900]), 1_000), 20_000);
  assert.equal(silenceFor(after([900, 800, 8_000, 800, 900]), 1_000), 40_000);
  assert.equal(silenceFor(after([60_000, 800, 700, 800, 900]), 1_000), 180_000);
});

test('a longer question is waited for in proportion, a shorter one as long', () => {
  const known = after([8_000, 8_000, 8_000, 8_000, 8_000]);
  assert.equal(silenceFor(known, 2_000), 80_000);
  assert.equal(silenceFor(known, 10), 40_000);
  assert.equal(silenceFor(known, 1_000_000), 180_000);
});

test('each call that was given up doubles the patience, until one ends', () => {
  const known = after([900, 800, 700, 800, 900]);
  const twice = callGivenUp(callGivenUp(known));
  assert.equal(silenceFor(twice, 1_000), 80_000);
  assert.equal(silenceFor(callGivenUp(callGivenUp(twice)), 1_000), 180_000);
  assert.equal(silenceFor(callHeard(twice, 1_000, 900), 1_000), 20_000);
});

test('what was long ago is forgotten', () => {
  assert.equal(silenceFor(after([60_000, ...Array<number>(32).fill(500)]), 1_000), 20_000);
});
