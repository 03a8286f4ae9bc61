import assert from 'node:assert/strict';
import test from 'node:test';
import { leaf, object } from '../../testing/leaf.ts';
import { phraseOf } from './lexicon.ts';
import { clausesOf, literalsOf } from './descriptions.ts';
import { labelSimilarity, questionOf, questionOfName } from './question.ts';
import { splitIdentifier, wordsOf } from './words.ts';

test('identifiers of every style are split into words', () => {
  assert.equal(splitIdentifier('issueDate'), 'issue Date');
  assert.equal(splitIdentifier('vat_id'), 'vat id');
  assert.equal(splitIdentifier('payeeIBAN'), 'payee IBAN');
  assert.equal(splitIdentifier('HTMLTitle2'), 'HTML Title 2');
});

test('captions are folded: accents, dots, marks and case', () => {
  assert.deepEqual(wordsOf('N° de facture'), ['number', 'de', 'facture']);
  assert.deepEqual(wordsOf('D.O.B.:'), ['dob']);
  assert.deepEqual(wordsOf("Customer's Name"), ['customer', 'name']);
  assert.deepEqual(wordsOf('STRASSE / Straße'), ['strasse', 'strasse']);
});

test('German compounds are read by their parts', () => {
  const concepts = phraseOf('Rechnungsdatum').terms.map((term) => [...term.concepts]);
  assert.ok(concepts[0]?.includes('invoice'));
  assert.ok(concepts[1]?.includes('date'));
});

/** Captions that mean the field in several languages, and neighbours on the same page that do not. */
const cases: readonly (readonly [name: string, same: readonly string[], other: readonly string[]])[] = [
  [
    'invoice_number',
    ['Invoice #', 'Invoice No.', 'Rechnungsnummer', 'Rechnung Nr.', 'N° de facture', 'Número de factura', 'Factuurnummer', 'Numero fattura'],
    ['Invoice Date', 'Customer No.', 'Order #', 'Rechnungsdatum', 'Telefon', 'Steuernummer'],
  ],
  [
    'issueDate',
    ['Invoice Date', 'Date of issue', 'Rechnungsdatum', 'Ausstellungsdatum', 'Date de facture', 'Fecha de emisión', 'Factuurdatum', 'Data fattura'],
    ['Due Date', 'Fällig am', 'Delivery date', 'Invoice No.'],
  ],
  [
    'due_date',
    ['Due Date', 'Payment due', 'Fälligkeitsdatum', "Date d'échéance", 'Fecha de vencimiento', 'Vervaldatum', 'Data di scadenza'],
    ['Invoice date', 'Amount due', 'Rechnungsdatum'],
  ],
  ['vatId', ['USt-IdNr.', 'VAT ID', 'VAT Reg. No.', 'N° TVA intracommunautaire', 'Partita IVA', 'NIF', 'BTW-nummer', 'UID-Nr.'], ['VAT rate', 'MwSt. 19%', 'Tel.']],
  ['advertiser', ['Advertiser', 'Advertiser Name', 'Werbetreibender', 'Annonceur'], ['Agency', 'Station', 'Salesperson', 'Advertiser Code']],
  ['closingBalance', ['Closing balance', 'New balance', 'Neuer Kontostand', 'Endsaldo', 'Nouveau solde', 'Saldo final'], ['Opening balance', 'Alter Kontostand', 'Solde précédent']],
  ['policy_number', ['Policy Number', 'Policy No.', 'Versicherungsscheinnummer', 'Número de póliza', 'Polisnummer'], ['Policy period', 'Premium', 'Claim number']],
  ['date_of_birth', ['Date of birth', 'DOB', 'Geburtsdatum', 'Né le', 'Fecha de nacimiento', 'Geb.'], ['Date of death', 'Issue date', 'Place of issue']],
  ['netPay', ['Net pay', 'Net à payer', 'Auszahlungsbetrag netto', 'Auszahlungsbetrag', 'Netto salaris'], ['Gross pay', 'Total brut', 'Bruttolohn']],
  ['company_name', ['Company name', 'Company', 'Firmenname', 'Raison sociale', 'Ragione sociale', '会社名', '公司名称'], ['First name', 'Nachname', 'Contact name']],
]; // prettier-ignore

for (const [name, same, other] of cases) {
  test(`captions of ${name} in several languages stand above their neighbours`, () => {
    const question = questionOfName(name);
    const least = Math.min(...same.map((label) => labelSimilarity(question, label)));
    const most = Math.max(...other.map((label) => labelSimilarity(question, label)));
    const table = [...same, ...other]
      .map((label) => `${label} ${labelSimilarity(question, label).toFixed(2)}`)
      .join(', ');
    assert.ok(least >= 0.6, `a true caption is below 0.6: ${table}`);
    assert.ok(most <= 0.5, `a neighbour is above 0.5: ${table}`);
  });
}

test('a parent tells two leaves of one name apart', () => {
  const seller = leaf('/seller/vat_id');
  const question = questionOf(seller, [object('', []), object('/seller', [seller])]);
  assert.ok(labelSimilarity(question, 'Seller VAT ID') > labelSimilarity(question, 'VAT ID'));
  assert.ok(labelSimilarity(question, 'Customer VAT ID') < 0.4);
});

test('net and gross never pass for each other', () => {
  const totals = object('/totals', []);
  const gross = questionOf(leaf('/totals/gross', { description: 'Total with VAT' }), [totals]);
  const net = questionOf(leaf('/totals/net', { description: 'Total without VAT' }), [totals]);
  for (const label of ['Nettobetrag', 'Total HT', 'Subtotal']) {
    assert.ok(labelSimilarity(gross, label) < 0.5, label);
    assert.ok(labelSimilarity(net, label) > 0.6, label);
  }
  for (const label of ['Bruttobetrag', 'Total TTC']) {
    assert.ok(labelSimilarity(net, label) < 0.5, label);
    assert.ok(labelSimilarity(gross, label) > 0.6, label);
  }
});

test('descriptions give captions: in brackets, in capitals, as a choice; examples are none', () => {
  assert.deepEqual(literalsOf('total earnings (TOTALE COMPETENZE) as a number'), ['TOTALE COMPETENZE']);
  assert.deepEqual(literalsOf("the store id (e.g. 'CA-1661')"), []);
  assert.deepEqual(literalsOf("printed as 'Regd. No.' on the report"), ['Regd. No.']);
  assert.deepEqual(clausesOf('Number of the contract, order or invoice, as printed'), [
    'Number contract',
    'Number order',
    'Number invoice',
  ]);
});
