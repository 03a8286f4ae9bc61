/** Puts models together with the rules: which model a request names, and how it is asked. */
import { createModelExtractor } from './extractors/model/index.ts';
import { createRulesExtractor } from './extractors/rules/index.ts';
import type { AnswerStore } from './models/kept-answers.ts';
import { createModelRegistry, type ModelRegistry } from './models/registry.ts';
import { readSettings, type Settings } from './settings/index.ts';
import type { ChooseExtractor } from './stages/job-data.ts';

let registry: Promise<ModelRegistry> | null = null;
/** One registry for the whole process, so that all jobs share a model's pace; made from `LEAFCUTTER_CONFIG` and the environment. */
export function sharedModels(): Promise<ModelRegistry> {
  registry ??= openModels(null);
  return registry;
}

/**
 * A registry of its own.
 * @param config file of settings; null: `LEAFCUTTER_CONFIG`, else none @throws LeafcutterError settings_invalid
 */
export async function openModels(config: string | null): Promise<ModelRegistry> {
  return modelsOf(await readSettings({ flags: {}, environment: process.env, config }));
}

/** The models of these settings, with the keys of the environment. */
export function modelsOf({
  models,
  model_aliases: aliases,
}: Pick<Settings, 'models' | 'model_aliases'>): ModelRegistry {
  return createModelRegistry({ models, aliases }, process.env);
}

const rules = createRulesExtractor();

/**
 * The way of extracting that a request chose: the rules, or a model. Someone waits for interactive work, so its long
 * answers are cut up and asked for side by side; bulk work takes the fewest calls.
 *
 * @param answersOf where a tenant's answers are kept; null: nowhere
 * @throws LeafcutterError model_unknown, model_key_missing
 */
export function extractorChooser(
  models: ModelRegistry,
  answersOf: (tenant: string) => AnswerStore | null,
): ChooseExtractor {
  return (request, { jobId, tenant, lane }) => {
    if (request.model === 'rules') return rules;
    const use = { job: jobId, priority: lane, answers: answersOf(tenant) };
    return createModelExtractor({
      model: models.open(request.model, use),
      options: { ...request.extraction, aim: lane === 'interactive' ? 'least_time' : 'fewest_calls' },
      instructions: request.instructions,
      attributions: request.attributions,
      cost: (usage) => models.cost(request.model, usage),
    });
  };
}
