import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../json.ts';
import { checkSchema } from '../../schema/index.ts';
import { buildDocument, buildPage } from '../../testing/page-builder.ts';
import { scriptedModel, textOf } from '../../testing/scripted-model.ts';
import { column, modelOptions as options, runModel as run, tablePages } from '../../testing/model-run.ts';
import { createModelExtractor } from './index.ts';

const rowsSchema: JsonObject = {
  type: 'array',
  items: {
    type: 'object',
    properties: { name: { type: 'string' }, amount: { type: 'number' } },
  },
};
const listSchema: JsonObject = {
  type: 'object',
  properties: { title: { type: 'string' }, rows: rowsSchema },
};

/** Answers with the rows of the prompt, as far as `most` go; the row texts in `blind` are not seen the first time. */
function reader(most = Infinity, blind: ReadonlySet<string> = new Set()) {
  return scriptedModel((_question, text, index) => {
    const rows = [...text.matchAll(/^>(Item \S+) \| (\d+)$/gmu)]
      .map(([, name = '', amount = '']) => ({ name, amount: Number(amount) }))
      .filter(({ name }) => index > 0 || !blind.has(name));
    const whole = JSON.stringify({ rows });
    if (rows.length <= most) return whole;
    const cut = JSON.stringify({ rows: rows.slice(0, most) }).length - 2;
    return { text: `${whole.slice(0, cut)},{"name":"It`, finish: 'length' };
  });
}

const twenty = Array.from({ length: 20 }, (_, index) => [`Item ${index + 1}`, String(100 + index)] as const);

test('a whole document, one question: document first, schema last, every value placed', async () => {
  const model = reader();
  const { findings, arrays } = await run(model, tablePages(twenty, 10), listSchema);
  assert.equal(model.questions.length, 1);
  const [question] = model.questions;
  assert.ok(question !== undefined);
  const text = textOf(question);
  assert.ok(text.indexOf('Item 20') < text.indexOf('"properties"'));
  assert.deepEqual(
    column(findings, 'amount'),
    twenty.map(([, amount]) => Number(amount)),
  );
  const placed = findings.filter(({ value }) => value !== null);
  assert.ok(placed.every(({ evidence, match }) => evidence.length === 1 && match !== 'absent'));
  assert.equal(arrays[0]?.state, 'counted');
});

test('the same document and schema are asked about in the same words', async () => {
  const [one, other] = [reader(), reader()];
  await run(one, tablePages(twenty, 10), listSchema);
  await run(other, tablePages(twenty, 10), listSchema);
  assert.deepEqual(one.questions, other.questions);
});

test('an answer that was cut off goes on after its last row and is not asked again', async () => {
  const model = reader(8);
  const { findings, arrays } = await run(model, tablePages(twenty, 10), listSchema);
  assert.deepEqual(
    column(findings, 'amount'),
    twenty.map(([, amount]) => Number(amount)),
  );
  assert.equal(new Set(model.questions.map((question) => textOf(question))).size, model.questions.length);
  assert.ok(arrays.every(({ state }) => state === 'counted'));
});

test('rows that gave no item are asked about alone', async () => {
  const model = reader(Infinity, new Set(['Item 3', 'Item 17']));
  const { findings, arrays } = await run(model, tablePages(twenty, 10), listSchema);
  assert.deepEqual(
    column(findings, 'name'),
    twenty.map(([name]) => name),
  );
  assert.equal(model.questions.length, 2);
  assert.ok(!textOf(model.questions[1] ?? assert.fail()).includes('Item 4 |'));
  assert.equal(arrays[0]?.state, 'counted');
});

test('a list that stays short is called so', async () => {
  const model = scriptedModel((_question, text) => {
    const rows = [...text.matchAll(/^>(Item \S+) \| (\d+)$/gmu)]
      .map(([, name = '', amount = '']) => ({ name, amount: Number(amount) }))
      .filter(({ name }) => name !== 'Item 7');
    return JSON.stringify({ rows });
  });
  const { arrays } = await run(model, tablePages(twenty, 10), listSchema);
  assert.equal(arrays[0]?.state, 'short');
  assert.match(arrays[0]?.reason ?? '', /1 of 20 rows/);
});

