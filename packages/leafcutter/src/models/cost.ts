/** What calls cost. */
import type { Usage } from '../extractors/extractor.ts';
import type { Prices } from './definition.ts';

/** In the currency of the prices; null when no prices are set. Cached tokens are part of the input tokens. */
export function costOf(usage: Usage, prices: Prices | null): number | null {
  if (prices === null) return null;
  const { inputTokens, cachedTokens, outputTokens } = usage;
  const fresh = Math.max(0, inputTokens - cachedTokens);
  return (
    (fresh * prices.input + cachedTokens * prices.cachedInput + outputTokens * prices.output) / 1_000_000
  );
}
