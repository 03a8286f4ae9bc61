/** The stand-in reader through the real providers and wire formats. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { LeafcutterError } from '../../errors.ts';
import type { LanguageModel, Question } from '../../extractors/model/language-model.ts';
import { createModelRegistry } from '../../models/registry.ts';
import type { ModelEntry } from '../../models/settings.ts';
import { drawPage } from '../page-builder.ts';
import { knownCase } from './cases.ts';
import { startReader, type ReaderOptions, type RunningReader } from './server.ts';

const text =
  'Northwind Traders\nInvoice number: 4711-A\nTotal amount 1,234.50 EUR\nThank you for your business with us';
const gold = { invoice_number: '4711-A', total: 1234.5 };
const known = knownCase('set/invoice', [drawPage(text)], gold, 'hash');

const question: Question = {
  system: 'You read documents.',
  parts: [
    { type: 'text', text },
    { type: 'text', text: 'Fill the schema.' },
  ],
  answerSchema: {
    type: 'object',
    properties: { invoice_number: { type: ['string', 'null'] }, total: { type: ['number', 'null'] } },
  },
  maxOutputTokens: 1_000,
  temperature: 0,
  seed: 1,
  thinking: null,
  explicitContextCache: false,
  attempt: 0,
};
const signal = new AbortController().signal;

async function read(options: Partial<ReaderOptions> = {}): Promise<RunningReader> {
  return await startReader({ cases: [known], ...options });
}

/** As users have it: base URLs of the environment, or an entry of the settings. */
function models(reader: RunningReader, silence = 60): readonly (readonly [string, LanguageModel])[] {
  const limits = { context_tokens: 100_000, output_tokens: 8_000, silence_seconds: silence };
  const entries: readonly ModelEntry[] = [
    { id: 'gemini-2.5-flash', silence_seconds: silence },
    { id: 'gpt', provider: 'openai', ...limits },
    { id: 'local', provider: 'openai_compatible', base_url: `${reader.url}/v1`, ...limits },
  ];
  const registry = createModelRegistry(
    { models: entries, aliases: {} },
    {
      GEMINI_API_KEY: 'k',
      GEMINI_BASE_URL: reader.url,
      OPENAI_API_KEY: 'k',
      OPENAI_BASE_URL: reader.url,
    },
  );
  const use = { job: 'j', priority: 'interactive', answers: null } as const;
  return entries.map(({ id }) => [id, registry.open(id, use)]);
}