test('equal rows that stand in the document twice are two items, each in its own place', async () => {
  const twins = [...twenty.slice(0, 6), ...twenty.slice(2, 5), ...twenty.slice(6)];
  const { findings } = await run(reader(), tablePages(twins, 12), listSchema);
  const amounts = findings.filter(({ pointer }) => pointer.endsWith('/amount'));
  assert.equal(amounts.length, twins.length);
  const places = amounts.map(({ evidence: [first] }) => `${first?.page}:${first?.ranges[0]?.start}`);
  assert.equal(new Set(places).size, twins.length);
});

test('turns hold at most the items that were asked for', async () => {
  const model = reader();
  const { findings } = await run(model, tablePages(twenty, 10), {
    type: 'object',
    properties: { rows: { ...rowsSchema, agenticArrayExtractionMaxItemsPerTurn: 6 } },
  });
  assert.deepEqual(
    column(findings, 'amount').toSorted(),
    twenty.map(([, amount]) => Number(amount)),
  );
  const turns = model.questions.filter((question) => textOf(question).includes('"rows"'));
  assert.ok(turns.length >= 4);
  for (const question of turns) assert.ok([...textOf(question).matchAll(/^>Item/gmu)].length <= 6);
});

test('broken JSON is asked about once more, with what was wrong', async () => {
  const titleSchema: JsonObject = { type: 'object', properties: { title: { type: 'string' } } };
  const once = scriptedModel((_question, _text, index) =>
    index === 0 ? '{"title": "A" and "B"' : '{"title":"List of payments, part 1"}',
  );
  const mended = await run(once, tablePages(twenty, 20), titleSchema);
  assert.deepEqual(column(mended.findings, 'title'), ['List of payments, part 1']);
  assert.equal(once.questions.length, 2);
  assert.match(textOf(once.questions[1] ?? assert.fail()), /1\. the answer was broken JSON\./);
  const never = scriptedModel(() => 'I am sorry.');
  const { failures } = await run(never, tablePages(twenty, 20), titleSchema);
  assert.match(failures[0] ?? '', /no JSON that can be read/);
  assert.equal(never.questions.length, 2);
});

test('what a provider has no way to honour is told with the answer, once', async () => {
  const model = scriptedModel((_question, text) => ({
    text: text.includes('"title"') ? '{"title":"List", "count" 2' : '{"count":20}',
    warnings: ['m has no seed; it was not sent.'],
  }));
  const { warnings } = await run(model, tablePages(twenty, 20), twoSchema);
  assert.equal(model.questions.length, 2);
  assert.deepEqual(warnings, ['m has no seed; it was not sent.']);
});

const twoSchema: JsonObject = {
  type: 'object',
  properties: { title: { type: 'string' }, count: { type: 'integer' } },
};

test('of a broken answer what is whole is kept, and the rest alone is asked for', async () => {
  const model = scriptedModel((_question, text) =>
    text.includes('"title"') ? '{"title":"List", "count" 2' : '{"count":20}',
  );
  const { findings, warnings } = await run(model, tablePages(twenty, 20), twoSchema);
  assert.deepEqual(column(findings, 'title'), ['List']);
  assert.deepEqual(column(findings, 'count'), [20]);
  assert.equal(model.questions.length, 2);
  assert.deepEqual(warnings, []);
});

test('an answer that is broken twice is asked for in halves; what stays broken is told', async () => {
  const wide = scriptedModel((_question, text) =>
    text.includes('"count"') && text.includes('"title"')
      ? '{"title":: "List"}'
      : text.includes('"count"')
        ? '{"count":20}'
        : '{"title":"List"}',
  );
  const { findings, failures } = await run(wide, tablePages(twenty, 20), twoSchema);
  assert.deepEqual(failures, []);
  assert.deepEqual(column(findings, 'title'), ['List']);
  assert.deepEqual(column(findings, 'count'), [20]);
  assert.equal(wide.questions.length, 4);
  const always = scriptedModel(() => '{"title":: "List"}');
  const kept = await run(always, tablePages(twenty, 20), twoSchema);
  assert.deepEqual(column(kept.findings, 'title'), [null]);
  assert.equal(always.questions.length, 6);
  assert.match(kept.warnings.join(), /was broken, and when asked again, too/);
});

