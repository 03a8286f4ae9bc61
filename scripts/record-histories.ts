/**
 * `scripts/with-servers node scripts/record-histories.ts`: runs a job of each kind on a real Temporal server and keeps the
 * histories of its workflows in `packages/temporal/histories/<version>/<kind>.<run>.json`, for the version of the package that
 * stands in the checkout. Those of released versions are never written again: a test replays all of them.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { collect, newJob } from '../packages/leafcutter/src/testing/engine-suite-tools.ts';
import { readCalls } from '../packages/leafcutter/src/testing/scripted-perform.ts';
import { connectClient } from '../packages/temporal/src/connection.ts';
import { createTemporalHarness } from '../packages/temporal/src/testing/harness.ts';
import { encodeHistory } from '../packages/temporal/src/testing/histories.ts';
import { kindsOfJobs, until, type KindOfJob } from '../packages/temporal/src/testing/kinds-of-jobs.ts';

const packageFolder = path.resolve(import.meta.dirname, '..', 'packages', 'temporal');
const { version }: { readonly version: string } = JSON.parse(
  await readFile(path.join(packageFolder, 'package.json'), 'utf8'),
);
const folder = path.join(packageFolder, 'histories', version);
const chosen = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const { client, close } = await connectClient();
for (const kind of kindsOfJobs) {
  if (chosen.length > 0 && !chosen.includes(kind.name)) continue;
  const histories = await record(kind, client);
  for (const [index, history] of histories.entries()) {
    await writeFile(path.join(folder, `${kind.name}.${index + 1}.json`), history);
  }
  process.stdout.write(`${kind.name}: ${histories.length} runs\n`);
}
await close();

async function record(kind: KindOfJob, temporal: Client): Promise<readonly string[]> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-record-'));
  const harness = createTemporalHarness(
    kind.continueAfterEvents === undefined ? {} : { continueAfterEvents: kind.continueAfterEvents },
  );
  const stage = await harness.open({ ...kind.script, scratch }, { maxClaims: 3 });
  try {
    const jobId = randomUUID();
    const job = newJob({ jobId, pages: kind.pages, ...kind.limits });
    const called = (target: string, times = 1): Promise<void> =>
      until(() => readCalls(scratch).filter((call) => call.target === target).length >= times, target);
    await stage.engine.start(job);
    await kind.meanwhile?.({ stage, client: temporal, jobId, called });
    let events = await collect(stage.engine, jobId);
    if (kind.retried === true) {
      await stage.engine.retry(jobId);
      events = [...events, ...(await collect(stage.engine, jobId, events.length))];
    }
    const status = (await stage.engine.status(jobId))?.status;
    if (status !== kind.ends) throw new Error(`${kind.name} ended as ${status}`);
    return await historiesOf(temporal, jobId);
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Of all runs of the workflow, the first one first. */
async function historiesOf(temporal: Client, jobId: string): Promise<readonly string[]> {
  const { workflow } = temporal;
  await until(
    async () => (await workflow.getHandle(jobId).describe()).status.name !== 'RUNNING',
    'The end of the workflow',
  );
  const runs = new Map<string, number>();
  const last = await workflow.getHandle(jobId).describe();
  await until(async () => {
    for await (const run of workflow.list({ query: `WorkflowId = "${jobId}"` })) {
      if (run.status.name !== 'RUNNING') runs.set(run.runId, run.startTime.getTime());
    }
    return runs.has(last.runId);
  }, 'The list of runs');
  const ids = [...runs].toSorted(([, a], [, b]) => a - b).map(([id]) => id);
  return await Promise.all(
    ids.map(async (id) => encodeHistory(await workflow.getHandle(jobId, id).fetchHistory())),
  );
}