describe('through each provider', () => {
  test('the gold comes back, with its stop reason and tokens', async () => {
    await using reader = await read();
    for (const [id, model] of models(reader)) {
      const reply = await model.ask(question, signal);
      assert.deepEqual(JSON.parse(reply.text), gold, id);
      assert.equal(reply.finish, 'stop');
      assert.equal(reply.usage.outputTokens, Math.ceil(reply.text.length / 4));
      assert.ok(reply.usage.inputTokens > text.length / 4);
    }
    assert.equal(reader.stats().answered, 3);
  });

  test('an answer is cut at the limit that was asked for', async () => {
    await using reader = await read();
    for (const [id, model] of models(reader)) {
      const reply = await model.ask({ ...question, maxOutputTokens: 5 }, signal);
      assert.deepEqual([reply.finish, reply.text.length], ['length', 20], id);
    }
  });

  const failures = [
    ['rateLimit', 'rate_limited'],
    ['serverError', 'model_unavailable'],
    ['cut', 'model_unavailable'],
    ['hang', 'model_timeout'],
  ] as const;
  for (const [fault, code] of failures) {
    test(`${fault} is ${code}`, async () => {
      await using reader = await read({ faults: { [fault]: 1 }, retryAfter: 2 });
      for (const [id, model] of models(reader, fault === 'hang' ? 0.1 : 60)) {
        await assert.rejects(model.ask(question, signal), (error) => {
          assert.ok(error instanceof LeafcutterError, id);
          assert.equal(error.code, code, id);
          assert.equal(error.retryAfterMs, fault === 'rateLimit' ? 2_000 : null);
          return true;
        });
      }
    });
  }

  test('a prompt over the window is model_context_exceeded', async () => {
    await using reader = await read({ limits: { contextTokens: 20, outputTokens: 10 } });
    for (const [id, model] of models(reader)) {
      await assert.rejects(
        model.ask(question, signal),
        (error) => error instanceof LeafcutterError && error.code === 'model_context_exceeded',
        id,
      );
    }
  });

  test('an aborted call is seen as abandoned', async () => {
    await using reader = await read({ speed: { latencyMs: 50, tokensPerSecond: 100 } });
    const abort = new AbortController();
    const [first] = models(reader);
    assert.ok(first);
    const asked = first[1].ask(question, abort.signal);
    setTimeout(() => abort.abort(new Error('enough')), 20);
    await assert.rejects(asked, /enough/);
    while (reader.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(reader.calls[0]?.fate, 'abandoned');
  });

  test('the explicit context cache of Gemini', async () => {
    await using reader = await read();
    const [first] = models(reader);
    assert.ok(first);
    const reply = await first[1].ask({ ...question, explicitContextCache: true }, signal);
    assert.deepEqual(JSON.parse(reply.text), gold);
  });
});

test('whole answers, for clients that do not stream', async () => {
  await using reader = await read();
  const ask = async (url: string, body: object): Promise<unknown> => {
    const response = await fetch(`${reader.url}${url}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return await response.json();
  };
  const chat = await ask('/v1/chat/completions', {
    model: 'm',
    messages: [{ role: 'user', content: text }],
    response_format: { type: 'json_schema', json_schema: { name: 'a', schema: question.answerSchema } },
  });
  assert.match(
    JSON.stringify(chat),
    /"content":"\{\\"invoice_number\\":\\"4711-A\\".*"finish_reason":"stop"/,
  );
  const generated = await ask('/v1beta/models/gemini-2.5-pro:generateContent', {
    contents: [{ role: 'user', parts: [{ text }] }],
    generationConfig: { responseMimeType: 'application/json', responseJsonSchema: question.answerSchema },
  });
  assert.match(JSON.stringify(generated), /"finishReason":"STOP"/);
  assert.equal((await fetch(`${reader.url}/v1/other`, { method: 'POST', body: '{}' })).status, 404);
});

test('calls, tokens and repetitions are counted, also for others', async () => {
  await using reader = await read();
  const [, second] = models(reader);
  assert.ok(second);
  for (let round = 0; round < 3; round += 1) await second[1].ask(question, signal);
  const stats: unknown = await (await fetch(`${reader.url}/stats`)).json();
  assert.deepEqual(stats, { ...reader.stats() });
  const { calls, answered, repeated, byFate } = reader.stats();
  assert.deepEqual(
    { calls, answered, repeated, byFate },
    { calls: 3, answered: 3, repeated: 2, byFate: { answered: 3 } },
  );
});

test('a beginning that was seen before counts as cached', async () => {
  await using reader = await read();
  const [, second] = models(reader);
  assert.ok(second);
  const long: Question = {
    ...question,
    parts: [
      { type: 'text', text: `${text}\n${'word '.repeat(2_000)}` },
      { type: 'text', text: 'First question' },
    ],
  };
  const first = await second[1].ask(long, signal);
  const next = await second[1].ask(
    { ...long, parts: [...long.parts.slice(0, 1), { type: 'text', text: 'Next' }] },
    signal,
  );
  assert.equal(first.usage.cachedTokens, 0);
  assert.ok(next.usage.cachedTokens >= 2_000, String(next.usage.cachedTokens));
});

test('more calls at once than the reader takes are refused', async () => {
  await using reader = await read({ concurrentCalls: 1, speed: { latencyMs: 50, tokensPerSecond: 1_000 } });
  const [, second] = models(reader);
  assert.ok(second);
  const results = await Promise.allSettled([
    second[1].ask(question, signal),
    second[1].ask(question, signal),
  ]);
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
});

test('the program serves a data folder, and replays a recorded system', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-reader-'));
  try {
    const one = path.join(folder, 'data/set/invoice');
    await mkdir(path.join(one, 'recorded'), { recursive: true });
    await writeFile(path.join(one, 'source.txt'), text);
    await writeFile(path.join(one, 'gold.json'), JSON.stringify(gold));
    await writeFile(
      path.join(one, 'recorded/other.json'),
      JSON.stringify({ status: 'ok', data: { total: 99 } }),
    );
    for (const [options, expected] of [
      [[], gold],
      [['--replay', 'other'], { invoice_number: null, total: 99 }],
    ] as const) {
      const program = path.resolve(import.meta.dirname, '../../../../../scripts/leafcutter-reader');
      const child = spawn(program, [
        path.join(folder, 'data'),
        '--cache',
        path.join(folder, 'kept'),
        ...options,
      ]);
      try {
        const url = await firstLine(child.stdout);
        const registry = createModelRegistry(
          {
            models: [
              {
                id: 'm',
                provider: 'openai_compatible',
                base_url: url,
                context_tokens: 9_000,
                output_tokens: 900,
              },
            ],
            aliases: {},
          },
          {},
        );
        const model = registry.open('m', { job: 'j', priority: 'bulk', answers: null });
        assert.deepEqual(JSON.parse((await model.ask(question, signal)).text), expected);
      } finally {
        child.kill();
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let read = '';
  for await (const chunk of stream) {
    read += String(chunk);
    const end = read.indexOf('\n');
    if (end >= 0) return read.slice(0, end);
  }
  throw new Error(`it ended after ${read}`);
}
