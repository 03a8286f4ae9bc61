/** A model as settings and environment make it: everything that a call needs but the key itself. */
import type { ModelAbilities, ModelLimits, PageInput } from '../extractors/model/language-model.ts';
import { publishedModels, type ModelEntry, type ModelsSettings, type Provider } from './settings.ts';

export interface ModelDefinition {
  readonly id: string;
  readonly provider: Provider;
  /** The provider's name of it. */
  readonly name: string;
  readonly baseUrl: string;
  /** Environment variable with the key; null: it needs none. */
  readonly keyVariable: string | null;
  readonly limits: ModelLimits;
  readonly abilities: ModelAbilities;
  readonly pageInput: PageInput;
  /** Null: not set. */
  readonly prices: Prices | null;
  readonly pace: PaceLimits;
  readonly silenceMs: number;
  readonly callMs: number;
}

/** For a million tokens, in the currency of the bill. */
export interface Prices {
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

export interface PaceLimits {
  /** Most calls at once. */
  readonly concurrentCalls: number;
  /** Null: as many as the provider takes. */
  readonly requestsPerMinute: number | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

interface ProviderDefaults {
  readonly keyVariable: string | null;
  readonly urlVariable: string | null;
  readonly baseUrl: string;
  /** Appended to a base URL that has no path: vendors' own clients take the bare host. */
  readonly versionPath: string;
  readonly abilities: ModelAbilities;
}

const providerDefaults: Readonly<Record<Provider, ProviderDefaults>> = {
  google: {
    keyVariable: 'GEMINI_API_KEY',
    urlVariable: 'GEMINI_BASE_URL',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    versionPath: '/v1beta',
    abilities: abilitiesOf({
      pdf: true,
      images: true,
      thinking: true,
      seed: true,
      explicitContextCache: true,
    }),
  },
  openai: {
    keyVariable: 'OPENAI_API_KEY',
    urlVariable: 'OPENAI_BASE_URL',
    baseUrl: 'https://api.openai.com/v1',
    versionPath: '/v1',
    abilities: abilitiesOf({ pdf: true, images: true, seed: true }),
  },
  anthropic: {
    keyVariable: 'ANTHROPIC_API_KEY',
    urlVariable: 'ANTHROPIC_BASE_URL',
    baseUrl: 'https://api.anthropic.com/v1',
    versionPath: '/v1',
    abilities: abilitiesOf({ pdf: true, images: true, thinking: true, explicitContextCache: true }),
  },
  openai_compatible: {
    keyVariable: null,
    urlVariable: null,
    baseUrl: 'http://localhost:8000/v1',
    versionPath: '/v1',
    abilities: abilitiesOf({ seed: true }),
  },
};

function abilitiesOf(given: Partial<ModelAbilities>): ModelAbilities {
  return {
    pdf: false,
    images: false,
    structuredOutput: true,
    thinking: false,
    thinkingOff: true,
    temperature: true,
    seed: false,
    explicitContextCache: false,
    ...given,
  };
}

/** Both Gemini generations read and write as much; the larger ones cannot be kept from thinking. */
const publishedEntries: readonly ModelEntry[] = publishedModels.map((id) => ({
  id,
  provider: 'google',
  context_tokens: 1_048_576,
  output_tokens: 65_536,
  abilities: { thinking_off: id === 'gemini-2.5-flash' },
}));

/** All models of this server by id, the published ones first; the offline rules are none of them. */
export function defineModels(
  settings: ModelsSettings,
  environment: Environment,
): ReadonlyMap<string, ModelDefinition> {
  const entries = new Map(publishedEntries.map((entry) => [entry.id, entry]));
  for (const entry of settings.models) {
    const published = entries.get(entry.id);
    const abilities =
      entry.provider === undefined ? { ...published?.abilities, ...entry.abilities } : entry.abilities;
    entries.set(entry.id, { ...published, ...entry, ...(abilities === undefined ? {} : { abilities }) });
  }
  return new Map([...entries.values()].map((entry) => [entry.id, defineModel(entry, environment)]));
}

function defineModel(entry: ModelEntry, environment: Environment): ModelDefinition {
  const provider = entry.provider ?? 'google';
  const defaults = providerDefaults[provider];
  const fromEnvironment = defaults.urlVariable === null ? undefined : environment[defaults.urlVariable];
  const baseUrl = entry.base_url ?? (fromEnvironment === '' ? undefined : fromEnvironment);
  const { prices } = entry;
  return {
    id: entry.id,
    provider,
    name: entry.name ?? entry.id,
    baseUrl: baseUrl === undefined ? defaults.baseUrl : withVersion(baseUrl, defaults.versionPath),
    keyVariable: entry.key_variable === undefined ? defaults.keyVariable : entry.key_variable,
    limits: {
      contextTokens: entry.context_tokens ?? 8_192,
      outputTokens: entry.output_tokens ?? 2_048,
    },
    abilities: mergeAbilities(defaults.abilities, entry.abilities ?? {}),
    pageInput: entry.page_input ?? 'auto',
    prices:
      prices === undefined
        ? null
        : {
            input: prices.input,
            cachedInput: prices.cached_input ?? prices.input,
            output: prices.output,
          },
    pace: {
      concurrentCalls: entry.concurrent_calls ?? 16,
      requestsPerMinute: entry.requests_per_minute ?? null,
    },
    silenceMs: (entry.silence_seconds ?? 180) * 1_000,
    callMs: (entry.call_seconds ?? 900) * 1_000,
  };
}

function mergeAbilities(
  defaults: ModelAbilities,
  given: NonNullable<ModelEntry['abilities']>,
): ModelAbilities {
  const thinking = given.thinking ?? defaults.thinking;
  return {
    pdf: given.pdf ?? defaults.pdf,
    images: given.images ?? defaults.images,
    structuredOutput: given.structured_output ?? defaults.structuredOutput,
    thinking,
    thinkingOff: given.thinking_off ?? defaults.thinkingOff,
    temperature: given.temperature ?? defaults.temperature,
    seed: given.seed ?? defaults.seed,
    explicitContextCache: defaults.explicitContextCache,
  };
}

function withVersion(url: string, versionPath: string): string {
  const trimmed = url.replace(/\/+$/, '');
  return URL.canParse(trimmed) && new URL(trimmed).pathname === '/' ? `${trimmed}${versionPath}` : trimmed;
}
