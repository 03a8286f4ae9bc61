/** What `perform` promises to engines, with documents that a test can hold up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeafcutterError } from '../errors.ts';
import type { Command, JobSpec, Perform, Performed } from '../job/index.ts';
import type { PageRange } from '../parsers/parser.ts';
import { checkSchema } from '../schema/index.ts';
import { buildPage } from '../testing/page-builder.ts';
import { requestFor } from '../testing/real-jobs.ts';
import { createStandInExtractor } from '../testing/stand-in-extractor.ts';
import type { JobDocuments, JobRecords } from './job-data.ts';
import { createJobSpec } from './job-spec.ts';
import { rangeKey } from './page-store.ts';
import type { ParsedRange } from './parse.ts';
import { createPerform } from './perform.ts';

const schema = checkSchema({ type: 'object', properties: { total: { type: 'string' } } });
const request = requestFor();
const extractor = createStandInExtractor();
const source = { contentHash: 'a', format: 'pdf', totalPages: 1 } as const;

interface Fake {
  readonly documents: JobDocuments;
  /** Parses begun. */
  readonly parses: () => number;
}

/** One document for all jobs; each parse ends as `parse` says. */
function fakeDocuments(parse: (times: number, signal: AbortSignal) => Promise<void>): Fake {
  const kept = new Map<string, ParsedRange>();
  let parses = 0;
  const page = buildPage([{ x: 10, y: 10, text: 'Total 17' }]);
  const opened = {
    ...source,
    parse: async (_range: PageRange, signal: AbortSignal) => {
      parses += 1;
      await parse(parses, signal);
      return [page];
    },
    render: () => Promise.reject(new Error('It has no images.')),
    cut: () => Promise.reject(new Error('It has no file.')),
  };
  return {
    parses: () => parses,
    documents: {
      inputs: async () => ({ request, schema, source }),
      open: async () => ({ opened, [Symbol.asyncDispose]: async () => undefined }),
      findRange: async (_spec, range) => kept.get(rangeKey(range)) ?? null,
      keepRange: async (_spec, parsed) => void kept.set(rangeKey(parsed.range), parsed),
      ranges: async () => [...kept.values()],
      pages: async () => [page],
    },
  };
}

const noRecords: JobRecords = {
  pieces: async () => [],
  answer: async () => null,
  answers: async () => [],
  history: async () => [],
};

function performOn(documents: JobDocuments, whenStoreIsAway: 'wait' | 'fail' = 'wait'): Perform {
  return createPerform({ documents, records: noRecords, chooseExtractor: () => extractor, whenStoreIsAway });
}

async function specOf(jobId: string): Promise<JobSpec> {
  const lane = 'interactive';
  const parts = { jobId, tenant: 'default', lane, totalPages: 1, schema, request, extractor } as const;
  return createJobSpec(parts, new AbortController().signal);
}

async function parse(perform: Perform, jobId: string, abort = new AbortController()): Promise<Performed> {
  const command: Command = {
    id: 'parse/0#0.0.1',
    piece: 'parse/0',
    notBefore: null,
    kind: 'parse',
    first: 1,
    last: 1,
  };
  const spec = await specOf(jobId);
  return perform(command, { spec, signal: abort.signal, heartbeat: () => undefined });
}

test('a job is made from its document, its schema and its request', async () => {
  const parts = { jobId: 'a', tenant: 't', lane: 'bulk', totalPages: 45, schema, extractor } as const;
  const given = { ...parts, request: requestFor({ pages: '2-3,44' }) };
  const spec = await createJobSpec(given, new AbortController().signal);
  assert.deepEqual(spec, {
    jobId: 'a',
    tenant: 't',
    lane: 'bulk',
    ranges: [
      { first: 2, last: 3 },
      { first: 44, last: 44 },
    ],
    totalFields: 1,
    expectedUnits: 1,
    limits: { concurrentUnits: 5, concurrentRanges: 8, maxRetries: 4, maxTurns: 10_000 },
  });
});

test('a range is parsed once for jobs that want it at the same time, and not again afterwards', async () => {
  const { documents, parses } = fakeDocuments(() => new Promise((resolve) => setTimeout(resolve, 20)));
  const perform = performOn(documents);
  const both = await Promise.all([parse(perform, 'a'), parse(perform, 'b')]);
  assert.ok(both.every(({ outcome }) => outcome.status === 'parsed'));
  await parse(perform, 'c');
  assert.equal(parses(), 1);
});

test('who waits for another job’s parse does it himself when that one is cancelled', async () => {
  const begun = Promise.withResolvers<void>();
  const { documents, parses } = fakeDocuments(async (times, signal) => {
    begun.resolve();
    if (times > 1) return;
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  const perform = performOn(documents);
  const abort = new AbortController();
  const first = parse(perform, 'a', abort);
  await begun.promise;
  const second = parse(perform, 'b');
  abort.abort(new LeafcutterError('cancelled', 'The job was cancelled.'));
  await assert.rejects(first, /was cancelled/);
  assert.equal((await second).outcome.status, 'parsed');
  assert.equal(parses(), 2);
});

test('a range that cannot be read is an outcome with its reason kept', async () => {
  const { documents } = fakeDocuments(() =>
    Promise.reject(new LeafcutterError('parse_timeout', 'It took too long.')),
  );
  const { outcome, answer } = await parse(performOn(documents), 'a');
  assert.equal(outcome.status === 'failed' ? outcome.failure.code : null, 'parse_timeout');
  assert.deepEqual(answer, {
    failure: { code: 'parse_timeout', message: 'It took too long.', retryable: false },
  });
});

test('a full store is waited for, or fails at once where nobody will make room', async () => {
  const full = (times: number): Promise<void> =>
    times > 1 ? Promise.resolve() : Promise.reject(new LeafcutterError('store_full', 'Full.'));
  const waited = await parse(performOn(fakeDocuments(full).documents), 'a');
  assert.equal(waited.outcome.status, 'parsed');
  const { outcome } = await parse(performOn(fakeDocuments(full).documents, 'fail'), 'a');
  assert.equal(outcome.status === 'failed' ? outcome.failure.code : null, 'store_full');
});

test('a lost worker is for the engine to judge', async () => {
  const { documents } = fakeDocuments(() => Promise.reject(new LeafcutterError('worker_lost', 'Gone.')));
  await assert.rejects(parse(performOn(documents), 'a'), /Gone/);
});
