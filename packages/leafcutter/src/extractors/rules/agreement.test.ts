import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Finding } from '../../findings/types.ts';
import type { JsonObject } from '../../json.ts';
import { extractPages } from '../../testing/extract-pages.ts';
import { drawPage } from '../../testing/page-builder.ts';
import { withAgreement } from './agreement.ts';

function found(pointer: string, value: number): Finding {
  return {
    pointer, value, nullReason: null, evidence: [], match: 'exact', confidence: { value: 0.6, read: 1, found: 0.6 }, alternatives: [], reasoning: '',
  }; // prettier-ignore
}

function confidences(values: Record<string, number>): Record<string, number> {
  const findings = withAgreement(Object.entries(values).map(([pointer, value]) => found(pointer, value)));
  return Object.fromEntries(findings.map(({ pointer, confidence }) => [pointer, confidence.value]));
}

describe('figures that say of each other whether they are right', () => {
  test('leaves that add up are surer; others stay', () => {
    const said = confidences({ '/net': 100, '/tax': 19, '/gross': 119, '/rent': 77 });
    assert.deepEqual(said, { '/net': 0.84, '/tax': 0.84, '/gross': 0.84, '/rent': 0.6 });
  });

  test('an item whose figures disagree where those of the others agree is doubted', () => {
    const said = confidences({
      '/lines/0/qty': 4, '/lines/0/price': 2.5, '/lines/0/amount': 10,
      '/lines/1/qty': 3, '/lines/1/price': 5, '/lines/1/amount': 15,
      '/lines/2/qty': 7, '/lines/2/price': 3, '/lines/2/amount': 12,
    }); // prettier-ignore
    assert.equal(said['/lines/1/price'], 0.84);
    assert.equal(said['/lines/2/amount'], 0.33);
  });

  test('a leaf that is the sum of a column is surer, as the column is; nothing follows from one item', () => {
    assert.deepEqual(confidences({ '/lines/0/amount': 10, '/lines/1/amount': 15, '/total': 25, '/due': 20 }), {
      '/lines/0/amount': 0.84, '/lines/1/amount': 0.84, '/total': 0.84, '/due': 0.6,
    }); // prettier-ignore
    assert.equal(confidences({ '/lines/0/amount': 10, '/total': 10 })['/total'], 0.6);
  });
});

describe('net, tax and gross', () => {
  const number = { type: ['number', 'null'] };
  const asked: JsonObject = { net_amount: number, vat_amount: number, gross_amount: number };

  test('of two places that answer alike the one that adds up is taken', async () => {
    const page = drawPage(`
Zwischensumme netto                  3.771,00
abzgl. 3 % Nachlass                   -113,13
Nettobetrag                          3.657,87
zzgl. 19 % MwSt.                       695,00
Rechnungsbetrag                      4.352,87
`);
    assert.deepEqual((await extractPages([page], asked)).results, {
      net_amount: 3657.87,
      vat_amount: 695,
      gross_amount: 4352.87,
    });
  });

  test('deductions are what is added to the pay that is left', async () => {
    const page = drawPage(`
Basic pay                            2,916.67
Overtime                               351.92
Total payments                       3,268.59
Total deductions                       774.08
NET PAY                              2,494.51
`);
    const { results } = await extractPages([page], {
      gross_pay: number,
      total_deductions: number,
      net_pay: number,
    });
    assert.deepEqual(results, { gross_pay: 3268.59, total_deductions: 774.08, net_pay: 2494.51 });
  });
});
