/** What the tests of the engine suite share. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine, EngineLimits, NewJob } from '../engines/engine.ts';
import type { JobEvent, Lane } from '../job/index.ts';
import type { Stage } from './engine-harness.ts';
import type { Call, Script } from './scripted-perform.ts';

/** Opens a stage for the script, and closes it whatever happens. `calls`: all calls of `perform` so far. */
export type Bench = (
  script: Partial<Omit<Script, 'scratch'>>,
  use: (stage: Stage, calls: () => readonly Call[]) => Promise<void>,
  limits?: Partial<EngineLimits>,
) => Promise<void>;

export interface JobShape {
  /** Default 1; ranges of 20. */
  readonly pages?: number;
  readonly lane?: Lane;
  /** Expected units. Default 3. */
  readonly units?: number;
  readonly concurrentUnits?: number;
  readonly concurrentRanges?: number;
  readonly jobId?: string;
}

export function newJob(shape: JobShape = {}): NewJob {
  const { pages = 1, lane = 'interactive', units = 3, concurrentUnits = 5, concurrentRanges = 8 } = shape;
  const ranges = [];
  for (let first = 1; first <= pages; first += 20) ranges.push({ first, last: Math.min(pages, first + 19) });
  return {
    spec: {
      jobId: shape.jobId ?? randomUUID(),
      tenant: 'default',
      lane,
      ranges,
      totalFields: 9,
      expectedUnits: units,
      limits: { concurrentUnits, concurrentRanges, maxRetries: 4, maxTurns: 10_000 },
    },
    documentId: '00000000-0000-7000-8000-000000000001',
    schemaId: '00000000-0000-7000-8000-000000000002',
    schemaVersion: 1,
    request: { model: 'scripted' },
    searchText: 'Suite.pdf',
  };
}

/** All events after `after`, until the job has ended. */
export async function collect(engine: Engine, jobId: string, after = 0): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of engine.watch(jobId, after, new AbortController().signal)) events.push(event);
  return events;
}

/** Waits until it holds. Only a hanging engine makes it wait for long. */
export async function until(holds: () => boolean, what = 'It'): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 10) {
    if (holds()) return;
    await sleep(10);
  }
  throw new Error(`${what} did not come to pass.`);
}

/** Waits until the target was called so often. */
export async function untilCalled(calls: () => readonly Call[], target: string, times = 1): Promise<void> {
  const enough = (): boolean => calls().filter((call) => call.target === target).length >= times;
  await until(enough, `${times} calls of ${target}`);
}
