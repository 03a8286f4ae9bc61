import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../json.ts';
import { checkSchema } from '../../schema/index.ts';
import { leavesOf } from '../../schema/walk.ts';
import { column, runModel, tablePages } from '../../testing/model-run.ts';
import { buildPage } from '../../testing/page-builder.ts';
import { scriptedModel } from '../../testing/scripted-model.ts';
import { withAnswers, type List, type ListItem } from './lists.ts';
import type { WindowLine } from './window.ts';

interface Row {
  readonly name: string;
  readonly amount: number;
}

const schema: JsonObject = {
  type: 'object',
  properties: {
    rows: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, amount: { type: 'number' } },
      },
    },
  },
};

const table = Array.from({ length: 20 }, (_, index) => [`Item ${index + 1}`, String(100 + index)] as const);
const twins = [...table.slice(0, 6), ...table.slice(2, 3), ...table.slice(6)];

/** Reads the rows of the prompt, and gives them as `change` has it. */
function reader(change: (rows: readonly Row[], question: number) => readonly Row[]) {
  return scriptedModel((_question, text, index) => {
    const rows = [...text.matchAll(/^>(Item \S+) \| (\d+)$/gmu)].map(([, name = '', amount = '']) => ({
      name,
      amount: Number(amount),
    }));
    return JSON.stringify({ rows: change(rows, index) });
  });
}

test('a row that is lost while a twin is given too often is seen, and asked about alone', async () => {
  const doubled = (rows: readonly Row[]): readonly Row[] =>
    rows.flatMap((row) =>
      row.name === 'Item 9' ? [] : row.name === 'Item 3' && row === rows[2] ? [row, row] : [row],
    );
  const mended = await runModel(
    reader((rows, question) => (question === 0 ? doubled(rows) : rows)),
    tablePages(twins, 30),
    schema,
  );
  assert.deepEqual(
    column(mended.findings, 'name'),
    twins.map(([name]) => name),
  );
  assert.deepEqual([mended.arrays[0]?.items, mended.arrays[0]?.state], [21, 'counted']);
  assert.match(mended.warnings.join(), /1 item .*twice/u);

  const never = await runModel(reader(doubled), tablePages(twins, 30), schema);
  assert.deepEqual([never.arrays[0]?.items, never.arrays[0]?.state], [20, 'short']);
  assert.match(never.arrays[0]?.reason ?? '', /1 of 21 rows/u);
});

test('items that say what stands nowhere are left out, and told', async () => {
  const { findings, arrays, warnings } = await runModel(
    reader((rows) =>
      rows.flatMap((row) =>
        row.name === 'Item 5' ? [row, { name: 'Item 77', amount: 8888 }, { ...row, amount: 7777 }] : [row],
      ),
    ),
    tablePages(table, 30),
    schema,
  );
  assert.deepEqual(
    column(findings, 'name'),
    table.map(([name]) => name),
  );
  assert.equal(arrays[0]?.state, 'counted');
  assert.match(warnings.join(), /2 items .*does not say/u);
});

test('items that are made of several rows stay, and the list is not called counted', async () => {
  const { findings, arrays } = await runModel(
    reader((rows) => [...rows, { name: 'Item 1', amount: 119 }]),
    tablePages(table, 30),
    schema,
  );
  assert.equal(column(findings, 'name').length, 21);
  assert.equal(arrays[0]?.state, 'not_counted');
  assert.match(arrays[0]?.reason ?? '', /1 of its items/u);
});

test('a table whose head names the items is the list even where nothing of it was given', async () => {
  const { findings, arrays } = await runModel(
    reader((rows, question) => (question === 0 ? [] : rows)),
    tablePages(table, 30),
    schema,
  );
  assert.equal(column(findings, 'name').length, 20);
  assert.equal(arrays[0]?.state, 'counted');
  const never = await runModel(
    reader(() => []),
    tablePages(table, 30),
    schema,
  );
  assert.match(never.arrays[0]?.reason ?? '', /20 of 20 rows/u);
});

test('where many rows like its items give nothing, the list is taken for a choice of them, not for a short one', async () => {
  const few = await runModel(
    reader((rows) => rows.filter(({ amount }) => amount % 3 !== 0)),
    tablePages(table, 30),
    schema,
  );
  assert.deepEqual([few.arrays[0]?.items, few.arrays[0]?.state], [14, 'not_counted']);
  assert.match(few.arrays[0]?.reason ?? '', /6 of 20 rows .* may be no items/u);
});

