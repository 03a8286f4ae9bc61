import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkSchema } from '../schema/index.ts';
import { chooseTable, tablesOf } from './tables.ts';
import { toCsv, toJsonLines, toWorkbook } from './write.ts';

const text = { type: 'string' };
const schema = checkSchema({
  type: 'object',
  properties: {
    name: text,
    address: { type: 'object', properties: { city: text } },
    tags: { type: 'array', items: text },
    jobs: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          title: text,
          pay: { type: 'number' },
          duties: { type: 'array', items: { type: 'object', properties: { what: text } } },
        },
      },
    },
  },
});
const results = {
  name: 'Ada, "A."',
  address: { city: null },
  tags: ['one', 'two'],
  jobs: [
    { title: '=HYPERLINK()', pay: -1.5, duties: [{ what: 'a' }, { what: 'b\nc' }] },
    { title: '-5', pay: null, duties: [] },
  ],
};
const tables = tablesOf(schema, results);

test('one table for each array, with the rows counted, and one for the rest', () => {
  assert.deepEqual(tables, [
    { name: 'results', columns: ['name', 'address.city'], rows: [['Ada, "A."', null]] },
    {
      name: 'tags',
      columns: ['#tags', 'value'],
      rows: [
        [1, 'one'],
        [2, 'two'],
      ],
    },
    {
      name: 'jobs',
      columns: ['#jobs', 'title', 'pay'],
      rows: [
        [1, '=HYPERLINK()', -1.5],
        [2, '-5', null],
      ],
    },
    {
      name: 'jobs.duties',
      columns: ['#jobs', '#jobs.duties', 'what'],
      rows: [
        [1, 1, 'a'],
        [1, 2, 'b\nc'],
      ],
    },
  ]);
});

test('an array without items still has its table and columns', () => {
  const empty = tablesOf(schema, { name: null, address: null, tags: [], jobs: [] });
  assert.deepEqual(
    empty.map(({ columns, rows }) => [columns.length, rows.length]),
    [
      [2, 1],
      [2, 0],
      [3, 0],
      [3, 0],
    ],
  );
});

test('names are unique and fit a sheet', () => {
  const long = 'a'.repeat(40);
  const list = { type: 'array', items: text };
  const named = checkSchema({
    type: 'object',
    properties: { [`${long}1`]: list, [`${long}2`]: list, 'x/y': list, results: list },
  });
  const names = tablesOf(named, {}).map(({ name }) => name);
  assert.deepEqual(names, ['results', 'a'.repeat(31), `${'a'.repeat(29)} 2`, 'x_y', 'results 2']);
});

test('the first array is chosen when no table is named', () => {
  assert.equal(chooseTable(tables, undefined)?.name, 'tags');
  assert.equal(chooseTable(tables, 'jobs.duties')?.name, 'jobs.duties');
  assert.equal(chooseTable(tables, 'nothing'), null);
  assert.equal(chooseTable(tables.slice(0, 1), undefined)?.name, 'results');
});

describe('written', () => {
  test('as CSV: quoted where it must be, formulas made harmless, numbers left alone', () => {
    assert.equal(toCsv(tables[0] ?? fail()), 'name,address.city\r\n"Ada, ""A.""",\r\n');
    assert.equal(toCsv(tables[2] ?? fail()), "#jobs,title,pay\r\n1,'=HYPERLINK(),-1.5\r\n2,-5,\r\n");
    assert.match(toCsv(tables[3] ?? fail()), /1,2,"b\nc"\r\n$/);
  });

  test('as JSON lines', () => {
    assert.equal(toJsonLines(tables[1] ?? fail()), '{"#tags":1,"value":"one"}\n{"#tags":2,"value":"two"}\n');
  });

  test('as a workbook, whatever the texts hold', async () => {
    const bytes = await toWorkbook(tablesOf(schema, { ...results, name: `a\u0001${'b'.repeat(40_000)}` }));
    assert.equal(Buffer.from(bytes.subarray(0, 4)).toString('latin1'), 'PK\x03\x04');
  });
});

function fail(): never {
  throw new Error('there is no such table');
}
