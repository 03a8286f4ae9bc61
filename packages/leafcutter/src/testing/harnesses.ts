/** The harnesses of this package's engines. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LeafcutterError } from '../errors.ts';
import { startInline } from '../engines/inline.ts';
import { engineLimits } from '../engines/limits.ts';
import type { Perform } from '../job/index.ts';
import type { ChildSettings } from './engine-child.ts';
import type { EngineHarness, Stage } from './engine-harness.ts';
import { KillableEngine } from './killable-engine.ts';
import { createScriptedPerform } from './scripted-perform.ts';
import { postgresServer } from './servers.ts';

/** Shorter than the real five seconds: the suite lets many workers die. */
const leaseMs = 1_000;

/** Dying is losing all work in flight: its process cannot die under a test. */
export const inlineHarness: EngineHarness = {
  name: 'inline',
  open: async (script, limits = {}) => {
    let lose = new AbortController();
    const scripted = createScriptedPerform(script, {
      engine: () => engine,
      die: () => {
        throw lost();
      },
    });
    const perform: Perform = async (command, context) => {
      const killed = lose.signal;
      const signal = AbortSignal.any([context.signal, killed]);
      try {
        return await scripted(command, { ...context, signal });
      } catch (error) {
        throw killed.aborted ? lost() : error;
      }
    };
    const engine = startInline({ perform, limits: engineLimits(limits) });
    const kill = async (): Promise<void> => {
      const before = lose;
      lose = new AbortController();
      before.abort(lost());
    };
    return {
      engine,
      kill,
      restart: kill,
      storedStatus: (jobId) => engine.status(jobId),
      close: () => engine.stop(0),
    };
  },
};

function lost(): LeafcutterError {
  return new LeafcutterError('worker_lost', 'The worker was killed.');
}

export const sqliteHarness: EngineHarness = {
  name: 'embedded-sqlite',
  open: async (script, limits = {}) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-engine-'));
    const store = { file: path.join(folder, 'leafcutter.db') };
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    return openKillable('embedded-sqlite', { store, work: { script }, limits, leaseMs }, remove);
  },
};

/** Needs a server: see `postgresServer().skip`. */
export const postgresHarness: EngineHarness = {
  name: 'embedded-postgres',
  open: async (script, limits = {}) => {
    const database = await postgresServer().freshDatabase();
    const store = { postgres: { url: database.url, maxConnections: 4 } };
    return openKillable('embedded-postgres', { store, work: { script }, limits, leaseMs }, () =>
      database.drop(),
    );
  },
};

async function openKillable(
  name: 'embedded-sqlite' | 'embedded-postgres',
  settings: ChildSettings,
  remove: () => Promise<void>,
): Promise<Stage> {
  const engine = new KillableEngine(name, settings);
  const close = async (): Promise<void> => {
    await engine.stop();
    await remove();
  };
  try {
    await engine.open();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    engine,
    kill: () => engine.kill(),
    restart: () => engine.restart(),
    storedStatus: (jobId) => engine.status(jobId),
    close,
  };
}
