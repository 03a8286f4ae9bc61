/** Who is dead: pure. A worker is when its beat did not change for as long as a lease, by the watcher's own time. */
import type { Beat } from '../../storage/workers.ts';

/** Lost twice, a command may be what kills its workers: from then on it runs alone. */
export const suspectClaims = 2;

/** A lease holds this long after the last beat. */
export const defaultLeaseMs = 5_000;
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
  return { watch, dead: beats.filter(({ worker }) => (watch.get(worker)?.silentMs ?? 0) >= leaseMs) };
}
