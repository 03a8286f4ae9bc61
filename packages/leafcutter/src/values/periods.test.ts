import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standsFor } from './equivalents.ts';
import { fiscalLabel, fiscalYearEnd, readPeriod } from './periods.ts';

test('how long a period is, and when it ends', () => {
  const cases: readonly (readonly [string, number | null, string | null, number])[] = [
    ['Three months ended June 30, 2024', 3, '2024-06-30', 2024],
    ['THIRTEEN WEEKS ENDED MAY 4, 2024', 3, '2024-05-04', 2024],
    ['Six Months Ended 30 June 2023', 6, '2023-06-30', 2023],
    ['Neun Monate zum 30. September 2024', 9, '2024-09-30', 2024],
    ['Year ended December 31, 2022', 12, '2022-12-31', 2022],
    ['March 31, 2024', 0, '2024-03-31', 2024],
    ['Q3 2024', 3, null, 2024],
    ['FY24', 12, null, 2024],
    ['2024', null, null, 2024],
  ];
  for (const [text, months, end, year] of cases) {
    const period = readPeriod(text);
    assert.deepEqual([period?.months, period?.end, period?.year], [months, end, year], text);
  }
  assert.equal(readPeriod('% change'), null);
});

test('fiscal labels follow from the longest period to date', () => {
  const periods = [
    'Three months ended October 31, 2024',
    'Nine months ended October 31, 2024',
    'Nine months ended October 31, 2023',
    'October 31, 2024',
    'January 31, 2024',
  ].flatMap((text) => readPeriod(text) ?? []);
  const yearEnd = fiscalYearEnd(periods);
  assert.equal(yearEnd, 1);
  assert.deepEqual(
    periods.map((period) => fiscalLabel(period, yearEnd ?? 0)),
    ['FY2025 Q3', 'FY2025 YTD', 'FY2024 YTD', 'FY2025 Q3', 'FY2024'],
  );
});

test('without a printed length no fiscal year is guessed', () => {
  assert.equal(
    fiscalYearEnd([readPeriod('June 30, 2024') ?? { months: 0, end: null, year: 0, quarter: null }]),
    null,
  );
});

test('what stands for a value without its words', () => {
  assert.equal(standsFor('USD', '$'), true);
  assert.equal(standsFor('EUR', '$'), false);
  assert.equal(standsFor(1_000_000, 'In millions'), true);
  assert.equal(standsFor(1_000, 'In millions'), false);
  assert.equal(standsFor('FY2025 Q2', 'Three months ended November 30, 2024'), true);
  assert.equal(standsFor('FY2025 H1', 'Three months ended November 30, 2024'), false);
  assert.equal(standsFor('FY2020 Q2', 'Three months ended November 30, 2024'), false);
});
