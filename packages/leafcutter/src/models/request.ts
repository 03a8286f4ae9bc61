/** A question as the AI SDK sends it, and what of it the model has no way to honour. Pure. */
import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FilePart,
  LanguageModelV4TextPart,
} from '@ai-sdk/provider';
import type { Question, QuestionPart } from '../extractors/model/language-model.ts';
import { closeSchema, sdkSchema } from './answer-schema.ts';
import { leastWithThinking } from './anthropic-thinking.ts';
import type { ModelDefinition } from './definition.ts';

export interface Request {
  readonly options: LanguageModelV4CallOptions;
  readonly warnings: readonly string[];
}

/** @param cached how the provider keeps the prompt up to the last part; null: not asked for, or not kept */
export function requestOf(
  question: Question,
  model: ModelDefinition,
  cached: { readonly googleName: string } | 'mark' | null,
): Request {
  const { abilities } = model;
  const asked = question.thinking;
  const onServer = cached !== null && cached !== 'mark';
  const sent = onServer ? question.parts.slice(-1) : question.parts;
  const content = sent.map((part, index) => {
    const kept = cached === 'mark' && index === sent.length - 2;
    return kept
      ? { ...partOf(part), providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } } }
      : partOf(part);
  });
  const schema = abilities.structuredOutput ? question.answerSchema : null;
  return {
    options: {
      prompt: [
        ...(onServer ? [] : [{ role: 'system' as const, content: question.system }]),
        { role: 'user', content },
      ],
      maxOutputTokens: Math.min(question.maxOutputTokens, model.limits.outputTokens),
      ...(question.temperature === null || !abilities.temperature
        ? {}
        : { temperature: question.temperature }),
      ...(question.seed === null || !abilities.seed ? {} : { seed: question.seed }),
      ...(schema === null
        ? {}
        : {
            responseFormat: {
              type: 'json' as const,
              schema: sdkSchema(model.provider === 'google' ? schema : closeSchema(schema)),
              name: 'answer',
            },
          }),
      ...(asked === null || !abilities.thinking ? {} : { reasoning: asked ? thinkingEffort(model) : 'none' }),
      ...(onServer ? { providerOptions: { google: { cachedContent: cached.googleName } } } : {}),
    },
    warnings: warningsOf(question, model),
  };
}

/** Those that think by themselves keep their own measure. */
function thinkingEffort(model: ModelDefinition): 'provider-default' | 'medium' {
  return model.provider === 'google' ? 'provider-default' : 'medium';
}

function partOf(part: QuestionPart): LanguageModelV4TextPart | LanguageModelV4FilePart {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return { type: 'file', mediaType: part.mediaType, data: { type: 'data', data: part.bytes } };
    case 'pdf':
      return {
        type: 'file',
        mediaType: 'application/pdf',
        filename: 'document.pdf',
        data: { type: 'data', data: part.bytes },
      };
  }
}

function warningsOf(
  question: Question,
  { id, abilities, limits, provider }: ModelDefinition,
): readonly string[] {
  const most = Math.min(question.maxOutputTokens, limits.outputTokens);
  const warnings: string[] = [];
  if (question.temperature !== null && !abilities.temperature) {
    warnings.push(`${id} has no temperature; its own was used.`);
  }
  if (question.seed !== null && !abilities.seed) warnings.push(`${id} has no seed; it was not sent.`);
  if (question.thinking === true && !abilities.thinking) warnings.push(`${id} has no thinking to enable.`);
  if (question.thinking === true && provider === 'anthropic' && most < leastWithThinking) {
    warnings.push(`${id} may not have thought: ${most} tokens are too few for thinking and answer.`);
  }
  if (question.thinking === false && abilities.thinking && !abilities.thinkingOff) {
    warnings.push(`${id} cannot be kept from thinking; it was asked to think as little as it can.`);
  }
  if (question.explicitContextCache && !abilities.explicitContextCache) {
    warnings.push(
      provider === 'openai'
        ? `${id} has no explicit context cache; it keeps prompts by itself.`
        : `${id} has no explicit context cache.`,
    );
  }
  return warnings;
}
