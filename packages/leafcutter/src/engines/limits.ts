import { availableParallelism } from 'node:os';
import type { EngineLimits } from './engine.ts';

/** The limits that are not given, by this machine. */
export function engineLimits(given: Partial<EngineLimits> = {}): EngineLimits {
  return {
    parseSlots: Math.max(2, given.parseSlots ?? availableParallelism()),
    callSlots: Math.max(1, given.callSlots ?? 16),
    maxClaims: Math.max(1, given.maxClaims ?? 5),
  };
}
