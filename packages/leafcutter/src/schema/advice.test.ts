/** What people give in place of a schema of the dialect, and what they are told to do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspectSchema } from './index.ts';

const text = { type: 'string' };
const ofProperties = (properties: object) => ({ type: 'object', properties });

const refused: readonly (readonly [string, unknown, string, RegExp])[] = [
  [
    'OpenAPI',
    { openapi: '3.0.0', components: { schemas: {} } },
    '/type',
    /OpenAPI document: take one schema/,
  ],
  [
    'what OpenAI takes',
    { name: 'a', schema: ofProperties({ a: text }) },
    '/type',
    /one level down, under "schema"/,
  ],
  [
    'a request',
    { name: 'a', schema_definition: ofProperties({ a: text }) },
    '/type',
    /under "schema_definition"/,
  ],
  [
    'zod-to-json-schema with a name',
    { $ref: '#/definitions/A', definitions: { A: text } },
    '/type',
    /Write the definition/,
  ],
  ['a list', { type: 'array', items: text }, '/type', /Put the list into an object/],
  ['no type', { properties: { a: text } }, '/type', /Add "type": "object"/],
  ['nothing', {}, '/type', /It is empty/],
  ['an example of the result', { total: 12.5, items: [{ name: 'x' }] }, '/type', /looks like data/],
  ['a word of Python', ofProperties({ a: { type: 'str' } }), '/properties/a/type', /: write "string"\.$/],
  ['a word of Java', ofProperties({ a: { type: 'Integer' } }), '/properties/a/type', /: write "integer"\.$/],
  [
    'a type that is a format',
    ofProperties({ a: { type: 'date' } }),
    '/properties/a/type',
    /"format": "date"/,
  ],
  ['draft 4', { id: 'x', ...ofProperties({ a: text }) }, '/id', /write \$id, or leave it out/],
  [
    'a foreign format',
    ofProperties({ a: { ...text, format: 'url' } }),
    '/properties/a/format',
    /leave it out, or take one of .*uri/,
  ],
  [
    'a literal',
    ofProperties({ a: { type: 'string', const: 'x' } }),
    '/properties/a/const',
    /use enum with one value/,
  ],
];

for (const [name, definition, place, sentence] of refused) {
  test(`${name}: the place and what to do`, () => {
    const [fault, ...more] = inspectSchema(definition).faults;
    assert.deepEqual([fault?.pointer, more.length], [place, 0]);
    assert.match(fault?.message ?? '', sentence);
  });
}

test('what pydantic and zod write for models with optional parts is of the dialect', () => {
  const pydantic = {
    $defs: {
      Party: {
        properties: { name: { title: 'Name', type: 'string' } },
        required: ['name'],
        title: 'Party',
        type: 'object',
      },
    },
    properties: {
      buyer: { anyOf: [{ $ref: '#/$defs/Party' }, { type: 'null' }], default: null },
      items: { items: { $ref: '#/$defs/Party' }, title: 'Items', type: 'array' },
      extra: { additionalProperties: { type: 'string' }, type: 'object' },
    },
    title: 'Invoice',
    type: 'object',
  };
  const zod = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      id: { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
      name: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    },
    required: ['id'],
    additionalProperties: false,
  };
  const openapi = ofProperties({ total: { type: 'number', nullable: true, example: 1 } });
  for (const definition of [pydantic, zod, openapi]) assert.deepEqual(inspectSchema(definition).faults, []);
});

test('a required name that is no property is a warning', () => {
  const warningsOf = (definition: unknown) => inspectSchema(definition).schema?.warnings;
  const lacking = { ...ofProperties({ a: text }), required: ['a', 'b'] };
  assert.match(
    String(warningsOf(ofProperties({ inner: lacking }))),
    /#\/properties\/inner\/required names "b"/,
  );
  assert.deepEqual(warningsOf({ ...lacking, additionalProperties: true }), []);
});
