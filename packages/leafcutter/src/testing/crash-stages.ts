/** Embedded engines that can be killed, as an installation has them: one process on SQLite, two on Postgres. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../engines/embedded/engine.ts';
import { defaultLeaseMs as leaseMs } from '../engines/embedded/leases.ts';
import type { EngineLimits } from '../engines/engine.ts';
import { engineLimits } from '../engines/limits.ts';
import type { Database } from '../storage/database.ts';
import { openPostgres, openSqlite } from '../storage/open-database.ts';
import type { ChildSettings, ChildWork } from './engine-child.ts';
import type { Stage } from './engine-harness.ts';
import { KillableEngine } from './killable-engine.ts';
import { postgresServer } from './servers.ts';

export interface CrashStage extends Stage {
  /** The engine's, for what stands beside the jobs: documents and schemas. */
  readonly database: Database;
}

export async function openSqliteStage(work: ChildWork, limits: Partial<EngineLimits>): Promise<CrashStage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-crash-store-'));
  const store = { file: path.join(folder, 'leafcutter.db') };
  const database = await openSqlite(store.file);
  const engine = new KillableEngine('embedded-sqlite', { store, work, limits, leaseMs });
  await engine.open();
  return {
    engine,
    database,
    kill: () => engine.kill(),
    restart: () => engine.restart(),
    storedStatus: (jobId) => engine.status(jobId),
    startedAt: () => engine.openedAt,
    close: async () => {
      await engine.stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Two working processes, killed in turn, and one that only asks. */
export async function openPostgresStage(work: ChildWork, limits: Partial<EngineLimits>): Promise<CrashStage> {
  const fresh = await postgresServer().freshDatabase();
  const settings: ChildSettings = {
    store: { postgres: { url: fresh.url, maxConnections: 4 } },
    work,
    limits,
    leaseMs,
  };
  const workers = [1, 2].map(() => new KillableEngine('embedded-postgres', settings));
  for (const worker of workers) await worker.open();
  const database = await openPostgres({ url: fresh.url });
  const engine = await startEmbedded({
    database,
    perform: () => Promise.reject(new Error('It takes no work.')),
    limits: { parseSlots: 0, callSlots: 0, maxClaims: engineLimits(limits).maxClaims },
  });
  let turn = 0;
  const next = (): KillableEngine | undefined => workers[turn++ % workers.length];
  return {
    engine,
    database,
    kill: async () => next()?.kill(),
    restart: async () => next()?.restart(),
    storedStatus: (jobId) => engine.status(jobId),
    close: async () => {
      for (const worker of workers) await worker.stop();
      await engine.stop(0);
      await database.close();
      await fresh.drop();
    },
  };
}
