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

test('without a leaf for the scale the number is whole, and what gives scale and currency is cited; brackets are minus', async () => {
  const { results, findings } = await extractPages([income], {
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
  const [first] = findings;
  assert.deepEqual(
    first?.evidence.map(({ role }) => role),
    ['value', 'support', 'support'],
  );
});

const told: JsonObject = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      value: { type: ['number', 'null'] },
      period: { type: ['string', 'null'], format: 'date' },
      metric_type: { enum: ['actual', 'guidance'], type: 'string' },
      segment_type: { enum: ['company', 'business_segment'], type: 'string' },
    },
  },
};

const flows = drawPage(`
          CONSOLIDATED STATEMENTS OF CASH FLOWS
                                        Nine Months Ended
                                       September 30,
(In millions)                          2024      2023
Operating activities:
Net income                           $  410   $   380
Net cash provided by operations         620       590
Financing activities:
Repurchases of common stock            (120)      (80)
Payment of dividends                    (45)      (40)
Capital expenditures                    (90)        —
Proceeds from long-term debt            200         —
Earnings per share:
Basic                                $ 1.20   $  1.10
Weighted average shares:
Basic                                   341       345
`);

test('lines are found under the names that companies give them, and choices that titles tell', async () => {
  const { results } = await extractPages([flows], {
    cash_flow_statement: {
      type: 'object',
      properties: {
        operating_cash_flow: told,
        share_repurchases: told,
        capex: told,
        long_term_debt: told,
        basic_eps: told,
      },
    },
  });
  const item = (value: number, period: string): JsonObject => ({
    value: Number((value * 1e6).toPrecision(15)),
    period,
    metric_type: 'actual',
    segment_type: 'company',
  });
  assert.deepEqual(results, {
    cash_flow_statement: {
      operating_cash_flow: [item(620, '2024-09-30'), item(590, '2023-09-30')],
      share_repurchases: [item(120, '2024-09-30'), item(80, '2023-09-30')],
      capex: [item(90, '2024-09-30'), item(0, '2023-09-30')],
      long_term_debt: [],
      basic_eps: [item(1.2e-6, '2024-09-30'), item(1.1e-6, '2023-09-30')],
    },
  });
});

test('a choice that no title tells stays open', async () => {
  const plain = drawPage(`
                     BALANCE SHEETS
                                   June 30,   December 31,
(In millions)                        2024       2023
Total assets                       $  900     $  850
Total current liabilities             300        280
Goodwill                               50         50
`);
  const { results } = await extractPages([plain], {
    balance_sheet: { type: 'object', properties: { total_assets: told } },
  });
  assert.deepEqual(results, {
    balance_sheet: {
      total_assets: [
        { value: 900e6, period: '2024-06-30', metric_type: null, segment_type: null },
        { value: 850e6, period: '2023-12-31', metric_type: null, segment_type: null },
      ],
    },
  });
});
