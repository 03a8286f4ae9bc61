import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePlan, planSchema } from '../planning/plan.ts';
import { checkSchema, inspectSchema, leavesOf, nodeAt } from './index.ts';

const leaf = { type: 'string' };
const object = (properties: unknown, more: object = {}): object => ({ type: 'object', properties, ...more });

/** Each: what is wrong, the schema, the pointer of its fault, words that the sentence has. */
const faulty: readonly (readonly [string, unknown, string, string])[] = [
  ['a list', [object({})], '', 'not a list'],
  ['null', null, '', 'not null'],
  ['a text', 'x', '', 'not a string'],
  ['root without type', { properties: { a: leaf } }, '/type', 'must have type "object"'],
  ['root of another type', { type: 'array', items: leaf }, '/type', 'must have type "object"'],
  ['nullable root', { type: ['object', 'null'], properties: {} }, '/type', 'must have type "object"'],
  ['root with nullable', { type: 'object', nullable: true, properties: {} }, '/nullable', 'cannot be null'],
  ['unknown type', object({ a: { type: 'text' } }), '/properties/a/type', '"text"'],
  ['type twice', object({ a: { type: ['string', 'string'] } }), '/properties/a/type', 'one or a list'],
  ['no type', object({ a: { description: 'x' } }), '/properties/a', 'needs a "type"'],
  ['a list for a schema', object({ a: [] }), '/properties/a', 'must be an object'],
  ['true for a schema', object({ a: true }), '/properties/a', 'must be an object'],
  ['properties as list', { type: 'object', properties: [] }, '/properties', 'an object of schemas'],
  ['array without items', object({ a: { type: 'array' } }), '/properties/a', 'needs "items"'],
  ['items as list', object({ a: { type: 'array', items: [leaf] } }), '/properties/a/items', 'one schema'],
  ['oneOf', object({ a: { oneOf: [leaf] } }), '/properties/a/oneOf', 'use anyOf'],
  ['allOf', object({ a: { type: 'object', allOf: [] } }), '/properties/a/allOf', 'not supported'],
  ['not', object({ a: { type: 'string', not: {} } }), '/properties/a/not', 'not supported'],
  ['const', object({ a: { const: 1 } }), '/properties/a/const', 'use enum'],
  [
    'prefixItems',
    object({ a: { type: 'array', items: leaf, prefixItems: [] } }),
    '/properties/a/prefixItems',
    'not supported',
  ],
  ['patternProperties', object({}, { patternProperties: {} }), '/patternProperties', 'additionalProperties'],
  [
    'multipleOf',
    object({ a: { type: 'number', multipleOf: 2 } }),
    '/properties/a/multipleOf',
    'not supported',
  ],
  [
    'uniqueItems',
    object({ a: { type: 'array', items: leaf, uniqueItems: true } }),
    '/properties/a/uniqueItems',
    'not supported',
  ],
  ['if', object({}, { if: {} }), '/if', 'not supported'],
  [
    'exclusiveMinimum',
    object({ a: { type: 'number', exclusiveMinimum: 0 } }),
    '/properties/a/exclusiveMinimum',
    'use minimum',
  ],
  [
    'made up',
    object({ a: { type: 'string', colour: 'red' } }),
    '/properties/a/colour',
    '"colour" is not supported',
  ],
  [
    'pointer is escaped',
    object({ 'a/b~c': { type: 'string', colour: 1 } }),
    '/properties/a~1b~0c/colour',
    'colour',
  ],
  [
    'format unknown',
    object({ a: { type: 'string', format: 'colour' } }),
    '/properties/a/format',
    'take one of date-time',
  ],
  [
    'format of numbers on text',
    object({ a: { type: 'string', format: 'int32' } }),
    '/properties/a/format',
    'int32',
  ],
  [
    'format of texts on number',
    object({ a: { type: 'number', format: 'date' } }),
    '/properties/a/format',
    'take one of int32',
  ],
  [
    'format on boolean',
    object({ a: { type: 'boolean', format: 'date' } }),
    '/properties/a/format',
    'does not go with type boolean',
  ],
  [
    'minLength on number',
    object({ a: { type: 'number', minLength: 1 } }),
    '/properties/a/minLength',
    'does not go with',
  ],
  [
    'minimum on text',
    object({ a: { type: 'string', minimum: 1 } }),
    '/properties/a/minimum',
    'does not go with',
  ],
  [
    'properties on text',
    object({ a: { type: 'string', properties: {} } }),
    '/properties/a/properties',
    'does not go with',
  ],
  [
    'items on object',
    object({ a: { type: 'object', items: leaf } }),
    '/properties/a/items',
    'does not go with',
  ],
  [
    'enum on object',
    object({ a: { type: 'object', enum: ['x'] } }),
    '/properties/a/enum',
    'does not go with',
  ],
  ['enum empty', object({ a: { type: 'string', enum: [] } }), '/properties/a/enum', 'at least one'],
  ['enum of lists', object({ a: { type: 'string', enum: [[]] } }), '/properties/a/enum', 'texts, numbers'],
  [
    'enum of another type',
    object({ a: { type: 'string', enum: ['a', 2] } }),
    '/properties/a/enum/1',
    'does not have the type',
  ],
  [
    'minimum over maximum',
    object({ a: { type: 'number', minimum: 2, maximum: 1 } }),
    '/properties/a/minimum',
    'nothing fits',
  ],
  [
    'minItems over maxItems',
    object({ a: { type: 'array', items: leaf, minItems: 2, maxItems: 1 } }),
    '/properties/a/minItems',
    'nothing fits',
  ],
  [
    'minLength negative',
    object({ a: { type: 'string', minLength: -1 } }),
    '/properties/a/minLength',
    'from 0 on',
  ],
  [
    'minLength text',
    object({ a: { type: 'string', minLength: '1' } }),
    '/properties/a/minLength',
    'from 0 on',
  ],
  ['minimum text', object({ a: { type: 'number', minimum: '1' } }), '/properties/a/minimum', 'a number'],
  [
    'look-ahead',
    object({ a: { type: 'string', pattern: '(?=a)b' } }),
    '/properties/a/pattern',
    'linear time',
  ],
  [
    'back reference',
    object({ a: { type: 'string', pattern: '(a)\\1' } }),
    '/properties/a/pattern',
    'linear time',
  ],
  ['broken pattern', object({ a: { type: 'string', pattern: '(' } }), '/properties/a/pattern', 'linear time'],
  ['required as text', object({ a: leaf }, { required: 'a' }), '/required', 'list of property names'],
  ['required twice', object({ a: leaf }, { required: ['a', 'a'] }), '/required', 'list of property names'],
  [
    'additionalProperties as text',
    object({}, { additionalProperties: 'no' }),
    '/additionalProperties',
    'true, false or a schema',
  ],
  ['anyOf empty', object({ a: { anyOf: [] } }), '/properties/a/anyOf', 'at least one'],
  [
    'type beside anyOf',
    object({ a: { type: 'string', anyOf: [leaf] } }),
    '/properties/a/type',
    'does not go with anyOf',
  ],
  [
    'fault inside anyOf',
    object({ a: { anyOf: [leaf, { type: 'x' }] } }),
    '/properties/a/anyOf/1/type',
    '"x"',
  ],
  [
    'type beside $ref',
    object({ a: { type: 'string', $ref: '#/$defs/A' } }, { $defs: { A: leaf } }),
    '/properties/a/type',
    'does not go with $ref',
  ],
  [
    'reference to nothing',
    object({ a: { $ref: '#/$defs/B' } }, { $defs: { A: leaf } }),
    '/properties/a/$ref',
    'not there',
  ],
  ['reference to elsewhere', object({ a: { $ref: 'other.json' } }), '/properties/a/$ref', '#/$defs/Name'],
  [
    'reference to a property',
    object({ a: { $ref: '#/properties/b' }, b: leaf }),
    '/properties/a/$ref',
    '#/$defs/Name',
  ],
  [
    'reference to prototype',
    object({ a: { $ref: '#/$defs/toString' } }, { $defs: {} }),
    '/properties/a/$ref',
    'not there',
  ],
  [
    'fault in a definition',
    object({ a: { $ref: '#/$defs/A' } }, { $defs: { A: { type: 'x' } } }),
    '/$defs/A/type',
    '"x"',
  ],
  [
    'circle',
    object({ a: { $ref: '#/$defs/A' } }, { $defs: { A: object({ b: { $ref: '#/$defs/A' } }) } }),
    '/$defs/A',
    'circle: #/$defs/A -> #/$defs/A',
  ],
  [
    'circle of two',
    object(
      { a: { $ref: '#/$defs/A' } },
      {
        $defs: {
          A: { type: 'array', items: { $ref: '#/$defs/B' } },
          B: object({ c: { $ref: '#/$defs/A' } }),
        },
      },
    ),
    '/$defs/A',
    '#/$defs/B',
  ],
  ['definitions inside', object({ a: object({}, { $defs: {} }) }), '/properties/a/$defs', 'root only'],
  [
    'turns below zero',
    object({ a: { type: 'array', items: leaf, agenticArrayExtractionMaxItemsPerTurn: -1 } }),
    '/properties/a/agenticArrayExtractionMaxItemsPerTurn',
    'from 0 on',
  ],
  [
    'description as number',
    object({ a: { type: 'string', description: 1 } }),
    '/properties/a/description',
    'a text',
  ],
  [
    'nullable as text',
    object({ a: { type: 'string', nullable: 'yes' } }),
    '/properties/a/nullable',
    'true or false',
  ],
];

