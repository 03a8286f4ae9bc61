import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../schema/index.ts';
import { foldAnswer } from './fold.ts';
import { prune, wireSchema } from './wire-schema.ts';

const entry = {
  type: 'object',
  properties: {
    period: {
      type: 'string',
      description: 'A quarter or a half year as the report names it, e.g. FY2025 Q2',
    },
    value: { type: 'number', minimum: 0 },
  },
  required: ['value'],
};
const schema = checkSchema({
  type: 'object',
  properties: {
    seller: {
      type: 'object',
      properties: { name: { type: 'string', maxLength: 5 }, since: { type: 'string', format: 'date' } },
    },
    revenue: { type: 'array', items: entry },
    costs: { type: 'array', items: entry },
    skills: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
    kind: { enum: ['a', 'b'] },
  },
});

test('names and nesting stay, bounds and formats go, everything may be null', () => {
  const wire = JSON.stringify(wireSchema(schema.root, ['/seller/name', '/kind'], { reasons: false }));
  assert.equal(
    wire,
    '{"type":"object","properties":{"seller":{"type":["object","null"],"properties":{"name":{"type":["string","null"]}}},"kind":{"type":["string","null"],"enum":["a","b",null]}}}',
  );
});

test('lists come last, so that what is cut off of an answer is the end of a list', () => {
  const invoice = checkSchema({
    type: 'object',
    properties: {
      lines: { type: 'array', items: { type: 'string' } },
      buyer: {
        type: 'object',
        properties: { roles: { type: 'array', items: { type: 'string' } }, name: { type: 'string' } },
      },
      total: { type: 'number' },
      due: { type: 'string' },
    },
  });
  const wire = JSON.stringify(
    wireSchema(invoice.root, ['/lines', '/buyer', '/total', '/due'], { reasons: false }),
  );
  const at = ['"total"', '"due"', '"lines"', '"buyer"', '"name"', '"roles"'].map((name) =>
    wire.indexOf(name),
  );
  assert.deepEqual(
    at,
    at.toSorted((a, b) => a - b),
  );
});

test('a shape that comes twice stands once', () => {
  const wire = wireSchema(schema.root, ['/revenue', '/costs'], { reasons: false });
  assert.deepEqual(wire['properties'], {
    revenue: { $ref: '#/$defs/shape1' },
    costs: { $ref: '#/$defs/shape1' },
  });
});

function fold(paths: readonly string[], answer: Parameters<typeof foldAnswer>[1]) {
  const pruned = prune(schema.root, paths);
  assert.ok(pruned?.kind === 'object');
  const read = foldAnswer(pruned, answer);
  return {
    values: read.leaves.map((leaf) => [leaf.pointer, leaf.value]),
    faults: read.faults,
    lists: read.lists,
  };
}

test('free keys come back from lists of key and value', () => {
  const { values } = fold(['/skills'], {
    skills: [
      { key: 'Languages', value: ['C', 'Go'] },
      { key: 'a/b', value: ['x'] },
    ],
  });
  assert.deepEqual(values, [
    ['/skills/Languages/0', 'C'],
    ['/skills/Languages/1', 'Go'],
    ['/skills/a~1b/0', 'x'],
  ]);
});

test('names that differ in case and dashes are known; what is missing outside of lists is null', () => {
  const { values } = fold(['/seller'], { Seller: { NAME: 'Bo' } });
  assert.deepEqual(values, [
    ['/seller/name', 'Bo'],
    ['/seller/since', null],
  ]);
});

test('what does not fit is told with its place', () => {
  const { faults } = fold(['/seller', '/kind', '/revenue'], {
    seller: { since: 'soon' },
    kind: 'z',
    revenue: [{ value: 'many' }, { value: 3 }],
  });
  assert.deepEqual(
    faults.map(({ pointer, value }) => [pointer, value]),
    [
      ['/seller/since', '"soon"'],
      ['/revenue/0/value', '"many"'],
      ['/kind', '"z"'],
    ],
  );
});
