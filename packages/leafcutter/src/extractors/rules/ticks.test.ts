/** Boxes to tick, as forms print them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPage } from '../../testing/page-builder.ts';
import { readBoolean } from './choices.ts';
import { tickCandidates } from './ticks.ts';

/** Question or answer, what is cited, and how: of one printed line. */
function read(line: string): readonly string[] {
  const page = buildPage([{ x: 50, y: 100, text: line }]);
  return tickCandidates(page).map(({ label, text, relation }) => `${label} = ${text} (${relation})`);
}

test('yes and no answer the question before them', () => {
  assert.deepEqual(read('Company car? ☐ Yes ☑ No'), ['Company car? = ☑ No (tick)']);
  assert.deepEqual(read('Firmenwagen ☑ Ja ☐ Nein'), ['Firmenwagen = ☑ Ja (tick)']);
});

test('a box may stand behind its word', () => {
  assert.deepEqual(read('Shell company Yes ☐ No ☒'), ['Shell company = No ☒ (tick)']);
  assert.equal(readBoolean('No ☒')?.value, false);
  assert.equal(readBoolean('Yes ☒')?.value, true);
});

test('the ticked option answers its question; each option is a question itself', () => {
  assert.deepEqual(read('Length of permit ☐ 6 months ☑ 12 months'), [
    '6 months = ☐ (tick)',
    'Length of permit = 12 months (field)',
    '12 months = ☑ (tick)',
  ]);
});

test('an empty box answers nothing but itself', () => {
  assert.deepEqual(read('Proof enclosed: ☐ Utility bill'), ['Utility bill = ☐ (tick)']);
  assert.deepEqual(read('Smoker? ☐ Yes ☐ No'), []);
  assert.deepEqual(read('Smoker ☐'), ['Smoker = ☐ (tick)']);
  assert.equal(readBoolean('☐ No'), null);
  assert.equal(readBoolean('☐ Yes'), null);
  assert.equal(readBoolean('☐')?.value, false);
});

test('what is cited says the value', () => {
  const text = '☒ No ☐ Yes';
  const choice = readBoolean(text);
  assert.equal(choice?.value, false);
  assert.equal(text.slice(choice?.start, choice?.end), '☒ No');
});

test('two questions on one line are kept apart', () => {
  assert.deepEqual(read('New? ☑ Yes ☐ No          Paid? ☐ Yes ☑ No'), [
    'New? = ☑ Yes (tick)',
    'Paid? = ☑ No (tick)',
  ]);
});

test('lines without boxes have no candidates', () => {
  assert.deepEqual(read('Are you a resident? Yes'), []);
});

test('brackets with a space between them are an empty box', () => {
  assert.deepEqual(read('[X] Partial shipments allowed      [ ] Inspection required'), [
    'Partial shipments allowed = [X] (tick)',
    'Inspection required = [ ] (tick)',
  ]);
});

test('of several options each may have its box behind it', () => {
  assert.deepEqual(read('Cover: Comprehensive ☑ Third party ☐'), [
    'Cover: = Comprehensive (field)',
    'Comprehensive = ☑ (tick)',
    'Third party = ☐ (tick)',
  ]);
});
