/** Jobs over the examples under `kill -9` at random moments, beside the same jobs undisturbed; `bench/crash.ts` does more of it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { crashRun, type CrashReport } from '../testing/crash.ts';
import { openPostgresStage, openSqliteStage } from '../testing/crash-stages.ts';
import { addCrashJobs, crashWork, findCases } from '../testing/crash-work.ts';
import { readCalls } from '../testing/scripted-perform.ts';
import { postgresServer } from '../testing/servers.ts';

const slots = { parseSlots: 2, callSlots: 4 };
const examples = path.join(import.meta.dirname, '../../../../examples');
const workMs = 60;
// The scanned letter takes seconds of OCR.
const cases = (await findCases(examples)).filter(({ document }) => !document.endsWith('letter.pdf'));

async function run(
  open: typeof openSqliteStage,
  { kills, commands }: { readonly kills: number; readonly commands: number },
): Promise<CrashReport> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-crash-'));
  const stage = await open(crashWork({ scratch, workMs }), slots);
  try {
    const jobs = await addCrashJobs(stage.database, cases, 6, { scratch, workMs });
    const options = { kills, commands, seed: 7, longestMs: 100 };
    return await crashRun(stage, jobs, () => readCalls(scratch), options);
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

for (const [name, open, skip] of [
  ['embedded-sqlite', openSqliteStage, false],
  ['embedded-postgres', openPostgresStage, postgresServer().skip],
] as const) {
  test(`${name}: jobs that are killed again and again end as if nothing had happened`, { skip }, async () => {
    const calm = await run(open, { kills: 0, commands: 0 });
    const killed = await run(open, { kills: 4, commands: calm.commands });
    assert.equal(killed.kills, 4, 'the jobs were over before they could be killed');
    assert.deepEqual(killed.traces, calm.traces);
    assert.ok(killed.traces.every(({ gap, status }) => gap === null && status === 'completed'));
    assert.equal(killed.keptBefore, 0, 'an answer that was kept was asked for again');
    // On Postgres a machine under load may hold up a living process for longer than its lease: that repeats calls, too.
    if (name === 'embedded-postgres') return;
    assert.equal(calm.repeated, 0);
    const inFlight = killed.kills * (slots.parseSlots + slots.callSlots);
    assert.ok(killed.repeated <= inFlight, `${killed.repeated} calls were made again`);
  });
}
