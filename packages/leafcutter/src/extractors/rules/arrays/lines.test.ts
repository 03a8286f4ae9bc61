/** Lines of invoices: what counts them, codes, figures that must agree, and tables beside them that are another list. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { buildPage, drawPage } from '../../../testing/page-builder.ts';
import { countsUp } from './ordinals.ts';

function listOf(properties: Record<string, 'string' | 'number'>): JsonObject {
  const leaves = Object.entries(properties).map(([name, type]) => [name, { type: [type, 'null'] }]);
  return { type: 'array', items: { type: 'object', properties: Object.fromEntries(leaves) as JsonObject } };
}

const lines = listOf({
  position: 'string', article_number: 'string', name: 'string', quantity: 'number', unit_price: 'number', line_total: 'number',
}); // prettier-ignore
const taxes = listOf({ rate: 'number', basis: 'number', amount: 'number' });

describe('lines of invoices', () => {
  test('a column that counts is the number of the line, and no code', async () => {
    const page = drawPage(`
Pos.   Bezeichnung              Menge     Einzelpreis     Gesamtpreis
1      Fensterbank Marmor           2           75,00          150,00
2      Dichtband                   10            4,20           42,00
3      Montage                      1           90,00           90,00
`);
    const { results } = await extractPages([page], { line_items: lines });
    assert.deepEqual(results, {
      line_items: [
        ['1', 'Fensterbank Marmor', 2, 75, 150],
        ['2', 'Dichtband', 10, 4.2, 42],
        ['3', 'Montage', 1, 90, 90],
      ].map(([position, name, quantity, unit_price, line_total]) => ({
        position, article_number: null, name, quantity, unit_price, line_total,
      })), // prettier-ignore
    });
  });

  test('what counts begins at its beginning, by ones or tens', () => {
    for (const cells of [['1', '2', '3'], ['010', '020'], ['10.', '20.', '30.'], ['0', '1'], ['1'], ['14', '15', '16']]) assert.ok(countsUp(cells), cells.join()); // prettier-ignore
    for (const cells of [['4711'], ['3', '4'], ['1', '3', '9'], ['2', '2', '2'], ['1', ''], ['12,5'], []]) assert.ok(!countsUp(cells), cells.join()); // prettier-ignore
  });

  test('a note with a price below its line is no line', async () => {
    const page = drawPage(`
Pos   Description               Net price      Qty        Amount
1     Ring binders A4              9.90         20        198.00
      List price                  12.00
2     Dividers                     1.10         50         55.00
      List price                   1.40
`);
    const { results } = await extractPages([page], { line_items: lines });
    const names = (results as { line_items: { position: string; line_total: number }[] }).line_items;
    assert.deepEqual(
      names.map(({ position, line_total }) => [position, line_total]),
      [
        ['1', 198],
        ['2', 55],
      ],
    );
  });

  test('of two codes one below the other the first is the code of the line', async () => {
    const page = buildPage([
      ...['Pos', 'Art. no.', 'Description', 'Qty', 'Price', 'Amount'].map((text, column) => ({
        x: 40 + column * 85,
        y: 100,
        text,
      })),
      ...[
        ['1', 'TB7A', 'Ring binders', '20', '9.90', '198.00'],
        ['2', 'XJ9', 'Dividers', '50', '1.10', '55.00'],
      ].flatMap((row, line) => [
        ...row.map((text, column) => ({ x: 40 + column * 85, y: 124 + line * 40, text })),
        { x: 125, y: 136 + line * 40, text: `401234500123${line}` },
      ]),
    ]);
    const { results } = await extractPages([page], { line_items: lines });
    const found = (results as { line_items: { article_number: string }[] }).line_items;
    assert.deepEqual(
      found.map(({ article_number }) => article_number),
      ['TB7A', 'XJ9'],
    );
  });

  test('discounts look like taxes, but their figures do not agree as those of taxes do', async () => {
    const page = drawPage(`
Allowances
Reason                     Tax rate         Basis        Amount
Special discount               19 %         10.00         -1.00
Loyalty discount                7 %        137.30        -13.73

Tax summary
Tax                        Tax rate         Basis        Amount
VAT                             7 %        129.37          9.06
VAT                            19 %         64.40         12.24
`);
    const { results } = await extractPages([page], { taxes });
    assert.deepEqual(results, {
      taxes: [
        { rate: 7, basis: 129.37, amount: 9.06 },
        { rate: 19, basis: 64.4, amount: 12.24 },
      ],
    });
  });

  test('heads name what stands in a line by its usual names', async () => {
    const named = listOf({ description: 'string', qty: 'number', unit: 'string', unit_price: 'number', amount: 'number' }); // prettier-ignore
    const heads = [
      ['Désignation', 'Qté', 'Unité', 'P.U. HT', 'Montant HT'],
      ['Leistung', 'Anzahl', 'Einheit', 'EP', 'GP'],
      ['Service', 'Hours', 'Unit', 'Rate', 'Ext. amount'],
      ['Particulars', 'Qty', 'UoM', 'Price each', 'Amount (USD)'],
    ];
    for (const head of heads) {
      const rows = [head, ['Wiring', '4', 'h', '52.50', '210.00'], ['Survey', '1', 'pc', '80.00', '80.00']];
      const page = buildPage(
        rows.flatMap((row, line) =>
          row.map((text, column) => ({ x: 40 + column * 100, y: 100 + line * 16, text })),
        ),
      );
      const { results } = await extractPages([page], { items: named });
      assert.deepEqual(
        results,
        {
          items: [
            { description: 'Wiring', qty: 4, unit: 'h', unit_price: 52.5, amount: 210 },
            { description: 'Survey', qty: 1, unit: 'pc', unit_price: 80, amount: 80 },
          ],
        },
        head.join(' | '),
      );
    }
  });
});
