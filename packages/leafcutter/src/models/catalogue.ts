/** Which models there are, which of them can be served, and what is listed of them. */
import type { ModelInfo, ModelList } from '@leafcutter/client';
import { LeafcutterError } from '../errors.ts';
import { defineModels, type Environment, type ModelDefinition } from './definition.ts';
import type { ModelsSettings } from './settings.ts';

export const rulesId = 'rules';
const defaultId = 'gemini-2.5-flash';

export class Catalogue {
  /** The name that is used where none is given. */
  readonly defaultName: string;
  private readonly settings: ModelsSettings;
  private readonly environment: Environment;
  private readonly models: ReadonlyMap<string, ModelDefinition>;

  constructor(settings: ModelsSettings, environment: Environment) {
    this.settings = settings;
    this.environment = environment;
    this.models = defineModels(settings, environment);
    this.defaultName = this.canServe(this.servedBy(defaultId)) ? defaultId : rulesId;
  }

  /** The id behind a name, which may be an alias. */
  servedBy(name: string): string {
    const { aliases } = this.settings;
    return Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
  }

  /** @throws LeafcutterError model_unknown */
  find(id: string): ModelDefinition {
    const model = this.models.get(id);
    if (model === undefined) {
      const known = [rulesId, ...this.models.keys(), ...Object.keys(this.settings.aliases)].join(', ');
      throw new LeafcutterError('model_unknown', `There is no model "${id}" here; there are: ${known}.`);
    }
    return model;
  }

  /** @throws LeafcutterError model_unknown, model_key_missing */
  findUsable(id: string): ModelDefinition {
    const model = this.find(id);
    if (!this.hasKey(model)) {
      throw new LeafcutterError(
        'model_key_missing',
        `The model "${id}" needs a key: set the environment variable ${String(model.keyVariable)}.`,
      );
    }
    return model;
  }

  /** Null where none is set. */
  keyOf({ keyVariable }: ModelDefinition): string | null {
    const key = keyVariable === null ? '' : (this.environment[keyVariable] ?? '');
    return key === '' ? null : key;
  }

  list(): ModelList {
    const aliases = Object.keys(this.settings.aliases).filter(
      (name) => !this.models.has(name) && name !== rulesId,
    );
    const listed = [
      rulesListing,
      ...[...this.models.values()].map((model) => listingOf(model, this.hasKey(model))),
      ...aliases.map((name) => ({ ...this.listedAs(this.servedBy(name)), id: name })),
    ];
    return {
      models: listed.map((one) => {
        const servedBy = this.servedBy(one.id);
        return {
          ...one,
          alias_of: servedBy === one.id ? null : servedBy,
          default: one.id === this.defaultName,
          available: this.canServe(servedBy),
        };
      }),
      default_model: this.defaultName,
      default_reason: this.defaultReason(),
    };
  }

  private hasKey(model: ModelDefinition): boolean {
    return model.keyVariable === null || this.keyOf(model) !== null;
  }

  private canServe(id: string): boolean {
    const model = this.models.get(id);
    return id === rulesId || (model !== undefined && this.hasKey(model));
  }

  private listedAs(id: string): ModelInfo {
    const model = this.models.get(id);
    return model === undefined ? rulesListing : listingOf(model, this.hasKey(model));
  }

  private defaultReason(): string {
    const servedBy = this.servedBy(defaultId);
    if (this.defaultName === rulesId) {
      const variable = this.models.get(servedBy)?.keyVariable ?? 'the key of its model';
      return `${defaultId} cannot be served, since ${variable} is not set.`;
    }
    return servedBy === defaultId
      ? `The key of ${defaultId} is set.`
      : `${defaultId} is served by ${servedBy}.`;
  }
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
