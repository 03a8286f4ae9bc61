import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Failure } from '../errors.ts';
import { advance, apply, createJob, decodeState, encodeState, percentageOf, piecesNeeded } from './index.ts';
import type { Command, JobEvent, JobInput, JobSpec, JobState, Outcome, Step } from './types.ts';

const busy: Failure = { code: 'rate_limited', message: 'Too many requests.', retryable: true };
const broken: Failure = { code: 'extraction_failed', message: 'No answer.', retryable: false };

function specOf(change: Partial<JobSpec> = {}): JobSpec {
  return {
    jobId: 'job',
    tenant: 'default',
    lane: 'interactive',
    ranges: [
      { first: 1, last: 20 },
      { first: 21, last: 40 },
      { first: 41, last: 60 },
    ],
    totalFields: 12,
    expectedUnits: 3,
    limits: { concurrentUnits: 2, concurrentRanges: 2, maxRetries: 2, maxTurns: 50 },
    ...change,
  };
}

/** Holds a job as an engine does, checks every step, and lets the test play the workers. */
class Bench {
  state: JobState;
  readonly events: JobEvent[] = [];
  /** Given out and not answered, by id. */
  readonly open = new Map<string, Command>();
  readonly everIssued = new Set<string>();
  now = 1_000;
  /** Skips what takes time with the number of pieces. */
  quiet = false;
  private percentage = 0;

  constructor(spec: JobSpec) {
    const first = createJob(spec, this.now);
    this.state = { header: first.header, pieces: new Map() };
    this.take(first, false);
  }

  input(input: JobInput): Step {
    this.now += 10;
    const needed = piecesNeeded(this.state.header, input);
    const loaded =
      needed === 'all'
        ? this.state.pieces
        : new Map(
            needed.flatMap((id) => {
              const piece = this.state.pieces.get(id);
              return piece === undefined ? [] : [[id, piece] as const];
            }),
          );
    const step = advance({ header: this.state.header, pieces: loaded }, input, this.now);
    if (input.type === 'outcome') this.open.delete(input.command);
    this.take(step, input.type === 'retry');
    return step;
  }

  outcome(command: Command, outcome: Outcome): Step {
    return this.input({ type: 'outcome', command: command.id, outcome });
  }

  /** The open command of the piece. */
  command(piece: string): Command {
    const command = [...this.open.values()].find((candidate) => candidate.piece === piece);
    assert.ok(command, `no open command for ${piece}`);
    return command;
  }

  parseAndPlan(units: readonly string[]): void {
    for (const index of this.state.header.spec.ranges.keys()) {
      this.outcome(this.command(`parse/${index}`), { status: 'parsed' });
    }
    this.outcome(this.command('plan'), { status: 'planned', units: units.map((id) => ({ id, leaves: 4 })) });
  }

  private take(step: Step, mayFall: boolean): void {
    this.state = apply(this.state, step);
    if (step.drop === 'all') this.open.clear();
    for (const command of step.commands) {
      assert.ok(!this.everIssued.has(command.id), `${command.id} was given out twice`);
      this.everIssued.add(command.id);
      this.open.set(command.id, command);
    }
    for (const event of step.events) {
      assert.equal(event.seq, this.events.length + 1, 'events have no gap');
      this.events.push(event);
    }
    const { header } = this.state;
    assert.equal(header.lastEvent, this.events.length);
    assert.equal(header.percentage, percentageOf(header));
    assert.ok(mayFall || header.percentage >= this.percentage, 'progress never goes backwards');
    assert.equal(header.percentage === 100, header.status === 'completed');
    this.percentage = header.percentage;
    assert.equal(header.stage === 'ended', header.endedAt !== null);
    assert.equal(header.stage === 'ended', ['completed', 'failed', 'cancelled'].includes(header.status));
    this.checkTallies();
  }

