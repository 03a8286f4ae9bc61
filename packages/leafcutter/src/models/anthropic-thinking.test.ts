import assert from 'node:assert/strict';
import { test } from 'node:test';
import { thinkingWithin } from './anthropic-thinking.ts';

test('thinking and answer together have the tokens that were asked for, thinking at most half of them', () => {
  const body = { max_tokens: 8_192 + 38_400, thinking: { type: 'enabled', budget_tokens: 38_400 } };
  assert.deepEqual(thinkingWithin(body), {
    max_tokens: 8_192,
    thinking: { type: 'enabled', budget_tokens: 4_096 },
  });
});

test('where half is less than the least budget there is no thinking; other bodies stay', () => {
  const small = { max_tokens: 2_000 + 1_024, thinking: { type: 'enabled', budget_tokens: 1_024 } };
  assert.deepEqual(thinkingWithin(small), { max_tokens: 2_000, thinking: { type: 'disabled' } });
  for (const other of [{ max_tokens: 5 }, { max_tokens: 5, thinking: { type: 'adaptive' } }])
    assert.equal(thinkingWithin(other), other);
});
