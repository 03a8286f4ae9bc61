import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cell } from '../types.ts';
import { isTotal } from './totals.ts';

function row(text: string): readonly (Cell | null)[] {
  return [
    null,
    { row: 0, column: 1, rowSpan: 1, columnSpan: 1, text, ranges: [], lines: [], box: [0, 0, 1, 1] },
  ];
}

test('sums and carried balances are totals', () => {
  for (const text of [
    'Total',
    'Zwischensumme',
    'Alter Kontostand am 31.01.2026',
    'Übertrag auf Seite 2',
    'New balance',
    'New balance as of 31 March',
    'Balance brought forward',
    'Vortrag aus 2025',
    'Ancien solde',
    'Net pay',
    'Auszahlungsbetrag',
  ])
    // prettier-ignore
    assert.ok(isTotal(row(text)), text);
});

test('what only begins with such a word is an item', () => {
  for (const text of ['New Balance 574 shoes', 'Vortrag Dr. Meier', 'Totally cotton shirt', 'Summer camp'])
    assert.ok(!isTotal(row(text)), text);
});
