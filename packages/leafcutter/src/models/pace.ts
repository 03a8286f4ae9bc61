/**
 * How many calls a model takes at once, learnt from its answers: one more place for every round of answers, half of them
 * for a refusal (AIMD, as TCP does: https://www.rfc-editor.org/rfc/rfc5681#section-3.1), and silence as long as the
 * provider asks for. Pure.
 */
import type { PaceLimits } from './definition.ts';

export interface Pace {
  /** Places, at least 1; a fraction of one is on its way. */
  readonly places: number;
  readonly inFlight: number;
  /** Nothing starts before, in milliseconds. */
  readonly pausedUntil: number;
  /** Refusals without an answer in between. */
  readonly refusals: number;
  /** When the places were last cut. */
  readonly cutAt: number;
  /** When `requestsPerMinute` allows the next start. */
  readonly nextStart: number;
}

export type CallEnd =
  | { readonly kind: 'answered' }
  /** `retryAfterMs` null: the provider did not say. */
  | { readonly kind: 'refused'; readonly retryAfterMs: number | null }
  | { readonly kind: 'failed' };

const shortestPauseMs = 500;
const longestPauseMs = 60_000;

export function createPace(limits: PaceLimits): Pace {
  return {
    places: limits.concurrentCalls,
    inFlight: 0,
    pausedUntil: Number.NEGATIVE_INFINITY,
    refusals: 0,
    cutAt: Number.NEGATIVE_INFINITY,
    nextStart: Number.NEGATIVE_INFINITY,
  };
}

/** Milliseconds until a call may start; 0: now; Infinity: not before another one ends. */
export function waitBeforeStart(pace: Pace, now: number): number {
  if (pace.inFlight >= Math.floor(pace.places)) return Number.POSITIVE_INFINITY;
  return Math.max(0, pace.pausedUntil - now, pace.nextStart - now);
}

export function callStarted(pace: Pace, limits: PaceLimits, now: number): Pace {
  const { requestsPerMinute } = limits;
  const spacing = requestsPerMinute === null ? 0 : 60_000 / requestsPerMinute;
  return {
    ...pace,
    inFlight: pace.inFlight + 1,
    nextStart: Math.max(now, pace.nextStart) + spacing,
  };
}

/** @param startedAt of this call: refusals of calls that left before the last cut tell nothing new */
export function callEnded(
  pace: Pace,
  limits: PaceLimits,
  end: CallEnd,
  startedAt: number,
  now: number,
): Pace {
  const inFlight = pace.inFlight - 1;
  switch (end.kind) {
    case 'failed':
      return { ...pace, inFlight };
    case 'answered':
      return {
        ...pace,
        inFlight,
        refusals: 0,
        places: Math.min(limits.concurrentCalls, pace.places + 1 / pace.places),
      };
    case 'refused': {
      const isNews = startedAt > pace.cutAt;
      const refusals = isNews ? pace.refusals + 1 : pace.refusals;
      const pause =
        end.retryAfterMs ?? Math.min(longestPauseMs, shortestPauseMs * 2 ** Math.max(0, refusals - 1));
      return {
        ...pace,
        inFlight,
        refusals,
        places: isNews ? Math.max(1, pace.places / 2) : pace.places,
        cutAt: isNews ? now : pace.cutAt,
        pausedUntil: Math.max(pace.pausedUntil, now + pause),
      };
    }
  }
}
