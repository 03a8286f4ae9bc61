import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mannerOf, Solitude } from './solitude.ts';

const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function watched(room: Solitude): {
  readonly inside: string[];
  readonly come: (name: string, losses: number, signal?: AbortSignal) => Promise<() => void>;
} {
  const inside: string[] = [];
  return {
    inside,
    come: async (name, losses, signal = never) => {
      const leave = await room.enter(mannerOf(losses), signal);
      inside.push(name);
      return () => {
        inside.splice(inside.indexOf(name), 1);
        leave();
      };
    },
  };
}

test('what was lost twice is at work alone, those before it and behind it are not beside it', async () => {
  const { inside, come } = watched(new Solitude());
  const first = await come('first', 0);
  const second = await come('second', 1);
  const suspect = come('suspect', 2);
  const behind = come('behind', 0);
  const otherSuspect = come('other suspect', 3);
  await turn();
  assert.deepEqual(inside, ['first', 'second'], 'nobody passes by who waits for solitude');
  first();
  second();
  await turn();
  assert.deepEqual(inside, ['suspect']);
  (await suspect)();
  await turn();
  assert.deepEqual(inside, ['behind']);
  (await behind)();
  await turn();
  assert.deepEqual(inside, ['other suspect']);
  (await otherSuspect)();
});

test('who gives up while it waits for solitude keeps nobody out', async () => {
  const { inside, come } = watched(new Solitude());
  const first = await come('first', 0);
  const gone = new AbortController();
  const suspect = come('suspect', 2, gone.signal);
  const behind = come('behind', 0);
  gone.abort();
  await assert.rejects(suspect, { name: 'AbortError' });
  await turn();
  assert.deepEqual(inside, ['first', 'behind']);
  first();
  (await behind)();
});
