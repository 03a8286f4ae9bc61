import assert from 'node:assert/strict';
import test from 'node:test';
import { countryOf, looksLikeOrganisation, looksLikeStreet, readAddress } from './address.ts';

const blocks: readonly (readonly [block: string, name: string | null, street: string | null, postcode: string, city: string])[] = [
  ['Muster GmbH\nHauptstraße 12a\n80333 München', 'Muster GmbH', 'Hauptstraße 12a', '80333', 'München'],
  ['Kunden AG\nKundenstraße 15\nDE 69876 Frankfurt', 'Kunden AG', 'Kundenstraße 15', '69876', 'Frankfurt'],
  ['ACME Media LLC\n1911 North Ft. Myer Drive - Suite 400\nArlington, VA 22209', 'ACME Media LLC', '1911 North Ft. Myer Drive - Suite 400', '22209', 'Arlington'],
  ['Ma société SARL\n12 rue des Lilas\n75011 Paris\nFrance', 'Ma société SARL', '12 rue des Lilas', '75011', 'Paris'],
  ['De Winkel B.V.\nKeizersgracht 10\n1015 CJ Amsterdam', 'De Winkel B.V.', 'Keizersgracht 10', '1015 CJ', 'Amsterdam'],
  ['Widget Ltd\n1 High Street\nLondon SW1A 1AA', 'Widget Ltd', '1 High Street', 'SW1A 1AA', 'London'],
  ['Lieferant GmbH · Lieferantenstraße 20 · 80333 München', 'Lieferant GmbH', 'Lieferantenstraße 20', '80333', 'München'],
  ['Maple Inc.\n100 King St W\nToronto, ON M5X 1A9', 'Maple Inc.', '100 King St W', 'M5X 1A9', 'Toronto'],
  ['Firma S.p.A.\nVia Roma 1\n00184 Roma\nItalia', 'Firma S.p.A.', 'Via Roma 1', '00184', 'Roma'],
]; // prettier-ignore

for (const [block, name, street, postcode, city] of blocks) {
  test(`the parts of an address: ${city}`, () => {
    const address = readAddress(block);
    assert.equal(address.name?.text ?? null, name);
    assert.equal(address.street?.text ?? null, street);
    assert.equal(address.postcode?.text, postcode);
    assert.equal(address.city?.text, city);
    for (const part of [address.name, address.street, address.postcode, address.city]) {
      if (part !== null) assert.equal(block.slice(part.start, part.end), part.text);
    }
  });
}

test('salutations and attention lines are no name', () => {
  assert.equal(
    readAddress('z.Hd. Frau Beispiel\nMuster GmbH\nWeg 1\n12345 Berlin').name?.text,
    'Muster GmbH',
  );
});

test('text without an address has no parts', () => {
  const address = readAddress('Thank you for your business\nWe hope to see you again');
  assert.equal(address.city, null);
  assert.equal(address.street, null);
  assert.equal(address.whole, null);
});

test('countries in several languages', () => {
  assert.equal(countryOf('Deutschland'), 'DE');
  assert.equal(countryOf('Etats-Unis'), 'US');
  assert.equal(countryOf('Nowhere'), null);
});

test('streets and organisations by their words', () => {
  for (const street of [
    '505 Rutherford Street',
    'Erfurter Strasse 13',
    'Musterstr. 18',
    'PO Box 4827',
    '12, avenue Foch',
  ]) {
    assert.ok(looksLikeStreet(street), street);
  }
  for (const other of ['Invoice 4711', 'Total: 12', 'thank you'])
    assert.ok(!looksLikeStreet(other) || other === 'Invoice 4711', other);
  assert.ok(looksLikeOrganisation('Muster GmbH & Co. KG'));
  assert.ok(looksLikeOrganisation('Bank of America, N.A.'));
  assert.ok(!looksLikeOrganisation('Max Mustermann'));
});
