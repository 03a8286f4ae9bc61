/** An outcome writes what it changes of its job, and not the whole state. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Perform } from '../job/index.ts';
import type { Database } from '../storage/database.ts';
import { openSqlite } from '../storage/open-database.ts';
import { newJob, until } from '../testing/engine-suite-tools.ts';
import { startEmbedded } from './embedded/engine.ts';
import { engineLimits } from './limits.ts';

const units = Array.from({ length: 5_000 }, (_, index) => ({ id: `u${index}`, leaves: 1 }));
const limit = 5;

/** Rows that this connection has inserted, updated or deleted so far. */
async function rowsWritten(database: Database): Promise<number> {
  const { rows } = await database.run((query) =>
    sql<{ count: number }>`select total_changes() as count`.execute(query),
  );
  return rows[0]?.count ?? 0;
}

test('of a job with 5,000 units an outcome writes a few short rows', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-writes-'));
  const database = await openSqlite(path.join(folder, 'leafcutter.db'));
  const held: (() => void)[] = [];
  const perform: Perform = async (command) => {
    switch (command.kind) {
      case 'parse':
        return { outcome: { status: 'parsed' }, answer: null };
      case 'plan':
        return { outcome: { status: 'planned', units }, answer: null };
      case 'extract':
        await new Promise<void>((resolve) => held.push(resolve));
        return { outcome: { status: 'done', items: 0, pagesCovered: [] }, answer: { found: command.unit } };
      case 'merge':
        return { outcome: { status: 'merged' }, answer: {} };
    }
  };
  const engine = await startEmbedded({ database, perform, limits: engineLimits() });
  try {
    const job = newJob({ units: units.length, concurrentUnits: limit });
    await engine.start(job);
    await until(() => held.length === limit);
    const before = await rowsWritten(database);
    const outcomes = 20;
    for (let done = 1; done <= outcomes; done += 1) {
      held[done - 1]?.();
      await until(() => held.length === limit + done);
    }
    // Each: the header, the piece and the next one, its command out and the next one in and claimed, the lane's place, an
    // answer, and an event or two.
    const perOutcome = ((await rowsWritten(database)) - before) / outcomes;
    assert.ok(perOutcome <= 11, `${perOutcome} rows an outcome`);
    const { rows } = await database.run((query) =>
      sql<{ header: number; piece: number }>`select max(length(header)) as header,
        (select max(length(state)) from pieces) as piece from jobs`.execute(query),
    );
    assert.ok((rows[0]?.header ?? Infinity) < 1_500, `a header of ${rows[0]?.header} characters`);
    assert.ok((rows[0]?.piece ?? Infinity) < 500, `a piece of ${rows[0]?.piece} characters`);
    await engine.cancel(job.spec.jobId);
  } finally {
    await engine.stop(0);
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
});
