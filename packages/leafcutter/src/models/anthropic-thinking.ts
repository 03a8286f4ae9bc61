/**
 * The AI SDK adds a thinking budget on top of the answer's limit. Anthropic's `max_tokens` holds both, and so does our output
 * limit: thinking takes at most half of what was asked for, and stays off where that is less than Anthropic's least budget
 * (https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking). Pure.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** Tokens, of Anthropic. */
const leastBudget = 1_024;
/** Fewer tokens of thinking and answer together leave no room for thinking. */
export const leastWithThinking = 2 * leastBudget;

/** The body of a request with thinking and answer within the tokens that were asked for; any other as it is. */
export function thinkingWithin(body: JsonObject): JsonObject {
  const { max_tokens: both, thinking } = body;
  if (typeof both !== 'number' || !isJsonObject(thinking)) return body;
  const { budget_tokens: given } = thinking;
  if (typeof given !== 'number') return body;
  const asked = Math.max(1, both - given);
  const budget = Math.min(given, Math.floor(asked / 2));
  return {
    ...body,
    max_tokens: asked,
    thinking: budget < leastBudget ? { type: 'disabled' } : { ...thinking, budget_tokens: budget },
  };
}

export const fetchThinkingWithin: typeof fetch = async (input, init) => {
  if (typeof init?.body !== 'string') return await fetch(input, init);
  const body: JsonValue = JSON.parse(init.body);
  const sent = isJsonObject(body) ? JSON.stringify(thinkingWithin(body)) : init.body;
  return await fetch(input, { ...init, body: sent });
};
