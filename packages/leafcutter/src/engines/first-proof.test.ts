import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rowsOf } from '../testing/engine-suite.ts';
import { firstProof, proofRows } from '../testing/first-proof.ts';
import { inlineHarness, postgresHarness, sqliteHarness } from '../testing/harnesses.ts';
import { postgresServer } from '../testing/servers.ts';

describe('the first proof', () => {
  test('in memory: the list is whole and in order, and every act left its mark', async () => {
    const { result, events, states } = await firstProof(inlineHarness);
    assert.deepEqual(
      rowsOf(result, 'rows'),
      Array.from({ length: proofRows }, (_, index) => `rows ${index + 1}`),
    );
    const types = events.map((event) => JSON.stringify(event));
    for (const mark of ['job_cancelled', 'worker_lost', 'rate_limited', 'job_failed', 'job_completed']) {
      assert.ok(
        types.some((type) => type.includes(mark)),
        `no event tells of ${mark}`,
      );
    }
    assert.equal(states.length, 4);
  });

  for (const [harness, skip] of [
    [sqliteHarness, false],
    [postgresHarness, postgresServer().skip],
  ] as const) {
    test(`${harness.name}: the same states, events and result as in memory`, { skip }, async () => {
      assert.deepEqual(await firstProof(harness), await firstProof(inlineHarness));
    });
  }
});
