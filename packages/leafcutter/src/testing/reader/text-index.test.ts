import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPage } from '../page-builder.ts';
import { TextIndex } from './text-index.ts';

const text = new TextIndex([
  buildPage([
    { x: 50, y: 50, text: 'Ada Lovelace3,4, Alan Turing12 and Grace Hopper' },
    { x: 50, y: 70, text: 'Model B747 of 2012, Section 1234' },
  ]),
]);

test('a name is found before the number of a note', () => {
  for (const name of ['Ada Lovelace', 'Alan Turing', 'Grace Hopper'])
    assert.equal(text.find(name).length, 1, name);
});

test('parts of words and numbers are not', () => {
  for (const part of ['Grace Hop', 'Model B', 'Model B7', '20', 'Section 12'])
    assert.deepEqual(text.find(part), [], part);
});
