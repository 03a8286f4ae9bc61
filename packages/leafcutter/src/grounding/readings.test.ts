import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../findings/types.ts';
import { checkSchema } from '../schema/index.ts';
import { buildDocument, buildPage } from '../testing/page-builder.ts';
import { saidFinding } from '../testing/said-finding.ts';
import { ground } from './index.ts';

const schema = checkSchema({
  type: 'object',
  properties: {
    due: { type: 'string', format: 'date' },
    total: { type: 'number' },
    profit: { type: 'number' },
  },
});

async function grounded(
  lines: readonly string[],
  ...findings: readonly Finding[]
): Promise<readonly Finding[]> {
  const page = buildPage(lines.map((text, index) => ({ x: 50, y: 40 + index * 20, text })));
  return await ground(findings, buildDocument([page]), schema);
}

test('a date whose day and month can be exchanged names the other one', async () => {
  const [due] = await grounded(['Due: 05/04/2024'], saidFinding('/due', '2024-04-05'));
  assert.deepEqual(
    due?.alternatives.map(({ value, reason }) => [value, reason]),
    [['2024-05-04', 'day and month can be exchanged']],
  );
  const [sure] = await grounded(['Due: 25/04/2024'], saidFinding('/due', '2024-04-25'));
  assert.deepEqual(sure?.alternatives, []);
  assert.ok((due?.confidence.value ?? 1) < (sure?.confidence.value ?? 0));
});

test('a number whose point may group names the other one', async () => {
  const [total] = await grounded(['Total: 1.234'], saidFinding('/total', 1234));
  assert.deepEqual(
    total?.alternatives.map(({ value }) => value),
    [1.234],
  );
});

test('the caption that scales a number is cited with it', async () => {
  const [profit] = await grounded(
    ['Statement of earnings', '(in millions)', 'Profit   963.2'],
    saidFinding('/profit', 963_200_000),
  );
  assert.deepEqual(
    profit?.evidence.map(({ role, quote }) => [role, quote]),
    [
      ['value', '963.2'],
      ['support', 'in millions'],
    ],
  );
  assert.equal(profit?.match, 'normalised');
  const [none] = await grounded(['Profit   963.2'], saidFinding('/profit', 963_200_000));
  assert.deepEqual(none?.evidence, []);
});
