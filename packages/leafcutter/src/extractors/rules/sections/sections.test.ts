/** Lists and arrays under headings, as careers, papers and notes print them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { buildPage, drawPage } from '../../../testing/page-builder.ts';

const texts: JsonObject = { type: 'array', items: { type: 'string' } };

describe('lists of texts', () => {
  test('marked lines are items, whose further lines go on', async () => {
    const page = drawPage(`
BERUFSERFAHRUNG
keine

KENNTNISSE
• Buchhaltung nach HGB
• Planung von Budgets und
  Liquidität
• SAP

SPRACHEN
Deutsch (Muttersprache)
Englisch (fließend)
`);
    const { results } = await extractPages([page], { skills: texts, languages: texts });
    assert.deepEqual(results, {
      skills: ['Buchhaltung nach HGB', 'Planung von Budgets und Liquidität', 'SAP'],
      languages: ['Deutsch (Muttersprache)', 'Englisch (fließend)'],
    });
  });

  test('labels of a bibliography are left out, and notes at the foot of a page that it goes on over', async () => {
    const entries = [
      '[Abel2003] A. Abel. On leaves and their weight. Journal of Ants, 2003.',
      '[Brandt2011] B. Brandt and C. Cole. Paths of least effort. Nature of Nests, 2011.',
      '[Dorn2019] D. Dorn. Sharing loads in colonies. Ants Today, 2019.',
      '[Ems2020] E. Ems. Fungus gardens. Mycology, 2020.',
    ];
    const lineAt = (y: number, text: string) => ({ x: 40, y, text });
    const first = buildPage([
      { x: 40, y: 600, text: 'References', size: 14 },
      ...entries.slice(0, 2).map((text, index) => lineAt(640 + index * 24, text)),
      { x: 40, y: 720, text: '3 For our trials the nest was kept at 25 degrees.', size: 8 },
    ]);
    const second = buildPage(
      entries.slice(2).map((text, index) => lineAt(40 + index * 24, text)),
      { number: 2 },
    );
    const { results } = await extractPages([first, second], { references: texts });
    assert.deepEqual(results, { references: entries.map((entry) => entry.replace(/^\S+ /u, '')) });
  });

  test('words on the line of their caption are divided at their signs', async () => {
    const page = drawPage(`
Keywords: ant colonies, leaf transport, load sharing

1 Introduction
Ants carry leaves, and they carry them far.
`);
    const { results } = await extractPages([page], { keywords: texts });
    assert.deepEqual(results, { keywords: ['ant colonies', 'leaf transport', 'load sharing'] });
  });

  test('references go on over pages, without the foot of the page', async () => {
    const first = buildPage([
      { x: 72, y: 80, text: 'References', size: 14 },
      { x: 72, y: 110, text: '[1] M. Weber. Trails of ants. Journal of' },
      { x: 92, y: 122, text: 'Insects, 2019.' },
      { x: 72, y: 140, text: '[2] L. Okafor and P. Ruiz. Loads. Press, 2020.' },
      { x: 290, y: 800, text: '7' },
    ]);
    const second = buildPage(
      [
        { x: 72, y: 80, text: '[3] T. Sato. Leaves that are cut. Nest, 2021.' },
        { x: 72, y: 120, text: 'A Further measurements', size: 14 },
        { x: 72, y: 150, text: 'The loads of day two were lighter.' },
        { x: 290, y: 800, text: '8' },
      ],
      { number: 2 },
    );
    const { results, findings } = await extractPages([first, second], { references: texts });
    assert.deepEqual(results, {
      references: [
        'M. Weber. Trails of ants. Journal of Insects, 2019.',
        'L. Okafor and P. Ruiz. Loads. Press, 2020.',
        'T. Sato. Leaves that are cut. Nest, 2021.',
      ],
    });
    assert.equal(findings[2]?.evidence[0]?.page, 2);
    assert.ok(findings.every(({ match }) => match !== 'absent'));
  });

  test('a list that no heading names stays empty', async () => {
    const page = drawPage(`
REMARKS
Paid in cash.
`);
    const { results } = await extractPages([page], { certifications: texts });
    assert.deepEqual(results, { certifications: [] });
  });

  test('addresses are known by their form', async () => {
    const page = drawPage(`
Jo Example
jo@example.org | +49 30 1234567 | jo.example@example.com
1998-2004 in Rome
`);
    const { results } = await extractPages([page], { emails: texts, phones: texts });
    assert.deepEqual(results, {
      emails: ['jo@example.org', 'jo.example@example.com'],
      phones: ['+49 30 1234567'],
    });
  });
});

describe('entries with dates', () => {
  const experience: JsonObject = {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        employer: { type: 'string' },
        job_title: { type: 'string' },
        start_date: { type: 'string' },
        end_date: { type: 'string' },
        description: { type: 'string' },
      },
    },
  };

  test('position, organisation, span and what was done', async () => {
    const page = drawPage(`
WORK EXPERIENCE

Senior Engineer - Nordlicht Systems GmbH
January 2021 - Present
• Led a team of six
• Cut the run time of the nightly
  jobs by half

Accountant - Example Bank
03/2016 - 12/2020
• Closed the books

EDUCATION
Master of Science, University of Example
2010 - 2014
`);
    const { results } = await extractPages([page], { work_experience: experience });
    assert.deepEqual(results, {
      work_experience: [
        {
          employer: 'Nordlicht Systems GmbH',
          job_title: 'Senior Engineer',
          start_date: 'January 2021',
          end_date: null,
          description: 'Led a team of six Cut the run time of the nightly jobs by half',
        },
        {
          employer: 'Example Bank',
          job_title: 'Accountant',
          start_date: '03/2016',
          end_date: '12/2020',
          description: 'Closed the books',
        },
      ],
    });
  });

  test('a narrow column beside the text has lists of its own', async () => {
    const lines = [
      { x: 40, y: 60, text: 'EXPERIENCE' },
      { x: 40, y: 80, text: 'Nurse - City Hospital' },
      { x: 40, y: 92, text: 'May 2015 - June 2018' },
      ...Array.from({ length: 8 }, (_, at) => ({
        x: 40,
        y: 110 + at * 14,
        text: `- Looked after the patients of ward ${at + 1} at night`,
      })),
      { x: 420, y: 67, text: 'LANGUAGES' },
      ...['English (native)', 'French (fluent)', 'Spanish (basic)'].map((text, at) => ({
        x: 420,
        y: 87 + at * 14,
        text,
      })),
      { x: 420, y: 147, text: 'SKILLS' },
      ...['Triage of emergencies', 'Wound care at home', 'Palliative nursing', 'First aid for children'].map(
        (text, at) => ({ x: 420, y: 167 + at * 14, text }),
      ),
    ];
    const { results } = await extractPages([buildPage(lines)], { languages: texts, skills: texts });
    assert.deepEqual(results, {
      languages: ['English (native)', 'French (fluent)', 'Spanish (basic)'],
      skills: ['Triage of emergencies', 'Wound care at home', 'Palliative nursing', 'First aid for children'],
    });
  });

  test('publications in their usual form', async () => {
    const page = drawPage(`
SELECTED ARTICLES
1. Weber, M., & Ruiz, P. (2019). Trails of ants in the dark. Journal of Insects, 12(3), 4-9.
2. Okafor, L. (2021). Loads and leaves. Example Press.
`);
    const item: JsonObject = {
      type: 'object',
      properties: {
        authors: { type: 'string' },
        year: { type: 'string' },
        title: { type: 'string' },
        publisher: { type: 'string' },
      },
    };
    const { results } = await extractPages([page], { publications: { type: 'array', items: item } });
    assert.deepEqual(results, {
      publications: [
        {
          authors: 'Weber, M., & Ruiz, P.',
          year: '2019',
          title: 'Trails of ants in the dark',
          publisher: 'Journal of Insects',
        },
        { authors: 'Okafor, L.', year: '2021', title: 'Loads and leaves', publisher: 'Example Press' },
      ],
    });
  });
});
