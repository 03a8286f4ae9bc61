/**
 * How long a call may say nothing before it is given up: the model's own limit at first, then some times what the calls
 * before it took, so that one that hangs does not hold its job for minutes. Pure.
 */

/** A call that ended. */
interface Heard {
  /** Characters and bytes of its question. */
  readonly size: number;
  /** Its longest silence, milliseconds. */
  readonly silenceMs: number;
}

export interface Patience {
  /** Of the model's settings; never more. */
  readonly mostMs: number;
  /** The last calls that ended. */
  readonly heard: readonly Heard[];
  /** Calls given up since one ended. */
  readonly givenUp: number;
}

/** With fewer calls than these nothing is known. */
const fewest = 5;
const mostHeard = 32;
/** A queue at the provider or a long thought is no hanging. */
const leastMs = 20_000;
const times = 5;

export function createPatience(mostMs: number): Patience {
  return { mostMs, heard: [], givenUp: 0 };
}

/**
 * Milliseconds of silence. Longer questions are read for longer; each call that was given up doubles the patience, since it may
 * only have been slow.
 */
export function silenceFor({ mostMs, heard, givenUp }: Patience, size: number): number {
  if (heard.length < fewest) return mostMs;
  const longest = Math.max(...heard.map((one) => one.silenceMs * Math.max(1, size / Math.max(1, one.size))));
  return Math.min(mostMs, Math.max(leastMs, longest * times) * 2 ** givenUp);
}

export function callHeard(patience: Patience, size: number, silenceMs: number): Patience {
  return { ...patience, heard: [...patience.heard, { size, silenceMs }].slice(-mostHeard), givenUp: 0 };
}

export function callGivenUp(patience: Patience): Patience {
  return { ...patience, givenUp: patience.givenUp + 1 };
}
