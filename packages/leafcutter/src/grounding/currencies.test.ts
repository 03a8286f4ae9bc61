/** The word that gives an amount its currency is cited beside it, where the amount does not print one itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '../document/types.ts';
import { checkSchema } from '../schema/index.ts';
import { buildDocument, drawPage } from '../testing/page-builder.ts';
import { saidFinding } from '../testing/said-finding.ts';
import { ground } from './index.ts';

const schema = checkSchema({
  type: 'object',
  properties: { amount: { type: 'number' }, quantity: { type: 'number' }, tax_rate: { type: 'number' } },
});

async function supports(page: Page, value: number, leaf = 'amount'): Promise<readonly string[]> {
  const [grounded] = await ground([saidFinding(`/${leaf}`, value)], buildDocument([page]), schema);
  return (grounded?.evidence ?? []).flatMap(({ role, quote }) => (role === 'support' ? [quote] : []));
}

test('the head of the column', async () => {
  const page = drawPage(`
Item            Quantity     Price (EUR)     Price (CHF)
Copper pipes          12          240.50          228.10
Roof tiles           200          184.25          174.75
`);
  assert.deepEqual(await supports(page, 184.25), ['EUR']);
  assert.deepEqual(await supports(page, 174.75), ['CHF']);
  assert.deepEqual(await supports(page, 200, 'quantity'), []);
});

test('the sign before the first figure of the column', async () => {
  const page = drawPage(`
                         2025          2024
Net sales            $ 12,110      $ 11,040
Cost of sales           7,020         6,530
`);
  assert.deepEqual(await supports(page, 7020), ['$']);
  assert.deepEqual(await supports(page, 12110), []);
});

test('a caption over all figures, in any form', async () => {
  for (const [caption, quote] of [
    ['(in thousands of euros)', 'euros'],
    ['All amounts in CHF', 'CHF'],
    ['Angaben in Mio. EUR', 'EUR'],
  ]) {
    const page = drawPage(`
${caption}
Net sales        12,110
Cost of sales     7,020
`);
    assert.deepEqual(await supports(page, 7020), [quote], caption);
  }
});

test('none where two could be meant, where the amount prints its own, or where a sentence only speaks of money', async () => {
  const two = drawPage(`
All amounts in EUR or in USD
Net sales        12,110
`);
  assert.deepEqual(await supports(two, 12110), []);
  const own = drawPage(`
All amounts in EUR
Rent       CHF 700.00
`);
  assert.deepEqual(await supports(own, 700), []);
  const sentence = drawPage(`
Fees of 12 EUR apply to each transfer
Net sales        12,110
`);
  assert.deepEqual(await supports(sentence, 12110), []);
});
