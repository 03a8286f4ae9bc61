/** Parties that the text of an agreement introduces. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { drawPage } from '../../../testing/page-builder.ts';

const text: JsonObject = { type: ['string', 'null'] };

function listOf(properties: JsonObject): JsonObject {
  return { type: 'array', items: { type: 'object', properties } };
}

const purchase = drawPage(`
                        STOCK PURCHASE AGREEMENT

This Stock Purchase Agreement (this "Agreement") is entered into as of June 3, 2022, by and among
Larkfield Holdings, Inc., a Delaware corporation (the "Parent"), Oakmere Logistics LLC, a limited
liability company organized under the laws of the State of Texas (the "Buyer"), and Ravenna
Tooling Corp., an Ohio corporation (the "Seller").

The Buyer shall purchase the Shares from the Seller (the "Closing") at ten o'clock.
`);

test('one after the other, with role, form and law', async () => {
  const parties = listOf({ name: text, role: text, entity_type: text, jurisdiction: text });
  assert.deepEqual((await extractPages([purchase], { parties })).results, {
    parties: [
      {
        name: 'Larkfield Holdings, Inc.',
        role: 'Parent',
        entity_type: 'corporation',
        jurisdiction: 'Delaware',
      },
      {
        name: 'Oakmere Logistics LLC',
        role: 'Buyer',
        entity_type: 'limited liability company',
        jurisdiction: 'State of Texas',
      },
      { name: 'Ravenna Tooling Corp.', role: 'Seller', entity_type: 'corporation', jurisdiction: 'Ohio' },
    ],
  });
});

test('a list of one role has the parties of that role', async () => {
  const sellers = listOf({ name: text, jurisdiction: text });
  assert.deepEqual((await extractPages([purchase], { sellers })).results, {
    sellers: [{ name: 'Ravenna Tooling Corp.', jurisdiction: 'Ohio' }],
  });
});

test('German and French, with addresses', async () => {
  const parties = listOf({ name: text, role: text, address: text });
  const lease = drawPage(`
                              MIETVERTRAG
Zwischen
Immobilien Hartung GmbH, Lindenstraße 4, 04107 Leipzig
(nachfolgend "Vermieter")
und
Clara Winkelmann, Am Graben 12, 04109 Leipzig
(im Folgenden „Mieterin“ genannt)
wird folgender Vertrag geschlossen.
`);
  assert.deepEqual((await extractPages([lease], { parties })).results, {
    parties: [
      { name: 'Immobilien Hartung GmbH', role: 'Vermieter', address: 'Lindenstraße 4, 04107 Leipzig' },
      { name: 'Clara Winkelmann', role: 'Mieterin', address: 'Am Graben 12, 04109 Leipzig' },
    ],
  });
  const bail = drawPage(`
Entre
Luc Garnier, 8 rue des Tilleuls, 69003 Lyon (ci-après « le Bailleur »),
et
Sophie Lemaire, 21 avenue Foch, 69006 Lyon (ci-après dénommée « le Preneur »)
`);
  assert.deepEqual((await extractPages([bail], { parties })).results, {
    parties: [
      { name: 'Luc Garnier', role: 'Bailleur', address: '8 rue des Tilleuls, 69003 Lyon' },
      { name: 'Sophie Lemaire', role: 'Preneur', address: '21 avenue Foch, 69006 Lyon' },
    ],
  });
});
