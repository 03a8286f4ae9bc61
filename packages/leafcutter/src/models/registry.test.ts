import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LeafcutterError } from '../errors.ts';
import { createModelRegistry } from './registry.ts';
import { defineModels } from './definition.ts';
import { modelsSettingsSchema, noModelsSettings, type ModelEntry } from './settings.ts';

const local: ModelEntry = {
  id: 'local',
  provider: 'openai_compatible',
  base_url: 'http://localhost:8000',
  context_tokens: 32_768,
  output_tokens: 4_096,
  prices: { input: 1, output: 4 },
};
const published = ['gemini-2.5-flash', 'gemini-2.5-pro', 'gemini-3-pro-preview', 'gemini-3-flash-preview'];

describe('which model serves a name', () => {
  test('the default is the published one with a key, else the rules', () => {
    assert.equal(createModelRegistry(noModelsSettings, {}).resolve(null), 'rules');
    assert.equal(createModelRegistry(noModelsSettings, { GEMINI_API_KEY: '' }).resolve(null), 'rules');
    assert.equal(
      createModelRegistry(noModelsSettings, { GEMINI_API_KEY: 'k' }).resolve(null),
      'gemini-2.5-flash',
    );
  });

  test('an alias serves a published name, also as the default', () => {
    const registry = createModelRegistry({ models: [local], aliases: { 'gemini-2.5-flash': 'local' } }, {});
    assert.equal(registry.resolve('gemini-2.5-flash'), 'local');
    assert.equal(registry.resolve(null), 'local');
    assert.equal(
      createModelRegistry({ models: [], aliases: { 'gemini-2.5-pro': 'rules' } }, {}).resolve(
        'gemini-2.5-pro',
      ),
      'rules',
    );
  });

  test('a key that is not set is an error that names the variable', () => {
    assert.throws(
      () => createModelRegistry(noModelsSettings, {}).resolve('gemini-2.5-pro'),
      (error) =>
        error instanceof LeafcutterError &&
        error.code === 'model_key_missing' &&
        error.message.includes('GEMINI_API_KEY'),
    );
  });

  test('an unknown name is an error that lists the known ones', () => {
    assert.throws(
      () => createModelRegistry({ models: [local], aliases: {} }, {}).resolve('gpt-9'),
      (error) =>
        error instanceof LeafcutterError &&
        error.code === 'model_unknown' &&
        /rules, gemini-2\.5-flash.*local/.test(error.message),
    );
  });
});

describe('the list', () => {
  test('has the rules, the published models, those of the settings, and aliases', () => {
    const registry = createModelRegistry({ models: [local], aliases: { fast: 'local' } }, {});
    assert.deepEqual(
      registry.list().models.map(({ id, available, alias_of: servedBy }) => [id, available, servedBy]),
      [
        ['rules', true, null],
        ...published.map((id) => [id, false, null]),
        ['local', true, null],
        ['fast', true, 'local'],
      ],
    );
  });

  test('a published name with an alias is available without its own key', () => {
    const registry = createModelRegistry({ models: [local], aliases: { 'gemini-2.5-pro': 'local' } }, {});
    const listed = registry.list().models.find(({ id }) => id === 'gemini-2.5-pro');
    assert.deepEqual([listed?.available, listed?.key_set, listed?.alias_of], [true, false, 'local']);
  });

  test('says which is the default, and why', () => {
    const said = (environment: Record<string, string>, aliases: Record<string, string>): unknown => {
      const list = createModelRegistry({ models: [local], aliases }, environment).list();
      return [list.default_model, list.default_reason, list.models.find((model) => model.default)?.id];
    };
    assert.deepEqual(said({}, {}), [
      'rules',
      'gemini-2.5-flash cannot be served, since GEMINI_API_KEY is not set.',
      'rules',
    ]);
    assert.deepEqual(said({ GEMINI_API_KEY: 'k' }, {}), [
      'gemini-2.5-flash',
      'The key of gemini-2.5-flash is set.',
      'gemini-2.5-flash',
    ]);
    assert.deepEqual(said({}, { 'gemini-2.5-flash': 'local' }), [
      'gemini-2.5-flash',
      'gemini-2.5-flash is served by local.',
      'gemini-2.5-flash',
    ]);
  });

  test('keys are named, never shown', () => {
    const registry = createModelRegistry(noModelsSettings, { GEMINI_API_KEY: 'top-secret' });
    assert.doesNotMatch(JSON.stringify(registry.list()), /top-secret/);
  });
});

describe('settings', () => {
  test('a base URL without a path gets the version, one with a path is taken as it is', () => {
    const baseUrl = (url: string): string | undefined =>
      defineModels({ models: [], aliases: {} }, { GEMINI_BASE_URL: url }).get('gemini-2.5-pro')?.baseUrl;
    assert.equal(baseUrl('http://127.0.0.1:9/'), 'http://127.0.0.1:9/v1beta');
    assert.equal(baseUrl('http://127.0.0.1:9/proxy/v1'), 'http://127.0.0.1:9/proxy/v1');
    assert.equal(baseUrl(''), 'https://generativelanguage.googleapis.com/v1beta');
  });

  test('an entry for a published model changes only what it says', () => {
    const model = defineModels(
      { models: [{ id: 'gemini-2.5-pro', output_tokens: 9_000, abilities: { pdf: false } }], aliases: {} },
      {},
    ).get('gemini-2.5-pro');
    assert.equal(model?.limits.outputTokens, 9_000);
    assert.equal(model.limits.contextTokens, 1_048_576);
    assert.equal(model.keyVariable, 'GEMINI_API_KEY');
    assert.deepEqual(
      [model.abilities.pdf, model.abilities.images, model.abilities.thinkingOff],
      [false, true, false],
    );
  });

  const faults: readonly (readonly [string, unknown, RegExp])[] = [
    ['limits are missing', [{ id: 'a', provider: 'openai' }], /how many tokens the model reads/],
    ['an endpoint without URL', [{ ...local, base_url: undefined }], /where the endpoint is/],
    ['the same id twice', [local, local], /two models \\?"local\\?"/],
    ['a model called rules', [{ ...local, id: 'rules' }], /offline extractor/],
    ['a key in place of a variable', [{ ...local, key_variable: 'sk-123' }], /environment variable/],
    ['an unknown word', [{ ...local, window: 3 }], /[Uu]nrecognized/],
  ];
  for (const [what, value, message] of faults) {
    test(`refused: ${what}`, () => {
      const parsed = modelsSettingsSchema.safeParse(value);
      assert.equal(parsed.success, false);
      assert.match(parsed.error.message, message);
    });
  }
});

test('cost counts cached tokens at their own price', () => {
  const priced = { ...local, prices: { input: 2, cached_input: 0.5, output: 8 } };
  const registry = createModelRegistry({ models: [priced], aliases: {} }, {});
  const usage = { calls: 3, inputTokens: 1_000_000, cachedTokens: 400_000, outputTokens: 500_000 };
  assert.equal(registry.cost('local', usage), 1.2 + 0.2 + 4);
  assert.equal(registry.cost('gemini-2.5-pro', usage), null);
  assert.equal(registry.cost('rules', usage), 0);
});
