/** Small documents with known answers: tables of several makes, and captions in several languages for one schema. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../json.ts';
import { extractPages } from '../../testing/extract-pages.ts';
import { buildPage, drawPage } from '../../testing/page-builder.ts';

const items: JsonObject = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      description: { type: 'string' },
      quantity: { type: 'number' },
      unit_price: { type: 'number' },
      amount: { type: 'number' },
    },
  },
};

function item(description: string, quantity: number, unit_price: number, amount: number): JsonObject {
  return { description, quantity, unit_price, amount };
}

describe('tables', () => {
  test('heads and rows over several lines, without rules', async () => {
    const page = drawPage(`
                                              Unit
Description                     Quantity     price      Amount
Oak boards, planed and
cut to length                         12      4.50       54.00
Screws                               100      0.10       10.00
Delivery to the site,
second floor                           1     25.00       25.00
                                             Total       89.00
`);
    assert.deepEqual((await extractPages([page], { line_items: items })).results, {
      line_items: [
        item('Oak boards, planed and cut to length', 12, 4.5, 54),
        item('Screws', 100, 0.1, 10),
        item('Delivery to the site, second floor', 1, 25, 25),
      ],
    });
  });

  test('words broken over the lines of a cell come whole, with the hyphen that they have elsewhere', async () => {
    const page = drawPage(`
Description                     Quantity     Price      Amount
Oak boards, self-                     12      4.50       54.00
adhesive, planed at Möbel-
werk Nord
Screws for oak panel\u00ad              100      0.10       10.00
ling
Self-adhesive tape                     1     25.00       25.00
`);
    assert.deepEqual((await extractPages([page], { line_items: items })).results, {
      line_items: [
        item('Oak boards, self-adhesive, planed at Möbelwerk Nord', 12, 4.5, 54),
        item('Screws for oak panelling', 100, 0.1, 10),
        item('Self-adhesive tape', 1, 25, 25),
      ],
    });
  });

  test('a grid of rules keeps names over their columns', async () => {
    const rules = [
      ...[50, 250, 320, 400, 480].map((x) => ({ x0: x, y0: 100, x1: x, y1: 160 })),
      ...[100, 120, 140, 160].map((y) => ({ x0: 50, y0: y, x1: 480, y1: y })),
    ];
    const rows = [
      ['Bezeichnung', 'Menge', 'Einzelpreis', 'Betrag'],
      ['Bretter', '12', '4,50', '54,00'],
      ['Schrauben', '100', '0,10', '10,00'],
    ];
    const right = [0, 310, 390, 475];
    const page = buildPage(
      rows.flatMap((row, line) =>
        row.map((text, column) => ({
          x:
            column === 0
              ? 55
              : line === 0
                ? ([55, 255, 325, 405][column] ?? 0)
                : (right[column] ?? 0) - 5 * text.length,
          y: 105 + 20 * line,
          text,
        })),
      ),
      { rules },
    );
    assert.deepEqual((await extractPages([page], { line_items: items })).results, {
      line_items: [item('Bretter', 12, 4.5, 54), item('Schrauben', 100, 0.1, 10)],
    });
  });

  test('a list goes on over the page under a repeated head; its sum is no item', async () => {
    const first = drawPage(`
Artikel                         Menge      Preis      Betrag
Bretter                            12       4,50       54,00
Schrauben                         100       0,10       10,00
`);
    const second = drawPage(
      `
Artikel                         Menge      Preis      Betrag
Leim                                2       3,00        6,00
Lieferung                           1      25,00       25,00
                              Summe                    95,00
`,
      { number: 2 },
    );
    assert.deepEqual((await extractPages([first, second], { line_items: items })).results, {
      line_items: [
        item('Bretter', 12, 4.5, 54),
        item('Schrauben', 100, 0.1, 10),
        item('Leim', 2, 3, 6),
        item('Lieferung', 1, 25, 25),
      ],
    });
  });

  test('headings between the rows name their groups', async () => {
    const page = drawPage(`
Désignation                  Quantité    Prix unitaire      Montant
Menuiserie
Planches                           12            4,50        54,00
Vis                               100            0,10        10,00
Peinture
Laque blanche                       2           15,00        30,00
`);
    const grouped: JsonObject = {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          category: { type: 'string' },
          description: { type: 'string' },
          amount: { type: 'number' },
        },
      },
    };
    assert.deepEqual((await extractPages([page], { lines: grouped })).results, {
      lines: [
        { category: 'Menuiserie', description: 'Planches', amount: 54 },
        { category: 'Menuiserie', description: 'Vis', amount: 10 },
        { category: 'Peinture', description: 'Laque blanche', amount: 30 },
      ],
    });
  });
});

describe('one English schema, captions in other languages', () => {
  const invoice: JsonObject = {
    invoice_number: { type: 'string' },
    invoice_date: { type: 'string', format: 'date' },
    due_date: { type: 'string', format: 'date' },
    customer_name: { type: 'string' },
    total: { type: 'number' },
  };
  const documents: readonly (readonly [string, string, string, string])[] = [
    ['German', 'R-17', 'Beispiel GmbH', `
Rechnungsnummer: R-17                 Rechnungsdatum: 05.03.2024
Kunde: Beispiel GmbH
Gesamtbetrag             1.234,50 EUR
Fällig am: 19.03.2024`],
    ['French', 'F-118', 'Exemple SARL', `
Numéro de facture : F-118             Date de facture : 05/03/2024
Client : Exemple SARL
Montant total TTC        1 234,50 €
Échéance : 19 mars 2024`],
    ['Spanish', 'A-77', 'Ejemplo S.L.', `
Número de factura: A-77               Fecha de factura: 05/03/2024
Cliente: Ejemplo S.L.
Importe total            1.234,50 €
Fecha de vencimiento: 19/03/2024`],
    ['Italian', '12/B', 'Esempio S.r.l.', `
Numero fattura: 12/B                  Data fattura: 05/03/2024
Cliente: Esempio S.r.l.
Totale fattura           1.234,50 €
Scadenza: 19/03/2024`],
    ['Dutch', '2024-9', 'Voorbeeld B.V.', `
Factuurnummer: 2024-9                 Factuurdatum: 05-03-2024
Klant: Voorbeeld B.V.
Totaalbedrag             1.234,50 €
Vervaldatum: 19-03-2024`],
  ]; // prettier-ignore
  for (const [language, number, customer, drawing] of documents)
    test(language, async () => {
      const { results } = await extractPages([drawPage(drawing)], invoice);
      assert.deepEqual(results, {
        invoice_number: number,
        invoice_date: '2024-03-05',
        due_date: '2024-03-19',
        customer_name: customer,
        total: 1234.5,
      });
    });
});

test('yes and no, one of several, and why a null is null', async () => {
  const page = drawPage(`
Express delivery: yes
Gift wrapping: no
Payment method: Bank transfer
Date of birth: 05/04/1990
`);
  const { results, findings } = await extractPages([page], {
    express_delivery: { type: 'boolean' },
    gift_wrapping: { type: 'boolean' },
    payment_method: { type: 'string', enum: ['card', 'bank_transfer', 'cash'] },
    date_of_birth: { type: 'string', format: 'date' },
    tax_number: { type: 'string' },
  });
  assert.deepEqual(results, {
    express_delivery: true,
    gift_wrapping: false,
    payment_method: 'bank_transfer',
    date_of_birth: '1990-05-04',
    tax_number: null,
  });
  const birth = findings.find(({ pointer }) => pointer === '/date_of_birth');
  assert.deepEqual(
    birth?.alternatives.map(({ value, reason }) => [value, reason]),
    [['1990-04-05', 'day and month may be exchanged']],
  );
  const missing = findings.find(({ pointer }) => pointer === '/tax_number');
  assert.equal(missing?.nullReason, 'not_found');
  assert.match(missing?.reasoning ?? '', /\S/u);
});

test('captions in brackets stand below what they name', async () => {
  const page = drawPage(`
Leafworks Holdings, Inc.
(Exact name of registrant as specified in its charter)

Delaware
(State of incorporation)
`);
  const { results } = await extractPages([page], {
    registrant_name: { type: 'string' },
    state_of_incorporation: { type: 'string' },
  });
  assert.deepEqual(results, {
    registrant_name: 'Leafworks Holdings, Inc.',
    state_of_incorporation: 'Delaware',
  });
});

test('the name of whom a page is about is its title; an object that only holds leaves together says nothing', async () => {
  const page = buildPage([
    { x: 50, y: 40, text: 'Dr. Ana Moreno', size: 24 },
    { x: 50, y: 80, text: 'ana@example.org' },
    { x: 50, y: 110, text: 'Ten years of work with leaves and ants in four countries, and a' },
    { x: 50, y: 122, text: 'doctorate on the loads that they carry home.' },
  ]);
  const { results } = await extractPages([page], {
    personalInfo: { type: 'object', properties: { fullName: { type: 'string' } } },
  });
  assert.deepEqual(results, { personalInfo: { fullName: 'Dr. Ana Moreno' } });
});

test('the same page gives the same answer', async () => {
  const page = drawPage(`
Total                1.234,50 EUR
Net total            1.037,39 EUR
`);
  const properties: JsonObject = { total: { type: 'number' }, net_total: { type: 'number' } };
  const [once, again] = [await extractPages([page], properties), await extractPages([page], properties)];
  assert.deepEqual(once, again);
  assert.deepEqual(once.results, { total: 1234.5, net_total: 1037.39 });
});
