/** Processes that a test starts, kills and replaces. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerChildSettings } from './worker-child.ts';

export interface WorkerProcessOptions {
  /** Beside that of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** One that does not start is tried again, as under a supervisor: its servers may be away. Default: it is an error. */
  readonly patient?: boolean;
}

const pauseMs = 500;

/** One worker process at a time; one that dies is replaced. */
export class WorkerProcess {
  private readonly settings: WorkerChildSettings;
  private readonly options: WorkerProcessOptions;
  private child: ChildProcess | null = null;
  private ready: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(settings: WorkerChildSettings, options: WorkerProcessOptions = {}) {
    this.settings = settings;
    this.options = options;
  }

  /** Resolves when a process is up, at once when it is. */
  get up(): Promise<void> {
    return this.ready;
  }

  open(): Promise<void> {
    this.ready = this.spawn();
    return this.ready;
  }

  /** Until another one is in its place. */
  async kill(): Promise<void> {
    await this.killOnly();
    await this.ready;
  }

  async killOnly(): Promise<void> {
    await this.end((child) => child.kill('SIGKILL'));
  }

  async restart(): Promise<void> {
    await this.end((child) => child.send('stop', () => undefined));
    await this.ready;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.end((child) => child.kill('SIGKILL'));
  }

  private async end(how: (child: ChildProcess) => void): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null) return;
    const gone = once(child, 'exit');
    how(child);
    await gone;
  }

  private async spawn(): Promise<void> {
    const child = fork(path.join(import.meta.dirname, 'worker-child.ts'), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, ...this.options.environment },
    });
    this.child = child;
    let complaint = '';
    child.stderr?.on('data', (data: Buffer) => {
      complaint = (complaint + data.toString()).slice(-4_000);
    });
    const started = new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) =>
        code === 1 && this.options.patient !== true
          ? reject(new Error(`The worker did not start: ${complaint}`))
          : resolve(),
      );
    });
    child.once('exit', (code) => {
      this.child = null;
      if (!this.closed) this.ready = this.respawn(code);
    });
    child.on('error', () => undefined);
    child.send(this.settings, () => undefined);
    await started;
  }

  private async respawn(code: number | null): Promise<void> {
    if (code === 1 && this.options.patient === true) await sleep(pauseMs);
    if (!this.closed) await this.spawn();
  }
}
