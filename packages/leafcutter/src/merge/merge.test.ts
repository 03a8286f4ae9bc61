import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Finding } from '../findings/types.ts';
import { isJsonObject, type JsonPrimitive } from '../json.ts';
import { checkSchema } from '../schema/index.ts';
import { mergeFindings } from './index.ts';
import type { ExtractionResult, MergeContext } from './types.ts';
import { validatorOf } from './validate.ts';

const context: MergeContext = {
  gaps: [],
  arrays: [],
  failedSubtrees: [],
  warnings: [],
  usage: { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
  cost: 0,
  pages: 1,
  model: 'rules',
  timingsMs: {},
  attributions: false,
};

function found(pointer: string, value: JsonPrimitive, change: Partial<Finding> = {}): Finding {
  return {
    pointer,
    value,
    nullReason: value === null ? 'not_found' : null,
    evidence:
      value === null
        ? []
        : [
            {
              page: 2,
              ranges: [{ start: 3, end: 8 }],
              quote: String(value),
              boxes: [[1, 2, 3, 4]],
              role: 'value',
            },
          ],
    match: value === null ? 'absent' : 'exact',
    confidence: { value: 0.9, read: 1, found: 0.9 },
    alternatives: [],
    reasoning: 'label to its left',
    ...change,
  };
}

function merge(
  properties: object,
  findings: readonly Finding[],
  change: Partial<MergeContext> = {},
  more: object = {},
): ExtractionResult {
  return mergeFindings(checkSchema({ type: 'object', properties, ...more }), findings, {
    ...context,
    ...change,
  });
}

const text = { type: 'string' };
const date = { type: 'string', format: 'date' };

test('properties stand in the order of the schema, each leaf is there, types are those of the schema', () => {
  const { results, metadata } = merge(
    {
      b: { type: 'number' },
      a: text,
      c: { type: 'object', properties: { d: date, e: { type: 'boolean' } } },
    },
    [found('/c/d', '5. Mai 2020'), found('/a', 'x'), found('/b', '1.234,50 €')],
  );
  assert.equal(JSON.stringify(results), '{"b":1234.5,"a":"x","c":{"d":"2020-05-05","e":null}}');
  assert.deepEqual(metadata.nulls, { '/c/e': 'not_searched' });
  assert.equal(metadata.is_complete, true);
});

test('items keep their order, gaps in their numbers close, blank ones go, twins stay', () => {
  const row = { type: 'object', properties: { n: text, q: { type: 'integer' } }, required: ['n'] };
  const { results, metadata } = merge({ rows: { type: 'array', items: row } }, [
    found('/rows/10/n', 'b'),
    found('/rows/2/n', 'a'),
    found('/rows/2/q', '3'),
    found('/rows/5/n', null),
    found('/rows/11/n', 'b'),
  ]);
  assert.deepEqual(results, {
    rows: [
      { n: 'a', q: 3 },
      { n: 'b', q: null },
      { n: 'b', q: null },
    ],
  });
  assert.deepEqual(metadata.nulls, { '/rows/1/q': 'not_found', '/rows/2/q': 'not_found' });
  assert.equal(metadata.is_complete, true);
});

test('a required leaf that is null is a violation, another null is none', () => {
  const { metadata } = merge(
    { a: text, b: text, c: { type: ['string', 'null'] } },
    [found('/a', null)],
    {},
    { required: ['a', 'c'] },
  );
  assert.deepEqual(
    metadata.violations.map(({ path, rule }) => [path, rule]),
    [['/a', 'required']],
  );
  assert.equal(metadata.is_complete, false);
});

test('a value that does not fit its type is null in the result, and stays as violation and alternative', () => {
  const { results, metadata } = merge({ a: { type: 'integer' } }, [found('/a', 'many')], {
    attributions: true,
  });
  assert.deepEqual(
    metadata.violations.map(({ path, rule }) => [path, rule]),
    [['/a', 'type']],
  );
  assert.deepEqual(metadata.nulls, { '/a': 'unreadable' });
  assert.ok(JSON.stringify(results).includes('"value":"many"'));
});

test('bounds and patterns are listed with pointer and keyword; the value stays', () => {
  const { results, metadata } = merge(
    {
      a: { type: 'number', maximum: 5 },
      b: { type: 'array', items: { type: 'string', pattern: '^[a-z]+$' } },
    },
    [found('/a', 9), found('/b/0', 'NO'), found('/b/1', 'ok')],
  );
  assert.deepEqual(results, { a: 9, b: ['NO', 'ok'] });
  assert.deepEqual(
    metadata.violations.map(({ path, rule }) => [path, rule]),
    [
      ['/a', 'maximum'],
      ['/b/0', 'pattern'],
    ],
  );
});

test('of two findings the surer one wins; the other is told and kept', () => {
  const { results, metadata } = merge(
    { a: text },
    [
      found('/a', 'weak', { confidence: { value: 0.3, read: 1, found: 0.3 } }),
      found('/a', 'strong'),
      found('/a', null),
    ],
    { attributions: true },
  );
  const [a] = Object.values(results);
  assert.ok(
    JSON.stringify(a).includes('"extracted_value":"strong"') && JSON.stringify(a).includes('"value":"weak"'),
  );
  assert.equal(metadata.warnings.length, 1);
});

test('attribution objects have the shape of the contract', () => {
  const support = {
    page: 1,
    ranges: [{ start: 0, end: 4 }],
    quote: 'in thousands',
    boxes: [],
    role: 'support',
  } as const;
  const one = found('/a', 5);
  const { results, metadata } = merge(
    { a: { type: 'number' }, b: text },
    [{ ...one, evidence: [...one.evidence, support] }],
    { attributions: true },
  );
  assert.deepEqual(results, {
    a: {
      extracted_value: 5,
      reasoning: 'label to its left',
      confidence: 0.9,
      page_numbers: [2],
      citations: [
        { page: 2, quote: '5', match: 'exact', boxes: [[1, 2, 3, 4]], ranges: [[3, 8]], role: 'value' },
        { page: 1, quote: 'in thousands', match: 'exact', boxes: [], ranges: [[0, 4]], role: 'support' },
      ],
    },
    b: {
      extracted_value: null,
      reasoning: 'Nobody looked for it.',
      confidence: 0,
      page_numbers: [],
      citations: [],
    },
  });
  assert.equal(metadata.has_attributions, true);
});

test('the other reading of an ambiguous print is named', () => {
  const { results } = merge({ a: date }, [found('/a', '05/07/2020')], { attributions: true });
  assert.ok(JSON.stringify(results).includes('"alternatives":[{"value":"2020-07-05"'));
  const sure = { confidence: { value: 0.9, read: 1, found: 0.9 } };
  const given = (print: string): number => {
    const one = merge({ a: date }, [found('/a', print, sure)], { attributions: true }).results['a'];
    return isJsonObject(one) ? Number(one['confidence']) : NaN;
  };
  assert.ok(given('05/07/2020') < 0.7 * given('25/07/2020'), 'and makes the value less sure');
});

test('failed parts, gaps and short lists make a result incomplete', () => {
  const failed = { subtree: 'a1', paths: ['/rows'], error: 'No answer.', attempts: 3 };
  const rows = { rows: { type: 'array', items: { type: 'object', properties: { n: text } } }, a: text };
  assert.equal(merge(rows, [], { failedSubtrees: [failed] }).metadata.is_complete, false);
  assert.equal(
    merge(rows, [], { gaps: [{ page: 3, code: 'ocr_failed', message: 'x' }] }).metadata.is_complete,
    false,
  );
  const short = {
    pointer: '/rows',
    items: 2,
    pagesCovered: [1],
    state: 'short',
    reason: 'page 2 was not read',
  } as const;
  const { metadata } = merge(rows, [], { arrays: [short] });
  assert.equal(metadata.is_complete, false);
  assert.deepEqual(metadata.arrays, [
    {
      path: '/rows',
      items: 0,
      pages_covered: [1],
      complete: false,
      state: 'short',
      reason: 'page 2 was not read',
    },
  ]);
});

test('a list of which fewer items are left than were counted is not called complete', () => {
  const rows = { rows: { type: 'array', items: { type: 'object', properties: { n: text } } } };
  const report = { pointer: '/rows', items: 2, pagesCovered: [1], state: 'counted', reason: null } as const;
  const both = [found('/rows/0/n', 'a'), found('/rows/1/n', 'b')];
  assert.equal(merge(rows, both, { arrays: [report] }).metadata.arrays[0]?.complete, true);
  const [array] = merge(rows, both.slice(1), { arrays: [report] }).metadata.arrays;
  assert.deepEqual([array?.items, array?.complete], [1, false]);
  assert.match(array?.reason ?? '', /1 of its items/u);
});

test('a list that nothing counts is not called complete, and the result is: no sign says that items are missing', () => {
  const rows = { rows: { type: 'array', items: { type: 'object', properties: { n: text } } } };
  const part = { pointer: '/rows', items: 1, pagesCovered: [1], state: 'counted', reason: null } as const;
  const prose = { ...part, pagesCovered: [2], state: 'not_counted', reason: 'Nothing counts them.' } as const;
  const both = [found('/rows/0/n', 'a'), found('/rows/1/n', 'b')];
  const { metadata } = merge(rows, both, { arrays: [part, prose, part], pages: 3 });
  assert.equal(metadata.is_complete, true);
  const [array] = metadata.arrays;
  assert.deepEqual([array?.complete, array?.state, array?.pages_covered], [false, 'not_counted', [1, 2]]);
  assert.equal(array?.reason, 'Nothing counts them. It was read for on 2 of 3 pages.');
  const short = { ...part, state: 'short', reason: 'Rows are left.' } as const;
  const worst = merge(rows, both, { arrays: [prose, short, part] }).metadata;
  assert.deepEqual([worst.is_complete, worst.arrays[0]?.reason], [false, 'Rows are left.']);
  const none = { ...part, items: 0 };
  const [empty] = merge(rows, [], { arrays: [none] }).metadata.arrays;
  assert.deepEqual([empty?.state, empty?.complete], ['not_counted', false]);
});

test('unions take the shape of what was found', () => {
  const either = {
    anyOf: [text, { type: 'object', properties: { x: text } }, { type: 'array', items: text }],
  };
  assert.deepEqual(merge({ u: either }, [found('/u', 'v')]).results, { u: 'v' });
  assert.deepEqual(merge({ u: either }, [found('/u/x', 'v')]).results, { u: { x: 'v' } });
  assert.deepEqual(merge({ u: either }, [found('/u/0', 'v'), found('/u/1', 'w')]).results, { u: ['v', 'w'] });
  assert.deepEqual(merge({ u: either }, []).results, { u: null });
});

test('free keys, and names that prototypes have', () => {
  const { results } = merge(
    { map: { type: 'object', additionalProperties: { type: 'number' } }, constructor: text },
    [found('/map/__proto__', '1'), found('/map/a~1b', '2'), found('/constructor', 'c')],
  );
  assert.equal(JSON.stringify(results), '{"map":{"__proto__":1,"a/b":2},"constructor":"c"}');
  assert.equal(Object.getPrototypeOf(results), Object.prototype);
});

const leafSchema = fc.constantFrom(
  { type: 'string' },
  { type: 'number' },
  { type: ['integer', 'null'] },
  { type: 'boolean' },
  { type: 'string', format: 'date' },
  { type: 'string', enum: ['a', 'b'] },
);
const primitive = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constantFrom('2020-01-02', 'a', '1,5', 'yes'),
);

