import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../schema/index.ts';
import { validatorOf } from './validate.ts';

test('a person is told which types and which values a place takes', () => {
  const many = Array.from({ length: 40 }, (_, index) => `choice ${index}`);
  const schema = checkSchema({
    type: 'object',
    properties: {
      total: { type: 'number' },
      currency: { type: 'string', enum: ['EUR', 'GBP'] },
      code: { type: 'string', enum: many },
      day: { type: 'string', format: 'date' },
    },
  });
  const said = validatorOf(schema)({ total: 'much', currency: 'pounds', code: 'none', day: 'soon' });
  const messages = Object.fromEntries(said.map(({ path, message }) => [path, message]));
  assert.match(messages['/total'] ?? '', /^The value must be number or null\.$/);
  assert.match(messages['/currency'] ?? '', /^The value must be one of "EUR", "GBP"/);
  assert.match(messages['/code'] ?? '', /^The value must be equal to one of the allowed values\.$/);
  assert.match(messages['/day'] ?? '', /format "date"/);
});
