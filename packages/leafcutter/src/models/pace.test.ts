import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createGate } from './gate.ts';
import { callEnded, callStarted, createPace, waitBeforeStart, type CallEnd, type Pace } from './pace.ts';

const limits = { concurrentCalls: 8, requestsPerMinute: null };
const refused = (retryAfterMs: number | null = null): CallEnd => ({ kind: 'refused', retryAfterMs });

function startMany(pace: Pace, count: number, now: number): Pace {
  return Array.from({ length: count }).reduce<Pace>((state) => callStarted(state, limits, now), pace);
}

describe('pace', () => {
  test('no more calls at once than there are places', () => {
    const pace = startMany(createPace(limits), 8, 0);
    assert.equal(waitBeforeStart(pace, 0), Number.POSITIVE_INFINITY);
    assert.equal(waitBeforeStart(callEnded(pace, limits, { kind: 'answered' }, 0, 5), 5), 0);
  });

  test('a refusal halves the places and waits as long as it was told', () => {
    const pace = callEnded(startMany(createPace(limits), 1, 0), limits, refused(3_000), 0, 100);
    assert.equal(pace.places, 4);
    assert.equal(waitBeforeStart(pace, 100), 3_000);
    assert.equal(waitBeforeStart(pace, 3_100), 0);
  });

  test('refusals of calls that left before the cut do not cut again', () => {
    let pace = startMany(createPace(limits), 8, 0);
    for (let index = 0; index < 8; index += 1) pace = callEnded(pace, limits, refused(), 0, 100 + index);
    assert.equal(pace.places, 4);
    assert.equal(pace.refusals, 1);
  });

  test('without a word from the provider each refusal doubles the pause, up to a minute', () => {
    let pace = createPace(limits);
    const pauses: number[] = [];
    for (let now = 1; pauses.length < 9; now += 1_000_000) {
      pace = callEnded(callStarted(pace, limits, now), limits, refused(), now, now);
      pauses.push(waitBeforeStart(pace, now));
    }
    assert.deepEqual(pauses, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    assert.equal(pace.places, 1);
  });

  test('answers give the places back, one a round', () => {
    let pace = { ...createPace(limits), places: 2 };
    const rounds: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const places = Math.floor(pace.places);
      pace = startMany(pace, places, round);
      for (let call = 0; call < places; call += 1) {
        pace = callEnded(pace, limits, { kind: 'answered' }, round, round);
      }
      rounds.push(Math.floor(pace.places));
    }
    assert.equal(rounds.at(-1), 8);
    assert.ok(rounds.every((places, index) => places - (rounds[index - 1] ?? 2) <= 1));
  });

  test('requests a minute are spread evenly', () => {
    const slow = { concurrentCalls: 8, requestsPerMinute: 60 };
    let pace = callStarted(createPace(slow), slow, 0);
    assert.equal(waitBeforeStart(pace, 0), 1_000);
    pace = callStarted(pace, slow, 1_000);
    assert.equal(waitBeforeStart(pace, 1_500), 500);
  });
});

describe('gate', () => {
  const never = new AbortController().signal;
  const failed = (): CallEnd => ({ kind: 'failed' });
  const caller = (job: string, priority: 'interactive' | 'bulk' = 'interactive') => ({ job, priority });

  /** Calls that end when they are told, and the order in which they began. */
  function workload(places: number) {
    const gate = createGate({ concurrentCalls: places, requestsPerMinute: null });
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const call = (name: string, job: string, priority?: 'interactive' | 'bulk') =>
      gate.pass(
        caller(job, priority),
        () => {
          begun.push(name);
          return new Promise<void>((resolve) => ends.push(resolve));
        },
        failed,
        never,
      );
    const endOne = async (): Promise<void> => {
      ends.shift()?.();
      await new Promise(setImmediate);
    };
    return { gate, begun, call, endOne };
  }

  test('jobs take turns, however many calls one of them brings', async () => {
    const { begun, call, endOne, gate } = workload(1);
    const calls = [
      ...['a1', 'a2', 'a3', 'a4'].map((name) => call(name, 'a')),
      ...['b1', 'b2'].map((name) => call(name, 'b')),
    ];
    await new Promise(setImmediate);
    assert.equal(gate.waiting, 5);
    for (let index = 0; index < calls.length; index += 1) await endOne();
    await Promise.all(calls);
    assert.deepEqual(begun, ['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
  });

  test('interactive calls go before bulk ones, which still come to their turn', async () => {
    const { begun, call, endOne } = workload(1);
    const calls = [
      call('first', 'x'),
      ...Array.from({ length: 6 }, (_, index) => call('bulk', `b${index}`, 'bulk')),
      ...Array.from({ length: 6 }, (_, index) => call('now', `i${index}`)),
    ];
    await new Promise(setImmediate);
    for (let index = 0; index < calls.length; index += 1) await endOne();
    await Promise.all(calls);
    assert.deepEqual(begun.slice(0, 8), ['first', 'now', 'now', 'bulk', 'now', 'now', 'now', 'bulk']);
  });

  test('whoever waits can leave, and takes no place with him', async () => {
    const { gate, call, endOne } = workload(1);
    const first = call('a', 'a');
    const abort = new AbortController();
    const waiting = gate.pass(caller('b'), () => Promise.resolve(), failed, abort.signal);
    await new Promise(setImmediate);
    abort.abort(new Error('gone'));
    await assert.rejects(waiting, /gone/);
    assert.equal(gate.waiting, 0);
    await endOne();
    await first;
    assert.equal(gate.inFlight, 0);
  });

  test('after a refusal the others wait, and then go on', async () => {
    const gate = createGate({ concurrentCalls: 4, requestsPerMinute: null });
    const error = new Error('429');
    await assert.rejects(
      gate.pass(
        caller('a'),
        () => Promise.reject(error),
        () => refused(30),
        never,
      ),
      /429/,
    );
    assert.equal(gate.places, 2);
    let answered = false;
    const next = gate.pass(caller('a'), () => Promise.resolve(7), failed, never);
    next.then(() => (answered = true)).catch(() => undefined);
    await new Promise(setImmediate);
    assert.equal(answered, false);
    assert.equal(await next, 7);
  });
});
