/** Callers of the library in processes of their own, one after another: a new one follows one that was lost. */
import { fork, type ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order, Report } from './victim.ts';

/** MiB. A caller that needs more than this of V8's heap dies of it; without a limit V8 collects when it likes. */
const mostHeap = 600;
/** MiB of the whole caller: bytes of documents stand in worker processes. */
const mostMemory = 1_200;
const slowMs = 20_000;

export interface Figures {
  /** How often each code came; `result` is none. */
  readonly outcomes: Record<string, number>;
  /** Seconds of what took long. */
  readonly slowSeconds: Record<string, number>;
  readonly faults: { readonly of: string; readonly fault: string }[];
}

export class Victims {
  readonly figures: Figures = { outcomes: {}, slowSeconds: {}, faults: [] };
  private victim: ChildProcess | null = null;
  private readonly limitMs: number;

  /** @param limitMs what takes longer hangs */
  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }

  /** Whether the caller ended the order as it should. */
  async attempt(label: string, order: Order): Promise<boolean> {
    const { outcomes, slowSeconds } = this.figures;
    const began = performance.now();
    const outcome = await this.give(order);
    const took = performance.now() - began;
    if (took > slowMs) slowSeconds[label] = Math.round(took / 1000);
    const code = typeof outcome === 'string' ? 'lost' : (outcome.code ?? 'result');
    outcomes[code] = (outcomes[code] ?? 0) + 1;
    const fault = faultOf(outcome);
    if (fault === null) return true;
    this.report(label, fault);
    await this.end();
    return false;
  }

  /** What the caller left behind when it was gone is reported, too. */
  async end(): Promise<void> {
    const { victim } = this;
    if (victim?.pid === undefined) return;
    this.victim = null;
    await endOf(victim);
    const own = `-${victim.pid}-`;
    for (const name of await readdir(tmpdir()))
      if (name.startsWith('leafcutter-') && name.includes(own)) this.report('at the end', `${name} was left`);
  }

  private report(of: string, fault: string): void {
    this.figures.faults.push({ of, fault });
    process.stderr.write(`${of}: ${fault}\n`);
  }

  /** What the caller says, or what became of it. */
  private async give(order: Order): Promise<Report | string> {
    const victim =
      this.victim ??
      fork(path.join(import.meta.dirname, 'victim.ts'), {
        execArgv: ['--no-warnings', `--max-old-space-size=${mostHeap}`],
      });
    this.victim = victim;
    const { promise, resolve } = Promise.withResolvers<Report | string>();
    victim.once('message', (report: Report) => resolve(report));
    victim.once('exit', (code, signal) => resolve(`the caller ended with ${signal ?? code}`));
    const timer = setTimeout(() => resolve(`no answer within ${this.limitMs / 1000} s`), this.limitMs);
    victim.send(order);
    const outcome = await promise;
    clearTimeout(timer);
    victim.removeAllListeners('message').removeAllListeners('exit');
    return outcome;
  }
}

function faultOf(outcome: Report | string): string | null {
  if (typeof outcome === 'string') return outcome;
  if (outcome.code === 'internal' || outcome.code === 'not ours')
    return `${outcome.code}: ${outcome.message}`;
  return outcome.memory > mostMemory ? `the caller grew to ${outcome.memory} MiB` : null;
}

/** A caller whose parent is gone ends by itself; its workers end with it, and clear up. */
async function endOf(victim: ChildProcess): Promise<void> {
  const isGone = (): boolean => victim.exitCode !== null || victim.signalCode !== null;
  if (victim.connected) victim.disconnect();
  for (let waited = 0; waited < 3_000 && !isGone(); waited += 100) await sleep(100);
  if (!isGone()) {
    const gone = new Promise((resolve) => victim.once('exit', resolve));
    victim.kill('SIGKILL');
    await gone;
  }
  await sleep(1_000);
}
