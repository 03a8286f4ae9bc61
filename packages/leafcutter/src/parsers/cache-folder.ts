/** What this user's processes keep between runs and can make again. */
import { homedir } from 'node:os';
import path from 'node:path';

/** The folder for things of the kind; it may not be there yet. */
export function cacheFolder(kind: string): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  return path.join(cache, 'leafcutter', kind);
}
