/**
 * Who is dead: pure. A worker is when its beat did not change for as long as a lease, by the watcher's own time; much sooner
 * when the database has no connection of it any more, as after a process was killed.
 */
import type { Beat } from '../../storage/workers.ts';

/** Lost twice, a command may be what kills its workers: from then on it runs alone. */
export const suspectClaims = 2;

/** A lease holds this long after the last beat. */
export const defaultLeaseMs = 5_000;
/**
 * Of a lease, how much of it holds for a worker without a connection: three beats, and longer than it takes to connect
 * again. Short, since a watcher that is itself killed and started again begins to count anew.
 */
const goneShare = 0.3;
/** Time between two looks counts for no more than this: who slept himself has not watched. */
const longestLookMs = 1_000;

interface Seen {
  readonly beat: number;
  /** Time for which it was seen unchanged. */
  readonly silentMs: number;
}
export type Watch = ReadonlyMap<string, Seen>;

/** `elapsedMs`: since the last look, by a clock that only goes forward. `leaseMs`: silence that means death. */
export function look(
  before: Watch,
  beats: readonly Beat[],
  elapsedMs: number,
  leaseMs: number,
): { readonly watch: Watch; readonly dead: readonly Beat[] } {
  const watch = new Map<string, Seen>();
  for (const { worker, beat } of beats) {
    const seen = before.get(worker);
    const silentMs = seen?.beat === beat ? seen.silentMs + Math.min(elapsedMs, longestLookMs) : 0;
    watch.set(worker, { beat, silentMs });
  }
  const isDead = ({ worker, gone }: Beat): boolean =>
    (watch.get(worker)?.silentMs ?? 0) >= (gone ? leaseMs * goneShare : leaseMs);
  return { watch, dead: beats.filter(isDead) };
}
