/** A PDF as a part of a question, over the wire formats of two vendors: a reader that sees nothing else answers from it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonValue } from '../src/json.ts';
import { createModelRegistry } from '../src/models/registry.ts';
import { pagesOf, withDocument } from '../src/testing/drawn-files.ts';
import { calmDocument, injectedGold, injectedSchema } from '../src/testing/injected.ts';
import { knownCase, startReader } from '../src/testing/reader/index.ts';

test('a reader answers from the pages that it is given', async () => {
  const bytes = await calmDocument();
  const known = knownCase('drawn/invoice', await pagesOf(bytes, 'calm.pdf'), injectedGold, 'calm');
  const pdf = await withDocument(bytes, 'calm.pdf', (opened, signal) => opened.cut([1], signal));
  await using reader = await startReader({ cases: [known] });
  const limits = { context_tokens: 100_000, output_tokens: 8_000 };
  const models = createModelRegistry(
    {
      models: [
        { id: 'one', provider: 'google', name: 'gemini-2.5-flash', ...limits },
        { id: 'two', provider: 'openai', name: 'gpt-4o', ...limits },
      ],
      aliases: {},
    },
    {
      GEMINI_API_KEY: 'none',
      GEMINI_BASE_URL: reader.url,
      OPENAI_API_KEY: 'none',
      OPENAI_BASE_URL: reader.url,
    },
  );
  for (const id of ['one', 'two']) {
    const model = models.open(id, { job: 'job', priority: 'interactive', answers: null });
    assert.equal(model.abilities.pdf, true);
    const { text } = await model.ask(
      {
        system: 'Read.',
        parts: [
          { type: 'pdf', bytes: pdf },
          { type: 'text', text: `JSON Schema of the answer:\n${JSON.stringify(injectedSchema)}` },
        ],
        answerSchema: null,
        maxOutputTokens: 4_000,
        temperature: null,
        seed: null,
        thinking: null,
        explicitContextCache: false,
        attempt: 0,
      },
      new AbortController().signal,
    );
    const answer: JsonValue = JSON.parse(text);
    assert.deepEqual(answer, injectedGold, id);
  }
});
