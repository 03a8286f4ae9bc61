/** Jobs on Temporal while workers are killed, its server is started anew and the store is cut off. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewJob } from 'leafcutter/internal';
import { crashRun, type Call, type CrashReport } from 'leafcutter/testing';
import type { TemporalCrashStage } from './crash-stage.ts';

/** Times in milliseconds, from the start of the run. */
export interface Trouble {
  readonly killEveryMs: number;
  readonly restartServerAtMs: number;
  readonly cutStoreAtMs: number;
  readonly cutStoreForMs: number;
}

export interface TroubledReport extends CrashReport {
  readonly serverRestarts: number;
  readonly cuts: number;
}

/** With `trouble` null it is the undisturbed run. */
export async function crashOnTemporal(
  stage: TemporalCrashStage,
  jobs: readonly NewJob[],
  calls: () => readonly Call[],
  trouble: Trouble | null,
): Promise<TroubledReport> {
  const over = new AbortController();
  const counts = { kills: 0, serverRestarts: 0, cuts: 0 };
  const troubles = trouble === null ? [] : troublesOf(stage, trouble, counts, over.signal);
  const running = crashRun(stage, jobs, calls, { kills: 0, seed: 1, commands: 0, longestMs: 0 });
  const report = await running.finally(() => over.abort());
  await Promise.all(troubles);
  return { ...report, ...counts };
}

function troublesOf(
  stage: TemporalCrashStage,
  { killEveryMs, restartServerAtMs, cutStoreAtMs, cutStoreForMs }: Trouble,
  counts: { kills: number; serverRestarts: number; cuts: number },
  over: AbortSignal,
): readonly Promise<void>[] {
  /** False when the run is over before. */
  const pause = async (durationMs: number): Promise<boolean> =>
    await sleep(durationMs, true, { signal: over }).catch(() => false);
  const kill = async (): Promise<void> => {
    while (await pause(killEveryMs)) {
      await stage.killNext();
      counts.kills += 1;
    }
  };
  const restart = async (): Promise<void> => {
    if (!(await pause(restartServerAtMs))) return;
    await stage.restartServer();
    counts.serverRestarts += 1;
  };
  const cut = async (): Promise<void> => {
    if (!(await pause(cutStoreAtMs))) return;
    await stage.cutStore(cutStoreForMs);
    counts.cuts += 1;
  };
  return [kill(), restart(), cut()];
}
