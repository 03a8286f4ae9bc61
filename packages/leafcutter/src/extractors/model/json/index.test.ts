import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json.ts';
import { readJson, type JsonAnswer } from './index.ts';

const text: JsonObject = { type: ['string', 'null'] };
const number: JsonObject = { type: ['number', 'null'] };
const object = (properties: JsonObject): JsonObject => ({ type: ['object', 'null'], properties });
const list = (items: JsonObject): JsonObject => ({ type: ['array', 'null'], items });

const schema = object({
  title: text,
  seller: object({ name: text, city: text, tax: object({ id: text, rate: number }) }),
  total: number,
  tags: list(text),
  grid: list(list(number)),
  rows: list(object({ name: text, amount: number, notes: list(text), address: object({ street: text }) })),
  _reasons: list(object({ path: text, reason: text })),
});

const whole = {
  title: 'Invoice "A", final',
  seller: { name: 'Foo, Inc.', city: 'Köln', tax: { id: 'DE 12', rate: 0.19 } },
  total: 1234.5,
  tags: ['one', 'two, three'],
  grid: [[1, 2], [], [3]],
  rows: [
    { name: 'Bolt', amount: 10, notes: [], address: { street: 'Weg 1' } },
    { name: 'Nut', amount: -2.5, notes: ['a', 'b'], address: { street: 'Weg 2' } },
    { name: 'Nut', amount: -2.5, notes: ['a', 'b'], address: null },
  ],
} satisfies JsonValue;
const written = JSON.stringify(whole);

function read(answer: string, document = ''): JsonAnswer {
  return readJson(answer, { schema, stands: (given) => document.includes(given) });
}

/** The whole of this, or a beginning of it. */
function assertPart(part: JsonValue | undefined, of: JsonValue | undefined, message: string): void {
  if (Array.isArray(part) && Array.isArray(of)) {
    assert.ok(part.length <= of.length, message);
    for (const [index, one] of part.entries()) assertPart(one, of[index], message);
  } else if (isJsonObject(part) && isJsonObject(of)) {
    for (const [name, one] of Object.entries(part)) assertPart(one, of[name], message);
  } else assert.equal(String(part), String(of), message);
}

function leaves(value: JsonValue | undefined): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + leaves(one), 0);
}

/** What was read is right; where that is told to be all, it is all. */
function assertSound(answer: string): boolean {
  const { value, openAt } = read(answer);
  assertPart(value, whole, answer);
  if (openAt === null) assert.equal(leaves(value), leaves(whole), answer);
  return openAt === null;
}

test('whole JSON is read as it is, whatever stands around it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify({ value });
      const { value: got, openAt } = read(
        `<think>{"title":"draft"}</think>Here it is:\n\`\`\`json\n${json}\n\`\`\``,
      );
      assert.deepEqual([got, openAt], [JSON.parse(json), null]);
    }),
  );
});

test('text without JSON is an answer that is open from its beginning', () => {
  assert.deepEqual(read('I cannot help with that.'), { value: {}, openAt: [] });
});

test('an answer cut off keeps its whole items and members, and tells where it ended', () => {
  assert.deepEqual(read('{"title":"x","rows":[{"amount":1,"name":"one"},{"amount":2,"name":"tw'), {
    value: { title: 'x', rows: [{ amount: 1, name: 'one' }] },
    openAt: ['rows', 1, 'name'],
  });
});

test('wherever it is cut off, nothing is made up', () => {
  for (let length = 1; length < written.length; length += 1)
    assert.ok(!assertSound(written.slice(0, length)), `it is whole at ${length}`);
});