  private checkTallies(): void {
    const { header, pieces } = this.state;
    if (header.stage === 'ended' || this.quiet) return;
    for (const [kind, tally] of [
      ['parse', header.ranges],
      ['unit', header.units],
    ] as const) {
      const mine = [...pieces.values()].filter((piece) => piece.kind === kind);
      const count = (...statuses: string[]): number =>
        mine.filter((piece) => statuses.includes(piece.status)).length;
      if (kind === 'unit' || header.round === 0) {
        assert.deepEqual(
          {
            open: count('open', 'waiting'),
            waiting: count('waiting'),
            done: count('done'),
            failed: count('failed'),
            replaced: count('replaced'),
          },
          {
            open: tally.open,
            waiting: tally.waiting,
            done: tally.done,
            failed: tally.failed,
            replaced: tally.replaced,
          },
          kind,
        );
      }
    }
    const awaited = [...pieces.values()].filter(
      (piece) => piece.status === 'open' || piece.status === 'waiting',
    );
    assert.equal(awaited.length, this.open.size, 'each open piece has one command under way');
    assert.ok(awaited.length > 0, 'a job that has not ended waits for something');
  }
}

test('the plain way: pages, plan, units, merge, completed', () => {
  const bench = new Bench(specOf());
  assert.equal(bench.state.header.status, 'pending');
  bench.input({ type: 'claimed', command: bench.command('parse/0').id });
  assert.equal(bench.state.header.status, 'processing');
  bench.parseAndPlan(['a', 'b', 'c']);
  for (const piece of ['unit/0', 'unit/1', 'unit/2']) {
    bench.outcome(bench.command(piece), { status: 'done', items: 0, pagesCovered: [] });
  }
  bench.outcome(bench.command('merge'), { status: 'merged' });
  assert.equal(bench.state.header.status, 'completed');
  assert.equal(bench.state.header.fieldsDone, 12);
  assert.deepEqual(
    bench.events.filter((event) => event.type !== 'progress').map((event) => event.type),
    ['start', 'subtree_result', 'subtree_result', 'subtree_result', 'job_completed'],
  );
});

test('no more commands at once than the limits allow; a waiting one keeps nobody out', () => {
  const bench = new Bench(specOf());
  assert.equal(bench.open.size, 2);
  bench.parseAndPlan(['a', 'b', 'c', 'd']);
  assert.deepEqual(
    [...bench.open.values()].map((command) => command.piece),
    ['unit/0', 'unit/1'],
  );
  bench.outcome(bench.command('unit/0'), { status: 'retry', afterMs: 5_000, failure: busy });
  assert.deepEqual(
    [...bench.open.values()].map((command) => command.piece),
    ['unit/1', 'unit/0', 'unit/2'],
  );
});

test('a retry waits at least as long as was asked for, and is told of', () => {
  const bench = new Bench(specOf());
  bench.parseAndPlan(['a']);
  bench.outcome(bench.command('unit/0'), { status: 'retry', afterMs: 30_000, failure: busy });
  assert.ok((bench.command('unit/0').notBefore ?? 0) >= bench.now + 30_000);
  assert.equal(bench.state.header.status, 'retrying');
  const told = bench.events.findLast((event) => event.type === 'subtree_error');
  assert.ok(told?.type === 'subtree_error' && told.willRetry);
  bench.input({ type: 'claimed', command: bench.command('unit/0').id });
  assert.equal(bench.state.header.status, 'processing');
});

test('a unit that fails for good fails alone; a retry after the end does only it again, where its list stopped', () => {
  const bench = new Bench(specOf());
  bench.parseAndPlan(['a', 'b']);
  bench.outcome(bench.command('unit/0'), {
    status: 'more',
    cursor: 7,
    items: 10,
    pagesCovered: [{ first: 1, last: 2 }],
  });
  bench.outcome(bench.command('unit/0'), { status: 'failed', failure: broken, tries: 3 });
  bench.outcome(bench.command('unit/1'), { status: 'done', items: 0, pagesCovered: [] });
  bench.outcome(bench.command('merge'), { status: 'merged' });
  assert.equal(bench.state.header.status, 'failed');
  assert.equal(bench.state.header.code, 'extraction_failed');
  assert.equal(bench.state.pieces.get('unit/0')?.attempts, 3);

  bench.input({ type: 'retry' });
  assert.equal(bench.state.header.status, 'retrying');
  const [command] = bench.open.values();
  assert.ok(bench.open.size === 1 && command?.kind === 'extract');
  assert.deepEqual(
    { unit: command.unit, turn: command.turn, cursor: command.cursor },
    { unit: 'a', turn: 2, cursor: 7 },
  );
  bench.outcome(command, { status: 'done', items: 5, pagesCovered: [{ first: 3, last: 4 }] });
  bench.outcome(bench.command('merge'), { status: 'merged' });
  assert.equal(bench.state.header.status, 'completed');
  assert.equal(bench.state.pieces.get('unit/2')?.items, 15);
});

