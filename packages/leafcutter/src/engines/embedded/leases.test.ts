import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Beat } from '../../storage/workers.ts';
import { look, type Watch } from './leases.ts';

const leaseMs = 5_000;
const roundMs = 500;

/** How many rounds a worker is watched until it counts as dead; null: it never does. */
function roundsToDeath(beatOf: (round: number) => Omit<Beat, 'worker'>, elapsedMs = roundMs): number | null {
  let watch: Watch = new Map();
  for (let round = 0; round < 100; round += 1) {
    const seen = look(watch, [{ worker: 'other', ...beatOf(round) }], elapsedMs, leaseMs);
    if (seen.dead.length > 0) return round;
    watch = seen.watch;
  }
  return null;
}

test('a worker is dead when it was silent for a lease, sooner when its connection is gone', () => {
  assert.equal(
    roundsToDeath(() => ({ beat: 1, gone: false })),
    10,
  );
  assert.equal(
    roundsToDeath(() => ({ beat: 1, gone: true })),
    3,
  );
});

test('a worker that beats lives, whatever the database sees of its connection', () => {
  assert.equal(
    roundsToDeath((round) => ({ beat: round, gone: true })),
    null,
  );
  assert.equal(
    roundsToDeath((round) => ({ beat: Math.floor(round / 2), gone: true })),
    null,
  );
});

test('a watcher that slept has not watched', () => {
  assert.equal(
    roundsToDeath(() => ({ beat: 1, gone: false }), 60_000),
    5,
  );
});