/** What models do, and what was meant. */
const mended: readonly (readonly [string, string, JsonObject])[] = [
  ['a comma at the end', '{"title":"A","tags":["x",],}', { title: 'A', tags: ['x'] }],
  ['a comma too few', '{"title":"A" "total":1}', { title: 'A', total: 1 }],
  ['a colon too few', '{"title" "A","total":1}', { title: 'A', total: 1 }],
  ['words of Python', "{'title': None, 'total': 1}", { title: null, total: 1 }],
  ['names without quotes', '{title: "A", total: 1}', { title: 'A', total: 1 }],
  ['comments', '{"title":"A", // from the head\n"total":/* net */1}', { title: 'A', total: 1 }],
  ['raw line breaks', '{"title":"A\nB","total":1,}', { title: 'A\nB', total: 1 }],
  ['typographic quotes', '{“title”: “A”, "total": 1}', { title: 'A', total: 1 }],
  ['a closing quote that is typographic', '{"title":"A”,"total":1}', { title: 'A', total: 1 }],
  ['a name in other letters', '{"Title":"A","total":1,}', { Title: 'A', total: 1 }],
  ['a first quote too few', '{"title":Foo, Inc.","total":1}', { title: 'Foo, Inc.', total: 1 }],
  ['a first quote of digits too few', '{"title":471102","total":1}', { title: '471102', total: 1 }],
  ['a last quote too few', '{"title":"Foo, Inc.,"total":1}', { title: 'Foo, Inc.', total: 1 }],
  ['a name without its first quote', '{"total":1,title":"A"}', { total: 1, title: 'A' }],
  ['a name without its last quote', '{"total":1,"title:"A"}', { total: 1, title: 'A' }],
  [
    'a bracket of the other kind',
    '{"rows":[{"amount":1],{"amount":2}],"total":3}',
    { rows: [{ amount: 1 }, { amount: 2 }], total: 3 },
  ],
  [
    'a bracket too many',
    '{"rows":[{"amount":1}},{"amount":2}],"total":3}',
    { rows: [{ amount: 1 }, { amount: 2 }], total: 3 },
  ],
  [
    'an object that was not closed',
    '{"rows":[{"amount":1,{"amount":2}],"total":3}',
    { rows: [{ amount: 1 }, { amount: 2 }], total: 3 },
  ],
  ['a list that was not closed', '{"tags":["a","b","total":3}', { tags: ['a', 'b'], total: 3 }],
  [
    'two brackets forgotten',
    '{"seller":{"name":"A","tax":{"rate":1,"total":3}',
    { seller: { name: 'A', tax: { rate: 1 } }, total: 3 },
  ],
  ['a list that was not opened', '{"tags":"a","b"],"total":3}', { tags: ['a', 'b'], total: 3 }],
  [
    'an object that was not opened',
    '{"rows":[{"amount":1},"amount":2}],"total":3}',
    { rows: [{ amount: 1 }, { amount: 2 }], total: 3 },
  ],
  [
    'items run together',
    '{"rows":[{"name":"a","amount":1,"name":"b","amount":2}],"total":3}',
    {
      rows: [
        { name: 'a', amount: 1 },
        { name: 'b', amount: 2 },
      ],
      total: 3,
    },
  ],
  ['an answer that was closed too early', '{"title":"A"},"total":3}', { title: 'A', total: 3 }],
  ['brackets behind the end', '{"title":"A","total":3,}}]', { title: 'A', total: 3 }],
  [
    'quotes in the words of the model',
    '{"title":"A","_reasons":[{"path":"/title","reason":"It says "Total", twice."}]}',
    { title: 'A', _reasons: [{ path: '/title', reason: 'It says "Total", twice.' }] },
  ],
];

for (const [what, answer, meant] of mended)
  test(`mended: ${what}`, () => {
    assert.deepEqual(read(answer), { value: meant, openAt: null });
  });

