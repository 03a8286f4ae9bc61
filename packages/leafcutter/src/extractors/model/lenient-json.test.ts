import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseLenient } from './lenient-json.ts';

test('whole JSON is read as it is, whatever stands around it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = `Here it is:\n\`\`\`json\n${JSON.stringify({ value })}\n\`\`\``;
      assert.deepEqual(parseLenient(text).value, JSON.parse(JSON.stringify({ value })));
    }),
  );
});

test('an answer cut off keeps its whole items and members, and tells where it ended', () => {
  const read = parseLenient('{"a":"x","rows":[{"n":1,"t":"one"},{"n":2,"t":"tw');
  assert.deepEqual(read.value, { a: 'x', rows: [{ n: 1, t: 'one' }] });
  assert.deepEqual(read.cut, ['rows', 1, 't']);
});

test('wherever it is cut, nothing is made up', () => {
  const whole = {
    a: 'x "y"',
    rows: [
      { n: 10, t: 'one' },
      { n: 20, t: null },
    ],
    end: { deep: [1, 2, 3], ok: true },
  };
  const text = JSON.stringify(whole);
  for (let length = 1; length < text.length; length += 1) {
    const { value, cut } = parseLenient(text.slice(0, length));
    assert.notEqual(cut, null, text.slice(0, length));
    assertPart(value, whole);
  }
});

function assertPart(part: unknown, whole: unknown): void {
  if (Array.isArray(part) && Array.isArray(whole)) {
    for (const [index, one] of part.entries()) assertPart(one, whole[index]);
  } else if (typeof part === 'object' && part !== null && typeof whole === 'object' && whole !== null) {
    for (const [name, one] of Object.entries(part)) assertPart(one, (whole as Record<string, unknown>)[name]);
  } else assert.deepEqual(part, whole);
}

test('a broken item is dropped and counted, the others stay', () => {
  const read = parseLenient('{"rows":[{"n":1},{"n":: 2},{"n":3}]}');
  assert.deepEqual(read.value, { rows: [{ n: 1 }, { n: 3 }] });
  assert.ok(read.faults > 0);
});

test('raw line breaks, words of Python and missing commas are read', () => {
  const read = parseLenient('{"a": "two\nlines", "b": None "c": True,}');
  assert.deepEqual(read.value, { a: 'two\nlines', b: null, c: true });
});

test('text without JSON is nothing, and one fault', () => {
  assert.deepEqual(parseLenient('I cannot help with that.'), { value: null, faults: 1, cut: null });
});

test('a text that lost its first quote is read, where it ends like one', () => {
  assert.deepEqual(parseLenient('{"name":Foo, \\"Bar\\" Inc.","no":471102","z":null}'), {
    value: { name: 'Foo, "Bar" Inc.', no: '471102', z: null },
    faults: 0,
    cut: null,
  });
  for (const text of ['{"a":unknown,"b":"x"}', '{"a":Foo "x" Bar","b":1}', '{"a":[Foo",1]}'])
    assert.ok(parseLenient(text).faults > 0, text);
});

test('a bracket that was forgotten is no fault, where nothing is left out', () => {
  const whole = {
    rows: [
      { n: 1, t: ['a'] },
      { n: 2, t: ['b'] },
      { n: 3, t: [] },
    ],
    end: 'x',
  };
  const text = JSON.stringify(whole);
  for (const [lost, at] of [
    ['}', text.indexOf('},', text.indexOf('},') + 1)],
    ['}', text.lastIndexOf('}]')],
    [']', text.indexOf(']')],
    [']', text.lastIndexOf(']')],
  ] as const) {
    const broken = text.slice(0, at) + text.slice(at + lost.length);
    assert.deepEqual(parseLenient(broken), { value: whole, faults: 0, cut: null }, broken);
  }
});

test('without whichever bracket: what is not told as broken is right', () => {
  const whole = {
    a: { x: 1, y: { z: [1, 2] } },
    rows: [
      { n: 1, address: { street: 's', city: 'c' }, tags: ['t', 'u'] },
      { n: 2, address: { street: 'v', city: null }, tags: [] },
    ],
    grid: [[1, 2], [3]],
    end: 'x',
  };
  const text = JSON.stringify(whole);
  for (const { index, 0: bracket } of text.matchAll(/[{}[\]]/g)) {
    const { value, faults, cut } = parseLenient(text.slice(0, index) + text.slice(index + 1));
    if (faults === 0 && cut === null) assert.deepEqual(value, whole, `${bracket} at ${index}`);
  }
});

test('an object that ended in mid-answer is no whole answer', () => {
  const { faults } = parseLenient('{"a":"x"}y","b":[{"c":1}]}');
  assert.ok(faults > 0);
});
