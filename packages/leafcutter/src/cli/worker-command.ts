/** `leafcutter worker`: does the work of jobs that servers accept, until it is told to stop. */
import { once } from 'node:events';
import { serverSecret } from '../access/index.ts';
import { createStorePerform, modelsOf } from '../app.ts';
import { startEmbedded } from '../engines/embedded/engine.ts';
import { LeafcutterError } from '../errors.ts';
import { createSealer } from '../service/seal.ts';
import { readSettings, type SettingName, type Settings } from '../settings/index.ts';
import { openStore, type Store } from '../storage/store.ts';
import type { CliContext } from './context.ts';
import { engineLimitsOf, loadTemporal, storeSettingsOf } from './open-settings.ts';
import { createReporter, reportFailure, type Reporter } from './reporter.ts';

export interface WorkerOptions {
  readonly engine?: string;
  readonly data?: string;
  readonly config?: string;
}

/** What is not done this long after the signal is given back. With what follows it is less than 10 s. */
const graceMs = 4_000;

/** @returns 0 when it was told to stop @throws nothing but bugs */
export async function runWorker(context: CliContext, options: WorkerOptions): Promise<number> {
  const reporter = createReporter(context, false);
  try {
    const settings = await readSettings({
      flags: flagsOf(options),
      environment: process.env,
      config: options.config ?? null,
    });
    if (settings.database_url === null) {
      throw new LeafcutterError(
        'settings_invalid',
        'A worker needs "database_url" (or DATABASE_URL), the Postgres database that it shares with the servers; on SQLite `leafcutter serve` does all the work itself.',
      );
    }
    const store = await openStore(storeSettingsOf(settings, 'engine'));
    try {
      return await work(context, reporter, settings, store);
    } finally {
      await store.close();
    }
  } catch (error) {
    return reportFailure(reporter, error, null);
  }
}

function flagsOf({ engine, data }: WorkerOptions): Partial<Record<SettingName, string>> {
  return { ...(engine === undefined ? {} : { engine }), ...(data === undefined ? {} : { data }) };
}

async function work(
  context: CliContext,
  reporter: Reporter,
  settings: Settings,
  store: Store,
): Promise<number> {
  // Servers seal passwords with their secret: workers elsewhere need the same one in their settings.
  const sealer = createSealer(await serverSecret(settings.data, settings.secret));
  const stages = createStorePerform(store, {
    models: modelsOf(settings),
    unsealPassword: (sealed) => sealer.open(sealed) ?? '',
  });
  try {
    const limits = engineLimitsOf(settings);
    const parts = { database: store.database, perform: stages.perform, limits };
    const worker =
      settings.engine === 'temporal'
        ? await (await loadTemporal()).openTemporalWorker({ ...parts, taskQueue: settings.task_queue })
        : await openEmbedded(parts, reporter);
    reporter.note(
      `leafcutter: worker ready (${settings.engine}): ${limits.parseSlots} page ranges and ${limits.callSlots} calls at once`,
    );
    try {
      // It runs until the signal comes; a worker that fails ends the process, to be started again.
      await Promise.race([worker.running, told(context.signal)]);
    } finally {
      if (context.signal.aborted) reporter.note('leafcutter: stopping; work that is not done is given back');
      await worker.stop(graceMs);
    }
    return 0;
  } finally {
    await stages.close();
  }
}

async function openEmbedded(
  parts: Pick<Parameters<typeof startEmbedded>[0], 'database' | 'perform' | 'limits'>,
  reporter: Reporter,
): Promise<{ readonly running: Promise<void>; stop(graceMs: number): Promise<void> }> {
  const engine = await startEmbedded({
    ...parts,
    onStore: (error) => {
      if (error === null) reporter.note('leafcutter: the store is well again');
      else reportFailure(reporter, error, null);
    },
  });
  return { running: new Promise(() => undefined), stop: (grace) => engine.stop(grace) };
}

async function told(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