test('ranges that cannot be read are gaps; a document of nothing else fails, and can be tried again', () => {
  const unreadable: Failure = {
    code: 'parse_crashed',
    message: 'Pages 1-20 could not be read.',
    retryable: false,
  };
  const some = new Bench(specOf());
  some.outcome(some.command('parse/0'), { status: 'failed', failure: unreadable });
  some.outcome(some.command('parse/1'), { status: 'parsed' });
  some.outcome(some.command('parse/2'), { status: 'parsed' });
  assert.equal(some.state.header.stage, 'plan');

  const none = new Bench(specOf());
  for (const piece of ['parse/0', 'parse/1', 'parse/2']) {
    none.outcome(none.command(piece), { status: 'failed', failure: unreadable });
  }
  assert.equal(none.state.header.status, 'failed');
  assert.equal(none.state.header.code, 'parse_crashed');
  none.input({ type: 'retry' });
  none.parseAndPlan([]);
  none.outcome(none.command('merge'), { status: 'merged' });
  assert.equal(none.state.header.status, 'completed');
});

test('a split unit is replaced by its parts; what it found is told', () => {
  const bench = new Bench(specOf());
  bench.parseAndPlan(['a', 'b']);
  const units = [
    { id: 'a1', leaves: 2 },
    { id: 'a2', leaves: 2 },
  ];
  const step = bench.outcome(bench.command('unit/0'), { status: 'split', units, found: true });
  assert.deepEqual(
    step.events.flatMap((event) => (event.type === 'subtree_result' ? [[event.unit, event.turns]] : [])),
    [['a', 1]],
  );
  const nothing = bench.outcome(bench.command('unit/1'), { status: 'split', units: [], found: false });
  assert.ok(nothing.events.every(({ type }) => type !== 'subtree_result'));
  for (const piece of ['unit/2', 'unit/3'])
    bench.outcome(bench.command(piece), { status: 'done', items: 0, pagesCovered: [] });
  bench.outcome(bench.command('merge'), { status: 'merged' });
  assert.equal(bench.state.header.status, 'completed');
});

test('cancel drops everything; nothing that comes later changes anything', () => {
  const bench = new Bench(specOf());
  const late = bench.command('parse/0');
  const step = bench.input({ type: 'cancel' });
  assert.equal(step.drop, 'all');
  const { header } = bench.state;
  for (const input of [
    { type: 'outcome', command: late.id, outcome: { status: 'parsed' } },
    { type: 'claimed', command: late.id },
    { type: 'cancel' },
    { type: 'retry' },
  ] as const satisfies JobInput[]) {
    assert.equal(bench.input(input).header, header, input.type);
  }
});

test('the same outcome twice changes nothing the second time', () => {
  const bench = new Bench(specOf());
  const command = bench.command('parse/0');
  bench.outcome(command, { status: 'parsed' });
  const { header } = bench.state;
  assert.equal(bench.outcome(command, { status: 'parsed' }).header, header);
});

test('progress is told of each turn of a list, of one that needed no second too, and of no other unit', () => {
  const bench = new Bench(specOf());
  bench.parseAndPlan(['a1-1', 'a1-2', 'o1']);
  const pages = (first: number): { pagesCovered: { first: number; last: number }[] } => ({
    pagesCovered: [{ first, last: first }],
  });
  bench.outcome(bench.command('unit/1'), { status: 'done', items: 7, inTurns: true, ...pages(3) });
  bench.outcome(bench.command('unit/0'), { status: 'more', cursor: 1, items: 5, ...pages(1) });
  bench.outcome(bench.command('unit/0'), { status: 'done', items: 4, inTurns: true, ...pages(2) });
  bench.outcome(bench.command('unit/2'), { status: 'more', cursor: 1, items: 0, pagesCovered: [] });
  bench.outcome(bench.command('unit/2'), { status: 'done', items: 0, pagesCovered: [] });
  const told = bench.events.flatMap((event) =>
    event.type === 'agentic_array_progress'
      ? [[event.unit, event.items, event.turn, event.pagesCovered]]
      : [],
  );
  assert.deepEqual(told, [
    ['a1-2', 7, 1, [{ first: 3, last: 3 }]],
    ['a1-1', 5, 1, [{ first: 1, last: 1 }]],
    ['a1-1', 9, 2, [{ first: 2, last: 2 }]],
  ]);
});

