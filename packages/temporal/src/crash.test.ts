/** Jobs over the examples while everything around them breaks, beside the same jobs undisturbed; `bench/crash-temporal.ts` does more of it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { loadCrashWork, postgresServer, readCalls, s3Server, temporalServer } from 'leafcutter/testing';
import { crashOnTemporal, type Trouble, type TroubledReport } from './testing/crash-run.ts';
import { openTemporalCrashStage } from './testing/crash-stage.ts';

const slots = { parseSlots: 2, callSlots: 4 };
const workMs = 300;
const { addCrashJobs, crashWork, findCases } = await loadCrashWork();
const examples = path.join(import.meta.dirname, '../../../examples');
// The scanned letter takes seconds of OCR.
const cases = (await findCases(examples)).filter(({ document }) => !document.endsWith('letter.pdf'));

async function run(trouble: Trouble | null): Promise<TroubledReport> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-crash-'));
  await using bucket = await s3Server().freshBucket();
  const options = { scratch, workMs, s3: bucket.settings };
  const stage = await openTemporalCrashStage(crashWork(options), slots);
  try {
    const jobs = await addCrashJobs(stage.database, cases, 6, options);
    return await crashOnTemporal(stage, jobs, () => readCalls(scratch), trouble);
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

const skip = temporalServer().skip || postgresServer().skip || s3Server().skip;

test('temporal: jobs end as if nothing had happened to workers, server and store', { skip }, async () => {
  const calm = await run(null);
  const hurt = await run({
    killEveryMs: 1_500,
    restartServerAtMs: 1_000,
    cutStoreAtMs: 3_000,
    cutStoreForMs: 2_000,
  });
  assert.ok(hurt.kills > 0, 'the jobs were over before a worker could be killed');
  assert.equal(hurt.serverRestarts, 1);
  assert.equal(hurt.cuts, 1);
  assert.deepEqual(hurt.traces, calm.traces);
  assert.ok(hurt.traces.every(({ gap, status }) => gap === null && status === 'completed'));
  assert.equal(hurt.keptBefore, 0, 'an answer that was kept was asked for again');
});
