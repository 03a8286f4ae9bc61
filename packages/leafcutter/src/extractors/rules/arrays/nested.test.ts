/** Lists of results: rows in groups, whose headings answer the outer items. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { drawPage } from '../../../testing/page-builder.ts';

const events: JsonObject = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      event: { type: 'string', description: "Distance and style (e.g. '100 m Freestyle')" },
      sex: { type: 'string', description: "e.g. 'Men', 'Women'" },
      results: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            place: { type: 'integer' },
            name: { type: 'string' },
            club: { type: 'string' },
            time: { type: 'string' },
          },
        },
      },
    },
  },
};

const expected = {
  events: [
    {
      event: '50 m Freestyle',
      sex: 'Women',
      results: [
        { place: 1, name: 'Anna Berg', club: 'SC Nord', time: '25.10' },
        { place: 2, name: 'Marie Holm', club: 'Wasserfreunde Sued', time: '25.88' },
      ],
    },
    {
      event: '50 m Freestyle',
      sex: 'Men',
      results: [
        { place: 1, name: 'Jan Kraus', club: 'SC Nord', time: '23.21' },
        { place: null, name: 'Max Frost', club: 'TV Mitte', time: 'DNS' },
      ],
    },
  ],
};

test('a table an event, its heading above the head', async () => {
  const page = drawPage(`
                 CITY SWIMMING MEET 2024

Event 1  Women 50 m Freestyle
Place  Name                  Club                      Time
1      Anna Berg             SC Nord                  25.10
2      Marie Holm            Wasserfreunde Sued       25.88

Event 2  Men 50 m Freestyle
Place  Name                  Club                      Time
1      Jan Kraus             SC Nord                  23.21
       Max Frost             TV Mitte                   DNS
`);
  assert.deepEqual((await extractPages([page], { events })).results, expected);
});

test('one head for all, headings between the rows', async () => {
  const page = drawPage(`
                 CITY SWIMMING MEET 2024
Place  Name                  Club                      Time
Women 50 m Freestyle
1      Anna Berg             SC Nord                  25.10
2      Marie Holm            Wasserfreunde Sued       25.88
Men 50 m Freestyle
1      Jan Kraus             SC Nord                  23.21
       Max Frost             TV Mitte                   DNS
`);
  assert.deepEqual((await extractPages([page], { events })).results, expected);
});

test('rows go on over the page, under the heading of the page before', async () => {
  const first = drawPage(`
Women 50 m Freestyle
Place  Name                  Club                      Time
1      Anna Berg             SC Nord                  25.10
2      Marie Holm            Wasserfreunde Sued       25.88
`);
  const second = drawPage(
    `
3      Eva Lind              TV Mitte                 26.02
4      Ida Moor              SC Nord                  26.40
`,
    { number: 2 },
  );
  const { results } = await extractPages([first, second], { events });
  assert.deepEqual(results, {
    events: [
      {
        event: '50 m Freestyle',
        sex: 'Women',
        results: [
          { place: 1, name: 'Anna Berg', club: 'SC Nord', time: '25.10' },
          { place: 2, name: 'Marie Holm', club: 'Wasserfreunde Sued', time: '25.88' },
          { place: 3, name: 'Eva Lind', club: 'TV Mitte', time: '26.02' },
          { place: 4, name: 'Ida Moor', club: 'SC Nord', time: '26.40' },
        ],
      },
    ],
  });
});

test('three levels: two headings above a head, of which the inner one comes alone as long as the outer holds', async () => {
  const page = drawPage(`
              Timetable Spring Term

Monday
Year 7
Time        Subject          Room
08:30       Mathematics      101
09:20       Biology          Lab 2
Year 8
Time        Subject          Room
08:30       History          204
Tuesday
Year 7
Time        Subject          Room
08:30       English          103
09:20       Music            Hall
`);
  const text: JsonObject = { type: 'string' };
  const listOf = (properties: JsonObject): JsonObject => ({
    type: 'array',
    items: { type: 'object', properties },
  });
  const days = listOf({
    day: text,
    classes: listOf({ class: text, lessons: listOf({ time: text, subject: text, room: text }) }),
  });
  assert.deepEqual((await extractPages([page], { days })).results, {
    days: [
      {
        day: 'Monday',
        classes: [
          {
            class: 'Year 7',
            lessons: [
              { time: '08:30', subject: 'Mathematics', room: '101' },
              { time: '09:20', subject: 'Biology', room: 'Lab 2' },
            ],
          },
          { class: 'Year 8', lessons: [{ time: '08:30', subject: 'History', room: '204' }] },
        ],
      },
      {
        day: 'Tuesday',
        classes: [
          {
            class: 'Year 7',
            lessons: [
              { time: '08:30', subject: 'English', room: '103' },
              { time: '09:20', subject: 'Music', room: 'Hall' },
            ],
          },
        ],
      },
    ],
  });
});
