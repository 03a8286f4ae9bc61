/**
 * Worker processes that read bytes for us: each does one task at a time, within a deadline and a memory limit, and is
 * killed where it goes over one. What cannot be limited inside (native code) is limited from outside.
 *
 * | a worker is | until |
 * |---|---|
 * | starting, idle | a task comes; idle workers keep no event loop alive |
 * | busy | it answers (idle again), its deadline, its memory limit, an abort (killed, a new one starts when needed) |
 *
 * What one that has read other files cannot read is given to a new one, so that a file fares the same whatever was read before.
 */
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { LeafcutterError } from '../errors.ts';
import { ownWorkerFile, startWorker } from './worker-process.ts';
import type { Answer, Task } from './worker/protocol.ts';

export interface TaskLimits {
  readonly deadlineMs: number;
  readonly memoryMb: number;
}

export type Done = Extract<Answer, { readonly ok: true }>;

export interface WorkerPool {
  /** @throws LeafcutterError of the task, parse_timeout, parse_memory, parse_crashed; the signal's reason when aborted */
  run(task: Task, limits: TaskLimits, signal: AbortSignal): Promise<Done>;
  close(): Promise<void>;
}

const memoryCheckMs = 250;

export interface PoolSettings {
  /** Workers that read at once. Default one a core. */
  readonly size?: number | undefined;
  /** Module that a worker runs; tests have ones that misbehave. */
  readonly workerFile?: string;
}

export function createWorkerPool(settings: PoolSettings = {}): WorkerPool {
  const { size = availableParallelism(), workerFile = ownWorkerFile() } = settings;
  const idle: ChildProcess[] = [];
  const alive = new Set<ChildProcess>();
  const queue: { readonly start: () => void }[] = [];
  let busy = 0;

  const waitForPlace = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (busy < size) {
      busy += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        queue.splice(queue.indexOf(waiting), 1);
        reject(signal.reason);
      };
      const waiting = {
        start: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      queue.push(waiting);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  };

  const leavePlace = (): void => {
    const next = queue.shift();
    if (next === undefined) busy -= 1;
    else next.start();
  };

  const start = async (): Promise<ChildProcess> => {
    const worker = await startWorker(workerFile);
    alive.add(worker);
    const forget = (): void => {
      alive.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
    };
    worker.once('exit', forget);
    // A process that never started ends with no exit.
    worker.once('error', forget);
    return worker;
  };

  const give = (worker: ChildProcess, usable: boolean): void => {
    if (usable && worker.connected) {
      release(worker);
      idle.push(worker);
    } else worker.kill('SIGKILL');
  };

  const perform = async (
    worker: ChildProcess,
    task: Task,
    limits: TaskLimits,
    signal: AbortSignal,
  ): Promise<Answer> => {
    let usable = false;
    try {
      signal.throwIfAborted();
      hold(worker);
      const answer = await attend(worker, task, limits, signal);
      usable = true;
      return answer;
    } finally {
      give(worker, usable);
    }
  };

  /** Null when the worker was lost: a file is not to blame for what an earlier one left behind. */
  const performOnUsed = async (
    worker: ChildProcess,
    ...asked: readonly [Task, TaskLimits, AbortSignal]
  ): Promise<Answer | null> => {
    try {
      return await perform(worker, ...asked);
    } catch (error) {
      if (
        error instanceof LeafcutterError &&
        (error.code === 'parse_memory' || error.code === 'parse_crashed')
      )
        return null;
      throw error;
    }
  };

  return {
    async run(...asked) {
      const [, , signal] = asked;
      await waitForPlace(signal);
      try {
        const used = idle.pop();
        const answer =
          (used === undefined ? null : await performOnUsed(used, ...asked)) ??
          (await perform(await start(), ...asked));
        if (answer.ok) return answer;
        throw new LeafcutterError(answer.code, answer.message);
      } finally {
        leavePlace();
      }
    },
    async close() {
      const ended = [...alive].map((worker) => {
        hold(worker);
        return new Promise((resolve) => worker.once('exit', resolve));
      });
      for (const worker of alive) worker.kill('SIGKILL');
      await Promise.all(ended);
    },
  };
}

/** Sends the task and waits for the answer, watching the clock, the memory and the signal. */
function attend(worker: ChildProcess, task: Task, limits: TaskLimits, signal: AbortSignal): Promise<Answer> {
  const what = placeOf(task);
  return new Promise<Answer>((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(deadline);
      clearInterval(watch);
      worker.off('message', onMessage);
      worker.off('exit', onExit);
      worker.off('error', onError);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const refuse = (code: 'parse_timeout' | 'parse_memory' | 'parse_crashed', sentence: string): void =>
      settle(() => reject(new LeafcutterError(code, sentence)));
    const onMessage = (answer: Answer): void => settle(() => resolve(answer));
    const onExit = (code: number | null, name: string | null): void =>
      refuse(
        'parse_crashed',
        `Reading ${what} ended the parser (${name ?? `exit code ${code}`}); the file may be damaged.`,
      );
    const onError = (error: Error): void =>
      refuse('parse_crashed', `The parser did not start: ${error.message}`);
    const onAbort = (): void => settle(() => reject(signal.reason));
    const deadline = setTimeout(
      () => refuse('parse_timeout', `Reading ${what} took longer than ${limits.deadlineMs / 1000} s.`),
      limits.deadlineMs,
    );
    const watch = setInterval(() => {
      memoryOf(worker).then(
        (megabytes) => {
          if (megabytes > limits.memoryMb)
            refuse('parse_memory', `Reading ${what} needed more than ${limits.memoryMb} MiB of memory.`);
        },
        () => undefined,
      );
    }, memoryCheckMs);
    worker.on('message', onMessage);
    worker.once('exit', onExit);
    worker.once('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
    worker.send(task, (error) => {
      if (error !== null) refuse('parse_crashed', `The parser was gone before it read ${what}.`);
    });
  });
}

function placeOf(task: Task): string {
  if (task.kind === 'render') return `page ${task.page} of ${task.file.name}`;
  if (task.kind === 'probe' || task.kind === 'cut') return task.file.name;
  return task.first === task.last
    ? `page ${task.first} of ${task.file.name}`
    : `pages ${task.first}-${task.last} of ${task.file.name}`;
}

const pageBytes = 4096;

/** Resident memory in MiB (Linux: /proc; elsewhere 0: only the deadline holds there). */
async function memoryOf(worker: ChildProcess): Promise<number> {
  const statm = await readFile(`/proc/${worker.pid}/statm`, 'utf8').catch(() => '0 0');
  return (Number(statm.split(' ')[1]) * pageBytes) / (1024 * 1024);
}

function hold(worker: ChildProcess): void {
  worker.ref();
  worker.channel?.ref();
}

function release(worker: ChildProcess): void {
  worker.unref();
  worker.channel?.unref();
}
