/** Jobs under `kill -9` at random moments, beside the same jobs undisturbed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewJob } from '../engines/engine.ts';
import type { JobEvent, JobSpec } from '../job/index.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Stage } from './engine-harness.ts';
import { collect } from './engine-suite-tools.ts';
import type { Call } from './scripted-perform.ts';

export interface CrashOptions {
  readonly kills: number;
  /** Of the moments. */
  readonly seed: number;
  /** Commands that the jobs come to undisturbed: the moments are spread over them, so that each kill meets work. */
  readonly commands: number;
  /** After its moment a kill is put off for up to so long, milliseconds. */
  readonly longestMs: number;
}

/** What can be compared of a job: all that does not hang on the order in which equal work happened to end. */
export interface JobTrace {
  readonly status: string | undefined;
  /** Without its timings. */
  readonly result: JsonValue | null;
  /**
   * Without times. A job that does one thing at a time has an order of its own; of others, what hangs on the order
   * (numbers, progress) is left out, and the rest is sorted.
   */
  readonly events: readonly string[];
  /** Event numbers that are missing or doubled; null: none. */
  readonly gap: string | null;
}

export interface CrashReport {
  /** How many of the kills came before all jobs had ended. */
  readonly kills: number;
  readonly traces: readonly JobTrace[];
  readonly calls: number;
  /** Different commands among the calls. */
  readonly commands: number;
  /** Calls of a command that had been called before: at most what was in flight at the kills. */
  readonly repeated: number;
  /** Calls whose answer was kept before they were made. */
  readonly keptBefore: number;
  /** From each kill that lost work until the first of this was taken up again, milliseconds; a new process starts meanwhile. */
  readonly resumedMs: readonly number[];
  /**
   * From the moment at which a process was up until the first work that had been lost, by this kill or one before, was taken
   * up again: SQLite, where nobody else may take it.
   */
  readonly resumedAfterStartMs: readonly number[];
}

/** Starts the jobs, kills, waits for their ends. With `kills: 0` it is the undisturbed run. */
export async function crashRun(
  stage: Stage,
  jobs: readonly NewJob[],
  calls: () => readonly Call[],
  options: CrashOptions,
): Promise<CrashReport> {
  const random = mulberry32(options.seed);
  let ended = 0;
  await Promise.all(jobs.map((job) => stage.engine.start(job)));
  const traces = Promise.all(
    jobs.map(async (job) => {
      const events = await collect(stage.engine, job.spec.jobId);
      ended += 1;
      return traceOf(stage, job.spec, events);
    }),
  );
  const moments = Array.from({ length: options.kills }, () => options.commands * lastMoment * random());
  const killedAt: number[] = [];
  let before = 0;
  for (const moment of moments.toSorted((a, b) => a - b)) {
    while (ended < jobs.length && !(calls().length > before && commandsOf(calls()).size >= moment))
      await sleep(5);
    await sleep(options.longestMs * random());
    if (ended === jobs.length) break;
    before = calls().length;
    killedAt.push(Date.now());
    await stage.kill();
  }
  const made = await traces.then(() => calls());
  const commands = commandsOf(made).size;
  return {
    kills: killedAt.length,
    traces: await traces,
    calls: made.length,
    commands,
    repeated: made.length - commands,
    keptBefore: made.filter((call) => call.keptBefore).length,
    resumedMs: resumed(made, killedAt),
    resumedAfterStartMs: resumedAfterStart(made, stage.startedAt?.() ?? []),
  };
}

/** Of the work: while one process starts again another goes on, and the last kill must meet work. */
const lastMoment = 0.6;

function commandsOf(calls: readonly Call[]): ReadonlySet<string> {
  return new Set(calls.map(({ jobId, commandId }) => `${jobId} ${commandId}`));
}

/** Work that was lost is what was called before a kill and is called again after it. */
function resumed(calls: readonly Call[], killedAt: readonly number[]): readonly number[] {
  const first = new Map<number, number>();
  const previous = new Map<string, number>();
  for (const { jobId, commandId, at } of calls) {
    const key = `${jobId} ${commandId}`;
    const called = previous.get(key);
    previous.set(key, at);
    const kill = called === undefined ? undefined : killedAt.find((time) => time >= called && time <= at);
    if (kill !== undefined) first.set(kill, Math.min(first.get(kill) ?? Infinity, at));
  }
  return [...first].map(([kill, at]) => at - kill);
}

function resumedAfterStart(calls: readonly Call[], startedAt: readonly number[]): readonly number[] {
  const seen = new Set<string>();
  const again = calls.flatMap(({ jobId, commandId, at }) => {
    const key = `${jobId} ${commandId}`;
    if (seen.has(key)) return [at];
    seen.add(key);
    return [];
  });
  return startedAt.flatMap((started, index) => {
    const at = again.find((time) => time >= started);
    return at === undefined || at >= (startedAt[index + 1] ?? Infinity) ? [] : [at - started];
  });
}

async function traceOf(
  stage: Stage,
  { jobId, limits }: JobSpec,
  events: readonly JobEvent[],
): Promise<JobTrace> {
  const inOrder = limits.concurrentRanges === 1 && limits.concurrentUnits === 1;
  const wrong = events.findIndex((event, index) => event.seq !== index + 1);
  return {
    status: (await stage.engine.status(jobId))?.status,
    result: withoutTimings(await stage.engine.result(jobId)),
    events: inOrder
      ? events.map((event) => JSON.stringify({ ...event, at: 0 }))
      : events
          .filter((event) => event.type !== 'progress')
          .map((event) => JSON.stringify({ ...event, seq: 0, at: 0 }))
          .toSorted(),
    gap: wrong < 0 ? null : `after ${wrong}`,
  };
}

function withoutTimings(result: JsonValue | null): JsonValue | null {
  if (!isJsonObject(result) || !isJsonObject(result['metadata'])) return result;
  return { ...result, metadata: { ...result['metadata'], timings_ms: null } };
}

/** Small seeded generator, 0 to 1. T. Ettinger's mulberry32 (public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
