/** Lines of statements as arrays of figures with period, unit and scale. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { drawPage } from '../../../testing/page-builder.ts';

const figures: JsonObject = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      value: { type: ['number', 'null'] },
      unit: { type: ['string', 'null'], description: "Currency or unit (e.g. 'USD')" },
      scale: { type: ['integer', 'null'] },
      period: { type: ['string', 'null'], description: "Period in this exact form: 'FY2025 Q3' or 'FY2025'" },
    },
  },
};

const income = drawPage(`
                 STATEMENTS OF INCOME
                       Three Months Ended         Six Months Ended
                            June 30,                  June 30,
(In thousands)           2024      2023           2024      2023
Net sales              $ 12,000  $ 11,000       $ 23,000  $ 20,000
Income tax expense        (700)      650          (900)      800
Net income             $  5,000  $  4,500       $  9,700  $  8,000
Effective tax rate        12.3%     11.0%         12.0%     10.5%
`);

test('a line answers the array that is named like it, a figure an item', async () => {
  const { results, findings } = await extractPages([income], {
    income_statement: {
      type: 'object',
      properties: { net_income: figures, revenue: figures, effective_tax_rate: figures, goodwill: figures },
    },
  });
  assert.deepEqual(results, {
    income_statement: {
      net_income: [
        { value: 5000, unit: 'USD', scale: 1000, period: 'FY2024 Q2' },
        { value: 4500, unit: 'USD', scale: 1000, period: 'FY2023 Q2' },
        { value: 9700, unit: 'USD', scale: 1000, period: 'FY2024 H1' },
        { value: 8000, unit: 'USD', scale: 1000, period: 'FY2023 H1' },
      ],
      revenue: [
        { value: 12000, unit: 'USD', scale: 1000, period: 'FY2024 Q2' },
        { value: 11000, unit: 'USD', scale: 1000, period: 'FY2023 Q2' },
        { value: 23000, unit: 'USD', scale: 1000, period: 'FY2024 H1' },
        { value: 20000, unit: 'USD', scale: 1000, period: 'FY2023 H1' },
      ],
      effective_tax_rate: [
        { value: 12.3, unit: '%', scale: null, period: 'FY2024 Q2' },
        { value: 11, unit: '%', scale: null, period: 'FY2023 Q2' },
        { value: 12, unit: '%', scale: null, period: 'FY2024 H1' },
        { value: 10.5, unit: '%', scale: null, period: 'FY2023 H1' },
      ],
      goodwill: [],
    },
  });
  assert.ok(findings.every(({ value, match }) => value === null || match !== 'absent'));
});

test('without a leaf for the scale the number is whole; brackets are minus', async () => {
  const { results } = await extractPages([income], {
    income_tax_expense: {
      type: 'array',
      items: {
        type: 'object',
        properties: { amount: { type: 'number' }, period_end: { type: 'string', format: 'date' } },
      },
    },
  });
  assert.deepEqual(results, {
    income_tax_expense: [
      { amount: -700000, period_end: '2024-06-30' },
      { amount: 650000, period_end: '2023-06-30' },
      { amount: -900000, period_end: '2024-06-30' },
      { amount: 800000, period_end: '2023-06-30' },
    ],
  });
});
