/** Pages that are wider than any sheet of paper: layout ends, and sees what is there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPage } from '../testing/page-builder.ts';
import { layoutOf } from './page-layout.ts';

test('a table has as many columns as stand there', () => {
  const page = drawPage(`${'12     '.repeat(1_000)}\n`.repeat(3), { width: 36_000 });
  assert.deepEqual(
    layoutOf(page).tables.map(({ rows, columns }) => [rows.length, columns.length]),
    [[3, 1_000]],
  );
});
