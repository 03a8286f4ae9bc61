/** Temporal under the engine suite: the engine here, its worker in a process that may die at any time. */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { engineLimits, openPostgres } from 'leafcutter/internal';
import { postgresServer, type EngineHarness } from 'leafcutter/testing';
import { connectClient } from '../connection.ts';
import { startTemporalEngine } from '../engine.ts';
import { taskQueues, workflowDefaults, type WorkflowSettings } from '../names.ts';
import { workflowBundle } from '../worker.ts';
import type { WorkerChildSettings } from './worker-child.ts';

/** Shorter than the real one: the suite lets many workers die. */
const heartbeatTimeoutMs = 1_500;

export interface TemporalHarnessOptions {
  /** Default: the real one; small numbers make workflows continue as new often. */
  readonly continueAfterEvents?: number;
}

export function createTemporalHarness(options: TemporalHarnessOptions = {}): EngineHarness {
  return {
    name: 'temporal',
    open: async (script, limits = {}) => {
      const fresh = await postgresServer().freshDatabase();
      const settings: WorkflowSettings = {
        queues: taskQueues(`test-${randomBytes(6).toString('hex')}`),
        maxClaims: engineLimits(limits).maxClaims,
        heartbeatTimeoutMs,
        continueAfterEvents: options.continueAfterEvents ?? workflowDefaults.continueAfterEvents,
      };
      const connections = await connectClient();
      const database = await openPostgres({ url: fresh.url, maxConnections: 4 });
      const engine = startTemporalEngine({ client: connections.client, database, settings });
      const worker = new WorkerProcess({
        databaseUrl: fresh.url,
        settings,
        script,
        limits,
        bundle: (await workflowBundle()).code,
      });
      await worker.open();
      return {
        engine,
        kill: () => worker.kill(),
        restart: () => worker.restart(),
        storedStatus: (jobId) => engine.storedStatus(jobId),
        close: async () => {
          await worker.close();
          await engine.stop();
          await database.close();
          await connections.close();
          await fresh.drop();
        },
      };
    },
  };
}

export const temporalHarness = createTemporalHarness();

/** One worker process at a time; one that dies is replaced. */
class WorkerProcess {
  private readonly settings: WorkerChildSettings;
  private child: ChildProcess | null = null;
  private ready: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(settings: WorkerChildSettings) {
    this.settings = settings;
  }

  open(): Promise<void> {
    this.ready = this.spawn();
    return this.ready;
  }

  async kill(): Promise<void> {
    await this.end((child) => child.kill('SIGKILL'));
    await this.ready;
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
    });
    this.child = child;
    let complaint = '';
    child.stderr?.on('data', (data: Buffer) => {
      complaint = (complaint + data.toString()).slice(-4_000);
    });
    const started = new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) =>
        code === 1 ? reject(new Error(`The worker did not start: ${complaint}`)) : resolve(),
      );
    });
    child.once('exit', () => {
      this.child = null;
      if (!this.closed) this.ready = this.spawn();
    });
    child.on('error', () => undefined);
    child.send(this.settings, () => undefined);
    await started;
  }
}
