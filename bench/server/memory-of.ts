/** Memory of another process, from Linux's `/proc`. */
import { readFileSync } from 'node:fs';

/** Resident megabytes now (10^6 bytes). */
export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round((Number(kilobytes) * 1024) / 1e5) / 10;
}

/** Looks every `everyMs` until it is stopped, and gives the most that it saw. */
export function watchMemory(pid: number, everyMs = 50): { readonly stop: () => number } {
  let most = residentMb(pid);
  const timer = setInterval(() => (most = Math.max(most, residentMb(pid))), everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(most, residentMb(pid));
    },
  };
}
