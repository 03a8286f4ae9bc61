/** The real stages on the engines: the same results as the library, pages parsed once, parts that fail alone. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { chooseExtractor, createStorePerform, extract, type StorePerform } from '../app.ts';
import type { Extractor } from '../extractors/extractor.ts';
import type { Perform } from '../job/index.ts';
import type { ExtractionResult } from '../merge/types.ts';
import type { ChooseExtractor } from '../stages/job-data.ts';
import { readResult } from '../stages/kept-answers.ts';
import { openStore, type Store } from '../storage/store.ts';
import { collect } from '../testing/engine-suite-tools.ts';
import { addCase, requestFor, type RealCase } from '../testing/real-jobs.ts';
import { postgresServer } from '../testing/servers.ts';
import { createStandInExtractor } from '../testing/stand-in-extractor.ts';
import { startEmbedded } from './embedded/engine.ts';
import type { Engine } from './engine.ts';
import { engineLimits } from './limits.ts';

const examples = path.join(import.meta.dirname, '../../../../examples');
const example = (name: string): RealCase => ({
  document: path.join(examples, `${name}.pdf`),
  schema: path.join(examples, `${name}.schema.json`),
});

interface Bench {
  readonly store: Store;
  readonly engine: Engine;
  /** Commands in the order in which they began. */
  readonly calls: readonly string[];
  readonly partial: StorePerform['partialResult'];
}

