/** What an extractor says of a leaf before its place was looked for. */
import type { Finding } from '../findings/types.ts';
import type { JsonPrimitive } from '../json.ts';

export function saidFinding(pointer: string, value: JsonPrimitive, reasoning = ''): Finding {
  return {
    pointer,
    value,
    nullReason: null,
    evidence: [],
    match: 'absent',
    confidence: { value: 0, read: 0, found: 0 },
    alternatives: [],
    reasoning,
  };
}
