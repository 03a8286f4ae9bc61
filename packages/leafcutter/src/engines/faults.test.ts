/** The store fails under a running engine: a clear error for who asks, and nothing that was accepted is lost. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { LeafcutterError } from '../errors.ts';
import type { Command, Perform, Performed } from '../job/index.ts';
import type { Database } from '../storage/database.ts';
import { openPostgres, openSqlite } from '../storage/open-database.ts';
import { collect, newJob } from '../testing/engine-suite-tools.ts';
import { postgresServer } from '../testing/servers.ts';
import { hasCode } from '../testing/storage-suite-tools.ts';
import { startTcpProxy } from '../testing/tcp-proxy.ts';
import { startEmbedded } from './embedded/engine.ts';
import type { Engine, NewJob } from './engine.ts';
import { engineLimits } from './limits.ts';

const large = 'x'.repeat(2_000_000);

function simply(command: Command): Performed {
  switch (command.kind) {
    case 'parse':
      return { outcome: { status: 'parsed' }, answer: null };
    case 'plan':
      return { outcome: { status: 'planned', units: [{ id: 'u', leaves: 1 }] }, answer: null };
    case 'extract':
      return { outcome: { status: 'done', items: 0, pagesCovered: [] }, answer: { large } };
    case 'merge':
      return { outcome: { status: 'merged' }, answer: { ok: true } };
  }
}

interface Held {
  readonly perform: Perform;
  /** Resolves when the unit is under way. */
  readonly reached: Promise<void>;
  readonly letGo: () => void;
}

/** Holds the unit until it is let go. */
function holding(): Held {
  const reached = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    letGo: free.resolve,
    perform: async (command) => {
      if (command.kind === 'extract') {
        reached.resolve();
        await free.promise;
      }
      return simply(command);
    },
  };
}

/** What the engine said of the store, in order: codes, and null when it was well again. */
function storeLog(): { readonly log: (string | null)[]; readonly onStore: (error: unknown) => void } {
  const log: (string | null)[] = [];
  const onStore = (error: unknown): void => {
    const code = error === null ? null : error instanceof LeafcutterError ? error.code : String(error);
    if (log.at(-1) !== code) log.push(code);
  };
  return { log, onStore };
}

async function until(happened: () => boolean): Promise<void> {
  for (let waited = 0; !happened(); waited += 10) {
    if (waited > 30_000) throw new Error('It did not happen.');
    await sleep(10);
  }
}

async function endsWell(engine: Engine, job: NewJob): Promise<void> {
  const events = await collect(engine, job.spec.jobId);
  assert.equal(events.at(-1)?.type, 'job_completed');
  assert.deepEqual(
    events.map((event) => event.seq),
    events.map((_, index) => index + 1),
  );
  assert.deepEqual(await engine.answer(job.spec.jobId, 'unit/0', 1), { large });
}

