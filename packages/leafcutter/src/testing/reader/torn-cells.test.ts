/** Rows whose cells have several lines: a page has the other cells between them, a prompt has each cell whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPage } from '../page-builder.ts';
import { knownCase } from './cases.ts';
import { noFaults } from './faults.ts';
import { Reader } from './reader.ts';

const page = drawPage(`
03/03/2025 R-100345 Copper pipes Airport 12.50
second hand, as agreed
04/03/2025 R-200678 Roof tiles Harbour 7.00
second hand, as agreed
05/03/2025 R-300912 Copper pipes Harbour 99.00
second hand, as agreed
`);
const row = '05/03/2025 | R-300912 | Copper pipes second hand, as agreed | Harbour | 99.00';
const item = (reference: string, description: string) => ({ reference, description });
const told = 'second hand, as agreed';
const rows = [
  item('R-100345', `Copper pipes ${told}`),
  item('R-200678', `Roof tiles ${told}`),
  item('R-300912', `Copper pipes ${told}`),
];

test('a cell is read in its own row, though the same words stand in another one', () => {
  const text = { type: ['string', 'null'] };
  const schema = {
    type: 'object',
    properties: {
      rows: {
        type: 'array',
        items: { type: 'object', properties: { reference: text, description: text } },
      },
    },
  };
  const limits = { contextTokens: 100_000, outputTokens: 8_000 };
  const reader = new Reader([knownCase('set/case', [page], { rows }, 'hash')], limits, noFaults, 0);
  const answer = reader.answer({ text: row, files: [], schema, maxOutputTokens: null }, 0);
  assert.ok(answer.kind === 'answer');
  assert.deepEqual(JSON.parse(answer.text), { rows: rows.slice(-1) });
});