test('a list that never ends fails after the most turns', () => {
  const bench = new Bench(specOf());
  bench.parseAndPlan(['a']);
  for (let turn = 1; turn <= 50; turn += 1) {
    bench.outcome(bench.command('unit/0'), { status: 'more', cursor: turn, items: 1, pagesCovered: [] });
  }
  assert.equal(bench.state.pieces.get('unit/0')?.status, 'failed');
});

test('5,000 units with cursors stay below 256 KB', () => {
  const limits = { concurrentUnits: 20, concurrentRanges: 8, maxRetries: 2, maxTurns: 50 };
  const bench = new Bench(specOf({ limits, ranges: [{ first: 1, last: 20 }] }));
  bench.parseAndPlan(Array.from({ length: 5_000 }, (_, index) => `u${index}`));
  for (const command of bench.open.values()) {
    if (command.kind !== 'extract' || command.turn > 1) break;
    bench.outcome(command, { status: 'more', cursor: { page: 17, row: 123 }, items: 200, pagesCovered: [] });
  }
  assertSmall(bench.state);
});

test('5,000 units that all sleep in the middle of their lists stay below 256 KB', () => {
  const limits = { concurrentUnits: 20, concurrentRanges: 8, maxRetries: 2, maxTurns: 50 };
  const bench = new Bench(specOf({ limits, ranges: [{ first: 1, last: 20 }] }));
  bench.quiet = true;
  bench.parseAndPlan(Array.from({ length: 5_000 }, (_, index) => `a${index}`));
  for (let left = 0; bench.state.header.units.waiting < 5_000; left += 1) {
    assert.ok(left < 20_000, 'all of them get their turn');
    const command = [...bench.open.values()].find(({ notBefore }) => notBefore === null);
    assert.ok(command?.kind === 'extract');
    if (command.turn === 1)
      bench.outcome(command, {
        status: 'more',
        cursor: { page: 17, row: 123 },
        items: 200,
        pagesCovered: [],
      });
    else bench.outcome(command, { status: 'retry', afterMs: 60_000, failure: busy });
  }
  assertSmall(bench.state);
});

function assertSmall(state: JobState): void {
  const encoded = encodeState(state);
  const bytes = Buffer.byteLength(JSON.stringify(encoded));
  assert.ok(bytes <= 256 * 1024, `${bytes} bytes`);
  assert.deepEqual(decodeState(structuredClone(encoded)), state);
}

/** One random thing that workers, users and time can do to a job. */
const action = fc.record({
  choice: fc.nat(1_000),
  kind: fc.constantFrom(
    'good',
    'good',
    'good',
    'good',
    'more',
    'retry',
    'failed',
    'split',
    'claimed',
    'again',
    'stale',
    'retryJob',
    'cancel',
  ),
  units: fc.nat(40),
});

