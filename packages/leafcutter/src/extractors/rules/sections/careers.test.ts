/** Careers and studies as résumés print them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { buildPage, drawPage } from '../../../testing/page-builder.ts';

const text: JsonObject = { type: ['string', 'null'] };
const year: JsonObject = { type: ['integer', 'null'] };

function listOf(properties: JsonObject): JsonObject {
  return { type: 'array', items: { type: 'object', properties } };
}

function lines(...texts: readonly (readonly [y: number, text: string, x?: number, size?: number])[]) {
  return buildPage(texts.map(([y, line, x = 50, size = 10]) => ({ x, y, text: line, size })));
}

test('position, organisation and place in one line, dates and tasks below', async () => {
  const page = lines(
    [60, 'EXPERIENCE', 50, 12],
    [85, 'Senior Data Engineer, Correos Labs – Valencia'],
    [97, 'March 2021 – Present'],
    [118, 'Moved forty jobs to streaming.', 80],
    [130, 'Led a team of four.', 80],
    [155, 'Data Engineer, Mercatec S.L. – Madrid'],
    [167, 'June 2017 – February 2021'],
    [188, 'Built the warehouse for prices.', 80],
    [215, 'EDUCATION', 50, 12],
    [240, 'MSc Computer Science, University of Valencia'],
    [252, '2015 – 2017'],
  );
  const { results } = await extractPages([page], {
    experience: listOf({
      title: text,
      company: text,
      location: text,
      end_date: { ...text, description: 'As printed' },
      responsibilities: { type: 'array', items: { type: 'string' } },
    }),
    education: listOf({ degree: text, institution: text, start_year: year, end_year: year }),
  });
  assert.deepEqual(results, {
    experience: [
      {
        title: 'Senior Data Engineer',
        company: 'Correos Labs',
        location: 'Valencia',
        end_date: 'Present',
        responsibilities: ['Moved forty jobs to streaming.', 'Led a team of four.'],
      },
      {
        title: 'Data Engineer',
        company: 'Mercatec S.L.',
        location: 'Madrid',
        end_date: 'February 2021',
        responsibilities: ['Built the warehouse for prices.'],
      },
    ],
    education: [
      {
        degree: 'MSc Computer Science',
        institution: 'University of Valencia',
        start_year: 2015,
        end_year: 2017,
      },
    ],
  });
});

test('the organisation stands below the line with position and dates', async () => {
  const page = lines(
    [60, 'WORK EXPERIENCE', 50, 12],
    [85, 'Interior Architect    2019 – 2023'],
    [97, 'Studio Lichtvoets, Utrecht'],
    [112, 'Restaurants and small offices, from sketch to handover.'],
    [140, 'Junior Designer    2016 – 2019'],
    [152, 'Van der Heyden Projecten, Rotterdam'],
    [167, 'Drawings and schedules for housing projects.'],
  );
  const { results } = await extractPages([page], {
    work_experience: listOf({ position: text, employer: text, description: text }),
  });
  assert.deepEqual(results, {
    work_experience: [
      {
        position: 'Interior Architect',
        employer: 'Studio Lichtvoets, Utrecht',
        description: 'Restaurants and small offices, from sketch to handover.',
      },
      {
        position: 'Junior Designer',
        employer: 'Van der Heyden Projecten, Rotterdam',
        description: 'Drawings and schedules for housing projects.',
      },
    ],
  });
});

test('a place behind the employer is none of its name', async () => {
  const page = drawPage(`
EXPERIENCE

Senior Data Analyst                                   March 2019 - Present
Northgate Utilities, Leeds
- Built forecasts of demand

Data Analyst                                          June 2015 - February 2019
Brook Insurance, Inc.
- Wrote reports on claims
`);
  const jobs = listOf({ title: text, employer: text, location: text });
  assert.deepEqual((await extractPages([page], { jobs })).results, {
    jobs: [
      { title: 'Senior Data Analyst', employer: 'Northgate Utilities', location: 'Leeds' },
      { title: 'Data Analyst', employer: 'Brook Insurance, Inc.', location: null },
    ],
  });
});
