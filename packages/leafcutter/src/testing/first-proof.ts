/**
 * The first proof of the design: 60 pages, a list of 5,000 rows in turns, a unit that kills its worker, a kill, a rate
 * limit, a retry after the end, and a cancel; every engine must give the same states, events and result.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JobEvent, JobState } from '../job/index.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { EngineHarness, Stage } from './engine-harness.ts';
import { collect, newJob, untilCalled } from './engine-suite-tools.ts';
import { readCalls, type Script } from './scripted-perform.ts';

const turns = 100;
const rowsPerTurn = 50;
const tries = 3;

const script = {
  units: [
    { id: 'head', leaves: 4 },
    { id: 'rows', leaves: 3, turns, rowsPerTurn },
    { id: 'killer', leaves: 1 },
    { id: 'foot', leaves: 1 },
  ],
  twists: [
    // The first time, a kill comes in between; in the second job, a cancel.
    { at: 'rows/37', times: 1, deed: { do: 'hold' } },
    { at: 'killer/1', times: tries, deed: { do: 'die' } },
    { at: 'foot/1', times: 1, deed: { do: 'retry', code: 'rate_limited', afterMs: 0 } },
    { at: 'rows/5', times: 1, deed: { do: 'hold' } },
  ],
} as const satisfies Omit<Script, 'scratch'>;

export interface Proof {
  /** SHA-256 (hex) of the parts below in canonical form. */
  readonly hash: string;
  /** After each act, times and ids left out. */
  readonly states: readonly unknown[];
  readonly events: readonly unknown[];
  readonly result: unknown;
}

/** Rows that the proof's list has: what the result must hold, each once and in order. */
export const proofRows = turns * rowsPerTurn;

export async function firstProof(harness: EngineHarness): Promise<Proof> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'leafcutter-proof-'));
  const stage = await harness.open({ ...script, scratch }, { maxClaims: tries });
  try {
    return await act(stage, scratch);
  } finally {
    await stage.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function act(stage: Stage, scratch: string): Promise<Proof> {
  const { engine } = stage;
  const calls = (): ReturnType<typeof readCalls> => readCalls(scratch);
  // One command at a time: then the order of the outcomes is the script's alone.
  const shape = { pages: 60, units: 4, concurrentUnits: 1, concurrentRanges: 1 };
  const states: (JobState | null)[] = [];

  const cancelled = newJob(shape);
  await engine.start(cancelled);
  await untilCalled(calls, 'rows/5');
  await engine.cancel(cancelled.spec.jobId);
  const events = [...(await collect(engine, cancelled.spec.jobId))];
  states.push(await engine.state(cancelled.spec.jobId));

  const job = newJob(shape);
  const { jobId } = job.spec;
  await engine.start(job);
  await untilCalled(calls, 'rows/37');
  states.push(await engine.state(jobId));
  await stage.kill();
  const failed = await collect(engine, jobId);
  states.push(await engine.state(jobId));

  await engine.retry(jobId);
  events.push(...failed, ...(await collect(engine, jobId, failed.length)));
  states.push(await engine.state(jobId));
  const told = {
    states: states.map(plainState),
    events: events.map(plainEvent),
    result: await engine.result(jobId),
  };
  return { hash: createHash('sha256').update(canonical(told)).digest('hex'), ...told };
}

/** Without what is another one on each run: ids and times. */
function plainState(state: JobState | null): unknown {
  if (state === null) return null;
  const { createdAt: _, endedAt, spec, ...header } = state.header;
  const pieces = [...state.pieces.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { header: { ...header, ended: endedAt !== null, spec: { ...spec, jobId: '' } }, pieces };
}

function plainEvent(event: JobEvent): unknown {
  const { at: _, ...rest } = event;
  return rest;
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: JsonValue) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
