/** graphile-worker on no-op tasks, for `bench/engines.ts`. */
import { Logger, makeWorkerUtils, run as runWorker, runMigrations } from 'graphile-worker';
import pg from 'pg';

/** Tasks a second of a queue that is known to be quick, on the same Postgres, as it comes. */
export async function graphileRate(url: string, tasks: number, concurrency: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: concurrency + 2 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  await runMigrations({ pgPool: pool });
  const utils = await makeWorkerUtils({ pgPool: pool });
  for (let at = 0; at < tasks; at += 1_000) {
    const batch = Array.from({ length: Math.min(1_000, tasks - at) }, () => ({
      identifier: 'noop',
      payload: {},
    }));
    await utils.addJobs(batch);
  }
  let done = 0;
  let finish: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const started = performance.now();
  const runner = await runWorker({
    pgPool: pool,
    concurrency,
    noHandleSignals: true,
    logger: quiet,
    taskList: {
      noop: async () => {
        done += 1;
        if (done === tasks) finish();
      },
    },
  });
  await all;
  await runner.stop();
  const seconds = (performance.now() - started) / 1_000;
  await utils.release();
  await pool.end();
  return Math.round(tasks / seconds);
}

const quiet = new Logger(() => () => undefined);
