/** What a worker does when it is told to stop while work is in flight. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { openPostgres } from 'leafcutter/internal';
import type { Command, Perform, Performed } from 'leafcutter/job';
import { collect, newJob, postgresServer, temporalServer, until } from 'leafcutter/testing';
import { openTemporalEngine, openTemporalWorker } from './open.ts';
import { temporalSettings } from './settings.ts';

const skip = temporalServer().skip || postgresServer().skip;

function instantly({ kind }: Command): Performed {
  switch (kind) {
    case 'parse':
      return { outcome: { status: 'parsed' }, answer: null };
    case 'plan':
      return { outcome: { status: 'planned', units: [{ id: 'unit', leaves: 1 }] }, answer: null };
    case 'extract':
      return { outcome: { status: 'done', items: 0, pagesCovered: [] }, answer: { value: 1 } };
    case 'merge':
      return { outcome: { status: 'merged' }, answer: { value: 1 } };
  }
}

test(
  'a stage that does not listen keeps no worker from stopping, and another worker goes on',
  { skip },
  async () => {
    await using fresh = await postgresServer().freshDatabase();
    const database = await openPostgres({ url: fresh.url });
    const settings = temporalSettings(`test-${randomBytes(6).toString('hex')}`, {});
    const engine = await openTemporalEngine({ database, settings });
    try {
      let held = 0;
      const deaf: Perform = async () => {
        held += 1;
        return await new Promise(() => undefined);
      };
      const worker = await openTemporalWorker({ database, perform: deaf, settings });
      const job = newJob();
      await engine.start(job);
      await until(() => held === 1, 'The work');
      await worker.stop(0);
      await worker.running;
      const next = await openTemporalWorker({
        database,
        perform: async (command) => instantly(command),
        settings,
      });
      const events = await collect(engine, job.spec.jobId);
      assert.equal(events.at(-1)?.type, 'job_completed');
      await next.stop(0);
    } finally {
      await engine.stop();
      await database.close();
    }
  },
);