function play(
  bench: Bench,
  { choice, kind, units }: { choice: number; kind: string; units: number },
  answered: string[],
  names: { next: number },
): void {
  const open = [...bench.open.values()];
  const command = open[choice % Math.max(1, open.length)];
  if (kind === 'retryJob') return void bench.input({ type: 'retry' });
  if (kind === 'cancel') return void (choice % 50 === 0 && bench.input({ type: 'cancel' }));
  if (kind === 'again') {
    const id = answered[choice % Math.max(1, answered.length)];
    const { header } = bench.state;
    if (id !== undefined)
      assert.equal(
        bench.input({ type: 'outcome', command: id, outcome: { status: 'failed', failure: broken } }).header,
        header,
      );
    return;
  }
  if (kind === 'stale') return void bench.input({ type: 'claimed', command: 'unit/99999#0.1.1' });
  if (command === undefined) return;
  if (kind === 'claimed') return void bench.input({ type: 'claimed', command: command.id });
  const newUnits = Array.from({ length: units }, () => ({
    id: `u${names.next++}`,
    leaves: 1 + (choice % 5),
  }));
  answered.push(command.id);
  if (kind === 'retry')
    return void bench.outcome(command, { status: 'retry', afterMs: choice, failure: busy });
  if (kind === 'failed')
    return void bench.outcome(command, { status: 'failed', failure: broken, tries: 1 + (choice % 3) });
  const good: Record<Command['kind'], Outcome> = {
    parse: { status: 'parsed' },
    plan: { status: 'planned', units: newUnits },
    extract: { status: 'done', items: choice % 7, pagesCovered: [{ first: 1, last: 3 }] },
    merge: { status: 'merged' },
  };
  if (command.kind === 'extract' && kind === 'more')
    return void bench.outcome(command, { status: 'more', cursor: choice, items: 2, pagesCovered: [] });
  if (command.kind === 'extract' && kind === 'split')
    return void bench.outcome(command, { status: 'split', units: newUnits });
  bench.outcome(command, good[command.kind]);
}

test('under 100,000 random steps every job ends, no unit is lost or done twice', () => {
  const enough = (): boolean => steps >= 100_000;
  let steps = 0;
  const job = fc.record({
    ranges: fc.integer({ min: 1, max: 30 }),
    units: fc.integer({ min: 1, max: 8 }),
    actions: fc.array(action, { minLength: 150, maxLength: 600, size: 'max' }),
  });
  const walk = fc.property(job, ({ ranges, units, actions }) => {
    const bench = new Bench(
      specOf({
        ranges: Array.from({ length: ranges }, (_, index) => ({
          first: index * 20 + 1,
          last: index * 20 + 20,
        })),
        limits: { concurrentUnits: units, concurrentRanges: 4, maxRetries: 2, maxTurns: 50 },
      }),
    );
    const answered: string[] = [];
    const names = { next: 0 };
    for (const one of actions) {
      const { header } = bench.state;
      play(bench, one, answered, names);
      if (bench.state.header !== header) steps += 1;
    }
    for (let left = 0; bench.state.header.stage !== 'ended'; left += 1) {
      assert.ok(left < 20_000, 'the job ends when its work is answered');
      play(bench, { choice: 1, kind: 'good', units: 3 }, answered, names);
      steps += 1;
    }
    assertNothingLost(bench);
  });
  // Runs until enough steps changed something; each seed is printed by fast-check, shrunk, when it fails.
  for (let seed = 1; !enough(); seed += 1) fc.assert(walk, { seed, numRuns: 100 });
});

/**
 * Every unit that was planned was done once, split, or failed and told so; in a job that was not cancelled nothing is left
 * over, and the leaves of all of them add up.
 */
function assertNothingLost(bench: Bench): void {
  const { header } = bench.state;
  const units = [...bench.state.pieces.values()].filter((piece) => piece.kind === 'unit');
  const ended = new Set(['done', 'replaced', 'failed']);
  if (header.status !== 'cancelled') assert.ok(units.every(({ status }) => ended.has(status)));
  const failed = units.filter(({ status }) => status === 'failed');
  assert.equal(failed.length === 0 || header.status !== 'completed', true, 'a failed unit fails the job');
  const refused = new Set(
    bench.events.flatMap((event) => (event.type === 'subtree_error' && !event.willRetry ? [event.unit] : [])),
  );
  assert.ok(
    failed.every(({ unit }) => refused.has(unit)),
    'each failure is told',
  );
  const leaves = (status: string): number =>
    units.filter((piece) => piece.status === status).reduce((sum, piece) => sum + piece.weight, 0);
  assert.equal(header.fieldsDone, leaves('done'));
  assert.equal(header.fieldsFailed, leaves('failed'));
  const done = units.filter((piece) => piece.status === 'done').map((piece) => piece.unit);
  assert.equal(new Set(done).size, done.length);
  const told = bench.events.filter((event) => event.type === 'subtree_result').length;
  assert.equal(told, done.length);
}
