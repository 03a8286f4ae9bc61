/** The vendors' clients of the AI SDK, one way to open each. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { fetchThinkingWithin } from './anthropic-thinking.ts';
import type { ModelDefinition } from './definition.ts';

/** @param key null when the endpoint needs none */
export function openSdkModel(model: ModelDefinition, key: string | null): LanguageModelV4 {
  const baseURL = model.baseUrl;
  switch (model.provider) {
    case 'google':
      return createGoogleGenerativeAI({ baseURL, apiKey: key ?? 'none' })(model.name);
    case 'openai':
      // Chat completions, not responses: what every endpoint behind OPENAI_BASE_URL speaks.
      return createOpenAI({ baseURL, apiKey: key ?? 'none' }).chat(model.name);
    case 'anthropic':
      return createAnthropic({ baseURL, apiKey: key ?? 'none', fetch: fetchThinkingWithin })(model.name);
    case 'openai_compatible':
      return createOpenAICompatible({
        name: 'endpoint',
        baseURL,
        includeUsage: true,
        supportsStructuredOutputs: model.abilities.structuredOutput,
        ...(key === null ? {} : { apiKey: key }),
      })(model.name);
  }
}