/** What could be meant in two ways, or by nobody, and what of it is sure. */
const unsure: readonly (readonly [string, string, JsonObject])[] = [
  ['rows that were left out', '{"title":"A","rows":[{"amount":1},...]}', { title: 'A', rows: [] }],
  ['a value that is not there', '{"title":"A","total":}', { title: 'A' }],
  [
    'a text that goes on behind its end',
    '{"title":"A","seller":{"name":"B","city":"Foo\n"}bar","tax":null},"total":1}',
    { title: 'A', seller: { name: 'B' } },
  ],
  [
    'a list of texts where one has a comma',
    '{"title":"A","tags":[b, c],"total":1}',
    { title: 'A', tags: [] },
  ],
  ['one item or two', '{"rows":[{"name":"A"{"amount":1}]}', { rows: [] }],
  ['an item of which nothing is there', '{"rows":[{"amount":1},},{"amount":2}]}', { rows: [{ amount: 1 }] }],
  ['two answers', '{"title":"A"}\n{"title":"B"}', {}],
  ['a number broken off', '{"title":"A","total":12"}34,"tags":[]}', { title: 'A' }],
];

for (const [what, answer, sure] of unsure)
  test(`broken: ${what}`, () => {
    const { value, openAt } = read(answer);
    assert.notEqual(openAt, null);
    assert.deepEqual(value, sure);
  });

test('quotes in a text are read where the document has them, and nowhere else', () => {
  const answer = '{"title":"The 65" set, "new", by Foo","total":1}';
  const title = 'The 65" set, "new", by Foo';
  assert.deepEqual(read(answer, `Buy ${title} today`), { value: { title, total: 1 }, openAt: null });
  assert.deepEqual(read(answer), { value: {}, openAt: ['title'] });
});

test('a value without quotes, or with escapes that are none, is read where the document has it', () => {
  for (const [answer, value] of [
    ['{"title":Foo, Inc,"total":1}', { title: 'Foo, Inc', total: 1 }],
    ['{"title":"A","total":1,234.50}', { title: 'A', total: '1,234.50' }],
    ['{"title":"A","total":$ 12}', { title: 'A', total: '$ 12' }],
    ['{"title":"O\\\'Neil \\$5","total":1}', { title: "O'Neil $5", total: 1 }],
  ] as const) {
    assert.deepEqual(read(answer, "Foo, Inc pays 1,234.50 or $ 12 to O'Neil $5"), { value, openAt: null });
    assert.notEqual(read(answer).openAt, null);
  }
});

test('without any one sign: what is read is right, and brackets are mended', () => {
  let mendedBrackets = 0;
  let brackets = 0;
  for (let at = 0; at < written.length; at += 1) {
    const sign = written[at] ?? '';
    if (!'{}[]":,'.includes(sign) || written[at - 1] === '\\') continue;
    if (sign === ',' && /[\w ]/u.test(written[at + 1] ?? '')) continue;
    const isWhole = assertSound(written.slice(0, at) + written.slice(at + 1));
    if (!'{}[]'.includes(sign)) continue;
    brackets += 1;
    mendedBrackets += Number(isWhole);
  }
  // What lists and objects without anything in them lost, nobody can tell.
  assert.ok(mendedBrackets >= brackets - 6, `${mendedBrackets} of ${brackets}`);
});

test('with something put in anywhere, nothing wrong is read', () => {
  for (const [index, junk] of ['\n"}', '"', '}', ']', '"},{"', '",'].entries())
    for (let at = index; at <= written.length; at += 2) {
      const answer = written.slice(0, at) + junk + written.slice(at);
      // What quotes do inside of a text nobody can tell, nor what is JSON all the same.
      if ((isInText(at) && junk !== '\n"}') || isJson(answer)) continue;
      assertSound(answer);
    }
});

function isJson(answer: string): boolean {
  try {
    return JSON.parse(answer) !== undefined;
  } catch {
    return false;
  }
}

function isInText(at: number): boolean {
  let inText = false;
  for (let index = 0; index < at; index += 1) {
    if (written[index] === '\\') index += 1;
    else if (written[index] === '"') inText = !inText;
  }
  return inText;
}
