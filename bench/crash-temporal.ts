/**
 * Jobs over real documents on Temporal: two processes of the API's side, three workers, Postgres, S3; a worker is killed
 * every 3 s, the Temporal server is started anew once, Postgres is cut off for 10 s; beside the same jobs undisturbed.
 * `scripts/with-servers npm run bench -- crash-temporal <data path> [--jobs 100] [--kill-every 3000] [--restart-at 15000] [--cut-at 30000]
 * [--cut-for 10000] [--work 300] [--most-kb 300] [--without <set>/<case>]...`; the path as in `bench/crash.ts`, default the examples.
 * A worker lives for three kills, 9 s: a document of which one part takes longer can never end, and is to be left out.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { addCrashJobs, crashWork, findCases } from '../packages/leafcutter/src/testing/crash-work.ts';
import type { RealCase } from '../packages/leafcutter/src/testing/real-jobs.ts';
import { readCalls } from '../packages/leafcutter/src/testing/scripted-perform.ts';
import { s3Server } from '../packages/leafcutter/src/testing/servers.ts';
import {
  crashOnTemporal,
  type Trouble,
  type TroubledReport,
} from '../packages/temporal/src/testing/crash-run.ts';
import { openTemporalCrashStage } from '../packages/temporal/src/testing/crash-stage.ts';

const limits = { parseSlots: 2, callSlots: 8 };

interface Given {
  readonly cases: readonly RealCase[];
  readonly jobs: number;
  readonly workMs: number;
}
interface Run extends TroubledReport {
  readonly seconds: number;
}

export async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      jobs: { type: 'string', default: '100' },
      'kill-every': { type: 'string', default: '3000' },
      'restart-at': { type: 'string', default: '15000' },
      'cut-at': { type: 'string', default: '30000' },
      'cut-for': { type: 'string', default: '10000' },
      work: { type: 'string', default: '300' },
      'most-kb': { type: 'string', default: '300' },
      without: { type: 'string', multiple: true, default: [] },
    },
  });
  const found = await findCases(positionals[0] ?? path.join(import.meta.dirname, '../examples'));
  const cases = [];
  for (const one of found)
    if (
      (await stat(one.document)).size <= Number(values['most-kb']) * 1_000 &&
      !values.without.some((name) => path.dirname(one.document).endsWith(`/${name}`))
    )
      cases.push(one);
  const given: Given = { cases, jobs: Number(values.jobs), workMs: Number(values.work) };
  const trouble: Trouble = {
    killEveryMs: Number(values['kill-every']),
    restartServerAtMs: Number(values['restart-at']),
    cutStoreAtMs: Number(values['cut-at']),
    cutStoreForMs: Number(values['cut-for']),
  };
  return summary(cases.length, trouble, await once(given, null), await once(given, trouble));
}

async function once({ cases, jobs: count, workMs }: Given, trouble: Trouble | null): Promise<Run> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-crash-'));
  await using bucket = await s3Server().freshBucket();
  const options = { scratch, workMs, s3: bucket.settings };
  const stage = await openTemporalCrashStage(crashWork(options), limits);
  try {
    const jobs = await addCrashJobs(stage.database, cases, count, options);
    const started = performance.now();
    const report = await crashOnTemporal(stage, jobs, () => readCalls(scratch), trouble);
    return { ...report, seconds: Math.round((performance.now() - started) / 100) / 10 };
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function summary(documents: number, trouble: Trouble, calm: Run, hurt: Run): unknown {
  const different = hurt.traces.filter((trace, index) => !isDeepStrictEqual(trace, calm.traces[index]));
  const statuses = Object.groupBy(hurt.traces, ({ status = 'unknown' }) => status);
  return {
    documents,
    jobs: hurt.traces.length,
    trouble,
    kills: hurt.kills,
    serverRestarts: hurt.serverRestarts,
    cuts: hurt.cuts,
    seconds: { undisturbed: calm.seconds, disturbed: hurt.seconds },
    statuses: Object.fromEntries(Object.entries(statuses).map(([status, all]) => [status, all?.length ?? 0])),
    differentFromUndisturbed: different.length,
    errors: different
      .flatMap(({ events }) => events.filter((event) => /error|failed/.test(event)))
      .slice(0, 5),
    gaps: hurt.traces.filter(({ gap }) => gap !== null).length,
    calls: { undisturbed: calm.calls, disturbed: hurt.calls, repeated: hurt.repeated },
    askedAgainThoughKept: hurt.keptBefore,
    /** At each kill a third of the places is lost; at the server's restart what takes longer than its absence is. */
    inFlightAtMost: (hurt.kills + 3 * hurt.serverRestarts) * (limits.parseSlots + limits.callSlots),
  };
}
