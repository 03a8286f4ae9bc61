import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../document/types.ts';
import type { Cell, LabelValue, PageLayout, Table } from '../layout/types.ts';
import { drawnPairs } from './drawn-pairs.ts';

const pairOf = (name: string, strength: number, label: Box, value: Box): LabelValue => ({
  label: { text: name, ranges: [], box: label },
  value: { text: '', ranges: [], box: value },
  relation: 'right',
  strength,
});

const cellOf = (column: number, box: Box): Cell => ({
  row: 0,
  column,
  rowSpan: 1,
  columnSpan: 1,
  text: 'x',
  ranges: [],
  box,
});

const tableOf = (columns: number, box: Box): Table => ({
  page: 1,
  source: 'ruled',
  box,
  columns: Array.from({ length: columns }, (_, index) => ({ x0: index, x1: index + 1 })),
  headers: [],
  rows: [
    {
      kind: 'data',
      cells: Array.from({ length: columns }, (_, column) => cellOf(column, box)),
      box,
      groups: [],
    },
  ],
  caption: null,
  continues: false,
});

test('weak pairs and pairs between cells of a full row are not drawn', () => {
  const layout: PageLayout = {
    page: 1,
    segments: [],
    blocks: [],
    headings: [],
    tables: [tableOf(6, [0, 100, 100, 110]), tableOf(2, [0, 200, 100, 210])],
    pairs: [
      pairOf('outside', 0.5, [0, 0, 10, 10], [20, 0, 30, 10]),
      pairOf('weak', 0.49, [0, 0, 10, 10], [20, 0, 30, 10]),
      pairOf('in a full row', 0.9, [0, 100, 10, 110], [20, 100, 30, 110]),
      pairOf('in a short row', 0.9, [0, 200, 10, 210], [20, 200, 30, 210]),
    ],
  };
  assert.deepEqual(
    drawnPairs(layout).map((pair) => pair.label.text),
    ['outside', 'in a short row'],
  );
});
