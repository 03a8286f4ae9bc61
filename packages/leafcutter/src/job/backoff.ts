/** When a failed try is repeated. Pure: the jitter comes from the command's id, so that every engine waits alike. */

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;
/** A server may ask for a longer pause; beyond this the job had better fail and be retried by a person. */
const longestAskedMs = 15 * 60_000;

/**
 * Milliseconds to wait before try `attempts + 1`: doubling from 1 s to 60 s, the upper half of it spread by the id,
 * never less than was asked for.
 */
export function backoffMs(commandId: string, attempts: number, askedMs: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, attempts - 1));
  const own = Math.round(ceiling / 2 + (ceiling / 2) * spread(commandId));
  return Math.max(own, Math.min(longestAskedMs, Math.max(0, askedMs)));
}

/** 0 to 1 from a text: FNV-1a, 32 bits. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) / 0xffffffff;
}