async function onSqlite(use: (database: Database) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-faults-'));
  const database = await openSqlite(path.join(folder, 'leafcutter.db'));
  try {
    await use(database);
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

describe('faults of the store', () => {
  test('disk full: an outcome waits for room, new jobs are refused', async () => {
    await onSqlite(async (database) => {
      const { perform, reached, letGo } = holding();
      const { log, onStore } = storeLog();
      const engine = await startEmbedded({ database, perform, limits: engineLimits(), onStore });
      const job = newJob();
      await engine.start(job);
      await reached;
      await database.run((query) => sql`pragma max_page_count = 1`.execute(query));
      letGo();
      await until(() => log.includes('store_full'));
      await assert.rejects(() => engine.start({ ...newJob(), request: large }), hasCode('store_full'));
      assert.equal((await engine.status(job.spec.jobId))?.status, 'processing', 'reading goes on');
      await database.run((query) => sql`pragma max_page_count = 1000000`.execute(query));
      await endsWell(engine, job);
      assert.deepEqual(log, ['store_full', null]);
      await engine.stop();
    });
  });

  test('store read-only: an outcome waits, new jobs are refused', async () => {
    await onSqlite(async (database) => {
      const { perform, reached, letGo } = holding();
      const { log, onStore } = storeLog();
      const engine = await startEmbedded({ database, perform, limits: engineLimits(), onStore });
      const job = newJob();
      await engine.start(job);
      await reached;
      await database.run((query) => sql`pragma query_only = 1`.execute(query));
      letGo();
      await until(() => log.includes('store_readonly'));
      await assert.rejects(() => engine.start(newJob()), hasCode('store_readonly'));
      await database.run((query) => sql`pragma query_only = 0`.execute(query));
      await endsWell(engine, job);
      await engine.stop();
    });
  });

  test('clock set back: what sleeps does not sleep for longer, and the job ends', async () => {
    await onSqlite(async (database) => {
      let offset = 0;
      let tries = 0;
      const failure = { code: 'rate_limited', message: 'Later.', retryable: true } as const;
      const perform: Perform = async (command) => {
        tries += command.kind === 'extract' ? 1 : 0;
        if (command.kind !== 'extract' || tries > 1) return simply(command);
        // Half an hour of pause, then the clock goes back by a day.
        offset = -24 * 60 * 60_000;
        return { outcome: { status: 'retry', afterMs: 0, failure }, answer: null };
      };
      const engine = await startEmbedded({
        database,
        perform,
        limits: engineLimits(),
        now: () => Date.now() + offset,
      });
      const job = newJob();
      await engine.start(job);
      await endsWell(engine, job);
      assert.equal(tries, 2);
      await engine.stop();
    });
  });

  test('an outcome that can never be written fails its unit, and nobody else', async () => {
    await onSqlite(async (database) => {
      const odd: Record<string, unknown> = {};
      odd['self'] = odd;
      const perform: Perform = async (command) =>
        // What is no JSON: a fault of a stage.
        command.kind === 'extract'
          ? { ...simply(command), answer: JSON.parse('{}', () => odd) }
          : simply(command);
      const engine = await startEmbedded({ database, perform, limits: engineLimits() });
      const job = newJob();
      await engine.start(job);
      const events = await collect(engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_failed');
      const error = events.find((event) => event.type === 'subtree_error');
      assert.equal(error?.type === 'subtree_error' ? error.failure.code : null, 'internal');
      await engine.stop();
    });
  });

  test('stopping lets work end within its grace, and gives back the rest', async () => {
    await onSqlite(async (database) => {
      const { perform, reached } = holding();
      const engine = await startEmbedded({ database, perform, limits: engineLimits() });
      const job = newJob();
      await engine.start(job);
      await reached;
      await engine.stop(0);
      await assert.rejects(() => engine.start(newJob()), hasCode('store_unavailable'));
      const rows = await database.run((query) => query.selectFrom('work').selectAll().execute());
      assert.deepEqual(
        rows.map(({ worker, claims }) => [worker, claims]),
        [[null, 0]],
      );
      const again = await startEmbedded({
        database,
        perform: async (command) => simply(command),
        limits: engineLimits(),
      });
      await endsWell(again, job);
      await again.stop();
    });
  });
});

const postgres = postgresServer();

describe('faults of Postgres', { skip: postgres.skip }, () => {
  test('the server is out of reach for a while: outcomes wait, new jobs are refused, then all goes on', async () => {
    await using fresh = await postgres.freshDatabase();
    const url = new URL(fresh.url);
    await using proxy = await startTcpProxy(url.hostname, Number(url.port === '' ? 5432 : url.port));
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    const database = await openPostgres({ url: url.href });
    const { perform, reached, letGo } = holding();
    const { log, onStore } = storeLog();
    const engine = await startEmbedded({
      database,
      perform,
      limits: engineLimits(),
      onStore,
      leaseMs: 1_000,
    });
    const job = newJob();
    await engine.start(job);
    await reached;
    const watching = collect(engine, job.spec.jobId);
    proxy.cut();
    letGo();
    await until(() => log.includes('store_unavailable'));
    await assert.rejects(() => engine.start(newJob()), hasCode('store_unavailable'));
    await assert.rejects(() => engine.status(job.spec.jobId), hasCode('store_unavailable'));
    proxy.mend();
    await endsWell(engine, job);
    assert.equal((await watching).at(-1)?.type, 'job_completed', 'who watched has lost nothing');
    assert.equal(log.at(-1), null);
    await engine.stop();
    await database.close();
  });

  test('another process takes over from a dead one, and hears of what others do', async () => {
    await using fresh = await postgres.freshDatabase();
    const [first, second] = [await openPostgres({ url: fresh.url }), await openPostgres({ url: fresh.url })];
    const { perform, reached } = holding();
    const limits = engineLimits();
    const one = await startEmbedded({ database: first, perform, limits, leaseMs: 1_000 });
    const job = newJob();
    await one.start(job);
    await reached;
    // Its connections end, and it cannot beat any more: to others it is dead.
    await first.close();
    const two = await startEmbedded({
      database: second,
      perform: async (command) => simply(command),
      limits,
      leaseMs: 1_000,
    });
    await endsWell(two, job);
    await two.stop();
    await one.stop(0);
    await second.close();
  });

  test('cancelling on one process aborts calls on another', async () => {
    await using fresh = await postgres.freshDatabase();
    const [first, second] = [await openPostgres({ url: fresh.url }), await openPostgres({ url: fresh.url })];
    const aborted = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const perform: Perform = async (command, { signal }) => {
      if (command.kind !== 'extract') return simply(command);
      reached.resolve();
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      aborted.resolve();
      throw signal.reason;
    };
    const working = await startEmbedded({ database: first, perform, limits: engineLimits() });
    const idle = await startEmbedded({
      database: second,
      perform: () => Promise.reject(new Error('It takes no work.')),
      limits: { parseSlots: 0, callSlots: 0, maxClaims: 5 },
    });
    const job = newJob();
    await idle.start(job);
    await reached.promise;
    await idle.cancel(job.spec.jobId);
    await aborted.promise;
    assert.equal((await collect(working, job.spec.jobId)).at(-1)?.type, 'job_cancelled');
    for (const engine of [working, idle]) await engine.stop(0);
    for (const database of [first, second]) await database.close();
  });
});
