/** The real clients of the vendors, against answers that a test writes down. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Question } from '../extractors/model/language-model.ts';
import { LeafcutterError } from '../errors.ts';
import { startScriptedProvider, streamEvents, type Script } from '../testing/scripted-provider.ts';
import { defineModels, type ModelDefinition } from './definition.ts';
import { createProviderModel } from './provider-model.ts';
import type { ModelEntry, Provider } from './settings.ts';

const question: Question = {
  system: 'You read documents.',
  parts: [
    { type: 'text', text: 'Invoice 42' },
    { type: 'text', text: 'Which number?' },
  ],
  answerSchema: { type: 'object', properties: { number: { type: ['string', 'null'] } } },
  maxOutputTokens: 1_000,
  temperature: 0,
  seed: 7,
  thinking: null,
  explicitContextCache: false,
  attempt: 0,
};

function definition(provider: Provider, url: string, more: Partial<ModelEntry> = {}): ModelDefinition {
  const entry: ModelEntry = {
    id: 'm',
    provider,
    name: provider === 'google' ? 'gemini-2.5-flash' : provider === 'anthropic' ? 'claude-opus-4-5' : 'm1',
    base_url: url,
    context_tokens: 10_000,
    output_tokens: 4_000,
    ...more,
  };
  const model = defineModels({ models: [entry], aliases: {} }, {}).get('m');
  assert.ok(model);
  return model;
}

const never = new AbortController().signal;

/** How each vendor says `{"number":"42"}`, with its own words for the stop reason. */
const answers: Readonly<Record<Provider, (stop: 'stop' | 'length') => Script>> = {
  google: (stop) => (_, response) => {
    const part = (text: string): object => ({ content: { role: 'model', parts: [{ text }] }, index: 0 });
    streamEvents(response, [
      { candidates: [part('{"number":')] },
      {
        candidates: [{ ...part('"42"}'), finishReason: stop === 'stop' ? 'STOP' : 'MAX_TOKENS' }],
        usageMetadata: {
          promptTokenCount: 30,
          candidatesTokenCount: 5,
          thoughtsTokenCount: 2,
          cachedContentTokenCount: 10,
          totalTokenCount: 37,
        },
      },
    ]);
  },
  openai: chatAnswer,
  openai_compatible: chatAnswer,
  anthropic: (stop) => (_, response) => {
    streamEvents(response, [
      {
        type: 'message_start',
        message: {
          id: 'a',
          type: 'message',
          role: 'assistant',
          model: 'm1',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: {
            input_tokens: 20,
            cache_read_input_tokens: 10,
            cache_creation_input_tokens: 0,
            output_tokens: 1,
          },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: '{"number":"42"}' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: stop === 'stop' ? 'end_turn' : 'max_tokens', stop_sequence: null },
        usage: { output_tokens: 7 },
      },
      { type: 'message_stop' },
    ]);
  },
};

