/** Authors of papers, from the lines between title and abstract. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { buildPage, type Placed } from '../../../testing/page-builder.ts';

const text: JsonObject = { type: ['string', 'null'] };
const authors: JsonObject = {
  type: 'array',
  items: { type: 'object', properties: { name: text, affiliation: text, email: text } },
};

function paper(...head: readonly string[]): Placed[] {
  return [
    { x: 50, y: 60, text: 'Sparse priors for climate reconstruction', size: 18 },
    ...head.map((line, at) => ({ x: 50, y: 100 + 16 * at, text: line })),
    { x: 50, y: 120 + 16 * head.length, text: 'Abstract' },
    ...[0, 1, 2, 3].map((at) => ({
      x: 50,
      y: 150 + 16 * head.length + 14 * at,
      text: 'We propose sparse priors for functions that map counts of pollen to',
    })),
  ];
}

async function read(...head: readonly string[]): Promise<unknown> {
  return (await extractPages([buildPage(paper(...head))], { authors })).results;
}

test('marks point to institutions', async () => {
  const results = await read(
    'Lena Hofstätter1, Rajiv Menon2,*, and C. van der Okafor3',
    '1 Institute of Geography, University of Innsbruck',
    '2 Department of Statistics, University of Pune',
    '3 Lakes Laboratory',
  );
  assert.deepEqual(results, {
    authors: [
      {
        name: 'Lena Hofstätter',
        affiliation: 'Institute of Geography, University of Innsbruck',
        email: null,
      },
      { name: 'Rajiv Menon', affiliation: 'Department of Statistics, University of Pune', email: null },
      { name: 'C. van der Okafor', affiliation: 'Lakes Laboratory', email: null },
    ],
  });
});

test('an address is whose name is in it; of two institutions none is chosen', async () => {
  const places = ['1 University of Innsbruck', '2 University of Pune', 'r.menon@example.edu'];
  assert.deepEqual(await read('Lena Hofstätter1,2, Rajiv Menon2', ...places), {
    authors: [
      { name: 'Lena Hofstätter', affiliation: null, email: null },
      { name: 'Rajiv Menon', affiliation: 'University of Pune', email: 'r.menon@example.edu' },
    ],
  });
});

test('one institution is that of all', async () => {
  assert.deepEqual(await read('Ana Ruiz and Bo Lindqvist', 'University of Pune, India'), {
    authors: [
      { name: 'Ana Ruiz', affiliation: 'University of Pune, India', email: null },
      { name: 'Bo Lindqvist', affiliation: 'University of Pune, India', email: null },
    ],
  });
});

test('a subtitle or an institution is nobody', async () => {
  assert.deepEqual(await read('Department of Statistics, University of Pune'), { authors: [] });
  assert.deepEqual(await read('Working paper no. 12 of the climate group'), { authors: [] });
});