test('whatever is found, the result fits the schema, and each finding stands somewhere', () => {
  const name = fc.constantFrom('a', 'b', '__proto__', 'x/y');
  const schemaOf = fc.dictionary(name, leafSchema, { minKeys: 1, noNullPrototype: true });
  const findingOf = fc.tuple(name, fc.nat(4), fc.boolean(), primitive);
  fc.assert(
    fc.property(schemaOf, fc.array(findingOf), (properties, drafts) => {
      const schema = checkSchema({
        type: 'object',
        properties: {
          one: { type: 'object', properties },
          many: { type: 'array', items: { type: 'object', properties } },
        },
      });
      const findings = drafts.map(([key, index, single, value]) => {
        const token = key.replaceAll('~', '~0').replaceAll('/', '~1');
        return found(single ? `/one/${token}` : `/many/${index}/${token}`, value);
      });
      const { results, metadata } = mergeFindings(schema, findings, { ...context, attributions: true });
      const plain = mergeFindings(schema, findings, context).results;
      assert.deepEqual(validatorOf(schema)(plain), []);
      const all = JSON.stringify([results, metadata]);
      for (const { pointer, value } of findings) {
        const inResult = all.includes(JSON.stringify(value)) || metadata.nulls[pointer] === undefined;
        assert.ok(inResult || metadata.warnings.some((warning) => warning.startsWith(pointer)), pointer);
      }
    }),
    { numRuns: 300 },
  );
});
