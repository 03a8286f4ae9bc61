/** Which models this process can use, what they are called, and how a job gets one. */
import type { ModelInfo, ModelList } from '@leafcutter/client';
import { LeafcutterError } from '../errors.ts';
import type { Usage } from '../extractors/extractor.ts';
import type { LanguageModel } from '../extractors/model/language-model.ts';
import { costOf } from './cost.ts';
import { defineModels, type Environment, type ModelDefinition } from './definition.ts';
import { createGate, type Caller, type Gate } from './gate.ts';
import { keepAnswers, type AnswerStore } from './kept-answers.ts';
import type { CallEnd } from './pace.ts';
import { createProviderModel } from './provider-model.ts';
import type { ModelsSettings } from './settings.ts';

export interface ModelRegistry {
  /** As `GET /models` gives it: the offline rules, the published models, those of the settings, then aliases. */
  list(): ModelList;
  /**
   * The model that serves a name: an alias, else the name itself; null: `gemini-2.5-flash` if it can be served, else
   * `rules`.
   * @throws LeafcutterError model_unknown, model_key_missing (the sentence names the variable)
   */
  resolve(requested: string | null): string;
  /**
   * The model behind its gate, and behind the tenant's kept answers when there is a store.
   * @param id as `resolve` gives it; not `rules`
   * @throws LeafcutterError model_unknown, model_key_missing
   */
  open(id: string, use: ModelUse): LanguageModel;
  /** In the currency of the model's prices; null without prices. The rules cost nothing: 0. */
  cost(id: string, usage: Usage): number | null;
}

export interface ModelUse extends Caller {
  /** Null: nothing is kept. */
  readonly answers: AnswerStore | null;
}

export const rulesId = 'rules';
const defaultId = 'gemini-2.5-flash';

export function createModelRegistry(settings: ModelsSettings, environment: Environment): ModelRegistry {
  const models = defineModels(settings, environment);
  const gates = new Map<string, Gate>();
  const opened = new Map<string, LanguageModel>();

  const keyOf = (model: ModelDefinition): string | null => {
    const key = model.keyVariable === null ? '' : (environment[model.keyVariable] ?? '');
    return key === '' ? null : key;
  };
  const hasKey = (model: ModelDefinition): boolean => model.keyVariable === null || keyOf(model) !== null;
  const aliasOf = (name: string): string =>
    Object.hasOwn(settings.aliases, name) ? (settings.aliases[name] ?? name) : name;

  function find(id: string): ModelDefinition {
    const model = models.get(id);
    if (model === undefined) {
      const known = [rulesId, ...models.keys(), ...Object.keys(settings.aliases)].join(', ');
      throw new LeafcutterError('model_unknown', `There is no model "${id}" here; there are: ${known}.`);
    }
    return model;
  }
  function findUsable(id: string): ModelDefinition {
    const model = find(id);
    if (!hasKey(model)) {
      throw new LeafcutterError(
        'model_key_missing',
        `The model "${id}" needs a key: set the environment variable ${String(model.keyVariable)}.`,
      );
    }
    return model;
  }
  function canServe(id: string): boolean {
    const model = models.get(id);
    return id === rulesId || (model !== undefined && hasKey(model));
  }
  function listedAs(id: string): ModelInfo {
    const model = models.get(id);
    return model === undefined ? rulesListing : listingOf(model, hasKey(model));
  }
  function openOnce(model: ModelDefinition): { model: LanguageModel; gate: Gate } {
    const provided = opened.get(model.id) ?? createProviderModel(model, keyOf(model));
    const gate = gates.get(model.id) ?? createGate(model.pace);
    opened.set(model.id, provided);
    gates.set(model.id, gate);
    return { model: provided, gate };
  }

  const defaultModel = canServe(aliasOf(defaultId)) ? defaultId : rulesId;

  return {
    list: () => ({
      models: [
        rulesListing,
        ...[...models.values()].map((model) => listingOf(model, hasKey(model))),
        ...Object.keys(settings.aliases)
          .filter((name) => !models.has(name) && name !== rulesId)
          .map((name) => ({ ...listedAs(aliasOf(name)), id: name })),
      ].map((listed) => {
        const servedBy = aliasOf(listed.id);
        return {
          ...listed,
          alias_of: servedBy === listed.id ? null : servedBy,
          default: listed.id === defaultModel,
          available: canServe(servedBy),
        };
      }),
      default_model: defaultModel,
      default_reason: defaultReason(defaultModel, aliasOf(defaultId), models),
    }),
    resolve(requested) {
      if (requested === null) return defaultModel === rulesId ? rulesId : aliasOf(defaultModel);
      const id = aliasOf(requested);
      return id === rulesId ? id : findUsable(id).id;
    },
    open(id, use) {
      const definition = findUsable(id);
      const { model, gate } = openOnce(definition);
      const paced: LanguageModel = {
        ...model,
        ask: (question, signal) => gate.pass(use, () => model.ask(question, signal), endOf, signal),
      };
      return use.answers === null ? paced : keepAnswers(paced, definition, use.answers, use.job);
    },
    cost: (id, usage) => (id === rulesId ? 0 : costOf(usage, find(id).prices)),
  };
}

function endOf(error: unknown): CallEnd {
  if (!(error instanceof LeafcutterError)) return { kind: 'failed' };
  return error.code === 'rate_limited' || error.retryAfterMs !== null
    ? { kind: 'refused', retryAfterMs: error.retryAfterMs }
    : { kind: 'failed' };
}

function defaultReason(
  chosen: string,
  servedBy: string,
  models: ReadonlyMap<string, ModelDefinition>,
): string {
  if (chosen === rulesId) {
    const variable = models.get(servedBy)?.keyVariable ?? 'the key of its model';
    return `${defaultId} cannot be served, since ${variable} is not set.`;
  }
  return servedBy === chosen ? `The key of ${chosen} is set.` : `${chosen} is served by ${servedBy}.`;
}

const rulesListing: ModelInfo = {
  id: rulesId,
  alias_of: null,
  kind: 'rules',
  provider: 'leafcutter',
  default: false,
  available: true,
  key_variable: null,
  key_set: true,
  context_tokens: null,
  output_tokens: null,
  abilities: [],
  prices: null,
};

/** The model by itself; what its name means is for the list to say. */
function listingOf(model: ModelDefinition, keySet: boolean): ModelInfo {
  const { abilities, prices } = model;
  const named: readonly (readonly [string, boolean])[] = [
    ['pdf', abilities.pdf],
    ['images', abilities.images],
    ['structured_output', abilities.structuredOutput],
    ['thinking', abilities.thinking],
    ['temperature', abilities.temperature],
    ['seed', abilities.seed],
  ];
  return {
    id: model.id,
    alias_of: null,
    kind: 'language_model',
    provider: model.provider,
    default: false,
    available: keySet,
    key_variable: model.keyVariable,
    key_set: keySet,
    context_tokens: model.limits.contextTokens,
    output_tokens: model.limits.outputTokens,
    abilities: named.filter(([, has]) => has).map(([name]) => name),
    prices:
      prices === null
        ? null
        : { input: prices.input, cached_input: prices.cachedInput, output: prices.output },
  };
}
