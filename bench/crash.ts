/**
 * 30 jobs, `kill -9` twenty times at random moments: SQLite with one process that is started again, Postgres
 * (`DATABASE_URL`) with two. `npm run bench -- crash [--kills 20] [--jobs 30] [--seed 1] [--work <module> <data path>]`;
 * the module brings real stages and the jobs of a data folder (`CrashWork`), else scripted ones are done.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { startEmbedded } from '../packages/leafcutter/src/engines/embedded/engine.ts';
import type { NewJob } from '../packages/leafcutter/src/engines/engine.ts';
import { openPostgres } from '../packages/leafcutter/src/storage/open-database.ts';
import { crashRun, type CrashReport } from '../packages/leafcutter/src/testing/crash.ts';
import type { ChildSettings, ChildWork } from '../packages/leafcutter/src/testing/engine-child.ts';
import type { Stage } from '../packages/leafcutter/src/testing/engine-harness.ts';
import { newJob } from '../packages/leafcutter/src/testing/engine-suite-tools.ts';
import { KillableEngine } from '../packages/leafcutter/src/testing/killable-engine.ts';
import { readCalls } from '../packages/leafcutter/src/testing/scripted-perform.ts';
import { postgresServer } from '../packages/leafcutter/src/testing/servers.ts';

/** What a module of `--work` exports, beside `openPerform` of `PerformModule`. Calls are logged as `readCalls` reads them. */
export interface CrashWork {
  crashWork(
    dataPath: string,
    scratch: string,
    jobs: number,
  ): Promise<{ readonly jobs: readonly NewJob[]; readonly work: ChildWork }>;
}

const limits = { parseSlots: 2, callSlots: 8 };

export async function run(args: readonly string[]): Promise<unknown> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kills: { type: 'string', default: '20' },
      jobs: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      longest: { type: 'string', default: '1500' },
      work: { type: 'string' },
    },
  });
  const options = {
    kills: Number(values.kills),
    seed: Number(values.seed),
    longestMs: Number(values.longest),
  };
  const make = (scratch: string): Promise<Work> =>
    values.work === undefined
      ? scriptedWork(scratch, Number(values.jobs))
      : workOf(values.work, positionals[0] ?? '', scratch, Number(values.jobs));
  const figures: Record<string, unknown> = {};
  const postgres = postgresServer();
  for (const [name, open] of [
    ['sqlite', openSqliteStage],
    ['postgres', openPostgresStage],
  ] as const) {
    if (name === 'postgres' && postgres.skip !== false) {
      figures[name] = { skipped: postgres.skip };
      continue;
    }
    const calm = await once(make, open, { ...options, kills: 0 });
    const killed = await once(make, open, options);
    figures[name] = summary(calm, killed);
  }
  return figures;
}

interface Work {
  readonly jobs: readonly NewJob[];
  readonly work: ChildWork;
}

async function scriptedWork(scratch: string, count: number): Promise<Work> {
  const units = [
    { id: 'head', leaves: 4 },
    { id: 'rows', leaves: 3, turns: 20, rowsPerTurn: 10 },
    { id: 'foot', leaves: 2 },
  ];
  const jobs = Array.from({ length: count }, (_, index) => newJob({ pages: 1 + 17 * (index % 7) }));
  return { jobs, work: { script: { scratch, units, workMs: 120 } } };
}

async function workOf(module: string, dataPath: string, scratch: string, jobs: number): Promise<Work> {
  const found: CrashWork = await import(path.resolve(module));
  return found.crashWork(dataPath, scratch, jobs);
}

async function once(
  make: (scratch: string) => Promise<Work>,
  open: (work: ChildWork) => Promise<Stage>,
  options: { readonly kills: number; readonly seed: number; readonly longestMs: number },
): Promise<CrashReport> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-crash-'));
  const { jobs, work } = await make(scratch);
  const stage = await open(work);
  try {
    return await crashRun(stage, jobs, () => readCalls(scratch), options);
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function openSqliteStage(work: ChildWork): Promise<Stage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-crash-store-'));
  const store = { file: path.join(folder, 'leafcutter.db') };
  const engine = new KillableEngine('embedded-sqlite', { store, work, limits, leaseMs: 5_000 });
  await engine.open();
  return {
    engine,
    kill: () => engine.kill(),
    restart: () => engine.restart(),
    storedStatus: (jobId) => engine.status(jobId),
    close: async () => {
      await engine.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Two working processes, killed in turn, and one that only asks. */
async function openPostgresStage(work: ChildWork): Promise<Stage> {
  const fresh = await postgresServer().freshDatabase();
  const settings: ChildSettings = {
    store: { postgres: { url: fresh.url, maxConnections: 4 } },
    work,
    limits,
    leaseMs: 5_000,
  };
  const workers = [1, 2].map(() => new KillableEngine('embedded-postgres', settings));
  for (const worker of workers) await worker.open();
  const database = await openPostgres({ url: fresh.url });
  const engine = await startEmbedded({
    database,
    perform: () => Promise.reject(new Error('It takes no work.')),
    limits: { parseSlots: 0, callSlots: 0, maxClaims: 5 },
  });
  let turn = 0;
  const next = (): KillableEngine | undefined => workers[turn++ % workers.length];
  return {
    engine,
    kill: async () => next()?.kill(),
    restart: async () => next()?.restart(),
    storedStatus: (jobId) => engine.status(jobId),
    close: async () => {
      for (const worker of workers) await worker.stop();
      await engine.stop(0);
      await database.close();
      await fresh.drop();
    },
  };
}

function summary(calm: CrashReport, killed: CrashReport): unknown {
  const different = killed.traces.filter((trace, index) => !isDeepStrictEqual(trace, calm.traces[index]));
  return {
    jobs: killed.traces.length,
    kills: killed.kills,
    statuses: Object.groupBy(killed.traces, ({ status = 'unknown' }) => status).completed?.length ?? 0,
    differentFromUndisturbed: different.length,
    errors: different.flatMap(({ events }) => events.filter((event) => event.includes('error'))).slice(0, 5),
    gaps: killed.traces.filter(({ gap }) => gap !== null).length,
    calls: { undisturbed: calm.calls, killed: killed.calls, repeated: killed.repeated },
    inFlightAtMost: killed.kills * (limits.parseSlots + limits.callSlots),
    resumedMs: {
      median: killed.resumedMs.toSorted((a, b) => a - b)[killed.resumedMs.length >> 1],
      max: Math.max(...killed.resumedMs),
    },
  };
}
