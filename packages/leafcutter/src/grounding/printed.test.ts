/** The document's own spelling: where another one is the same value, and where it is not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject, JsonPrimitive } from '../json.ts';
import { checkSchema } from '../schema/index.ts';
import type { LeafNode } from '../schema/types.ts';
import { asPrinted, asUnprinted, placeIn, withSigns } from './printed.ts';

function leafOf(definition: JsonObject): LeafNode {
  const { root } = checkSchema({ type: 'object', properties: { leaf: definition } });
  const [leaf] = root.properties;
  assert.ok(leaf?.kind === 'leaf');
  return leaf;
}

type Row = readonly [value: JsonPrimitive, print: string, becomes: JsonPrimitive, definition?: JsonObject];

const rows: readonly Row[] = [
  ['ACME HOLDINGS', 'Acme Holdings', 'Acme Holdings'],
  ['  Acme   Holdings ', 'Acme Holdings', 'Acme Holdings'],
  ['Acme Holdings', 'Acme\nHoldings', 'Acme Holdings'],
  ['rechnungsbetrag', 'Rechnungs-\nbetrag', 'Rechnungsbetrag'],
  ['O\u2019Neill\u2013Smith', "O'Neill-Smith", "O'Neill-Smith"],
  ['Berlin Germany', 'Berlin, Germany', 'Berlin, Germany'],
  ['LANGE STRASSE 20', 'Lange Straße 20', 'Lange Straße 20'],
  ['January 5, 2024', '05 Jan 2024', '05 Jan 2024'],
  ['2024-01-05', 'January 5, 2024', 'January 5, 2024'],
  ['1234.5', '1,234.5', '1,234.5'],
  // Nearly the same, or worse: its capitals, with the words as they were said.
  ['Acme Holdings (the Agent)', 'ACME Holdings Inc. (the "Agent")', 'ACME Holdings (the Agent)'],
  ['ARXIV:1', 'ar X iv: 1', 'arXiv:1'],
  ['HTTPS://GITHUB.COM/ADA', 'github.com/ada', 'https://github.com/ada'],
  ['ADA@X.ORG', 'ada@x.org', 'ada@x.org', { type: 'string', format: 'email' }],
  // Not the same.
  ['1.5', '15', '1.5'],
  ['-5', '5', '-5'],
  ['2018-2020', '20182020', '2018-2020'],
  ['Acme', 'Acme Holdings', 'Acme'],
  ['2024-01-05', '05/01/24', '2024-01-05'],
  [12, '12', 12],
  [true, 'Yes', true],
  // As far as the schema takes the print.
  ['PAID', 'Paid', 'PAID', { type: 'string', enum: ['PAID', 'OPEN'] }],
  ['2024-01-05', 'January 5, 2024', '2024-01-05', { type: 'string', format: 'date' }],
  ['2024-01-05', 'January 5, 2024', '2024-01-05', { type: 'string', description: 'in YYYY-MM-DD form' }],
  ['AB12', 'AB 12', 'AB12', { type: 'string', pattern: '^[A-Z0-9]+$' }],
  ['ab 12', 'AB 12', 'AB 12', { type: 'string', pattern: '^[A-Z0-9]+$' }],
  ['AB12', 'AB-12', 'AB12', { type: 'string', maxLength: 4 }],
  // Numbers that were written as texts: the document decides what was copied, JSON's language what was not.
  ['1,234', '1,234', '1,234', { type: 'number' }],
  ['1,234', '1.234', 1234, { type: 'number' }],
  ['1,234', '99', '1,234', { type: 'number' }],
];

for (const [value, print, becomes, definition] of rows) {
  const of = definition === undefined ? 'text' : JSON.stringify(definition);
  test(`${JSON.stringify(value)}, printed as ${JSON.stringify(print)}, is ${JSON.stringify(becomes)} (${of})`, () => {
    assert.equal(asPrinted(value, print, leafOf(definition ?? { type: 'string' })), becomes);
  });
}

test('signs at the ends of a value belong to it where the document has them', () => {
  const shown = (value: string, text: string): string => {
    const place = placeIn(value, text);
    assert.ok(place !== null);
    const { start, end } = withSigns(value, text, place);
    return text.slice(start, end);
  };
  assert.equal(shown('Adobe Inc.', 'by ADOBE INC. and'), 'ADOBE INC.');
  assert.equal(shown('adobe inc', 'by Adobe Inc. and'), 'Adobe Inc');
  assert.equal(shown('$ 500', 'pays $500 now'), '$500');
  assert.equal(shown('Alder (Finch)', 'from Alder (Finch), Ltd'), 'Alder (Finch)');
  assert.equal(shown('Alder (Finch', 'from Alder (Finch), Ltd'), 'Alder (Finch)');
  assert.equal(shown('5 %', 'of 5% only'), '5%');
});

test('a value stands in a text only as a whole', () => {
  assert.equal(placeIn('ON', 'LONDON'), null);
  assert.deepEqual(placeIn('on', 'LONDON, ON'), { start: 8, end: 10 });
  assert.equal(placeIn('1', '15.387'), null);
  assert.equal(placeIn('--', 'a -- b'), null);
});

test('what stands nowhere has one form, as far as the schema takes it', () => {
  const text = leafOf({ type: 'string' });
  assert.equal(asUnprinted(' O\u2019Neill \u2013 5 ', text), "O'Neill - 5");
  assert.equal(asUnprinted('Ada@X.org', leafOf({ type: 'string', format: 'email' })), 'ada@x.org');
  assert.equal(asUnprinted('a\u2013b', leafOf({ type: 'string', pattern: '\u2013' })), 'a\u2013b');
  assert.equal(asUnprinted('A\u2013B', leafOf({ type: 'string', enum: ['A\u2013B'] })), 'A\u2013B');
  assert.equal(asUnprinted(7, text), 7);
});
