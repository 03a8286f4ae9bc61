/** Temporal under the engine suite: the engine here, its worker in a process that may die at any time. */
import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { engineLimits, openPostgres, type Engine, type EngineLimits } from 'leafcutter/internal';
import { postgresServer, type EngineHarness, type Script, type Stage } from 'leafcutter/testing';
import { connectClient } from '../connection.ts';
import { startTemporalEngine } from '../engine.ts';
import { taskQueues, workflowDefaults, type WorkflowSettings } from '../names.ts';
import type { OrphanTools } from '../orphans.ts';
import { workflowBundle } from '../bundle.ts';
import type { Deployment } from '../worker.ts';
import { WorkerProcess } from './worker-process.ts';

/** Shorter than the real one: the suite lets many workers die. */
const heartbeatTimeoutMs = 1_500;

export interface TemporalHarnessOptions {
  /** Default: the real one; small numbers make workflows continue as new often. */
  readonly continueAfterEvents?: number;
  /** Default: not versioned. */
  readonly deployment?: Deployment;
}

/** What tests of Temporal's own need beside the port. */
export interface TemporalStage extends Stage {
  readonly client: Client;
  readonly orphans: OrphanTools;
  /** On the same store, with a Temporal server that does not answer. */
  engineWithoutServer(): Engine;
  /** Ends the worker, and no other takes its place. */
  endWorker(): Promise<void>;
  /** One more worker process, of another build where one is given. */
  addWorker(deployment?: Deployment): Promise<void>;
}

export async function openTemporalStage(
  script: Script,
  limits: Partial<EngineLimits> = {},
  options: TemporalHarnessOptions = {},
): Promise<TemporalStage> {
  const fresh = await postgresServer().freshDatabase();
  const workflow: WorkflowSettings = {
    queues: taskQueues(`test-${randomBytes(6).toString('hex')}`),
    maxClaims: engineLimits(limits).maxClaims,
    heartbeatTimeoutMs,
    continueAfterEvents: options.continueAfterEvents ?? workflowDefaults.continueAfterEvents,
  };
  const { client, close } = await connectClient();
  const database = await openPostgres({ url: fresh.url, maxConnections: 4 });
  const engine = startTemporalEngine({ client, database, settings: workflow });
  const workers: WorkerProcess[] = [];
  const addWorker = async (deployment: Deployment | null): Promise<void> => {
    const { code: bundle } = await workflowBundle();
    const worker = new WorkerProcess({
      databaseUrl: fresh.url,
      settings: { workflow, deployment },
      work: { script },
      limits,
      bundle,
    });
    workers.push(worker);
    await worker.open();
  };
  await addWorker(options.deployment ?? null);
  return {
    engine,
    client,
    orphans: engine.orphanTools,
    engineWithoutServer: () => {
      // Port 1 is nobody's.
      const connection = Connection.lazy({ address: '127.0.0.1:1' });
      return startTemporalEngine({ client: new Client({ connection }), database, settings: workflow });
    },
    kill: async () => workers[0]?.kill(),
    restart: async () => workers[0]?.restart(),
    endWorker: async () => workers.shift()?.close(),
    addWorker: (deployment) => addWorker(deployment ?? null),
    storedStatus: (jobId) => engine.storedStatus(jobId),
    close: async () => {
      for (const worker of workers) await worker.close();
      await engine.stop();
      await database.close();
      await close();
      await fresh.drop();
    },
  };
}

export function createTemporalHarness(options: TemporalHarnessOptions = {}): EngineHarness {
  return { name: 'temporal', open: (script, limits) => openTemporalStage(script, limits, options) };
}

export const temporalHarness = createTemporalHarness();
