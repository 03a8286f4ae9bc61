/**
 * An installation on Temporal that a crash run may hurt: a Temporal server of its own, Postgres behind a wire that can be
 * cut, two processes of the API's side, three workers.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPostgres, type Database, type EngineLimits } from 'leafcutter/internal';
import { postgresServer, startTcpProxy, type ChildWork, type Stage } from 'leafcutter/testing';
import { workflowBundle } from '../bundle.ts';
import { taskQueues, workflowDefaults } from '../names.ts';
import type { TemporalSettings } from '../settings.ts';
import { ApiProcess, engineOf } from './api-process.ts';
import { TemporalServerProcess } from './server-process.ts';
import { WorkerProcess } from './worker-process.ts';

export interface TemporalCrashStage extends Stage {
  /** Not by the wire: for what stands beside the jobs, documents and schemas. */
  readonly database: Database;
  /** Kills a worker, the next one each time, once all are up; does not wait for the one that takes its place. */
  killNext(): Promise<void>;
  restartServer(): Promise<void>;
  cutStore(durationMs: number): Promise<void>;
}

const workers = 3;

export async function openTemporalCrashStage(
  work: ChildWork,
  limits: Partial<EngineLimits>,
): Promise<TemporalCrashStage> {
  const stack = new AsyncDisposableStack();
  try {
    const server = stack.use(await TemporalServerProcess.start());
    const fresh = await postgresServer().freshDatabase();
    stack.defer(() => fresh.drop());
    const database = await openPostgres({ url: fresh.url, maxConnections: 4 });
    stack.defer(() => database.close());
    const near = new URL(fresh.url);
    const wire = stack.use(await startTcpProxy(near.hostname, Number(near.port || 5432)));
    near.hostname = '127.0.0.1';
    near.port = String(wire.port);

    const workflow = {
      ...workflowDefaults,
      queues: taskQueues(`crash-${randomBytes(6).toString('hex')}`),
      maxClaims: limits.maxClaims ?? workflowDefaults.maxClaims,
    };
    const settings: TemporalSettings = { workflow, deployment: null };
    const environment = { TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: 'default' };
    const child = { databaseUrl: near.href, settings };
    const { code: bundle } = await workflowBundle();
    const processes: WorkerProcess[] = [];
    for (let index = 0; index < workers; index += 1) {
      const worker = new WorkerProcess({ ...child, work, limits, bundle }, { environment, patient: true });
      stack.defer(() => worker.close());
      await worker.open();
      processes.push(worker);
    }
    const engine = engineOf([
      await ApiProcess.start(child, environment),
      await ApiProcess.start(child, environment),
    ]);
    stack.defer(() => engine.stop());
    let turn = 0;
    const next = (): WorkerProcess | undefined => processes[turn++ % processes.length];
    return {
      engine,
      database,
      kill: async () => next()?.kill(),
      killNext: async () => {
        await Promise.all(processes.map(({ up }) => up));
        await next()?.killOnly();
      },
      restart: async () => next()?.restart(),
      storedStatus: (jobId) => engine.status(jobId),
      restartServer: () => server.restart(),
      cutStore: async (durationMs) => {
        wire.cut();
        await sleep(durationMs);
        wire.mend();
      },
      close: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
