import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Room, type RoomRequest } from './room.ts';

const request: RoomRequest = {
  limits: { contextTokens: 8_192, outputTokens: 2_048 },
  frameTokens: 450,
  schemaTokens: (paths) => 100 * paths.length,
  overlapTokens: 150,
};
const asked = { paths: ['/a', '/b'], answer: 400, empty: 20 };

test('passes are the fewest whose prompts hold all of the document', () => {
  for (const documentTokens of [100, 5_000, 7_000, 40_000, 200_000]) {
    const room = new Room(request, documentTokens);
    const passes = room.passes(asked);
    assert.ok(passes * room.of(asked, passes) >= documentTokens, `${documentTokens}: ${passes}`);
    assert.ok(passes === 1 || (passes - 1) * room.of(asked, passes - 1) < documentTokens);
  }
});

test('an answer that is spread over many passes leaves more of each prompt to the document', () => {
  const room = new Room(request, 200_000);
  assert.ok(room.of(asked, 30) > room.of(asked, 2));
  assert.ok(room.of({ ...asked, answer: 100_000 }, 2) >= room.of(asked, 1) - 2_048);
});

test('a schema that fills the window leaves no room, however many passes there are', () => {
  const paths = Array.from({ length: 80 }, (_, index) => `/${index}`);
  assert.equal(new Room(request, 5_000).passes({ ...asked, paths }), Infinity);
});
