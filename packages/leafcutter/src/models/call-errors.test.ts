import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APICallError } from '@ai-sdk/provider';
import { modelError } from './call-errors.ts';
import { defineModels } from './definition.ts';

const model = defineModels({ models: [], aliases: {} }, {}).get('gemini-2.5-flash');
assert.ok(model);
const now = Date.parse('2026-01-01T00:00:00Z');

function failure(
  statusCode: number,
  message = 'words',
  more: { headers?: Record<string, string>; body?: string } = {},
): APICallError {
  return new APICallError({
    message,
    url: 'http://x/',
    requestBodyValues: {},
    statusCode,
    ...(more.headers === undefined ? {} : { responseHeaders: more.headers }),
    ...(more.body === undefined ? {} : { responseBody: more.body }),
  });
}

const cases: readonly (readonly [string, APICallError, code: string, retryable: boolean])[] = [
  ['429', failure(429), 'rate_limited', true],
  [
    'an unpaid bill',
    failure(429, 'You exceeded your current quota', { body: '{"code":"insufficient_quota"}' }),
    'model_quota_exhausted',
    false,
  ],
  ['401', failure(401), 'model_key_rejected', false],
  [
    'Google and a bad key',
    failure(400, 'API key not valid. Please pass a valid API key.'),
    'model_key_rejected',
    false,
  ],
  [
    'OpenAI and a long prompt',
    failure(400, "This model's maximum context length is 128000 tokens."),
    'model_context_exceeded',
    false,
  ],
  [
    'Google and a long prompt',
    failure(400, 'The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).'),
    'model_context_exceeded',
    false,
  ],
  [
    'Anthropic and a long prompt',
    failure(400, 'prompt is too long: 210000 tokens > 200000 maximum'),
    'model_context_exceeded',
    false,
  ],
  [
    'llama.cpp and a long prompt',
    failure(400, 'the request exceeds the available context size, try increasing it'),
    'model_context_exceeded',
    false,
  ],
  ['another 400', failure(400), 'model_request_rejected', false],
  ['404', failure(404), 'model_request_rejected', false],
  ['500', failure(500), 'model_unavailable', true],
  ['529, overloaded', failure(529), 'model_unavailable', true],
  ['cut in a good answer', failure(200), 'model_unavailable', true],
];
for (const [what, thrown, code, retryable] of cases) {
  test(`${what} is ${code}`, () => {
    const error = modelError(thrown, model, now);
    assert.equal(error.code, code);
    assert.equal(error.retryable, retryable);
  });
}

test('a retry is told in each of the ways that providers have', () => {
  const after = (headers: Record<string, string>, body = ''): number | null =>
    modelError(failure(429, 'w', { headers, body }), model, now).retryAfterMs;
  assert.equal(after({ 'retry-after': '2' }), 2_000);
  assert.equal(after({ 'retry-after': '2', 'retry-after-ms': '150' }), 150);
  assert.equal(after({ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }), 30_000);
  assert.equal(after({}, '{"details":[{"retryDelay": "34.5s"}]}'), 34_500);
  assert.equal(after({}), null);
});

test('long words of a provider are cut', () => {
  assert.ok(modelError(failure(400, 'x'.repeat(5_000)), model, now).message.length < 500);
});