function chatAnswer(stop: 'stop' | 'length'): Script {
  return (_, response) => {
    const chunk = (delta: object, finish: string | null): object => ({
      id: 'c',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'm1',
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
    streamEvents(
      response,
      [
        chunk({ role: 'assistant', content: '{"number":' }, null),
        chunk({ content: '"42"}' }, null),
        chunk({}, stop),
        {
          id: 'c',
          object: 'chat.completion.chunk',
          created: 1,
          model: 'm1',
          choices: [],
          usage: {
            prompt_tokens: 30,
            completion_tokens: 7,
            total_tokens: 37,
            prompt_tokens_details: { cached_tokens: 10 },
          },
        },
      ],
      'data: [DONE]\n\n',
    );
  };
}

for (const [provider, answer] of Object.entries(answers)) {
  describe(provider, () => {
    const of = (url: string, more: Partial<ModelEntry> = {}): ModelDefinition =>
      definition(isProvider(provider), url, more);

    for (const stop of ['stop', 'length'] as const) {
      test(`an answer with its stop reason "${stop}" and its tokens`, async () => {
        await using server = await startScriptedProvider(answer(stop));
        const reply = await createProviderModel(of(server.url), 'secret').ask(question, never);
        assert.equal(reply.text, '{"number":"42"}');
        assert.equal(reply.finish, stop);
        assert.deepEqual(reply.usage, { calls: 1, inputTokens: 30, cachedTokens: 10, outputTokens: 7 });
      });
    }

    test('document first, question last, schema and settings are sent', async () => {
      await using server = await startScriptedProvider(answer('stop'));
      await createProviderModel(of(server.url), 'secret').ask(question, never);
      const [request] = server.requests;
      const sent = JSON.stringify(request?.body);
      assert.ok(sent.indexOf('You read documents.') >= 0);
      assert.ok(sent.indexOf('Invoice 42') < sent.indexOf('Which number?'));
      assert.match(sent, /"number":\{"type":\["string","null"\]|"number":\{"anyOf"/);
      assert.match(sent, /"temperature":0/);
      if (provider !== 'anthropic') assert.match(sent, /"seed":7/);
      assert.match(JSON.stringify(request?.headers), /secret/);
    });

    test('429 with Retry-After is one request and says when', async () => {
      await using server = await startScriptedProvider((_, response) => {
        response.writeHead(429, { 'retry-after': '3', 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: { code: 429, message: 'slow down', status: 'X', type: 't' } }));
      });
      await assert.rejects(createProviderModel(of(server.url), 'k').ask(question, never), (error) => {
        assert.ok(error instanceof LeafcutterError);
        assert.equal(error.code, 'rate_limited');
        assert.equal(error.retryAfterMs, 3_000);
        assert.equal(error.cause, undefined, 'a cause would carry the document into logs');
        return true;
      });
      assert.equal(server.requests.length, 1);
    });

    test('a cut connection can be tried again', async () => {
      await using server = await startScriptedProvider((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: {"x":');
        setTimeout(() => response.destroy(), 20);
      });
      await assert.rejects(
        createProviderModel(of(server.url), 'k').ask(question, never),
        hasCode('model_unavailable'),
      );
    });

    test('an answer that ends before its stop reason can be tried again', async () => {
      await using server = await startScriptedProvider((_, response) => streamEvents(response, []));
      await assert.rejects(
        createProviderModel(of(server.url), 'k').ask(question, never),
        hasCode('model_unavailable'),
      );
    });

    test('a model that hangs is given up', async () => {
      await using server = await startScriptedProvider((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': hello\n\n');
      });
      const model = createProviderModel(of(server.url, { silence_seconds: 0.1 }), 'k');
      await assert.rejects(model.ask(question, never), hasCode('model_timeout'));
    });

    test('a model that never answers is given up', async () => {
      await using server = await startScriptedProvider(() => undefined);
      const model = createProviderModel(of(server.url, { call_seconds: 0.1 }), 'k');
      await assert.rejects(model.ask(question, never), hasCode('model_timeout'));
    });

    test('an aborted call ends with the reason', async () => {
      const abort = new AbortController();
      await using server = await startScriptedProvider((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': hello\n\n');
        setTimeout(() => abort.abort(new Error('stop it')), 20);
      });
      await assert.rejects(createProviderModel(of(server.url), 'k').ask(question, abort.signal), /stop it/);
    });
  });
}

test('nothing listens: can be tried again', async () => {
  const model = createProviderModel(definition('google', 'http://127.0.0.1:9'), 'k');
  await assert.rejects(model.ask(question, never), hasCode('model_unavailable'));
});

/** Of each provider as it is without `abilities` of its own: what is sent when all is asked for, and the warnings. */
const honoured: Readonly<
  Record<
    Provider,
    {
      readonly sent: readonly RegExp[];
      readonly notSent: readonly RegExp[];
      readonly thinkingOff: RegExp | null;
      readonly warnings: readonly string[];
    }
  >
> = {
  google: {
    sent: [/"temperature":0\.3/, /"seed":7/, /"cachedContent":"cachedContents\/abc"/],
    notSent: [/thinkingBudget/],
    thinkingOff: /"thinkingBudget":0/,
    warnings: [],
  },
  openai: {
    sent: [/"temperature":0\.3/, /"seed":7/],
    notSent: [/reasoning/, /cache/],
    thinkingOff: null,
    warnings: [
      'm has no thinking to enable.',
      'm has no explicit context cache; it keeps prompts by itself.',
    ],
  },
  anthropic: {
    // Its interface takes no temperature beside thinking.
    sent: [
      /"max_tokens":4000,"thinking":\{"type":"enabled","budget_tokens":2000\}/,
      /"cache_control":\{"type":"ephemeral"\}/,
    ],
    notSent: [/"seed"/, /"temperature"/],
    thinkingOff: /"thinking":\{"type":"disabled"\}/,
    warnings: [
      'm has no seed; it was not sent.',
      'The provider has no temperature: temperature is not supported when thinking is enabled.',
    ],
  },
  openai_compatible: {
    sent: [/"temperature":0\.3/, /"seed":7/],
    notSent: [/reasoning/, /cache/],
    thinkingOff: null,
    warnings: ['m has no thinking to enable.', 'm has no explicit context cache.'],
  },
};

for (const [name, { sent, notSent, thinkingOff, warnings }] of Object.entries(honoured))
  test(`${name}: temperature, seed, thinking and explicit cache are sent, or a warning says why not`, async () => {
    const provider = isProvider(name);
    await using server = await startScriptedProvider((request, response) => {
      if (!request.path.endsWith('/cachedContents')) return answers[provider]('stop')(request, response);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ name: 'cachedContents/abc' }));
    });
    const model = createProviderModel(definition(provider, server.url), 'k');
    const all = {
      ...question,
      maxOutputTokens: 4_000,
      temperature: 0.3,
      thinking: true,
      explicitContextCache: true,
    };
    const reply = await model.ask(all, never);
    const body = JSON.stringify(server.requests.at(-1)?.body);
    for (const pattern of sent) assert.match(body, pattern);
    for (const pattern of notSent) assert.doesNotMatch(body, pattern);
    assert.deepEqual(reply.warnings, warnings);
    await model.ask({ ...question, thinking: false }, never);
    const off = JSON.stringify(server.requests.at(-1)?.body);
    if (thinkingOff === null) assert.doesNotMatch(off, /thinking|reasoning/i);
    else assert.match(off, thinkingOff);
  });

