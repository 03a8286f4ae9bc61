import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { crashRun, type CrashReport } from '../testing/crash.ts';
import type { EngineHarness } from '../testing/engine-harness.ts';
import { newJob } from '../testing/engine-suite-tools.ts';
import { postgresHarness, sqliteHarness } from '../testing/harnesses.ts';
import { readCalls } from '../testing/scripted-perform.ts';
import { postgresServer } from '../testing/servers.ts';

const slots = { parseSlots: 2, callSlots: 4 };

async function run(harness: EngineHarness, kills: number): Promise<CrashReport> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-crash-'));
  const units = [
    { id: 'head', leaves: 4 },
    { id: 'rows', leaves: 3, turns: 12, rowsPerTurn: 5 },
    { id: 'foot', leaves: 2 },
  ];
  const stage = await harness.open({ scratch, units, workMs: 25 }, { ...slots, maxClaims: 8 });
  try {
    const jobs = Array.from({ length: 8 }, (_, index) => newJob({ pages: 10 + 25 * (index % 3) }));
    return await crashRun(stage, jobs, () => readCalls(scratch), { kills, seed: 7, longestMs: 500 });
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

for (const [harness, skip] of [
  [sqliteHarness, false],
  [postgresHarness, postgresServer().skip],
] as const) {
  test(
    `${harness.name}: jobs that are killed again and again end as if nothing had happened`,
    { skip },
    async () => {
      const calm = await run(harness, 0);
      const killed = await run(harness, 4);
      assert.equal(calm.repeated, 0);
      assert.ok(killed.kills > 1, 'the jobs were over before they could be killed');
      assert.deepEqual(killed.traces, calm.traces);
      assert.ok(killed.traces.every(({ gap, status }) => gap === null && status === 'completed'));
      const inFlight = killed.kills * (slots.parseSlots + slots.callSlots);
      assert.ok(killed.repeated <= inFlight, `${killed.repeated} calls were made again`);
    },
  );
}
