/** Items whose parts stand in one line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { drawPage } from '../../../testing/page-builder.ts';

const text: JsonObject = { type: ['string', 'null'] };
const number: JsonObject = { type: ['number', 'null'] };

function listOf(properties: JsonObject): JsonObject {
  return { type: 'array', items: { type: 'object', properties } };
}

test('people with what they are in brackets', async () => {
  const page = drawPage(`
              Harbour Rowing Club

Directors: Anna Meier (Chair), Paul Roth (Treasurer) and Lea Brandt
Auditor: Tom Field
`);
  const directors = listOf({ name: text, position: text });
  assert.deepEqual((await extractPages([page], { directors })).results, {
    directors: [
      { name: 'Anna Meier', position: 'Chair' },
      { name: 'Paul Roth', position: 'Treasurer' },
      { name: 'Lea Brandt', position: null },
    ],
  });
});

test('articles with their count and price, behind a caption in another language', async () => {
  const page = drawPage(`
Bestellung 7781
Artikel: Olivenöl - 2 x 14,50; Meersalz - 1 x 3,20; Kapern - 4 x 2,75
Summe: 43,20
`);
  const items = listOf({ description: text, quantity: number, unit_price: number });
  assert.deepEqual((await extractPages([page], { items })).results, {
    items: [
      { description: 'Olivenöl', quantity: 2, unit_price: 14.5 },
      { description: 'Meersalz', quantity: 1, unit_price: 3.2 },
      { description: 'Kapern', quantity: 4, unit_price: 2.75 },
    ],
  });
});

test('a line each, with a measure behind the name', async () => {
  const page = drawPage(`
Current medications:
1. Metformin 850 mg, twice daily
2. Ramipril 5 mg, once daily
3. Atorvastatin 20 mg, at night
`);
  const medications = listOf({ name: text, dose: text, frequency: text });
  assert.deepEqual((await extractPages([page], { medications })).results, {
    medications: [
      { name: 'Metformin', dose: '850 mg', frequency: 'twice daily' },
      { name: 'Ramipril', dose: '5 mg', frequency: 'once daily' },
      { name: 'Atorvastatin', dose: '20 mg', frequency: 'at night' },
    ],
  });
});

test('how much of it before the words', async () => {
  const page = drawPage(`
Lemon cake

Ingredients
- 250 g flour
- 4 eggs
- 100 ml oil
`);
  const ingredients = listOf({ quantity: text, name: text });
  assert.deepEqual((await extractPages([page], { ingredients })).results, {
    ingredients: [
      { quantity: '250 g', name: 'flour' },
      { quantity: '4', name: 'eggs' },
      { quantity: '100 ml', name: 'oil' },
    ],
  });
});

test('blocks of lines without captions', async () => {
  const page = drawPage(`
                    REFERENCES

Dr. Simone Arendt
Head of Laboratory, Novalis Biotech
s.arendt@novalis.example
+49 89 5550 114

Prof. Marcus Ode
Professor of Chemistry, University of Bremen
m.ode@uni-bremen.example
+49 421 5550 220
`);
  const references = listOf({ name: text, title: text, organization: text, email: text, phone: text });
  assert.deepEqual((await extractPages([page], { references })).results, {
    references: [
      {
        name: 'Dr. Simone Arendt',
        title: 'Head of Laboratory',
        organization: 'Novalis Biotech',
        email: 's.arendt@novalis.example',
        phone: '+49 89 5550 114',
      },
      {
        name: 'Prof. Marcus Ode',
        title: 'Professor of Chemistry',
        organization: 'University of Bremen',
        email: 'm.ode@uni-bremen.example',
        phone: '+49 421 5550 220',
      },
    ],
  });
});
