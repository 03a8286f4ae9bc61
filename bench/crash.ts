/**
 * 30 jobs over real documents, `kill -9` twenty times at random moments, beside the same jobs undisturbed: SQLite with one
 * process that is started again, Postgres (`DATABASE_URL`) with two.
 * `npm run bench -- crash <data path> [--kills 20] [--jobs 30] [--seed 1] [--longest 250] [--most-kb 300]`; the path is a folder of
 * `<set>/<case>/{source.*, schema.json}` or of `<name>.pdf` with `<name>.schema.json`, default the examples. Larger
 * documents are left out: they are no harder to lose, only slower; the lists of a filing take the stand-in thousands of
 * turns. The kills are spread over the work at random; `--longest`: each comes up to so many milliseconds after its moment.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { crashRun, type CrashOptions, type CrashReport } from '../packages/leafcutter/src/testing/crash.ts';
import {
  openPostgresStage,
  openSqliteStage,
  type CrashStage,
} from '../packages/leafcutter/src/testing/crash-stages.ts';
import { addCrashJobs, crashWork, findCases } from '../packages/leafcutter/src/testing/crash-work.ts';
import type { ChildWork } from '../packages/leafcutter/src/testing/engine-child.ts';
import type { RealCase } from '../packages/leafcutter/src/testing/real-jobs.ts';
import { readCalls } from '../packages/leafcutter/src/testing/scripted-perform.ts';
import { postgresServer } from '../packages/leafcutter/src/testing/servers.ts';

const limits = { parseSlots: 2, callSlots: 8 };
const workMs = 150;

interface Given extends CrashOptions {
  readonly cases: readonly RealCase[];
  readonly jobs: number;
}

export async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kills: { type: 'string', default: '20' },
      jobs: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      longest: { type: 'string', default: '250' },
      'most-kb': { type: 'string', default: '300' },
    },
  });
  const examples = path.join(import.meta.dirname, '../examples');
  const given: Given = {
    cases: await casesOf(positionals[0] ?? examples, Number(values['most-kb'])),
    jobs: Number(values.jobs),
    kills: Number(values.kills),
    commands: 0,
    seed: Number(values.seed),
    longestMs: Number(values.longest),
  };
  const figures: Record<string, unknown> = { documents: given.cases.length };
  const postgres = postgresServer();
  for (const [name, open] of [
    ['sqlite', openSqliteStage],
    ['postgres', openPostgresStage],
  ] as const) {
    if (name === 'postgres' && postgres.skip !== false) {
      figures[name] = { skipped: postgres.skip };
      continue;
    }
    const calm = await once({ ...given, kills: 0 }, open);
    const killed = await once({ ...given, commands: calm.commands }, open);
    figures[name] = summary(calm, killed);
  }
  return figures;
}

async function casesOf(folder: string, mostKb: number): Promise<readonly RealCase[]> {
  const cases = [];
  for (const one of await findCases(folder))
    if ((await stat(one.document)).size <= mostKb * 1_000) cases.push(one);
  return cases;
}

type OpenStage = (work: ChildWork, given: typeof limits) => Promise<CrashStage>;

async function once(given: Given, open: OpenStage): Promise<CrashReport> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-crash-'));
  const stage = await open(crashWork({ scratch, workMs }), limits);
  try {
    const jobs = await addCrashJobs(stage.database, given.cases, given.jobs, { scratch, workMs });
    return await crashRun(stage, jobs, () => readCalls(scratch), given);
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function spread(times: readonly number[]): unknown {
  return { median: times.toSorted((a, b) => a - b)[times.length >> 1] ?? null, max: Math.max(0, ...times) };
}

function summary(calm: CrashReport, killed: CrashReport): unknown {
  const different = killed.traces.filter((trace, index) => !isDeepStrictEqual(trace, calm.traces[index]));
  const statuses = Object.groupBy(killed.traces, ({ status = 'unknown' }) => status);
  return {
    jobs: killed.traces.length,
    kills: killed.kills,
    statuses: Object.fromEntries(Object.entries(statuses).map(([status, all]) => [status, all?.length ?? 0])),
    differentFromUndisturbed: different.length,
    errors: different
      .flatMap(({ events }) => events.filter((event) => /error|failed/.test(event)))
      .slice(0, 5),
    gaps: killed.traces.filter(({ gap }) => gap !== null).length,
    calls: { undisturbed: calm.calls, killed: killed.calls, repeated: killed.repeated },
    askedAgainThoughKept: killed.keptBefore,
    inFlightAtMost: killed.kills * (limits.parseSlots + limits.callSlots),
    resumedMs: spread(killed.resumedMs),
    resumedAfterStartMs: spread(killed.resumedAfterStartMs),
  };
}
