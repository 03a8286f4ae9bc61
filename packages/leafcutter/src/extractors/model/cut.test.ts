import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterCut, type AfterCut } from './cut.ts';
import type { List } from './lists.ts';
import type { Window, WindowLine } from './window.ts';

const lines = Array.from({ length: 40 }, (_, index): WindowLine => ({
  page: 1,
  index,
  text: `Row ${index}`,
  ranges: [],
  kind: 'row',
  table: 0,
  cells: [],
  context: false,
}));
const window: Window = {
  lines,
  totalPages: 1,
  isWhole: true,
  tokens: 200,
  pixelPages: [],
  pageLengths: new Map([[1, lines.length]]),
};

/** What is left when the list of `/rows` was cut off after items that were read from these lines; null: no line is known. */
function left(...read: readonly (number | null)[]): AfterCut | null {
  const items = read.map((at): List['items'][number] => ({
    leaves: [],
    line: at === null ? null : (lines[at] ?? null),
    at: 0,
    fit: 1,
    isFaulty: false,
  }));
  const task = { parts: [0, 1], passages: [], look: 0 };
  const cut = {
    value: { title: 'A', rows: [] },
    at: ['rows', read.length],
    isCutOff: true,
    room: 8_192,
    isRoomier: () => false,
    mostItems: null,
  };
  const list = {
    pointer: '/rows',
    items,
    count: null,
    mark: null,
    check: null,
    dropped: { twice: 0, strange: 0 },
  };
  return afterCut(task, ['/title', '/rows'], cut, [list], window);
}

const from = (line: number): AfterCut['tasks'] => [
  { parts: [1], passages: [{ first: 1, last: 1, fromLine: line, toLine: 40 }], look: 0, overlaps: false },
];

test('a list that goes down the document goes on after its last row', () => {
  const after = left(0, 1, 2, 4, 5, 6, 8, 9);
  assert.deepEqual(after?.done, [0]);
  assert.equal(after?.lists[0]?.items.length, 8);
  assert.deepEqual(after?.tasks, from(10));
});

test('what comes after the last known row is read again, and not kept', () => {
  const after = left(0, null, null, 4, null, 6, 8, null, null);
  assert.equal(after?.lists[0]?.items.length, 7);
  assert.deepEqual(after?.tasks, from(9));
  const shared = left(0, 1, 2, 4, 5, 6, 8, 8);
  assert.equal(shared?.lists[0]?.items.length, 6);
  assert.deepEqual(shared?.tasks, from(7));
});

test('a list in another order, or too short to tell, is asked about from its beginning', () => {
  for (const read of [
    [20, 21, 22, 23, 24, 25, 3, 4],
    [20, 21, 22],
    [20, null, null, null, null, null, null, 21, 22],
  ]) {
    const after = left(...read);
    assert.deepEqual(after?.lists, [], String(read));
    assert.deepEqual(after?.tasks, [{ parts: [1], passages: [], look: 0 }], String(read));
  }
});

test('a list that fills an answer alone is asked about in halves of the document, one of many lists again whole', () => {
  const some = Array.from({ length: 10 }, (_, index) => ({ name: `Row ${index}` }));
  const list: List = {
    pointer: '/rows',
    items: [],
    count: null,
    mark: null,
    check: null,
    dropped: { twice: 0, strange: 0 },
  };
  const after = (title: string, isRoomier = false): AfterCut['tasks'] | undefined =>
    afterCut(
      { parts: [0, 1], passages: [], look: 0, overlaps: true },
      ['/title', '/rows'],
      {
        value: { title, rows: some },
        at: ['rows', 10],
        isCutOff: true,
        room: 8_192,
        isRoomier: () => isRoomier,
        mostItems: null,
      },
      [list],
      window,
    )?.tasks;
  assert.deepEqual(after('A'), [
    { parts: [1], passages: [{ first: 1, last: 1, fromLine: 0, toLine: 20 }], look: 0, overlaps: false },
    { parts: [1], passages: [{ first: 1, last: 1, fromLine: 20, toLine: 40 }], look: 0, overlaps: false },
  ]);
  const again = [{ parts: [1], passages: [], look: 0, overlaps: true }];
  assert.deepEqual(after('A'.repeat(1_000)), again);
  assert.deepEqual(after('A', true), again);
});
