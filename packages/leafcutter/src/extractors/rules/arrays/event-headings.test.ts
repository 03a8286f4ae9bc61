/** What headings of sports results say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headingParts } from './event-headings.ts';

function read(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    headingParts(text).map(({ label, start, end }) => [label, text.slice(start, end)]),
  );
}

test('number, sex, age group, distance and stroke', () => {
  assert.deepEqual(read('Event 3 Girls 11-12 100 LC Meter Butterfly'), {
    distance: '100 LC Meter',
    stroke: 'Butterfly',
    'event number': '3',
    gender: 'Girls',
    'age group': '11-12',
  });
  assert.deepEqual(read('Wettkampf 12 Herren 4 x 100m Freistil'), {
    distance: '4 x 100m',
    stroke: 'Freistil',
    'event number': '12',
    gender: 'Herren',
  });
  assert.deepEqual(read('Women 14 & Under 200 Yard Medley'), {
    distance: '200 Yard',
    stroke: 'Medley',
    gender: 'Women',
    'age group': '14 & Under',
  });
});

test('a heading without a distance says none of it', () => {
  assert.deepEqual(read('Results of 14 January'), {});
  assert.deepEqual(read('Chapter 100 Meat and fish'), {});
});
