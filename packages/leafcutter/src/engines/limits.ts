import { availableParallelism } from 'node:os';
import type { EngineLimits } from './engine.ts';

/**
 * What kills its worker is alone at it from the third try on. Of processes that die every ten seconds for other reasons, one in
 * three meets a command of three seconds: eight times in a row is one in thousands of such commands.
 */
const defaultMaxClaims = 8;

/** The limits that are not given, by this machine. */
export function engineLimits(given: Partial<EngineLimits> = {}): EngineLimits {
  return {
    parseSlots: Math.max(2, given.parseSlots ?? availableParallelism()),
    callSlots: Math.max(1, given.callSlots ?? 16),
    maxClaims: Math.max(1, given.maxClaims ?? defaultMaxClaims),
  };
}
