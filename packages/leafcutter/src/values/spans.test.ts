import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTimeSpans } from './spans.ts';

/** `from - to`, `from - …` for open ends, `from` alone. */
function read(text: string): readonly string[] {
  return readTimeSpans(text).map(({ from, to, open }) =>
    [from?.text ?? '', to?.text ?? (open === null ? null : '…')].filter((part) => part !== null).join(' - '),
  );
}

test('spans in the forms of careers and contracts', () => {
  for (const [text, expected] of [
    ['January 2021 - Present', 'January 2021 - …'],
    ['Mai 2019 bis heute', 'Mai 2019 - …'],
    ['1998–2020', '1998 - 2020'],
    ['03/2019 – 05/2021', '03/2019 - 05/2021'],
    ['March 2018 December 2020', 'March 2018 - December 2020'],
    ['de septembre 2015 à juin 2018', 'septembre 2015 - juin 2018'],
    ['Spring 2010', 'Spring 2010'],
    ['(2011)', '2011'],
  ] as const)
    assert.deepEqual(read(text), [expected], text);
});

test('a word before a year is no month', () => {
  assert.deepEqual(read('Olympics 2012'), ['2012']);
  assert.deepEqual(read('Order 4711-2'), []);
  assert.deepEqual(read('room 2041b'), []);
});