for (const [what, definition, pointer, words] of faulty) {
  test(`refused: ${what}`, () => {
    const { faults } = inspectSchema(definition);
    const fault = faults.find((one) => one.pointer === pointer);
    assert.ok(fault, `no fault at ${pointer}: ${JSON.stringify(faults)}`);
    assert.ok(fault.message.includes(words), fault.message);
    assert.equal(faults.length, 1, JSON.stringify(faults));
  });
}

test('every fault is listed, in the order of the schema', () => {
  const { faults } = inspectSchema(object({ a: { type: 'x' }, b: { type: 'string', not: {} } }));
  assert.deepEqual(
    faults.map((fault) => fault.pointer),
    ['/properties/a/type', '/properties/b/not'],
  );
  assert.throws(
    () => checkSchema(object({ a: { type: 'x' }, b: { type: 'string', not: {} } })),
    /and 1 more/,
  );
});

test('references that explode are counted, not written out', () => {
  const level = (next: string): object =>
    object(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`p${index}`, { $ref: next }])));
  const $defs = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      `L${index}`,
      index === 29 ? leaf : level(`#/$defs/L${index + 1}`),
    ]),
  );
  const { faults } = inspectSchema(object({ a: { $ref: '#/$defs/L0' } }, { $defs }));
  assert.match(faults[0]?.message ?? '', /more than 10000 leaves/);
});

