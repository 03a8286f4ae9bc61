import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParsePlaces } from './parse-places.ts';

const never = new AbortController().signal;

test('bulk work leaves a place, and interactive work may have all', async () => {
  const places = new ParsePlaces(2);
  const entered: string[] = [];
  const take = (name: string, lane: 'interactive' | 'bulk'): Promise<() => void> =>
    places.take(lane, never).then((free) => {
      entered.push(name);
      return free;
    });
  const first = await take('bulk 1', 'bulk');
  void take('bulk 2', 'bulk');
  const second = await take('quick 1', 'interactive');
  const third = take('quick 2', 'interactive');
  await Promise.resolve();
  assert.deepEqual(entered, ['bulk 1', 'quick 1']);
  first();
  const freeThird = await third;
  assert.deepEqual(entered, ['bulk 1', 'quick 1', 'quick 2'], 'interactive work goes first');
  second();
  freeThird();
  await new Promise(setImmediate);
  assert.deepEqual(entered, ['bulk 1', 'quick 1', 'quick 2', 'bulk 2']);
});

test('who gives up while waiting takes no place', async () => {
  const places = new ParsePlaces(2);
  const free = await places.take('bulk', never);
  const gone = new AbortController();
  const waiting = places.take('bulk', gone.signal);
  gone.abort();
  await assert.rejects(waiting, { name: 'AbortError' });
  await assert.rejects(places.take('bulk', gone.signal));
  free();
  (await places.take('bulk', never))();
});
