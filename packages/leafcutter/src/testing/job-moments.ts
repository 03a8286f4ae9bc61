/**
 * A job's state at several moments, driven by hand: what a release leaves behind in stores and workflows, and the next one
 * must be able to take up. `scripts/record-states.ts` keeps them; `engines/recorded-states.test.ts` goes on from each.
 */
import {
  advance,
  apply,
  awaitedCommands,
  createJob,
  type Command,
  type EncodedState,
  type JobEvent,
  type JobInput,
  type JobSpec,
  type JobState,
  type Outcome,
} from '../job/index.ts';

/** As it is kept, both ways: whole, and as the rows of the embedded engine. */
export interface RecordedMoment {
  readonly encoded: EncodedState;
  readonly rows: { readonly spec: string; readonly header: string; readonly pieces: readonly string[] };
}

const startedAt = Date.UTC(2026, 10, 24);
const spec: JobSpec = {
  jobId: '019a0000-0000-7000-8000-000000000001',
  tenant: 'default',
  lane: 'interactive',
  ranges: [
    { first: 1, last: 20 },
    { first: 21, last: 40 },
    { first: 41, last: 45 },
  ],
  totalFields: 9,
  expectedUnits: 3,
  limits: { concurrentUnits: 5, concurrentRanges: 2, maxRetries: 1, maxTurns: 10_000 },
};
const listTurns = 4;
const failure = { code: 'rate_limited', message: 'As it was recorded.', retryable: true } as const;

/** A job under way: the state, and the commands that nobody has answered, oldest first. */
export class DrivenJob {
  state: JobState;
  commands: readonly Command[];
  readonly events: JobEvent[] = [];
  private now: number;

  constructor(state: JobState | null = null, now = startedAt) {
    this.now = now;
    if (state === null) {
      const step = createJob(spec, now);
      this.state = apply({ header: step.header, pieces: new Map() }, step);
      this.commands = step.commands;
      this.events.push(...step.events);
    } else {
      this.state = state;
      this.commands = awaitedCommands(state);
    }
  }

  tell(input: JobInput): void {
    this.now += 1_000;
    const step = advance(this.state, input, this.now);
    this.state = apply(this.state, step);
    this.events.push(...step.events);
    const open = step.drop === 'all' ? [] : this.commands;
    this.commands = [...open, ...step.commands].filter(
      ({ id }) => input.type !== 'outcome' || id !== input.command,
    );
  }

  /** Answers the command of the piece. */
  answer(piece: string, outcome: Outcome): void {
    const command = this.commands.find((open) => open.piece === piece);
    if (command === undefined) throw new Error(`No command of ${piece} is open.`);
    this.tell({ type: 'claimed', command: command.id });
    this.tell({ type: 'outcome', command: command.id, outcome });
  }

  /** Answers the oldest command well, until none is left or `enough` says so. */
  goOn(enough: (job: DrivenJob) => boolean = () => false): this {
    while (!enough(this)) {
      const [next] = this.commands;
      if (next === undefined) break;
      this.answer(next.piece, outcomeOf(next));
    }
    return this;
  }
}

function outcomeOf(command: Command): Outcome {
  switch (command.kind) {
    case 'parse':
      return { status: 'parsed' };
    case 'plan':
      return {
        status: 'planned',
        units: [
          { id: 'head', leaves: 4 },
          { id: 'rows', leaves: 3 },
          { id: 'foot', leaves: 2 },
        ],
      };
    case 'extract': {
      const { turn } = command;
      const told = { items: 5, pagesCovered: [{ first: turn, last: turn }] };
      return command.unit === 'rows' && turn < listTurns
        ? { status: 'more', cursor: { from: turn * 5 + 1 }, ...told }
        : { status: 'done', ...told };
    }
    case 'merge':
      return { status: 'merged' };
  }
}

const planned = (): DrivenJob => new DrivenJob().goOn(({ state }) => state.header.stage === 'extract');
const retry: Outcome = { status: 'retry', afterMs: 0, failure };

/** By name; a released name keeps its meaning. */
export function jobMoments(): Readonly<Record<string, JobState>> {
  const moments: Record<string, DrivenJob> = {
    accepted: new DrivenJob(),
    parsing: new DrivenJob().goOn(({ state }) => state.header.ranges.done === 1),
    planning: new DrivenJob().goOn(({ state }) => state.header.stage === 'plan'),
    extracting: planned(),
    merging: planned().goOn(({ state }) => state.header.stage === 'merge'),
    completed: planned().goOn(),
  };
  const inTurns = planned();
  inTurns.answer('unit/0', { status: 'done', items: 0, pagesCovered: [] });
  inTurns.answer('unit/1', { status: 'more', cursor: { from: 6 }, items: 5, pagesCovered: [] });
  moments['in-turns'] = inTurns;
  const waiting = planned();
  for (const piece of ['unit/0', 'unit/1', 'unit/2']) waiting.answer(piece, retry);
  moments['waiting'] = waiting;
  const split = planned();
  split.answer('unit/0', {
    status: 'split',
    units: [
      { id: 'head-a', leaves: 2 },
      { id: 'head-b', leaves: 2 },
    ],
  });
  moments['split'] = split;
  const failed = planned();
  failed.answer('unit/2', { status: 'failed', failure, tries: 1 });
  moments['failed'] = failed.goOn();
  const again = new DrivenJob(failed.state, startedAt + 3_600_000);
  again.tell({ type: 'retry' });
  moments['retried'] = again;
  const unread = new DrivenJob();
  unread.answer('parse/0', { status: 'failed', failure });
  unread.goOn(({ state }) => state.header.stage === 'extract');
  moments['page-gap'] = unread;
  const cancelled = planned();
  cancelled.tell({ type: 'cancel' });
  moments['cancelled'] = cancelled;
  return Object.fromEntries(Object.entries(moments).map(([name, { state }]) => [name, state]));
}