async function withEngine(
  use: (bench: Bench) => Promise<void>,
  options: { choose?: ChooseExtractor; postgres?: string } = {},
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-real-'));
  const postgres = options.postgres === undefined ? null : { url: options.postgres };
  const store = await openStore({ folder, postgres, s3: null, use: 'engine' });
  const stages = createStorePerform(store, { chooseExtractor: options.choose ?? chooseExtractor });
  const calls: string[] = [];
  const counted: Perform = (command, context) => {
    calls.push(command.piece);
    return stages.perform(command, context);
  };
  const engine = await startEmbedded({ database: store.database, perform: counted, limits: engineLimits() });
  try {
    await use({ store, engine, calls, partial: stages.partialResult });
  } finally {
    await engine.stop(0);
    await stages.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function resultOf(engine: Engine, jobId: string): Promise<ExtractionResult> {
  const result = await engine.result(jobId);
  assert.ok(result !== null);
  return readResult(result);
}

/** All but the timings, byte for byte. */
function bytesOf({ results, metadata }: ExtractionResult): string {
  return JSON.stringify({ results, metadata: { ...metadata, timings_ms: null } });
}

function choosing(extractor: Extractor): ChooseExtractor {
  return () => extractor;
}

const nothing = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
const postgres = postgresServer();

describe('real jobs', () => {
  for (const [name, skip] of [
    ['embedded-sqlite', false],
    ['embedded-postgres', postgres.skip],
  ] as const) {
    test(`${name}: results are the library's, byte for byte`, { skip }, async () => {
      await using database = name === 'embedded-postgres' ? await postgres.freshDatabase() : null;
      await withEngine(
        async ({ store, engine }) => {
          for (const one of ['invoice', 'statement']) {
            const given = example(one);
            const job = await addCase(store, given, requestFor(), chooseExtractor);
            await engine.start(job);
            assert.equal((await collect(engine, job.spec.jobId)).at(-1)?.type, 'job_completed');
            const schema = JSON.parse(await readFile(given.schema, 'utf8'));
            const expected = await extract(given.document, schema, { attributions: true });
            const result = await resultOf(engine, job.spec.jobId);
            assert.equal(bytesOf(result), bytesOf(expected));
            assert.deepEqual(Object.keys(result.metadata.timings_ms), ['parse', 'extract', 'total']);
          }
        },
        database === null ? {} : { postgres: database.url },
      );
    });
  }

  test('a page range is parsed once, however many jobs want it', async () => {
    await withEngine(async ({ store, engine }) => {
      const jobs = [];
      for (let index = 0; index < 3; index += 1)
        jobs.push(await addCase(store, example('invoice'), requestFor(), chooseExtractor));
      await Promise.all(jobs.map((job) => engine.start(job)));
      for (const job of jobs) await collect(engine, job.spec.jobId);
      const parses = await store.database.run((query) =>
        query.selectFrom('parses').select(['blob', 'created_at']).execute(),
      );
      assert.equal(parses.length, 1);
      // The pages are gone, but nobody parses them again: it is told.
      await store.blobs.delete(parses[0]?.blob ?? '');
      const late = await addCase(store, example('invoice'), requestFor(), chooseExtractor);
      await engine.start(late);
      const events = await collect(engine, late.spec.jobId);
      const error = events.find((event) => event.type === 'subtree_error');
      assert.equal(error?.type === 'subtree_error' ? error.failure.code : null, 'blob_missing');
    });
  });

  test('a list in turns, a split, a retry and a failure: the result has what was found and names what was not', async () => {
    const standIn = createStandInExtractor();
    let tries = 0;
    const failure = { code: 'rate_limited', message: 'Later.', retryable: true } as const;
    const extractor: Extractor = {
      id: 'moody',
      isSteerable: false,
      cost: () => 0,
      plan: standIn.plan,
      async extract(request, signal) {
        const { unit } = request;
        if (unit.kind === 'object' && !unit.id.includes('.') && unit.paths.length > 1) {
          tries += 1;
          if (tries === 1) return { status: 'retry', afterMs: 0, failure };
          const [first = '', ...rest] = unit.paths;
          const half = { ...unit, maxItemsPerTurn: null, leafCount: 1 };
          return {
            status: 'split',
            answer: { findings: [], arrays: [], warnings: [], usage: { ...nothing, calls: 1 } },
            units: [
              { ...half, paths: rest },
              { ...half, paths: [first] },
            ],
          };
        }
        if (unit.id.endsWith('.2'))
          return { status: 'failed', failure: { ...failure, message: 'It was refused.' } };
        return standIn.extract(request, signal);
      },
    };
    const choose = choosing(extractor);
    await withEngine(
      async ({ store, engine }) => {
        const job = await addCase(store, example('statement'), requestFor(), choose);
        await engine.start(job);
        const events = await collect(engine, job.spec.jobId);
        assert.equal(events.at(-1)?.type, 'job_failed');
        const { metadata } = await resultOf(engine, job.spec.jobId);
        assert.deepEqual(
          metadata.failed_subtrees.map(({ subtree, error, attempts }) => [subtree, error, attempts]),
          [['o1.2', 'It was refused.', 1]],
        );
        assert.equal(metadata.is_complete, false);
        assert.equal(metadata.model, 'moody');
        const pages = job.spec.ranges.at(-1)?.last ?? 0;
        for (const array of metadata.arrays) assert.equal(array.items, pages * 3);
        // The call that was cut off, its other half, and every turn of each list.
        assert.equal(metadata.usage.calls, 2 + pages * metadata.arrays.length);
        assert.ok(events.some((event) => event.type === 'subtree_error' && event.willRetry));
        assert.equal(
          events.some((event) => event.type === 'agentic_array_progress'),
          pages > 1,
        );
      },
      { choose },
    );
  });

  test('of a job that was cancelled there is what was found until then', async () => {
    const reached = Promise.withResolvers<void>();
    const standIn = createStandInExtractor();
    const extractor: Extractor = {
      id: 'slow',
      isSteerable: false,
      cost: () => 0,
      plan: standIn.plan,
      async extract(request, signal) {
        if (request.unit.kind === 'object') return standIn.extract(request, signal);
        reached.resolve();
        await new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        throw signal.reason;
      },
    };
    const choose = choosing(extractor);
    await withEngine(
      async ({ store, engine, partial }) => {
        const job = await addCase(store, example('statement'), requestFor(), choose);
        await engine.start(job);
        await reached.promise;
        for await (const event of engine.watch(job.spec.jobId, 0, new AbortController().signal))
          if (event.type === 'subtree_result') break;
        await engine.cancel(job.spec.jobId);
        const result = await partial(job.spec, new AbortController().signal);
        assert.equal(result.metadata.is_complete, false);
        assert.ok(result.metadata.failed_subtrees.every(({ error }) => error.includes('ended before')));
        assert.ok(result.metadata.failed_subtrees.length > 0);
        assert.equal(result.metadata.usage.calls, 1);
      },
      { choose },
    );
  });
});
