/** Which caption answers which leaf: where a wrong answer would be worse than none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../json.ts';
import { extractPages } from '../../testing/extract-pages.ts';
import { buildPage, drawPage } from '../../testing/page-builder.ts';

const text: JsonObject = { type: ['string', 'null'] };
const number: JsonObject = { type: ['number', 'null'] };

function objectOf(properties: JsonObject): JsonObject {
  return { type: 'object', properties };
}

test('a caption that only says whose it is does not answer for a thing of theirs', async () => {
  const page = drawPage(`
Employee no      004417
Tax code         1257L
Pay date         27/06/2025
`);
  const { results } = await extractPages([page], {
    employee: objectOf({ number: text, tax_code: text, insurance_number: text }),
  });
  assert.deepEqual(results, {
    employee: { number: '004417', tax_code: '1257L', insurance_number: null },
  });
});

test('captions and values that take turns in a row stay pairs', async () => {
  const page = drawPage(`
Delivery date    05/08/2025     Customer number    10442
Your order       B-5513         Sent by            Northern Freight
Gross weight     118.4          Packages           3
`);
  const { results } = await extractPages([page], {
    order_number: text,
    customer_number: text,
    packages: { type: ['integer', 'null'] },
  });
  assert.deepEqual(results, { order_number: 'B-5513', customer_number: '10442', packages: 3 });
});

test('this period and the year to date are told apart', async () => {
  const page = drawPage(`
                    This period     Year to date
Gross pay              3,098.50         9,214.00
Deductions               729.24         2,190.40
Net pay                2,369.26         7,023.60
`);
  const { results } = await extractPages([page], {
    gross_pay: number,
    gross_pay_ytd: number,
    net_pay_ytd: number,
  });
  assert.deepEqual(results, { gross_pay: 3098.5, gross_pay_ytd: 9214, net_pay_ytd: 7023.6 });
});

test('the sender in one line stands above whom a letter is for', async () => {
  const page = drawPage(`
                                                            Blumenhof eG
                                                            Am Anger 3
                                                            39576 Stendal

Blumenhof eG, Am Anger 3, 39576 Stendal
Gärtnerei Sonnenschein
Lindenstraße 41a
14770 Brandenburg

Gutschrift Nr.: GS-2024/0418
`);
  const { results } = await extractPages([page], {
    document_number: text,
    customer: objectOf({ name: text, street: text, zip: text, city: text }),
  });
  assert.deepEqual(results, {
    document_number: 'GS-2024/0418',
    customer: {
      name: 'Gärtnerei Sonnenschein',
      street: 'Lindenstraße 41a',
      zip: '14770',
      city: 'Brandenburg',
    },
  });
});

test('who sends a document is no insurer or employer where it speaks of neither', async () => {
  const page = drawPage(`
Eisenwaren Hartung KG
Delivery note L-77120
Packages: 3
`);
  const { results } = await extractPages([page], {
    seller: text,
    insurer: text,
    carrier: text,
    employer: text,
  });
  assert.deepEqual(results, {
    seller: 'Eisenwaren Hartung KG',
    insurer: null,
    carrier: null,
    employer: null,
  });
});

test('an amount is no code, and the number of a tax stands behind its country', async () => {
  const page = drawPage(`
Ateliers du Lac SARL
TVA FR 41 489221330

National insurance    164.11
`);
  const { results } = await extractPages([page], {
    seller: objectOf({ vat_id: text }),
    national_insurance_number: text,
  });
  assert.deepEqual(results, { seller: { vat_id: 'FR 41 489221330' }, national_insurance_number: null });
});

test('a title is no date; the purpose of a loan is its clause', async () => {
  const page = drawPage(`
                     REVOLVING CREDIT AGREEMENT

dated as of August 14, 2024

"Commitment" means, as to each Lender, the amount set forth opposite its name.

Section 2.09 Use of Proceeds. The proceeds of the Loans shall be used for working
capital of the Borrower. Nothing else is agreed.
`);
  const { results } = await extractPages([page], { agreement_title: text, use_of_proceeds: text });
  assert.deepEqual(results, {
    agreement_title: 'REVOLVING CREDIT AGREEMENT',
    use_of_proceeds: 'The proceeds of the Loans shall be used for working capital of the Borrower',
  });
});

test('of several dates in the head of columns the description tells which', async () => {
  const page = drawPage(`
                              BALANCE SHEETS
(in thousands)
                             September 30,     June 30,    December 31,
                                      2025         2025            2024
Cash and cash equivalents           41,220       38,907          52,114
Inventories                         22,781       24,118          21,560
Total assets                       153,616      151,937         159,249
`);
  const { results } = await extractPages([page], {
    scale: text,
    cash_at_year_end: { ...number, description: 'Cash and cash equivalents at December 31, 2024' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          line_item: text,
          now: { ...number, description: 'Value at September 30, 2025' },
          before: { ...number, description: 'Value at December 31, 2024' },
        },
      },
    },
  });
  assert.deepEqual(results, {
    scale: 'thousands',
    cash_at_year_end: 52114,
    lines: [
      { line_item: 'Cash and cash equivalents', now: 41220, before: 52114 },
      { line_item: 'Inventories', now: 22781, before: 21560 },
      { line_item: 'Total assets', now: 153616, before: 159249 },
    ],
  });
});

test('captions in small type below the lines of a form name what is written above them', async () => {
  const written = [
    ['Mila Fontaine', '22/07/2013', 'Name of child', 'Date of birth'],
    ['Claire Fontaine', '06 12 44 90 18', 'Guardian', 'Emergency phone'],
    ['peanuts', '', 'Allergies', 'Doctor'],
  ];
  const placed = written.flatMap(([left = '', right = '', below = '', beside = ''], row) =>
    [
      { x: 50, y: 100 + 40 * row, text: left },
      { x: 300, y: 100 + 40 * row, text: right },
      { x: 50, y: 114 + 40 * row, text: below, size: 7 },
      { x: 300, y: 114 + 40 * row, text: beside, size: 7 },
    ].filter((one) => one.text !== ''),
  );
  const rules = written.map((_, row) => ({ x0: 50, y0: 112 + 40 * row, x1: 500, y1: 112 + 40 * row }));
  const { results } = await extractPages([buildPage(placed, { rules })], {
    child_name: { ...text, description: 'Name of the child' },
    date_of_birth: { ...text, format: 'date' },
    guardian: text,
    emergency_phone: text,
    allergies: text,
    doctor: text,
  });
  assert.deepEqual(results, {
    child_name: 'Mila Fontaine',
    date_of_birth: '2013-07-22',
    guardian: 'Claire Fontaine',
    emergency_phone: '06 12 44 90 18',
    allergies: 'peanuts',
    doctor: null,
  });
});

test('the sender stands at the right, whom the letter is for at the left; the full amount is due without a discount', async () => {
  const page = drawPage(`
                                                              Fensterbau Ruhland
                                                                   Hauptstr. 12a
                                                                    92637 Weiden
Genossenschaft Nordgau eG
Ringstraße 101
92224 Amberg

Zahlbar bis 14.05.2025 mit 2 % Skonto, bis 30.05.2025 ohne Abzug.
`);
  const party = objectOf({ street: text, city: text });
  const { results } = await extractPages([page], {
    seller: party,
    buyer: party,
    due_date: { ...text, format: 'date' },
  });
  assert.deepEqual(results, {
    seller: { street: 'Hauptstr. 12a', city: 'Weiden' },
    buyer: { street: 'Ringstraße 101', city: 'Amberg' },
    due_date: '2025-05-30',
  });
});

test('a name is that of the company only where no caption says so', async () => {
  const page = drawPage(`
Name           Hans Ahorn
Firmenname     Blatt GmbH
`);
  const { results } = await extractPages([page], { name: text, company_name: text });
  assert.deepEqual(results, { name: 'Hans Ahorn', company_name: 'Blatt GmbH' });
});