test('a list that is broken in the middle is asked for from its last whole row on', async () => {
  const model = scriptedModel((_question, text, index) => {
    const rows = [...text.matchAll(/^>(Item \S+) \| (\d+)$/gmu)].map(
      ([, name = '', amount = '']) => `{"name":"${name}","amount":${amount}}`,
    );
    if (index === 0) rows[12] = '{"name":"Item 1\n"}3","amount":112}';
    return `{"title":"List","rows":[${rows.join(',')}]}`;
  });
  const { findings, arrays } = await run(model, tablePages(twenty, 10), listSchema);
  assert.deepEqual(
    column(findings, 'amount'),
    twenty.map(([, amount]) => Number(amount)),
  );
  assert.equal(model.questions.length, 2);
  assert.ok(!textOf(model.questions[1] ?? assert.fail()).includes('Item 12 |'));
  assert.deepEqual(new Set(arrays.map(({ state }) => state)), new Set(['counted']));
});

test('an answer that breaks the schema is asked about once more, with what was wrong', async () => {
  const definition: JsonObject = {
    type: 'object',
    properties: { title: { type: 'string' }, count: { type: 'integer' } },
  };
  const model = scriptedModel((_question, _text, index) =>
    index === 0 ? '{"title":"List","count":"several"}' : '{"count":20}',
  );
  const { findings } = await run(model, tablePages(twenty, 20), definition);
  assert.equal(model.questions.length, 2);
  const again = textOf(model.questions[1] ?? assert.fail());
  assert.match(again, /1\. \/count was "several"\./);
  assert.ok(!again.includes('"title"'));
  assert.deepEqual(
    findings.map(({ pointer, value }) => [pointer, value]),
    [
      ['/title', 'List'],
      ['/count', 20],
    ],
  );
});

test('a document that does not fit is read in passes that hold every row once', async () => {
  const many = Array.from(
    { length: 400 },
    (_, index) => [`Item ${index + 1}`, String(1000 + index)] as const,
  );
  const model = scriptedModel(
    (_question, text) => {
      const rows = [...text.matchAll(/^>(Item \S+) \| (\d+)$/gmu)].map(([, name = '', amount = '']) => ({
        name,
        amount: Number(amount),
      }));
      return JSON.stringify({ rows });
    },
    { contextTokens: 4_000, outputTokens: 1_000 },
  );
  const { plan, findings } = await run(model, tablePages(many, 40), listSchema);
  assert.ok(plan.units.length > 2);
  const amounts = column(findings, 'amount')
    .map(Number)
    .toSorted((a, b) => a - b);
  assert.deepEqual(
    amounts,
    many.map(([, amount]) => Number(amount)),
  );
  for (const question of model.questions) assert.ok(textOf(question).length / 4 < 4_000);
});

test('a page of pixels goes with its picture where the model sees, and a page of text never', async () => {
  const pages = [
    buildPage([{ x: 50, y: 40, text: 'List' }], { number: 1 }),
    buildPage([{ x: 50, y: 40, text: 'Lisl', ocr: 0.6 }], { number: 2, kind: 'ocr' }),
  ];
  const document = buildDocument(pages);
  const schema = checkSchema({ type: 'object', properties: { title: { type: 'string' } } });
  const blind = scriptedModel(() => '{"title":"List"}');
  const seeing = { ...blind, abilities: { ...blind.abilities, images: true } };
  const drawn: number[] = [];
  const drawPage = (page: number): Promise<Uint8Array> => {
    drawn.push(page);
    return Promise.resolve(new Uint8Array([page]));
  };
  for (const model of [blind, seeing]) {
    const input = { model, options, instructions: null, cost: () => null, attributions: false };
    const extractor = createModelExtractor(input);
    const signal = new AbortController().signal;
    const plan = await extractor.plan({ schema, document }, signal);
    for (const unit of plan.units) {
      const request = { document, schema, unit, cursor: null, instructions: null, drawPage };
      assert.equal((await extractor.extract(request, signal)).status, 'done');
    }
  }
  assert.deepEqual(drawn, [2]);
  const [without, withPicture] = blind.questions.map(
    ({ parts }) => parts.filter(({ type }) => type === 'image').length,
  );
  assert.deepEqual([without, withPicture], [0, 1]);
});
