/** Papers with amounts in several layouts and number formats; each test shows one cause. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject, JsonValue } from '../../json.ts';
import { extractPages } from '../../testing/extract-pages.ts';
import { drawPage } from '../../testing/page-builder.ts';

const string = { type: ['string', 'null'] };
const number = { type: ['number', 'null'] };

function listOf(properties: JsonObject): JsonObject {
  return { type: 'array', items: { type: 'object', properties } };
}

async function read(drawing: string, properties: JsonObject): Promise<JsonValue> {
  return (await extractPages([drawPage(drawing)], properties)).results;
}

describe('lists among other parts of a page', () => {
  test('rows of small whole numbers are rows, though years are printed like that too', async () => {
    const items = listOf({ position: string, description: string, ordered: number, delivered: number });
    const results = await read(
      `
Pos    Bezeichnung                  Bestellt    Geliefert
10     Silvaner trocken 2021             120          120
20     Riesling Kabinett 2021             60           48
30     Weingläser 6er-Set                  4            4
`,
      { items },
    );
    assert.deepEqual(results, {
      items: [
        { position: '10', description: 'Silvaner trocken 2021', ordered: 120, delivered: 120 },
        { position: '20', description: 'Riesling Kabinett 2021', ordered: 60, delivered: 48 },
        { position: '30', description: 'Weingläser 6er-Set', ordered: 4, delivered: 4 },
      ],
    });
  });

  test('days that go up by one name columns', async () => {
    const days = listOf({ program: string, total: number });
    const results = await read(
      `
                      Wed Feb   Thu Feb   Fri Feb   Sat Feb
Program                    12        13        14        15     Total
Morning News                1         1         1                   3
Late Show                   2         2                   1         5
`,
      { days },
    );
    assert.deepEqual(results, {
      days: [
        { program: 'Morning News', total: 3 },
        { program: 'Late Show', total: 5 },
      ],
    });
  });

  test('names over figures begin a table, whatever stands above them in like columns', async () => {
    const items = listOf({ description: string, quantity: number, unit_price: number, amount: number });
    const results = await read(
      `
Alpin Informatik AG                          Rechnungs-Nr.    R-10557
Bahnhofstrasse 14                            Datum            28.06.2024
8001 Zürich                                  Zahlbar bis      28.07.2024

Beschreibung                        Menge        Ansatz CHF     Betrag CHF
Projektleitung Migration            32.5 h           185.00       6'012.50
Server-Lizenzen Jahresabo           12 Stk.          149.90       1'798.80
Spesen pauschal                     1                250.00         250.00
`,
      { items },
    );
    assert.deepEqual(results, {
      items: [
        { description: 'Projektleitung Migration', quantity: 32.5, unit_price: 185, amount: 6012.5 },
        { description: 'Server-Lizenzen Jahresabo', quantity: 12, unit_price: 149.9, amount: 1798.8 },
        { description: 'Spesen pauschal', quantity: 1, unit_price: 250, amount: 250 },
      ],
    });
  });

  test('a list beside captions of amounts is a list of its own', async () => {
    const results = await read(
      `
Taux          Base HT         Montant TVA            Total HT        4 659,50
20 %         4 107,50              821,50            Total TVA         851,86
5,5 %          552,00               30,36            Total TTC       5 511,36
                                                     Net à payer     5 511,36
`,
      {
        vat: listOf({ rate: number, taxable_amount: number, vat_amount: number }),
        total_excl_tax: number,
        total_incl_tax: number,
      },
    );
    assert.deepEqual(results, {
      vat: [
        { rate: 20, taxable_amount: 4107.5, vat_amount: 821.5 },
        { rate: 5.5, taxable_amount: 552, vat_amount: 30.36 },
      ],
      total_excl_tax: 4659.5,
      total_incl_tax: 5511.36,
    });
  });

  test('two lists side by side share the name of a column, and have totals of their own', async () => {
    const results = await read(
      `
Payments                 Units       Rate       Amount        Deductions              Amount
Basic Pay                                     2,916.67        PAYE Tax                374.00
Overtime 1.5             8.00       25.24       201.92        National Insurance      165.65
Bonus                                           150.00        Pension (5%)            163.43
`,
      { deductions: listOf({ description: string, amount: number }) },
    );
    assert.deepEqual(results, {
      deductions: [
        { description: 'PAYE Tax', amount: 374 },
        { description: 'National Insurance', amount: 165.65 },
        { description: 'Pension (5%)', amount: 163.43 },
      ],
    });
  });
});

describe('amounts and their captions', () => {
  test('what a caption begins to add, or names with its rate, is the tax', async () => {
    for (const caption of ['zzgl. 19 % MwSt.', 'plus 19 % VAT', 'incl. 19 % VAT']) {
      const results = await read(
        `
Net amount                100.00
${caption.padEnd(26)} 19.07
Total                     119.07
`,
        { net_amount: number, vat_amount: number, total: number },
      );
      assert.deepEqual(results, { net_amount: 100, vat_amount: 19.07, total: 119.07 }, caption);
    }
  });

  test('a total sums up amounts, not the quantities before them, and no row of its list', async () => {
    const results = await read(
      `
No     Description                     Quantity         Rate         Amount
1      Cotton fabric                  2,500 mtr       112.00    2,80,000.00
2      Viscose blend                  9,800 mtr       145.50   14,25,900.00
       Total                         12,300 mtr                17,05,900.00
`,
      { total_amount: number },
    );
    assert.deepEqual(results, { total_amount: 1705900 });
  });

  test('a street that begins with its number is no city', async () => {
    const results = await read(
      `
Invoice                         Bill To
Northwind Fabrication LLC       Cascade Outfitters Inc.
1420 Harbor Ave                 900 Pine Street
Tacoma, WA 98421                Seattle, WA 98101
`,
      {
        bill_to: { type: 'object', properties: { name: string, street: string, city: string, zip: string } },
      },
    );
    assert.deepEqual(results, {
      bill_to: { name: 'Cascade Outfitters Inc.', street: '900 Pine Street', city: 'Seattle', zip: '98101' },
    });
  });

  test('tax numbers of India are read whole', async () => {
    assert.deepEqual(await read(`\nGSTIN/UIN: 24AAACS1234F1Z5\n`, { gstin: string }), {
      gstin: '24AAACS1234F1Z5',
    });
  });
});

describe('captions and parties', () => {
  test('a strip of captions over their values is no list, whatever stands below it', async () => {
    const results = await read(
      `
Account Number         Bill Date          Due Date           Amount Due
8840-2217-06           Nov 4, 2023        Nov 27, 2023         $ 148.92

Billing Period         10/02/2023 - 11/01/2023
Previous Reading                48,211
Current Reading                 49,307
Usage (kWh)                      1,096
`,
      { account_number: string, due_date: { ...string, format: 'date' }, amount_due: number },
    );
    assert.deepEqual(results, {
      account_number: '8840-2217-06',
      due_date: '2023-11-27',
      amount_due: 148.92,
    });
  });

  test('the number of a person is a code, not a name', async () => {
    const results = await read(
      `
Personalnummer        20077
Eintrittsdatum        01.08.2019
`,
      { personalnummer: string },
    );
    assert.deepEqual(results, { personalnummer: '20077' });
  });

  test('what stands below the details of a bank is that of the one who is paid', async () => {
    const results = await read(
      `
Verkäufer: Tischlerei Hagemann
Käufer: Konrad Ahlers

Bankverbindung: Sparkasse Northeim   IBAN: DE89 3704 0044 0532 0130 00
`,
      { seller: { type: 'object', properties: { name: string, iban: string } } },
    );
    assert.deepEqual(results, {
      seller: { name: 'Tischlerei Hagemann', iban: 'DE89 3704 0044 0532 0130 00' },
    });
  });

  test('of two addresses at the right of a letter the lower one is the recipient', async () => {
    const results = await read(
      `
AVOIR N° AV-0456                                                            Papeterie Lemoine SAS
Date : 11 mars 2024                                                         8 avenue Jean Jaurès
Client n° : 4410                                                            69007 Lyon

                                                                            Lycée Ampère
                                                                            31 rue de la Bourse
                                                                            38000 Grenoble
`,
      { customer: { type: 'object', properties: { name: string, city: string } } },
    );
    assert.deepEqual(results, { customer: { name: 'Lycée Ampère', city: 'Grenoble' } });
  });

  test('amounts that are owed are negative, as S, DR or a stroke behind them says', async () => {
    const bookings = listOf({ date: string, text: string, amount: number });
    for (const sign of [' S', ' DR', '-']) {
      const results = await read(
        `
Datum          Vorgang                          Betrag
03.04.2023     Gehalt April                2.418,76${sign === '-' ? '' : sign === ' S' ? ' H' : ' CR'}
04.04.2023     Lastschrift Telekom            64,90${sign}
11.04.2023     Kartenzahlung                 138,05${sign}
`,
        { bookings },
      );
      const found = (results as { bookings: { amount: number }[] }).bookings;
      assert.deepEqual(
        found.map(({ amount }) => amount),
        [2418.76, -64.9, -138.05],
        sign,
      );
    }
  });
});

describe('quantities, rates and days', () => {
  test('a unit behind its quantity is the unit of the line', async () => {
    const items = listOf({ description: string, quantity: number, unit: string, amount: number });
    const results = await read(
      `
Leistung                            Anzahl           Gesamt
Wände spachteln                    48,5 m²           475,30
Photovoltaikmodul                   24 Stk         4.272,00
Anfahrt                                  2            70,00
`,
      { items },
    );
    assert.deepEqual(results, {
      items: [
        { description: 'Wände spachteln', quantity: 48.5, unit: 'm²', amount: 475.3 },
        { description: 'Photovoltaikmodul', quantity: 24, unit: 'Stk', amount: 4272 },
        { description: 'Anfahrt', quantity: 2, unit: null, amount: 70 },
      ],
    });
  });

  test('a name that shares no edge with the figures beside it is theirs', async () => {
    const items = listOf({ description: string, ordered: number, delivered: number });
    const results = await read(
      `
Désignation                Qté commandée     Qté livrée
Rosier grimpant rouge                 20                  20
Buis boule 40 cm                      10                   6
Terreau 50 L                          15                  15
`,
      { items },
    );
    assert.deepEqual(results, {
      items: [
        { description: 'Rosier grimpant rouge', ordered: 20, delivered: 20 },
        { description: 'Buis boule 40 cm', ordered: 10, delivered: 6 },
        { description: 'Terreau 50 L', ordered: 15, delivered: 15 },
      ],
    });
  });

  test('a rate is no amount, and neither are days', async () => {
    const results = await read(
      `
Total HT                                              77,91
TVA 20 %                                              15,58
Net: 30 jours
`,
      { total_ht: number, tva: number, net_amount: number },
    );
    assert.deepEqual(results, { total_ht: 77.91, tva: 15.58, net_amount: null });
  });

  test('words of trade tell the language, and so the order of day and month', async () => {
    const results = await read(
      `
Bon de livraison n° BL-30291          Date d'expédition : 12/02/2024
Commande n° : C-5512                  Client : Mairie
Désignation                           Quantité
`,
      { shipping_date: { ...string, format: 'date' } },
    );
    assert.deepEqual(results, { shipping_date: '2024-02-12' });
  });
});

describe('texts that stand apart, and captions that do not', () => {
  test('words of one column that stand in two are one text', async () => {
    const entries = listOf({ date: string, description: string, amount: number, balance: number });
    const results = await read(
      `
Date          Description                          Amount        Balance
02 Mar        DD   Thames Water                     42.17       2,268.38
05 Mar        BGC  Northfield Ltd salary         2,950.00       5,218.38
18 Mar        SO   Elm Grove Lettings            1,250.00       3,968.38
`,
      { entries },
    );
    const found = (results as { entries: { description: string }[] }).entries;
    assert.deepEqual(
      found.map(({ description }) => description),
      ['DD Thames Water', 'BGC Northfield Ltd salary', 'SO Elm Grove Lettings'],
    );
  });

  test('a caption close behind another text is the last word of what stands left of its value', async () => {
    const results = await read(
      `
KWXO+KWXP Combo Northern Advertiser          Friends of Ada Delgado
`,
      { advertiser: string },
    );
    assert.deepEqual(results, { advertiser: 'Friends of Ada Delgado' });
  });
});