test('too deep, too large', () => {
  const deep = (levels: number): object => (levels === 0 ? leaf : object({ a: deep(levels - 1) }));
  assert.equal(inspectSchema(deep(60)).faults.length, 0);
  assert.match(inspectSchema(deep(70)).faults[0]?.message ?? '', /deeper than 64/);
  let text = 'null';
  for (let level = 0; level < 100_000; level += 1) text = `[${text}]`;
  assert.equal(inspectSchema({ type: 'object', properties: {}, default: JSON.parse(text) }).schema, null);
  assert.match(
    inspectSchema(object({ a: { ...leaf, description: 'x'.repeat(1_000_001) } })).faults[0]?.message ?? '',
    /larger than 1 MB/,
  );
  const wide = object(Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`p${index}`, leaf])));
  assert.match(inspectSchema(wide).faults[0]?.message ?? '', /more than 10000 leaves/);
});

test('annotations of other tools are ignored wherever they stand', () => {
  const schema = checkSchema(
    object(
      { a: { type: 'string', evaluation_config: { any: ['thing'] }, 'x-note': [1], $comment: 'c' } },
      { 'x-root': 1, $schema: 's', $id: 'i' },
    ),
  );
  assert.equal(schema.leafCount, 1);
});

test('null in types, anyOf, enum or nullable makes a leaf nullable', () => {
  const { root } = checkSchema(
    object({
      a: { type: ['string', 'null'] },
      b: { anyOf: [{ type: 'null' }, { type: 'number', description: 'inner' }], title: 'outer' },
      c: { type: 'string', enum: ['x', null] },
      d: { type: 'integer', nullable: true },
      e: leaf,
    }),
  );
  assert.deepEqual(
    root.properties.map((node) => [node.name, node.kind, node.nullable]),
    [
      ['a', 'leaf', true],
      ['b', 'leaf', true],
      ['c', 'leaf', true],
      ['d', 'leaf', true],
      ['e', 'leaf', false],
    ],
  );
  const b = root.properties[1];
  assert.deepEqual([b?.title, b?.description], ['outer', 'inner']);
});

