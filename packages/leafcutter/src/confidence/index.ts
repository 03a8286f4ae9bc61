/** From evidence to a probability. Pure. */
import type { Confidence, Match } from '../findings/types.ts';

/** What a match says of a value whose place was chosen for sure. Fuzzy ones were read with errors. */
const byMatch: Readonly<Record<Match, number>> = { exact: 1, normalised: 0.97, fuzzy: 0.75, absent: 0.2 };

/** Another reading of the same print halves what is known; each further one takes a little more. */
const byAlternatives = [1, 0.6, 0.5] as const;

/**
 * The chance that a value is right: that its place is the right one (`found`), that the place was read rightly
 * (`read`), that the print means this value (match, alternatives). All inputs and the result are 0-1.
 */
export function confidenceOf(found: number, read: number, match: Match, alternatives: number): Confidence {
  const meant = byAlternatives[Math.min(Math.max(0, alternatives), byAlternatives.length - 1)] ?? 0.5;
  const value = clamp(found) * clamp(read) * byMatch[match] * meant;
  return { value: round(value), read: round(clamp(read)), found: round(clamp(found)) };
}

/** What is no number says nothing of a chance: 0. */
function clamp(value: number): number {
  return Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, value));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