test('a list in running text that comes in any order and is cut off goes on in as many pieces as its marks ask for', async () => {
  const bills = Array.from({ length: 60 }, (_, index) => `R-${1000 + index}`);
  const page = buildPage(
    bills.map((bill, index) => ({ x: 50, y: 40 + index * 12, text: `Acme paid bill ${bill} in good time` })),
  );
  const shown: number[] = [];
  const model = scriptedModel((_question, text, index) => {
    const seen = bills.filter((bill) => text.includes(bill));
    shown.push(seen.length);
    const given = index === 0 ? seen.toReversed().slice(0, 40) : seen;
    const answer = JSON.stringify({ bills: given.map((bill) => ({ payer: 'Acme', bill })) });
    return index === 0 ? { text: answer.slice(0, -20), finish: 'length' } : answer;
  });
  const { findings, arrays } = await runModel(model, [page], {
    type: 'object',
    properties: {
      bills: {
        type: 'array',
        items: { type: 'object', properties: { payer: { type: 'string' }, bill: { type: 'string' } } },
      },
    },
  });
  assert.deepEqual(column(findings, 'bill'), bills);
  assert.ok(arrays.every(({ state }) => state === 'counted'));
  assert.ok(shown.slice(1).every((count) => count < 60));
});

test('a list in running text is counted by what marks its items, and the missing ones are asked about', async () => {
  const page = buildPage([
    { x: 50, y: 40, text: 'Acme paid bill R-1001, Bell paid bill R-1002 and so did' },
    { x: 50, y: 54, text: 'Cole with bill R-1003. Dunn paid bill R-1004 and bill R-1005 on the' },
    { x: 50, y: 68, text: 'same day, and the last one was Eno with bill R-1006.' },
  ]);
  const bills: JsonObject = {
    type: 'object',
    properties: {
      bills: {
        type: 'array',
        items: { type: 'object', properties: { payer: { type: 'string' }, bill: { type: 'string' } } },
      },
    },
  };
  const payers = ['Acme', 'Bell', 'Cole', 'Dunn', 'Dunn', 'Eno'];
  const lazy = (skips: boolean) =>
    scriptedModel((_question, text, index) => {
      const given = payers
        .map((payer, at) => ({ payer, bill: `R-100${at + 1}` }))
        .filter(({ bill }) => text.includes(bill) && !(bill === 'R-1004' && (skips || index === 0)));
      return JSON.stringify({ bills: given });
    });
  const mended = await runModel(lazy(false), [page], bills);
  assert.deepEqual(column(mended.findings, 'payer'), payers);
  assert.deepEqual([mended.arrays[0]?.items, mended.arrays[0]?.state], [6, 'counted']);
  const never = await runModel(lazy(true), [page], bills);
  assert.deepEqual([never.arrays[0]?.items, never.arrays[0]?.state], [5, 'short']);
  assert.match(never.arrays[0]?.reason ?? '', /1 of 6/u);
});

test('a list in running text that nothing marks is told not to be counted', async () => {
  const page = buildPage([
    { x: 50, y: 40, text: 'Acme paid for the roof and Bell paid for the door' },
    { x: 50, y: 54, text: 'while Cole paid for the paint of both houses.' },
  ]);
  const names = ['Acme', 'Bell', 'Cole'].map((name) => ({ name }));
  const { arrays } = await runModel(
    scriptedModel(() => JSON.stringify({ rows: names })),
    [page],
    schema,
  );
  assert.deepEqual([arrays[0]?.items, arrays[0]?.state], [3, 'not_counted']);
  assert.match(arrays[0]?.reason ?? '', /Nothing in the document says how many/u);
  const none = await runModel(
    scriptedModel(() => '{"rows":[]}'),
    [page],
    schema,
  );
  assert.deepEqual([none.arrays[0]?.items, none.arrays[0]?.state], [0, 'counted']);
});

test('an item whose row could not be told finds it when the row is asked about, and a twin stays another item', () => {
  const lines = [0, 1, 2].map((index): WindowLine => ({
    page: 1,
    index,
    text: `Row ${index}`,
    ranges: [],
    kind: 'row',
    table: 0,
    cells: [],
    context: false,
  }));
  const rows = lines.map((line) => ({ line, at: 0 }));
  const [leaf] = leavesOf(checkSchema(schema).root);
  assert.ok(leaf !== undefined);
  const item = (name: string, amount: number, at: number | null, fit: number): ListItem => ({
    leaves: Object.entries({ '/name': name, '/amount': amount }).map(([rest, value]) => ({
      rest,
      value,
      read: { pointer: `/rows/0${rest}`, leaf, value },
    })),
    line: at === null ? null : (lines[at] ?? null),
    at: 0,
    fit,
    isFaulty: false,
  });
  const list: List = {
    pointer: '/rows',
    items: [item('Coffee', 12, 0, 1), item('Tea (green)', 8, null, 0.5)],
    count: { rows: 3, missing: rows.slice(1) },
    mark: null,
    check: null,
    dropped: { twice: 0, strange: 0 },
  };
  const asked = [item('TEA GREEN', 8, 1, 1), item('Coffee', 12, 2, 1)];
  const { items, count } = withAnswers(list, rows.slice(1), asked);
  assert.deepEqual(
    items.map(({ leaves, line }) => [leaves[0]?.value, line?.index]),
    [
      ['Coffee', 0],
      ['Tea (green)', 1],
      ['Coffee', 2],
    ],
  );
  assert.deepEqual(count?.missing, []);
});
