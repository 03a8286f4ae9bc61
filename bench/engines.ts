/**
 * The engines' figures, with stages that do nothing: start to first work (on Temporal beside an empty workflow with one empty
 * activity), units a second beside graphile-worker, one-page jobs beside a 10,000-page job, cancel to the last call aborted. `DATABASE_URL` names the Postgres and `TEMPORAL_ADDRESS` the
 * Temporal server; without them only SQLite is measured.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbedded } from '../packages/leafcutter/src/engines/embedded/engine.ts';
import type { Engine, EngineLimits, NewJob } from '../packages/leafcutter/src/engines/engine.ts';
import { engineLimits } from '../packages/leafcutter/src/engines/limits.ts';
import type { Command, Perform, Performed } from '../packages/leafcutter/src/job/index.ts';
import type { Database } from '../packages/leafcutter/src/storage/database.ts';
import { openPostgres, openSqlite } from '../packages/leafcutter/src/storage/open-database.ts';
import { collect, newJob } from '../packages/leafcutter/src/testing/engine-suite-tools.ts';
import { postgresServer, temporalServer } from '../packages/leafcutter/src/testing/servers.ts';
import { taskQueues, workflowDefaults } from '../packages/temporal/src/names.ts';
import { openTemporalEngine, openTemporalWorker } from '../packages/temporal/src/open.ts';
import { emptyWorkflowTimes } from './peers/bare-temporal.ts';
import { graphileRate } from './peers/graphile.ts';

const concurrency = 8;
const unitsAJob = 5;
const startsMeasured = 100;

/** `npm run bench -- engines [jobs]`: jobs of five instant units, default 500. */
export async function run(args: readonly string[]): Promise<unknown> {
  const jobs = Number(args[0] ?? 500);
  const sqlite = await withSqlite((database) => figuresOf('sqlite', embedded(database), jobs));
  const postgres = postgresServer();
  if (postgres.skip !== false) return { sqlite, postgres: { skipped: postgres.skip } };
  const figures = await withPostgres(async (database, url) => {
    // Nobody has the machine to himself for all of a run: once before and once after, the quicker one counts.
    const before = await graphileRate(url, jobs * unitsAJob, concurrency);
    const own = await figuresOf('postgres', embedded(database), jobs);
    const beside = Math.max(before, await graphileRate(url, jobs * unitsAJob, concurrency));
    const ratio = round(own.instantUnits.unitsPerSecond / beside);
    return { ...own, instantUnits: { ...own.instantUnits, graphileTasksPerSecond: beside, ratio } };
  });
  const { skip } = temporalServer();
  if (skip !== false) return { sqlite, postgres: figures, temporal: { skipped: skip } };
  const temporal = await withPostgres((database) =>
    withTemporal(database, async (on) => {
      const emptyWorkflowMs = spread(await emptyWorkflowTimes(startsMeasured));
      const own = await figuresOf('temporal', on, jobs);
      const ratio = round(own.startToFirstWorkMs.p95 / emptyWorkflowMs.p95);
      return { ...own, startToFirstWorkMs: { ...own.startToFirstWorkMs, emptyWorkflowMs, ratio } };
    }),
  );
  return { sqlite, postgres: figures, temporal };
}

interface Figures {
  readonly startToFirstWorkMs: Spread;
  readonly instantUnits: Rate;
  readonly besideLongJob: { readonly idleMs: Spread; readonly besideMs: Spread; readonly ratio: number };
  readonly cancelMs: Spread;
}

async function figuresOf(name: string, subject: Subject, jobs: number): Promise<Figures> {
  const told = async <T>(what: string, measure: Promise<T>): Promise<T> => {
    const figure = await measure;
    process.stderr.write(`${name} ${what}: ${JSON.stringify(figure)}\n`);
    return figure;
  };
  return {
    startToFirstWorkMs: await told('start to first work', startToFirstWork(subject)),
    instantUnits: await told('instant units', instantUnits(subject, jobs)),
    besideLongJob: await told('beside a long job', besideLongJob(subject)),
    cancelMs: await told('cancel', cancelInFlight(subject)),
  };
}

/** An engine of one kind on one store. */
interface Subject {
  /** Several may be open at once. */
  open(perform: Perform, limits?: Partial<EngineLimits>): Promise<Engine>;
  /** Accepts the jobs, and does nothing for them. */
  queue(jobs: readonly NewJob[]): Promise<void>;
  /** Engines of which one has work that another one cancels. */
  readonly processes: number;
}

function embedded(database: Database): Subject {
  const open: Subject['open'] = (perform, limits = {}) =>
    startEmbedded({
      database,
      perform,
      limits: engineLimits({ parseSlots: 2, callSlots: concurrency, ...limits }),
    });
  return {
    open,
    queue: async (jobs) => {
      const never: Perform = () => new Promise(() => undefined);
      const filler = await open(never, { parseSlots: 2, callSlots: 1 });
      await Promise.all(jobs.map((job) => filler.start(job)));
      await filler.stop(0);
    },
    processes: database.dialect === 'postgres' ? 2 : 1,
  };
}

/** The worker and the API's side in this process. */
async function withTemporal<T>(database: Database, use: (subject: Subject) => Promise<T>): Promise<T> {
  const workflow = { queues: taskQueues(`bench-${randomBytes(6).toString('hex')}`), ...workflowDefaults };
  const settings = { workflow, deployment: null };
  return await use({
    open: async (perform, limits = {}) => {
      const slots = { parseSlots: 2, callSlots: concurrency, ...limits };
      const worker = await openTemporalWorker({ database, perform, limits: slots, settings });
      const engine = await openTemporalEngine({ database, settings });
      return {
        ...bound(engine),
        stop: async (graceMs) => {
          await worker.stop(graceMs);
          await engine.stop();
        },
      };
    },
    queue: async (jobs) => {
      const engine = await openTemporalEngine({ database, settings });
      await Promise.all(jobs.map((job) => engine.start(job)));
      await engine.stop();
    },
    processes: 1,
  });
}

