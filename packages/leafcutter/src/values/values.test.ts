/** Prints that were read wrongly once, and their neighbours. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../schema/index.ts';
import { readBoolean } from './booleans.ts';
import { coerce } from './coerce.ts';
import { readNumbers } from './numbers.ts';

const valuesIn = (text: string): readonly number[] => readNumbers(text).map(({ value }) => value);

test('a minus between currency and digits is a minus', () => {
  assert.deepEqual(valuesIn('CHF -5.00'), [-5]);
  assert.deepEqual(valuesIn('EUR −1.480,00'), [-1480]);
  assert.deepEqual(valuesIn('$-5.00'), [-5]);
  assert.deepEqual(valuesIn('-$5.00'), [-5]);
});

test('a hyphen after a word or a figure is none', () => {
  assert.deepEqual(valuesIn('Form -5'), [5]);
  assert.deepEqual(valuesIn('PK-1'), []);
});

test('yes and no in words and boxes', () => {
  for (const text of ['Yes', 'ja', 'Sì', 'да', '☑', '[x]', '☑ Yes', 'Oui ☒'])
    assert.equal(readBoolean(text), true, text);
  for (const text of ['No', 'Nein', 'нет', '☐', '[ ]', '[]', '☑ No', 'No ☒'])
    assert.equal(readBoolean(text), false, text);
  for (const text of ['', 'maybe', '☐ Yes', '☐ No', '☑ 12 months'])
    assert.equal(readBoolean(text), null, text);
});

test('a leaf that takes texts and numbers keeps a text with words in it', () => {
  const leaf = checkSchema({
    type: 'object',
    properties: { start: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
  }).root.properties[0];
  assert.ok(leaf?.kind === 'leaf');
  const value = (given: string): unknown => {
    const coerced = coerce(given, leaf);
    return coerced.ok ? coerced.value : null;
  };
  assert.equal(value('March 2019'), 'March 2019');
  assert.equal(value('2019'), 2019);
});
