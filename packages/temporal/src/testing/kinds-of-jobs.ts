/** Jobs of each kind that a workflow can go through; `scripts/record-histories.ts` keeps what Temporal noted of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { NewJob } from 'leafcutter/internal';
import type { Script, Stage } from 'leafcutter/testing';

export interface KindOfJob {
  readonly name: string;
  readonly script: Omit<Script, 'scratch'>;
  readonly limits: Pick<NewJob['spec']['limits'], 'concurrentUnits' | 'concurrentRanges'>;
  readonly pages: number;
  /** Default: the real one. */
  readonly continueAfterEvents?: number;
  /** What is done while it runs; `called` waits until a command was called so often. */
  readonly meanwhile?: (tools: MeanwhileTools) => Promise<void>;
  /** It is tried again after it has failed. */
  readonly retried?: boolean;
  readonly ends: 'completed' | 'failed' | 'cancelled';
}

export interface MeanwhileTools {
  readonly stage: Stage;
  readonly client: Client;
  readonly jobId: string;
  readonly called: (target: string, times?: number) => Promise<void>;
}

const head = { id: 'head', leaves: 4 };
const rows = { id: 'rows', leaves: 3, turns: 5, rowsPerTurn: 3 };
const foot = { id: 'foot', leaves: 2 };
const units = [head, rows, foot];
const atOnce = { concurrentUnits: 5, concurrentRanges: 8 };
const oneByOne = { concurrentUnits: 1, concurrentRanges: 1 };
const usual = { script: { units }, limits: atOnce, pages: 45 };

export const kindsOfJobs: readonly KindOfJob[] = [
  { ...usual, name: 'completed', ends: 'completed' },
  { ...usual, name: 'list-in-turns', script: { units: [rows] }, limits: oneByOne, ends: 'completed' },
  {
    ...usual,
    name: 'failed-unit',
    script: { units, twists: [{ at: 'head/1', deed: { do: 'fail', code: 'extraction_failed' } }] },
    ends: 'failed',
  },
  {
    ...usual,
    name: 'retried',
    script: {
      units,
      twists: [
        { at: 'foot/1', deed: { do: 'retry', code: 'rate_limited', afterMs: 0 } },
        { at: 'rows/3', deed: { do: 'fail', code: 'extraction_failed' } },
      ],
    },
    retried: true,
    ends: 'completed',
  },
  {
    ...usual,
    name: 'split',
    script: {
      units,
      twists: [
        {
          at: 'head/1',
          deed: {
            do: 'split',
            into: [
              { id: 'head-a', leaves: 2 },
              { id: 'head-b', leaves: 2 },
            ],
          },
        },
      ],
    },
    ends: 'completed',
  },
  {
    ...usual,
    name: 'cancelled',
    script: {
      units,
      twists: [
        { at: 'head/1', deed: { do: 'hold' } },
        { at: 'foot/1', deed: { do: 'retry', code: 'rate_limited', afterMs: 600_000 } },
      ],
    },
    meanwhile: async ({ stage, jobId, called }) => {
      for (const target of ['head/1', 'foot/1', 'rows/5']) await called(target);
      await stage.engine.cancel(jobId);
    },
    ends: 'cancelled',
  },
  {
    ...usual,
    name: 'cancelled-from-outside',
    script: { units, twists: [{ at: 'head/1', deed: { do: 'hold' } }] },
    meanwhile: async ({ client, jobId, called }) => {
      await called('head/1');
      await client.workflow.getHandle(jobId).cancel();
    },
    ends: 'cancelled',
  },
  {
    ...usual,
    name: 'lost-worker',
    script: {
      units,
      twists: [
        { at: 'rows/3', deed: { do: 'hold' } },
        { at: 'foot/1', times: 3, deed: { do: 'die' } },
      ],
    },
    limits: oneByOne,
    meanwhile: async ({ stage, called }) => {
      await called('rows/3');
      await stage.kill();
    },
    ends: 'failed',
  },
  {
    ...usual,
    name: 'given-back',
    script: { units, twists: [{ at: 'rows/3', deed: { do: 'hold' } }] },
    meanwhile: async ({ stage, called }) => {
      await called('rows/3');
      await stage.restart();
    },
    ends: 'completed',
  },
  {
    ...usual,
    name: 'continued-as-new',
    // What dies is still to be tried alone when the history is full: the loss is carried on, and so is what sleeps.
    script: {
      units: [{ ...rows, turns: 30 }, head, foot],
      twists: [
        { at: 'head/1', times: 2, deed: { do: 'die' } },
        { at: 'foot/1', times: 2, deed: { do: 'retry', code: 'rate_limited', afterMs: 0 } },
      ],
    },
    continueAfterEvents: 40,
    ends: 'completed',
  },
];

/** Until it is so; a minute at the most. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 20) {
    if (await holds()) return;
    await sleep(20);
  }
  throw new Error(`${what} did not come to pass.`);
}
