import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemsPerPass, type Finding } from '../findings/types.ts';
import type { JsonPrimitive } from '../json.ts';
import { joinPasses } from './passes.ts';

/** At `x` on the page, in the row with that number; null: no place. */
function finding(
  pointer: string,
  value: JsonPrimitive,
  place: { page: number; row: number; x: number } | null = null,
): Finding {
  const boxes = place === null ? [] : [[place.x, place.row * 12, place.x + 40, place.row * 12 + 10] as const];
  return {
    pointer,
    value,
    nullReason: null,
    evidence:
      place === null
        ? []
        : [
            {
              page: place.page,
              ranges: [{ start: place.row * 100 + place.x, end: place.row * 100 + place.x + 5 }],
              quote: '',
              boxes,
              role: 'value',
            },
          ],
    match: 'exact',
    confidence: { value: 1, read: 1, found: 1 },
    alternatives: [],
    reasoning: '',
  };
}

function item(
  pass: number,
  index: number,
  values: Readonly<Record<string, JsonPrimitive>>,
  row: number | null = null,
  x = 50,
): Finding[] {
  return Object.entries(values).map(([name, value], column) =>
    finding(
      `/rows/${pass * itemsPerPass + index}/${name}`,
      value,
      row === null ? null : { page: pass + 1, row, x: x + column * 60 },
    ),
  );
}

function itemsOf(findings: readonly Finding[]): readonly Record<string, JsonPrimitive>[] {
  const items = new Map<string, Record<string, JsonPrimitive>>();
  for (const { pointer, value } of joinPasses(findings)) {
    const [, , number = '', ...rest] = pointer.split('/');
    items.set(number, { ...items.get(number), [rest.join('/')]: value });
  }
  return [...items.values()];
}

test('what a later pass says again is one item', () => {
  const found = [...item(0, 0, { period: 'Q2', value: 5 }), ...item(1, 0, { period: 'Q2', value: 5 })];
  assert.deepEqual(itemsOf(found), [{ period: 'Q2', value: 5 }]);
});

test('what two passes know of one item comes together', () => {
  const found = [
    ...item(0, 0, { period: 'Q2', value: 5 }),
    ...item(1, 0, { period: 'Q2', unit: 'USD' }),
    ...item(1, 1, { period: 'Q1', unit: 'USD' }),
  ];
  assert.deepEqual(itemsOf(found), [
    { period: 'Q2', value: 5, unit: 'USD' },
    { period: 'Q1', unit: 'USD' },
  ]);
});

test('equal rows of one table on two pages are two items', () => {
  const found = [...item(0, 0, { name: 'A', value: 5 }, 3), ...item(1, 0, { name: 'A', value: 5 }, 7)];
  assert.equal(itemsOf(found).length, 2);
});

test('a row that two passes saw in the same place is one item', () => {
  const twice = item(0, 0, { name: 'A', value: 5 }, 3);
  const again = twice.map((one) => ({
    ...one,
    pointer: one.pointer.replace('/rows/0', `/rows/${itemsPerPass}`),
  }));
  assert.equal(itemsOf([...twice, ...again]).length, 1);
});

test('an item that goes over a cut has the rows of both passes', () => {
  const at = (pass: number, rest: string): string => `/groups/${pass * itemsPerPass}${rest}`;
  const joined = joinPasses([
    finding(at(0, '/name'), 'Men 30-34'),
    finding(at(0, '/results/0'), 'one'),
    finding(at(1, '/name'), 'Men 30-34'),
    finding(at(1, '/results/0'), 'two'),
  ]);
  assert.deepEqual(
    joined.map(({ pointer, value }) => [pointer, value]),
    [
      ['/groups/0/name', 'Men 30-34'],
      ['/groups/0/results/0', 'one'],
      ['/groups/0/results/1', 'two'],
    ],
  );
});

test('a list that was read in one pass stays as it is, equal items and all', () => {
  const found = [...item(0, 0, { name: 'A' }), ...item(0, 1, { name: 'A' })];
  assert.equal(joinPasses(found), found);
});

test('a name that a later pass finds again in a list of names is one item, however many others it has', () => {
  const names = Array.from({ length: 12 }, (_, index) => `Bank ${index}`);
  const list = (pass: number, some: readonly string[]): readonly Finding[] =>
    some.map((name, index) => finding(`/banks/${pass * itemsPerPass + index}`, name));
  const joined = joinPasses([...list(0, names.slice(0, 8)), ...list(1, ['Bank 3', ...names.slice(4)])]);
  assert.deepEqual(
    joined.map(({ value }) => value),
    [...names.slice(0, 8), ...names.slice(8)],
  );
});

test('an equal row of another table is a twin where that table is no second mention of the list', () => {
  const first = Array.from({ length: 9 }, (_, index) =>
    item(0, index, { name: `A${index}`, value: index }, index),
  ).flat();
  const others = Array.from({ length: 9 }, (_, index) =>
    item(1, index, { name: `B${index}`, value: index }, index, 200),
  ).flat();
  const twin = item(1, 9, { name: 'A3', value: 3 }, 9, 200);
  assert.equal(itemsOf([...first, ...others, ...twin]).length, 19);
  const lessOfIt = item(1, 9, { name: 'A3' }, 9, 200);
  assert.equal(itemsOf([...first, ...others, ...lessOfIt]).length, 18);
  const mention = Array.from({ length: 9 }, (_, index) =>
    item(1, index, { name: `A${index}`, value: index }, index, 200),
  ).flat();
  assert.equal(itemsOf([...first, ...mention]).length, 9);
});

test('the row of totals of a table that says more than the first one did is a mention', () => {
  const periods = ['Q2', 'H1', 'Q2 before', 'H1 before'];
  const row = (pass: number, at: number, name: string, worth: number): readonly Finding[] =>
    periods.flatMap((period, index) =>
      item(pass, 4 * at + index, { name, period, value: worth + index }, at, 50 + 70 * pass),
    );
  const again = [...row(1, 0, 'Men', 10), ...row(1, 1, 'Women', 20), ...row(1, 2, 'All', 30)];
  assert.equal(itemsOf([...row(0, 0, 'All', 30), ...again]).length, 12);
});

test('a row of several figures that comes again in the same columns is a mention, one figure a twin', () => {
  const row = (pass: number, values: readonly number[]): readonly Finding[] =>
    values.flatMap((value, index) => item(pass, index, { period: `Q${index}`, value }, 3 + pass));
  assert.equal(itemsOf([...row(0, [1, 2, 3, 4]), ...row(1, [1, 2, 3, 4])]).length, 4);
  assert.equal(itemsOf([...row(0, [1, 2, 3, 4]), ...row(1, [1])]).length, 5);
});
