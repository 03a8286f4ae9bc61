/** The reader's answers in nfield's line format: the same knowledge as in JSON. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPage } from '../page-builder.ts';
import { knownCase } from './cases.ts';
import { noFaults } from './faults.ts';
import { Reader } from './reader.ts';

const texts = [
  'Northwind Traders\nInvoice number: 4711-A\nPaid in full by the customer on delivery\nTerms: thirty days',
  'Copper pipes 12 pieces 340.50 EUR\nOffice chairs 3 pieces 99.00 EUR\nGoods stay ours until they are paid for in full',
];
const gold = {
  seller: { name: 'Northwind Traders', 'vat.id': null },
  invoice_number: '4711-A',
  paid: true,
  terms: 'Terms: thirty\ndays',
  lines: [
    { goods: 'Copper pipes', amount: 340.5 },
    { goods: 'Office chairs', amount: 99 },
  ],
};
const known = knownCase(
  'set/case',
  texts.map((text, index) => drawPage(text, { number: index + 1 })),
  gold,
  'hash',
);

function ask(prompt: string): { readonly text: string; readonly finish: string } {
  const reader = new Reader([known], { contextTokens: 10_000, outputTokens: 30 }, noFaults, 0);
  const answer = reader.answer({ text: prompt, files: [], schema: null, maxOutputTokens: null }, 0);
  assert.ok(answer.kind === 'answer');
  return answer;
}

function firstPass(document: string, ...fields: readonly string[]): string {
  const header = 'Fields to extract (every value is in the document above, in order):';
  return `Output one line for every field.\nDocument:\n${document}\n\n${header}\n${fields.join('\n')}`;
}

test('a line for every field, in order; absent ones and unknown ones are NULL', () => {
  const prompt = firstPass(
    texts.join('\n'),
    'invoice_number (string): Number (of the invoice) | e.g. "1"',
    'seller.name (string)',
    'seller.vat.id (string)',
    'paid (boolean): Whether it is paid',
    'colour (string)',
  );
  assert.equal(
    ask(prompt).text,
    'invoice_number = 4711-A\nseller.name = Northwind Traders\nseller.vat.id = NULL\npaid = true\ncolour = NULL',
  );
});

test('lists are one line of JSON, rows of what stands in the prompt', () => {
  const field =
    'entry shape S1 = object {goods: string, amount: number (of the line)}\n\nlines (array) | items: entry shape S1';
  assert.equal(
    ask(firstPass(texts.join('\n'), field)).text,
    'lines = [{"goods":"Copper pipes","amount":340.5},{"goods":"Office chairs","amount":99}]',
  );
  assert.equal(ask(firstPass(texts[0] ?? '', field)).text, 'lines = []');
});

test('a list or an object: the truth decides which of both fields is filled', () => {
  const prompt = firstPass(texts.join('\n'), 'lines__uarr (array)', 'seller__uarr (array)');
  assert.match(ask(prompt).text, /^lines__uarr = \[\{.*\}\]\nseller__uarr = NULL$/);
});

test('a value with a line break stays on its line', () => {
  assert.equal(ask(firstPass(texts.join('\n'), 'terms (string)')).text, 'terms = Terms: thirty days');
});

test('a re-ask names its fields before the document', () => {
  const prompt = `Fields to re-extract:\ninvoice_number (string): FAILED - field_missing. Please re-extract.\n\nDocument:\n${texts.join('\n')}\n\npaid (boolean)`;
  assert.equal(ask(prompt).text, 'invoice_number = 4711-A');
});

test('an answer is cut at the output limit and says so', () => {
  const prompt = firstPass(texts.join('\n'), 'lines (array)', 'seller.name (string)', 'terms (string)');
  const { text, finish } = ask(prompt);
  assert.equal(finish, 'length');
  assert.equal(text.length, 120);
});
