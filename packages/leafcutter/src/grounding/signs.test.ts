/** The caption that makes a number negative is cited with it; one that is printed with its sign needs none. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonPrimitive } from '../json.ts';
import { checkSchema } from '../schema/index.ts';
import { buildDocument, buildPage, drawPage } from '../testing/page-builder.ts';
import { saidFinding } from '../testing/said-finding.ts';
import type { Page } from '../document/types.ts';
import { ground } from './index.ts';

const schema = checkSchema({
  type: 'object',
  properties: { amount: { type: 'number' }, unit: { type: 'string' }, scale: { type: 'integer' } },
});

async function supports(page: Page, value: JsonPrimitive, leaf = 'amount'): Promise<readonly string[]> {
  const [grounded] = await ground([saidFinding(`/${leaf}`, value)], buildDocument([page]), schema);
  return (grounded?.evidence ?? []).map(({ role, quote }) => `${role} ${quote}`);
}

const statement = drawPage(`
Date         Text                 Debit        Credit
01.03.2024   Rent                700.00
02.03.2024   Salary                            2,500.00
03.03.2024   Refund              (50.25)
`);

test('the head of the column', async () => {
  assert.deepEqual(await supports(statement, -700), ['value 700.00', 'support Debit']);
  assert.deepEqual(await supports(statement, -2500), ['value 2,500.00', 'support Credit']);
  assert.deepEqual(await supports(statement, 2500), ['value 2,500.00']);
});

test('a number with its own sign has no other', async () => {
  assert.deepEqual(await supports(statement, -50.25), ['value (50.25)']);
});

test('the word in front of it', async () => {
  const page = buildPage([
    { x: 40, y: 40, text: 'Subtotal' },
    { x: 200, y: 40, text: '120.00' },
    { x: 40, y: 56, text: 'Less: discount' },
    { x: 200, y: 56, text: '12.00' },
  ]);
  assert.deepEqual(await supports(page, -12), ['value 12.00', 'support discount']);
});

test('currency and scale are cited where a sign or a caption says them', async () => {
  const page = drawPage(`
All amounts in thousands
Net sales        $ 12,000
`);
  assert.deepEqual(await supports(page, 'USD', 'unit'), ['value $']);
  assert.deepEqual(await supports(page, 1000, 'scale'), ['value amounts in thousands']);
  assert.deepEqual(await supports(page, 12_000_000), ['value $ 12,000', 'support amounts in thousands']);
  assert.deepEqual(await supports(page, 'EUR', 'unit'), []);
});
