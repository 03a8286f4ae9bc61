import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeSchema } from './answer-schema.ts';

test('objects are closed at every depth, nothing else changes', () => {
  const inner = { type: 'object', properties: { b: { type: ['string', 'null'], enum: ['x', null] } } };
  const closed = { ...inner, required: ['b'], additionalProperties: false };
  assert.deepEqual(
    closeSchema({
      type: 'object',
      description: 'd',
      properties: {
        properties: { type: 'array', items: inner },
        either: { anyOf: [inner, { type: 'null' }] },
        shared: { $ref: '#/$defs/one' },
      },
      required: ['either'],
      $defs: { one: inner },
    }),
    {
      type: 'object',
      description: 'd',
      properties: {
        properties: { type: 'array', items: closed },
        either: { anyOf: [closed, { type: 'null' }] },
        shared: { $ref: '#/$defs/one' },
      },
      required: ['properties', 'either', 'shared'],
      additionalProperties: false,
      $defs: { one: closed },
    },
  );
});