test('what a model has no way to honour is a warning, and is not sent', async () => {
  await using server = await startScriptedProvider(answers.openai_compatible('stop'));
  const model = createProviderModel(
    definition('openai_compatible', server.url, { abilities: { temperature: false, seed: false } }),
    null,
  );
  const reply = await model.ask({ ...question, thinking: true, explicitContextCache: true }, never);
  assert.deepEqual(reply.warnings, [
    'm has no temperature; its own was used.',
    'm has no seed; it was not sent.',
    'm has no thinking to enable.',
    'm has no explicit context cache.',
  ]);
  const sent = JSON.stringify(server.requests[0]?.body);
  assert.doesNotMatch(sent, /"(?:temperature|seed)"/);
});

test('an endpoint without structured output gets no schema', async () => {
  await using server = await startScriptedProvider(answers.openai_compatible('stop'));
  const entry = definition('openai_compatible', server.url, { abilities: { structured_output: false } });
  await createProviderModel(entry, null).ask(question, never);
  assert.doesNotMatch(JSON.stringify(server.requests[0]?.body), /response_format/);
});

describe('explicit context cache', () => {
  const asked = { ...question, explicitContextCache: true };

  test('Gemini keeps the document once and later calls name it', async () => {
    await using server = await startScriptedProvider((request, response) => {
      if (request.path.endsWith('/cachedContents')) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ name: 'cachedContents/abc' }));
      } else void answers.google('stop')(request, response);
    });
    const model = createProviderModel(definition('google', server.url), 'k');
    const replies = await Promise.all([model.ask(asked, never), model.ask({ ...asked, seed: 8 }, never)]);
    assert.deepEqual(
      replies.map((reply) => reply.warnings),
      [[], []],
    );
    const [created, ...calls] = server.requests;
    assert.match(JSON.stringify(created?.body), /Invoice 42/);
    assert.equal(calls.length, 2, 'one call to keep it, one for each question');
    for (const call of calls) {
      assert.equal(call.body['cachedContent'], 'cachedContents/abc');
      assert.doesNotMatch(JSON.stringify(call.body), /Invoice 42|You read/);
      assert.match(JSON.stringify(call.body), /Which number/);
    }
  });

  test('what Gemini does not keep is sent, with a warning', async () => {
    await using server = await startScriptedProvider((request, response) => {
      if (request.path.endsWith('/cachedContents')) response.writeHead(400).end('{}');
      else void answers.google('stop')(request, response);
    });
    const reply = await createProviderModel(definition('google', server.url), 'k').ask(asked, never);
    assert.match(reply.warnings.join(), /did not keep the document/);
    assert.match(JSON.stringify(server.requests[1]?.body), /Invoice 42/);
  });

  test('Anthropic gets a mark after the document', async () => {
    await using server = await startScriptedProvider(answers.anthropic('stop'));
    await createProviderModel(definition('anthropic', server.url), 'k').ask(asked, never);
    assert.match(
      JSON.stringify(server.requests[0]?.body),
      /"Invoice 42","cache_control":\{"type":"ephemeral"\}/,
    );
  });
});

function isProvider(name: string): Provider {
  assert.ok(name === 'google' || name === 'openai' || name === 'anthropic' || name === 'openai_compatible');
  return name;
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof LeafcutterError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
}
