/** Where the rows of a table end, and what is no row of it. */
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

test('a line with its value below a table is no more of its last row; a column of the very name is that leaf', async () => {
  const page = drawPage(`
Fall 2022
Course      Title                          Credits    Grade
CS 101      Introduction to Computing            4    A
MA 110      Linear Algebra                       4    B+
Term GPA 3.65
`);
  const courses = listOf({ code: text, title: text, credits: number, grade: text });
  assert.deepEqual((await extractPages([page], { courses })).results, {
    courses: [
      { code: 'CS 101', title: 'Introduction to Computing', credits: 4, grade: 'A' },
      { code: 'MA 110', title: 'Linear Algebra', credits: 4, grade: 'B+' },
    ],
  });
});

test('a word below numbers of articles heads the next group', async () => {
  const page = drawPage(`
Artikel-Nr.   Bezeichnung              Einheit      Preis EUR
Getränke
1001          Apfelsaft 0,7 l          Fl.               2,40
1002          Mineralwasser 1 l        Fl.               0,95
Backwaren
2001          Roggenbrot               Stk.              3,80
`);
  const categories = listOf({ category: text, products: listOf({ article_number: text, price: number }) });
  assert.deepEqual((await extractPages([page], { categories })).results, {
    categories: [
      {
        category: 'Getränke',
        products: [
          { article_number: '1001', price: 2.4 },
          { article_number: '1002', price: 0.95 },
        ],
      },
      { category: 'Backwaren', products: [{ article_number: '2001', price: 3.8 }] },
    ],
  });
});

test('a table of one row below another one is a table of its own', async () => {
  const page = drawPage(`
Household members

Name                 Relationship      Date of birth      Income
Olga Petrova         Self              1978-05-14         31,200
Ivan Petrov          Spouse            1976-01-30         28,900
Nina Petrova         Daughter          2009-11-02              0

Vehicles
Make        Model       Year     Plate
Skoda       Octavia     2017     B-OP 4412
`);
  const { results } = await extractPages([page], {
    household_members: listOf({ name: text, annual_income: number }),
    vehicles: listOf({ make: text, model: text, year: { type: 'integer' }, license_plate: text }),
  });
  assert.deepEqual(results, {
    household_members: [
      { name: 'Olga Petrova', annual_income: 31_200 },
      { name: 'Ivan Petrov', annual_income: 28_900 },
      { name: 'Nina Petrova', annual_income: 0 },
    ],
    vehicles: [{ make: 'Skoda', model: 'Octavia', year: 2017, license_plate: 'B-OP 4412' }],
  });
});

test('items beside one another are the columns of a table', async () => {
  const page = drawPage(`
                      Model A       Model B       Model C
Price                  499.00        649.00        899.00
Weight                 2.1 kg        2.4 kg        3.0 kg
`);
  const models = listOf({ model: text, price: number, weight: text });
  assert.deepEqual((await extractPages([page], { models })).results, {
    models: [
      { model: 'Model A', price: 499, weight: '2.1 kg' },
      { model: 'Model B', price: 649, weight: '2.4 kg' },
      { model: 'Model C', price: 899, weight: '3.0 kg' },
    ],
  });
});

test('years beside one another are items, too', async () => {
  const page = drawPage(`
Fünfjahresübersicht               2023         2022         2021
Umsatz                         1.240,5      1.102,3        987,0
Mitarbeiter                        312          298          271
`);
  const history = listOf({ year: { type: 'integer' }, revenue: number, employees: number });
  assert.deepEqual((await extractPages([page], { history })).results, {
    history: [
      { year: 2023, revenue: 1240.5, employees: 312 },
      { year: 2022, revenue: 1102.3, employees: 298 },
      { year: 2021, revenue: 987, employees: 271 },
    ],
  });
});
