/** Which models this process can use, what they are called, and how a job gets one. */
import type { ModelList } from '@leafcutter/client';
import { LeafcutterError } from '../errors.ts';
import type { Usage } from '../extractors/extractor.ts';
import type { LanguageModel } from '../extractors/model/language-model.ts';
import { Catalogue, rulesId } from './catalogue.ts';
import { costOf } from './cost.ts';
import type { Environment } from './definition.ts';
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

export function createModelRegistry(settings: ModelsSettings, environment: Environment): ModelRegistry {
  const catalogue = new Catalogue(settings, environment);
  const gates = new Map<string, Gate>();
  const opened = new Map<string, LanguageModel>();
  return {
    list: () => catalogue.list(),
    resolve(requested) {
      if (requested === null && catalogue.defaultName === rulesId) return rulesId;
      const id = catalogue.servedBy(requested ?? catalogue.defaultName);
      return id === rulesId ? id : catalogue.findUsable(id).id;
    },
    open(id, use) {
      const definition = catalogue.findUsable(id);
      const model = opened.get(id) ?? createProviderModel(definition, catalogue.keyOf(definition));
      const gate = gates.get(id) ?? createGate(definition.pace);
      opened.set(id, model);
      gates.set(id, gate);
      const paced: LanguageModel = {
        ...model,
        ask: (question, signal) => gate.pass(use, () => model.ask(question, signal), endOf, signal),
      };
      return use.answers === null ? paced : keepAnswers(paced, definition, use.answers, use.job);
    },
    cost: (id, usage) => (id === rulesId ? 0 : costOf(usage, catalogue.find(id).prices)),
  };
}

function endOf(error: unknown): CallEnd {
  if (!(error instanceof LeafcutterError)) return { kind: 'failed' };
  return error.code === 'rate_limited' || error.retryAfterMs !== null
    ? { kind: 'refused', retryAfterMs: error.retryAfterMs }
    : { kind: 'failed' };
}
