import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LanguageModel, Question, Reply } from '../extractors/model/language-model.ts';
import { defineModels } from './definition.ts';
import { answerKey, keepAnswers, type AnswerStore } from './kept-answers.ts';

const definition = defineModels({ models: [], aliases: {} }, {}).get('gemini-2.5-flash');
assert.ok(definition);
const signal = new AbortController().signal;

const question: Question = {
  system: 's',
  parts: [{ type: 'text', text: 'document' }],
  answerSchema: null,
  maxOutputTokens: 100,
  temperature: null,
  seed: null,
  thinking: null,
  explicitContextCache: false,
  attempt: 0,
};
const usage = { calls: 1, inputTokens: 10, cachedTokens: 2, outputTokens: 5 };

function memoryStore(): AnswerStore & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    read: (key) => Promise.resolve(kept.get(key) ?? null),
    write: async (key, body) => void (kept.has(key) || kept.set(key, body)),
  };
}

function countingModel(finish: Reply['finish'] = 'stop'): { model: LanguageModel; asked: () => number } {
  let asked = 0;
  const { limits, abilities } = definition ?? assert.fail();
  const model: LanguageModel = {
    id: 'm',
    limits,
    abilities,
    pageInput: 'auto',
    ask: () => Promise.resolve({ text: `answer ${(asked += 1)}`, finish, usage, warnings: ['w'] }),
  };
  return { model, asked: () => asked };
}

test('a question is asked once; its job counts it again, another job does not', async () => {
  const store = memoryStore();
  const { model, asked } = countingModel();
  const first = keepAnswers(model, definition, store, 'job-1');
  const reply = await first.ask(question, signal);
  assert.deepEqual(await first.ask(question, signal), reply);
  const other = await keepAnswers(model, definition, store, 'job-2').ask(question, signal);
  assert.deepEqual(other, {
    ...reply,
    usage: { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
  });
  assert.equal(asked(), 1);
});

test('a cut answer is kept, a refused one is not', async () => {
  for (const [finish, times] of [
    ['length', 1],
    ['refused', 2],
    ['other', 2],
  ] as const) {
    const { model, asked } = countingModel(finish);
    const keeping = keepAnswers(model, definition, memoryStore(), 'j');
    await keeping.ask(question, signal);
    await keeping.ask(question, signal);
    assert.equal(asked(), times, finish);
  }
});

test('a store that cannot write does not cost the answer', async () => {
  const { model } = countingModel();
  const store = { ...memoryStore(), write: () => Promise.reject(new Error('full')) };
  assert.equal((await keepAnswers(model, definition, store, 'j').ask(question, signal)).text, 'answer 1');
});

test('everything that changes the answer changes the key', () => {
  const key = answerKey(question, definition);
  const image = (byte: number): Question['parts'] => [
    { type: 'image', mediaType: 'image/png', bytes: new Uint8Array([byte]) },
  ];
  const changes: readonly Partial<Question>[] = [
    { system: 't' },
    { parts: [{ type: 'text', text: 'document 2' }] },
    { parts: image(1) },
    { parts: image(2) },
    { answerSchema: { type: 'object' } },
    { maxOutputTokens: 101 },
    { temperature: 0 },
    { seed: 1 },
    { thinking: true },
    { attempt: 1 },
  ];
  const keys = [key, ...changes.map((change) => answerKey({ ...question, ...change }, definition))];
  keys.push(answerKey(question, { ...definition, name: 'other' }));
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(answerKey({ ...question, explicitContextCache: true }, definition), key);
});
