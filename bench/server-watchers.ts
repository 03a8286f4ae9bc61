/**
 * 1,000 watchers on 50 running jobs, and one that reads nothing: what each saw, and the memory of the server's process.
 * `npm run bench -- server-watchers [--watchers 1000] [--jobs 50] [--turns 30]`
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  loadParts,
  startTold,
  watchAll,
  watchNothing,
} from '../packages/leafcutter/src/testing/watch-load.ts';
import { residentMb, watchMemory } from './server/memory-of.ts';

const child = path.resolve(import.meta.dirname, '../packages/leafcutter/src/testing/server-child.ts');

export async function run(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      watchers: { type: 'string', default: '1000' },
      jobs: { type: 'string', default: '50' },
      turns: { type: 'string', default: '30' },
    },
  });
  const server = spawn(process.execPath, ['--conditions=leafcutter-source', child], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [line]: Buffer[] = await once(server.stdout, 'data');
    const target = { url: String(line).trim() };
    return await measure(target, server.pid ?? 0, Number(values.watchers), Number(values.jobs), values.turns);
  } finally {
    server.stdin.end();
    await once(server, 'exit');
  }
}

async function measure(
  target: { readonly url: string },
  pid: number,
  watchers: number,
  jobs: number,
  turns: string,
): Promise<unknown> {
  const parts = await loadParts(target);
  const told = `turns ${turns} 200`;
  // Warm: the same jobs with nobody watching.
  const calm = watchMemory(pid);
  const first = await Promise.all(Array.from({ length: jobs }, () => startTold(target, parts, told)));
  const agent = new Agent({ maxSockets: Infinity });
  await Promise.all(first.map((id) => watchAll(target, id, agent)));
  const big = await startTold(target, parts, 'big 15000');
  await watchAll(target, big, agent);
  const calmMb = calm.stop();
  await sleep(2_000);
  const beforeMb = residentMb(pid);
  const ids = await Promise.all(Array.from({ length: jobs }, () => startTold(target, parts, told)));
  const memory = watchMemory(pid);
  const stalled = watchNothing(target, big);
  const asking = setInterval(() => stalled.socket.write('\r\n'), 1_000);
  const stalledAt = performance.now();
  const cut = stalled.closed.then(() => Math.round((performance.now() - stalledAt) / 1_000));
  const seen = await Promise.all(
    Array.from({ length: watchers }, (_, index) => watchAll(target, ids[index % jobs] ?? '', agent)),
  );
  const peakMb = memory.stop();
  const cutAfterSeconds = await Promise.race([cut, sleep(60_000, null)]);
  clearInterval(asking);
  stalled.socket.destroy();
  return {
    watchers,
    jobs,
    events: seen.reduce((sum, one) => sum + one.events, 0),
    eventsOfAWatcher: [...new Set(seen.map((one) => one.events))].toSorted((a, b) => a - b),
    gaps: seen.filter((one) => one.gap !== null).length,
    unfinished: seen.filter((one) => one.last !== 'job_completed').length,
    memoryMb: { jobsAlone: calmMb, before: beforeMb, peak: peakMb, growth: Math.round(peakMb - beforeMb) },
    nonReader: { cutAfterSeconds },
  };
}
