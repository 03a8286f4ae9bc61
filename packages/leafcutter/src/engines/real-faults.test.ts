/** The store fails under the real stages: a clear error each time, and what was accepted ends as if nothing had happened. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { chooseExtractor, createStorePerform, extract } from '../app.ts';
import { LeafcutterError } from '../errors.ts';
import type { ExtractionResult } from '../merge/types.ts';
import type { ChooseExtractor } from '../stages/job-data.ts';
import { readResult } from '../stages/kept-answers.ts';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import { openStore, type Store } from '../storage/store.ts';
import { collect } from '../testing/engine-suite-tools.ts';
import { addCase, requestFor } from '../testing/real-jobs.ts';
import { hasCode } from '../testing/storage-suite-tools.ts';
import { startEmbedded } from './embedded/engine.ts';
import type { Engine, NewJob } from './engine.ts';
import { engineLimits } from './limits.ts';

const examples = path.join(import.meta.dirname, '../../../../examples');
const invoice = {
  document: path.join(examples, 'invoice.pdf'),
  schema: path.join(examples, 'invoice.schema.json'),
};
const expected = extract(invoice.document, JSON.parse(await readFile(invoice.schema, 'utf8')), {
  attributions: true,
});

interface Bench {
  readonly store: Store;
  readonly engine: Engine;
  readonly job: NewJob;
  /** What the engine said of its store. */
  readonly log: readonly (string | null)[];
}

interface Faults {
  readonly blobs?: (real: BlobStore) => BlobStore;
  readonly now?: () => number;
  readonly choose?: ChooseExtractor;
}

/** The job is put in, and not started. */
async function onStore(faults: Faults, use: (bench: Bench) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-real-faults-'));
  const store = await openStore({ folder, postgres: null, s3: null, use: 'engine' });
  const { choose = chooseExtractor, now = Date.now } = faults;
  const job = await addCase(store, invoice, requestFor(), choose);
  const blobs = faults.blobs?.(store.blobs) ?? store.blobs;
  const stages = createStorePerform({ database: store.database, blobs }, { chooseExtractor: choose });
  const log: (string | null)[] = [];
  const engine = await startEmbedded({
    database: store.database,
    perform: stages.perform,
    limits: engineLimits(),
    now,
    onStore: (error) => log.push(error instanceof LeafcutterError ? error.code : null),
  });
  try {
    await use({ store, engine, job, log });
  } finally {
    await engine.stop(0);
    await stages.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function endsAsAlways(engine: Engine, { spec }: NewJob): Promise<ExtractionResult> {
  const events = await collect(engine, spec.jobId);
  assert.equal(events.at(-1)?.type, 'job_completed', JSON.stringify(events.at(-1)));
  assert.deepEqual(
    events.map((event) => event.seq),
    events.map((_, index) => index + 1),
  );
  const result = await engine.result(spec.jobId);
  assert.ok(result !== null);
  const { results, metadata } = readResult(result);
  const library = await expected;
  assert.deepEqual(results, library.results);
  assert.deepEqual({ ...metadata, timings_ms: {} }, { ...library.metadata, timings_ms: {} });
  return readResult(result);
}

/** Fails so often, then works. */
function failing(times: number, code: 'store_full' | 'store_unavailable'): Faults {
  return {
    blobs: (real) => {
      let left = times;
      const refuse = (): void => {
        left -= 1;
        if (left >= 0) throw new LeafcutterError(code, 'As the test says.');
      };
      return {
        put: async (...given) => (refuse(), real.put(...given)),
        get: (key) => real.get(key),
        stream: (key) => real.stream(key),
        has: (key) => real.has(key),
        delete: (key) => real.delete(key),
        file: async (key) => (refuse(), real.file(key)),
      };
    },
  };
}

describe('faults of the store under the real stages', () => {
  for (const code of ['store_full', 'store_unavailable'] as const) {
    test(`${code} where blobs are: pages and documents wait for it, no answer is lost`, async () => {
      await onStore(failing(3, code), async ({ engine, job }) => {
        await engine.start(job);
        await endsAsAlways(engine, job);
      });
    });
  }

  for (const [name, bad, good] of [
    ['disk full', 'pragma max_page_count = 1', 'pragma max_page_count = 1000000'],
    ['store read-only', 'pragma query_only = 1', 'pragma query_only = 0'],
  ] as const) {
    test(`${name}: new jobs are refused with a clear error, accepted ones go on when it is over`, async () => {
      await onStore({}, async ({ store, engine, job, log }) => {
        const late = await addCase(store, invoice, requestFor(), chooseExtractor);
        await engine.start(job);
        await store.database.run((query) => sql.raw(bad).execute(query));
        const code = name === 'disk full' ? 'store_full' : 'store_readonly';
        const large = { ...late, request: 'x'.repeat(2_000_000) };
        await assert.rejects(() => engine.start(large), hasCode(code));
        await store.database.run((query) => sql.raw(good).execute(query));
        await endsAsAlways(engine, job);
        await engine.start(late);
        await endsAsAlways(engine, late);
        assert.ok(log.includes(code));
      });
    });
  }

  test('the document is gone: the job says so, and others go on', async () => {
    await onStore({}, async ({ store, engine, job }) => {
      const other = await addCase(
        store,
        { ...invoice, document: path.join(examples, 'form.pdf') },
        requestFor(),
        chooseExtractor,
      );
      const rows = await store.database.run((query) =>
        query.selectFrom('documents').select('blob').where('id', '=', other.documentId).execute(),
      );
      await store.blobs.delete(rows[0]?.blob ?? '');
      await engine.start(other);
      await engine.start(job);
      const end = (await collect(engine, other.spec.jobId)).at(-1);
      assert.equal(end?.type === 'job_failed' ? end.code : end?.type, 'blob_missing');
      await endsAsAlways(engine, job);
    });
  });

  test('the clock is set back by a day: the job ends, and no time in its result is below zero', async () => {
    let offset = 0;
    const rules = chooseExtractor(requestFor());
    const faults: Faults = {
      now: () => Date.now() + offset,
      choose: () => ({
        ...rules,
        extract: (request, signal) => {
          offset = -24 * 60 * 60_000;
          return rules.extract(request, signal);
        },
      }),
    };
    await onStore(faults, async ({ engine, job }) => {
      await engine.start(job);
      const { metadata } = await endsAsAlways(engine, job);
      assert.ok(Object.values(metadata.timings_ms).every((time) => time >= 0));
    });
  });

  test('a second server on the data folder is refused, and the first goes on', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-two-'));
    const settings = { folder, postgres: null, s3: null, use: 'engine' } as const;
    const store = await openStore(settings);
    const stages = createStorePerform(store);
    const job = await addCase(store, invoice, requestFor(), chooseExtractor);
    const { database } = store;
    const engine = await startEmbedded({ database, perform: stages.perform, limits: engineLimits() });
    await engine.start(job);
    await assert.rejects(() => openStore(settings), hasCode('store_locked'));
    await endsAsAlways(engine, job);
    await engine.stop();
    await stages.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
});