function bound(engine: Engine): Omit<Engine, 'stop'> {
  return {
    name: engine.name,
    start: (job) => engine.start(job),
    status: (jobId) => engine.status(jobId),
    state: (jobId) => engine.state(jobId),
    answer: (jobId, piece, turn) => engine.answer(jobId, piece, turn),
    result: (jobId) => engine.result(jobId),
    watch: (jobId, after, signal) => engine.watch(jobId, after, signal),
    cancel: (jobId) => engine.cancel(jobId),
    retry: (jobId) => engine.retry(jobId),
  };
}

async function withSqlite<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-bench-'));
  const database = await openSqlite(path.join(folder, 'leafcutter.db'));
  try {
    return await use(database);
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function withPostgres<T>(use: (database: Database, url: string) => Promise<T>): Promise<T> {
  await using fresh = await postgresServer().freshDatabase();
  const database = await openPostgres({ url: fresh.url });
  try {
    return await use(database, fresh.url);
  } finally {
    await database.close();
  }
}

function instantly(command: Command): Performed {
  switch (command.kind) {
    case 'parse':
      return { outcome: { status: 'parsed' }, answer: null };
    case 'plan': {
      const units = Array.from({ length: unitsAJob }, (_, index) => ({ id: `u${index}`, leaves: 1 }));
      return { outcome: { status: 'planned', units }, answer: null };
    }
    case 'extract':
      return { outcome: { status: 'done', items: 0, pagesCovered: [] }, answer: { value: 1 } };
    case 'merge':
      return { outcome: { status: 'merged' }, answer: { value: 1 } };
  }
}

/** From the call of `start` to the call of `perform`, nothing else going on. */
async function startToFirstWork(subject: Subject): Promise<Spread> {
  let worked: (() => void) | null = null;
  const engine = await subject.open(async (command) => {
    if (command.kind === 'parse') worked?.();
    return instantly(command);
  });
  const times: number[] = [];
  for (let n = 0; n < startsMeasured; n += 1) {
    await sleep(20);
    const started = performance.now();
    const first = new Promise<void>((resolve) => {
      worked = resolve;
    });
    const job = newJob();
    await engine.start(job);
    await first;
    times.push(performance.now() - started);
    await collect(engine, job.spec.jobId);
  }
  await engine.stop();
  return spread(times);
}

interface Rate {
  readonly jobs: number;
  readonly seconds: number;
  readonly unitsPerSecond: number;
  readonly commandsPerSecond: number;
}

/** All jobs are queued first, then an engine works them off. */
async function instantUnits(subject: Subject, jobs: number): Promise<Rate> {
  let ended = 0;
  let finish: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    finish = resolve;
  });
  await subject.queue(Array.from({ length: jobs }, () => newJob()));
  const started = performance.now();
  const engine = await subject.open(async (command) => {
    if (command.kind === 'merge') {
      ended += 1;
      if (ended === jobs) finish();
    }
    return instantly(command);
  });
  await all;
  await engine.stop();
  const seconds = (performance.now() - started) / 1_000;
  return {
    jobs,
    seconds: round(seconds),
    unitsPerSecond: Math.round((jobs * unitsAJob) / seconds),
    // A job is more than its units: a page range, the plan, the merge.
    commandsPerSecond: Math.round((jobs * (unitsAJob + 3)) / seconds),
  };
}

/** One-page jobs alone, and beside a job of 10,000 pages; a page takes 10 ms of a parse place, a call 20 ms. */
async function besideLongJob(subject: Subject): Promise<Figures['besideLongJob']> {
  const engine = await subject.open(async (command, { signal }) => {
    if (command.kind === 'parse') await sleep(10 * (command.last - command.first + 1), undefined, { signal });
    else if (command.kind === 'extract') await sleep(20, undefined, { signal });
    return instantly(command);
  });
  const idle = await onePageJobs(engine);
  const long = newJob({ pages: 10_000, lane: 'bulk' });
  await engine.start(long);
  await sleep(500);
  const beside = await onePageJobs(engine);
  await engine.cancel(long.spec.jobId);
  await engine.stop(0);
  return { idleMs: idle, besideMs: beside, ratio: round(beside.p95 / idle.p95) };
}

async function onePageJobs(engine: Engine): Promise<Spread> {
  const times: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    const started = performance.now();
    const job = newJob();
    await engine.start(job);
    await collect(engine, job.spec.jobId);
    times.push(performance.now() - started);
  }
  return spread(times);
}

/** From the call of `cancel` until the last call in flight was told. On Postgres the calls are another engine's too. */
async function cancelInFlight(subject: Subject): Promise<Spread> {
  const times: number[] = [];
  const aborted: number[] = [];
  const flying = new Set<Command>();
  const hold: Perform = async (command, { signal }) => {
    if (command.kind !== 'extract') return instantly(command);
    flying.add(command);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    flying.delete(command);
    aborted.push(performance.now());
    throw signal.reason;
  };
  const engines: Engine[] = [];
  while (engines.length < subject.processes) engines.push(await subject.open(hold));
  for (let n = 0; n < 20; n += 1) {
    const job = newJob();
    await engines[0]?.start(job);
    await until(() => flying.size >= unitsAJob);
    aborted.length = 0;
    const started = performance.now();
    await engines[0]?.cancel(job.spec.jobId);
    await until(() => flying.size === 0);
    times.push(Math.max(...aborted) - started);
  }
  for (const engine of engines) await engine.stop(0);
  return spread(times);
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await sleep(1);
}

interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

function spread(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
