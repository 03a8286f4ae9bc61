import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changed, doubtOf, lacksOf, partsOf, readingsOf, valuesOf, type Json } from '../src/web/values.ts';

const found = (value: string | number | null, facts: { confidence?: number; match?: string } = {}): Json => ({
  extracted_value: value,
  reasoning: '',
  confidence: facts.confidence ?? 0.95,
  page_numbers: [1],
  citations:
    value === null ? [] : [{ page: 1, quote: 'x', match: facts.match ?? 'exact', ranges: [], role: 'value' }],
});

const results: Json = {
  number: found('A/1'),
  seller: { 'name/legal': found(null) },
  rows: [{ qty: found(2), what: found('lamp') }, { qty: found(3, { confidence: 0.4 }) }],
  tags: [found('red'), found('blue', { match: 'absent' })],
  nested: [{ inner: { a: found(1) } }],
  none: [],
};

describe('a result as what a person goes through', () => {
  const parts = partsOf(results, true);

  test('objects are groups, lists of plain objects are tables, other lists are groups', () => {
    assert.deepEqual(
      parts.map(({ kind, name }) => `${kind} ${name}`),
      ['value number', 'group seller', 'table rows', 'group tags', 'group nested', 'group none'],
    );
    const [, , table] = parts;
    assert.ok(table?.kind === 'table');
    assert.deepEqual(table.columns, ['qty', 'what']);
    assert.deepEqual(
      table.rows.map((row) => row.map((cell) => cell?.value)),
      [
        [2, 'lamp'],
        [3, undefined],
      ],
    );
  });

  test('every value has its JSON Pointer and says whether it wants a look', () => {
    assert.deepEqual(
      valuesOf(parts).map((value) => [value.pointer, doubtOf(value)]),
      [
        ['/number', null],
        ['/seller/name~1legal', 'missing'],
        ['/rows/0/qty', null],
        ['/rows/0/what', null],
        ['/rows/1/qty', 'unsure'],
        ['/tags/0', null],
        ['/tags/1', 'nowhere'],
        ['/nested/0/inner/a', null],
      ],
    );
  });

  test('without attributions values are what they are', () => {
    const plain = valuesOf(
      partsOf({ a: 1, b: { citations: 'c', extracted_value: null, confidence: 1 } }, false),
    );
    assert.deepEqual(
      plain.map(({ pointer, value }) => [pointer, value]),
      [
        ['/a', 1],
        ['/b/citations', 'c'],
        ['/b/extracted_value', null],
        ['/b/confidence', 1],
      ],
    );
  });
});

test('a change reaches its value alone, and leaves the result as it was', () => {
  const before = JSON.stringify(results);
  const after = changed(changed(results, '/rows/1/qty', 4), '/seller/name~1legal', 'Alder');
  assert.equal(JSON.stringify(results), before);
  assert.deepEqual(
    valuesOf(partsOf(after, true)).map(({ value }) => value),
    ['A/1', 'Alder', 2, 'lamp', 4, 'red', 'blue', 1],
  );
  assert.deepEqual(changed({ a: [1, 2] }, '/a/1', 5), { a: [1, 5] });
});

test('what is typed has readings, those of the kind that it had first', () => {
  assert.deepEqual(readingsOf('12', 'x'), ['12', 12]);
  assert.deepEqual(readingsOf(' 12 ', 7), [12, ' 12 ']);
  assert.deepEqual(readingsOf('true', false), [true, 'true']);
  assert.deepEqual(readingsOf('  ', 'x'), [null]);
});

test('what a result lacks is said in sentences', () => {
  const lacks = lacksOf({
    has_attributions: true,
    is_complete: false,
    failed_subtrees: [{ subtree: 'o1', paths: ['/a', '/b'], error: 'Too slow.', attempts: 2 }],
    violations: [{ path: '/c', rule: 'required', message: 'It is required.' }],
    arrays: [
      {
        path: '/d',
        items: 3,
        pages_covered: [1],
        complete: false,
        state: 'short',
        reason: 'A page is missing.',
      },
      { path: '/e', items: 3, pages_covered: [1], complete: true, state: 'counted', reason: null },
    ],
    nulls: {},
    usage: { pages: 1, calls: 0, input_tokens: 0, cached_tokens: 0, output_tokens: 0, cost: null },
    timings_ms: {},
    model: 'rules',
    warnings: ['Mind this.'],
  });
  assert.deepEqual(lacks, [
    '/a, /b: Too slow.',
    '/c: It is required.',
    '/d, 3 items: A page is missing.',
    'Mind this.',
  ]);
});