test('unions of primitives are one leaf, others stay unions; an array or null is an array', () => {
  const { root } = checkSchema(
    object({
      rank: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
      list: { anyOf: [{ type: 'array', items: leaf }, { type: 'null' }] },
      either: { anyOf: [leaf, object({ x: leaf })] },
      mixed: { type: ['string', 'object'], properties: { y: leaf } },
    }),
  );
  const kinds = root.properties.map((node) => node.kind);
  assert.deepEqual(kinds, ['leaf', 'array', 'union', 'union']);
  const rank = root.properties[0];
  assert.deepEqual(rank?.kind === 'leaf' ? rank.types : null, ['integer', 'string']);
});

test('references are written out, with names escaped and captions of the place kept', () => {
  const { root } = checkSchema(
    object(
      { buyer: { $ref: '#/$defs/a~1b%20c', description: 'Who buys' } },
      { $defs: { 'a/b c': object({ name: leaf }, { description: 'A party' }), unused: leaf } },
    ),
  );
  const buyer = nodeAt(root, '/buyer');
  assert.equal(buyer?.description, 'Who buys');
  assert.deepEqual(
    leavesOf(root).map((node) => node.path),
    ['/buyer/name'],
  );
});

test('names of prototypes are ordinary names', () => {
  const definition: unknown = JSON.parse(
    '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"object","properties":{"toString":{"type":"number"}}}},"required":["__proto__"]}',
  );
  const { root } = checkSchema(definition);
  assert.deepEqual(
    leavesOf(root).map((node) => [node.path, node.required]),
    [
      ['/__proto__', true],
      ['/constructor/toString', false],
    ],
  );
});

test('the plan isolates arrays of objects, keeps the order and the budget, and is the same each time', () => {
  const definition = object({
    a: leaf,
    b: object({ c: leaf, d: leaf }),
    tags: { type: 'array', items: leaf },
    rows: {
      type: 'array',
      items: object({ x: leaf, y: { type: 'array', items: object({ z: leaf }) } }),
      agenticArrayExtractionMaxItemsPerTurn: 50,
    },
    e: leaf,
  });
  const schema = checkSchema(definition);
  const plan = planSchema(schema, { maxLeavesPerUnit: 3 });
  assert.deepEqual(
    plan.units.map((unit) => [unit.id, unit.kind, unit.paths, unit.leafCount, unit.maxItemsPerTurn]),
    [
      ['o1', 'object', ['/a', '/b/c', '/b/d'], 3, null],
      ['o2', 'object', ['/tags', '/e'], 2, null],
      ['a1', 'array', ['/rows'], 2, 50],
    ],
  );
  assert.equal(
    plan.units.reduce((sum, unit) => sum + unit.leafCount, 0),
    schema.leafCount,
  );
  assert.deepEqual(planSchema(checkSchema(structuredClone(definition)), { maxLeavesPerUnit: 3 }), plan);
  assert.match(describePlan(plan), /^7 leaves in 3 units\n/);
  assert.deepEqual(
    planSchema(schema, { isolateArrays: false }).units.map((unit) => unit.kind),
    ['object'],
  );
});

test('more than ten leaves in an array is advice, not a refusal', () => {
  const properties = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`p${index}`, leaf]));
  const schema = checkSchema(object({ rows: { type: 'array', items: object(properties) } }));
  assert.match(schema.warnings[0] ?? '', /\/rows has 11 leaves/);
});
