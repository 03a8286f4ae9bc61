/** Declared tables: heads of several rows, spans, and what does not belong to them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOfBytes, pagesOf } from '../../testing/drawn-files.ts';
import { layoutOf } from '../page-layout.ts';
import type { Table } from '../types.ts';

async function tablesOf(html: string): Promise<readonly Table[]> {
  const page = await pageOfBytes(Buffer.from(`<!doctype html>${html}`), 'page.html');
  return layoutOf(page).tables;
}
const textsOf = (table: Table | undefined): unknown =>
  table?.rows.map((row) => row.cells.map((cell) => cell?.text ?? null));

test('a head of two rows names every column by all that stands over it', async () => {
  const [table] = await tablesOf(`<table>
    <tr><th rowspan=2>Item<th colspan=2>Price<th rowspan=2>Note
    <tr><th>net<th>gross
    <tr><td>Box<td>1.00<td>1.19<td>
    <tr><td>Bag<td>2.00<td>2.38<td>old</table>`);
  assert.equal(table?.source, 'given');
  assert.deepEqual(
    table.headers.map((header) => header.text),
    ['Item', 'Price net', 'Price gross', 'Note'],
  );
  assert.deepEqual(textsOf(table), [
    ['Box', '1.00', '1.19', ''],
    ['Bag', '2.00', '2.38', 'old'],
  ]);
});

test('a cell of several rows is in each of them, one of several columns in the first', async () => {
  const [table] = await tablesOf(`<table><tr><th>Day<th>From<th>To
    <tr><td rowspan=2>Mon<td>8<td>9<tr><td colspan=2>closed<tr><td>Tue<td>7<td>8</table>`);
  assert.deepEqual(textsOf(table), [
    ['Mon', '8', '9'],
    ['Mon', 'closed', null],
    ['Tue', '7', '8'],
  ]);
});

test('a lone text at the left heads the rows below, a total is one, and struck text is no part of a cell', async () => {
  const [table] = await tablesOf(`<table><tr><th>Item<th>Count<th>Price<tr><td colspan=3>Tools
    <tr><td>Saw<td>1<td><s>9.00</s> 8.00<tr><td>Total<td><td>8.00</table>`);
  assert.deepEqual(
    table?.rows.map(({ kind, groups }) => [kind, groups.map(({ text }) => text)]),
    [
      ['group', []],
      ['data', ['Tools']],
      ['total', ['Tools']],
    ],
  );
  assert.equal(table.rows[1]?.cells[2]?.text, '8.00');
});

test('tables end where the format says: neither the lines around them nor the next table belong to them', async () => {
  const tables = await tablesOf(`<p>Name Anna</p><p>Town Ulm</p>
    <table><tr><td>A<td>1<tr><td>B<td>2</table><table><tr><th>Item<th>Price<tr><td>Box<td>5</table><p>Total 5</p>`);
  assert.deepEqual(tables.map(textsOf), [
    [
      ['A', '1'],
      ['B', '2'],
    ],
    [['Box', '5']],
  ]);
});

test('a table that goes on on the next page keeps its columns', async () => {
  const rows = Array.from({ length: 100 }, (_, index) => `Item ${index};${index};`).join('\n');
  const pages = await pagesOf(Buffer.from(`Name;Count;Note\n${rows}\n`), 'list.csv');
  const [, second] = pages.map((page) => layoutOf(page).tables);
  assert.equal(second?.length, 1);
  assert.equal(second[0]?.continues, true);
  assert.equal(second[0].rows.length, 29);
  assert.equal(second[0].columns.length, 3);
});
