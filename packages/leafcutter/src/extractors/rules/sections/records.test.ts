/** Items as blocks of captioned values. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { drawPage } from '../../../testing/page-builder.ts';

const text: JsonObject = { type: ['string', 'null'] };

function listOf(properties: JsonObject): JsonObject {
  return { type: 'array', items: { type: 'object', properties } };
}

test('blocks under one another, over a page break; what a block lacks is null', async () => {
  const first = drawPage(`
                 PROJECT TEAM

Name: Martha Quill
Role: Site manager
Phone: +44 20 7946 0011

Name: Jonas Petersen
Role: Surveyor
`);
  const second = drawPage(
    `
Phone: +44 20 7946 0012

Name: Aicha Benali
Phone: +44 20 7946 0013
`,
    { number: 2 },
  );
  const contacts = listOf({ name: text, role: text, phone: text });
  assert.deepEqual((await extractPages([first, second], { contacts })).results, {
    contacts: [
      { name: 'Martha Quill', role: 'Site manager', phone: '+44 20 7946 0011' },
      { name: 'Jonas Petersen', role: 'Surveyor', phone: '+44 20 7946 0012' },
      { name: 'Aicha Benali', role: null, phone: '+44 20 7946 0013' },
    ],
  });
});

test('blocks beside one another', async () => {
  const page = drawPage(`
Name: Martha Quill                     Name: Jonas Petersen
Role: Site manager                     Role: Surveyor
`);
  const people = listOf({ name: text, role: text });
  assert.deepEqual((await extractPages([page], { people })).results, {
    people: [
      { name: 'Martha Quill', role: 'Site manager' },
      { name: 'Jonas Petersen', role: 'Surveyor' },
    ],
  });
});

test('the line above a block tells which list it is of, and what is no item', async () => {
  const page = drawPage(`
Applicant
Name: Olaf Brenner
Phone: 030 5550101

Reference 1
Name: Ida Moor
Phone: 030 5550102

Reference 2
Name: Karl Lenz
Phone: 030 5550103

Emergency contact
Name: Rosa Brenner
Phone: 030 5550104
`);
  const { results } = await extractPages([page], {
    applicant: { type: 'object', properties: { name: text, phone: text } },
    references: listOf({ name: text, phone: text }),
    emergency_contacts: listOf({ name: text, phone: text }),
  });
  assert.deepEqual(results, {
    applicant: { name: 'Olaf Brenner', phone: '030 5550101' },
    references: [
      { name: 'Ida Moor', phone: '030 5550102' },
      { name: 'Karl Lenz', phone: '030 5550103' },
    ],
    emergency_contacts: [{ name: 'Rosa Brenner', phone: '030 5550104' }],
  });
});

test('whose the blocks are is not guessed', async () => {
  const page = drawPage(`
Name: Martha Quill
Phone: +44 20 7946 0011

Name: Jonas Petersen
Phone: +44 20 7946 0012
`);
  const people = listOf({ name: text, phone: text });
  const { results } = await extractPages([page], { managers: people, surveyors: people });
  assert.deepEqual(results, { managers: [], surveyors: [] });
});
