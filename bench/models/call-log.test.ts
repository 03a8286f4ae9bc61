/** The least time that the calls of a job could have taken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallLog } from './call-log.ts';

const speed = { latencyMs: 1_000, tokensPerSecond: 100 };

function logOf(...calls: readonly (readonly [unit: string, askedAt: number, endedAt: number])[]): CallLog {
  const log = new CallLog();
  for (const [unit, askedAt, endedAt] of calls) log.calls.push({ unit, askedAt, endedAt, outputTokens: 100 });
  return log;
}

test('calls of different units could all have run at once, on as many places as there are', () => {
  const log = logOf(['a', 0, 5], ['b', 6, 9], ['c', 10, 12], ['d', 13, 15]);
  assert.deepEqual(log.best(speed, 2), { chain: 2_000, spread: 4_000, longest: 2_000 });
});

test('turns of a unit wait for one another, and parts for what they are parts of', () => {
  const log = logOf(['a', 0, 5], ['a', 6, 9], ['a.1', 10, 12], ['a.2', 10, 13], ['ab', 10, 12]);
  assert.equal(log.best(speed, 5).chain, 6_000);
});

test('calls of a unit that were wanted at the same time did not wait, whenever they found a place', () => {
  const log = logOf(['a', 0, 5], ['a', 1, 50], ['a', 4, 90]);
  assert.equal(log.best(speed, 5).chain, 2_000);
});
