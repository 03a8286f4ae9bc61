/** Wall and CPU time of work that may start processes, and what is made of the figures. */
import { readFileSync } from 'node:fs';

export interface Measured<T> {
  readonly result: T;
  readonly seconds: number;
  /** User and system time of this process and of the processes that ended meanwhile; NaN where there is no /proc. */
  readonly cpuSeconds: number;
}

/** The processes that `work` starts must have ended when it is done. */
export async function measured<T>(work: () => Promise<T>): Promise<Measured<T>> {
  const [wall, cpu] = [performance.now(), cpuSeconds()];
  const result = await work();
  return { result, seconds: (performance.now() - wall) / 1000, cpuSeconds: cpuSeconds() - cpu };
}

/** Linux counts the times of ended children in fields 16 and 17 of /proc/self/stat, in hundredths of a second. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (user + system) / 1e6 + (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
