/** One call of one model through the AI SDK: the port filled for a real provider. */
import type { LanguageModelV4, LanguageModelV4StreamPart, SharedV4Warning } from '@ai-sdk/provider';
import { LeafcutterError } from '../errors.ts';
import type { LanguageModel, Question, Reply } from '../extractors/model/language-model.ts';
import { modelError } from './call-errors.ts';
import type { ModelDefinition } from './definition.ts';
import { createGoogleCache, type GoogleCache } from './google-cache.ts';
import { callGivenUp, callHeard, createPatience, silenceFor } from './patience.ts';
import { requestOf } from './request.ts';
import { openSdkModel } from './sdk-models.ts';

/**
 * Answers are streamed, so that a model that hangs is told from one that is slow; how slow it is, its calls teach. One question is one request; nothing
 * is tried again here.
 *
 * @param key null when the endpoint needs none
 * @param now milliseconds since 1970
 */
export function createProviderModel(
  model: ModelDefinition,
  key: string | null,
  now: () => number = Date.now,
): LanguageModel {
  const sdk = openSdkModel(model, key);
  const cache = model.provider === 'google' ? createGoogleCache(model, key, now) : null;
  let patience = createPatience(model.silenceMs);
  return {
    id: model.id,
    limits: model.limits,
    abilities: model.abilities,
    pageInput: model.pageInput,
    async ask(question, signal) {
      signal.throwIfAborted();
      const size = sizeOf(question);
      const watch = createWatch(model, silenceFor(patience, size), signal);
      try {
        const reply = await call(sdk, cache, question, model, watch);
        patience = callHeard(patience, size, watch.longestSilenceMs());
        return reply;
      } catch (error) {
        signal.throwIfAborted();
        if (watch.expired() !== null) patience = callGivenUp(patience);
        throw modelError(watch.expired() ?? error, model, now());
      } finally {
        watch.stop();
      }
    },
  };
}

function sizeOf({ system, parts }: Question): number {
  return parts.reduce(
    (sum, part) => sum + (part.type === 'text' ? part.text.length : part.bytes.length),
    system.length,
  );
}

async function call(
  sdk: LanguageModelV4,
  cache: GoogleCache | null,
  question: Question,
  model: ModelDefinition,
  watch: Watch,
): Promise<Reply> {
  const warnings: string[] = [];
  const wantsCache = question.explicitContextCache && question.parts.length > 1;
  const kept = wantsCache && cache !== null ? await cache.nameOf(question, watch.signal) : null;
  if (kept !== null && 'reason' in kept) {
    warnings.push(`${model.id} did not keep the document in its explicit context cache (${kept.reason}).`);
  }
  const mark = wantsCache && model.provider === 'anthropic' ? ('mark' as const) : null;
  const request = requestOf(
    question,
    model,
    kept !== null && 'name' in kept ? { googleName: kept.name } : mark,
  );
  const { stream } = await sdk.doStream({ ...request.options, abortSignal: watch.signal });
  const reply = await collect(stream, watch);
  return { ...reply, warnings: [...warnings, ...request.warnings, ...reply.warnings] };
}

async function collect(stream: ReadableStream<LanguageModelV4StreamPart>, watch: Watch): Promise<Reply> {
  const text: string[] = [];
  const warnings: string[] = [];
  let end: Extract<LanguageModelV4StreamPart, { type: 'finish' }> | null = null;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value: part } = await watch.orExpire(reader.read());
      if (done) break;
      watch.heard();
      if (part.type === 'text-delta') text.push(part.delta);
      else if (part.type === 'stream-start') warnings.push(...part.warnings.map(sentenceOf));
      else if (part.type === 'error') throw part.error;
      else if (part.type === 'finish') end = part;
    }
  } finally {
    // Nothing is left of a stream that was given up; one that has ended does not mind.
    reader.cancel().catch(() => undefined);
  }
  const finish = end?.finishReason.unified ?? 'interrupted';
  if (end === null || finish === 'interrupted' || finish === 'error') {
    throw new Error('the answer ended without a stop reason');
  }
  return {
    text: text.join(''),
    finish: finishes[finish],
    usage: {
      calls: 1,
      inputTokens: end.usage.inputTokens.total ?? 0,
      cachedTokens: end.usage.inputTokens.cacheRead ?? 0,
      outputTokens: end.usage.outputTokens.total ?? 0,
    },
    warnings,
  };
}

const finishes = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'refused',
  'tool-calls': 'other',
  other: 'other',
} as const;

function sentenceOf(warning: SharedV4Warning): string {
  switch (warning.type) {
    case 'unsupported':
    case 'compatibility':
      return `The provider has no ${warning.feature}${warning.details === undefined ? '' : `: ${warning.details}`}.`;
    case 'deprecated':
    case 'other':
      return warning.message;
  }
}

/** Gives a call up that says nothing for too long, or takes too long. */
interface Watch {
  readonly signal: AbortSignal;
  /** Something was heard: the silence begins anew. */
  heard(): void;
  /** The promise, or an error as soon as the call is given up: some streams do not end when they are aborted. */
  orExpire<T>(promise: Promise<T>): Promise<T>;
  expired(): LeafcutterError | null;
  longestSilenceMs(): number;
  stop(): void;
}

function createWatch(model: ModelDefinition, silenceMs: number, signal: AbortSignal): Watch {
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  let reason: LeafcutterError | null = null;
  const expire = (seconds: number, what: string): void => {
    reason ??= new LeafcutterError(
      'model_timeout',
      `${model.id} ${what} ${Math.round(seconds * 10) / 10} s; it was given up.`,
    );
    own.abort(reason);
  };
  const silence = (): NodeJS.Timeout =>
    setTimeout(() => expire(silenceMs / 1_000, 'has said nothing for'), silenceMs);
  let quiet = silence();
  let heardAt = performance.now();
  let longest = 0;
  const whole = setTimeout(() => expire(model.callMs / 1_000, 'has not ended its answer in'), model.callMs);
  return {
    signal: both,
    heard() {
      clearTimeout(quiet);
      quiet = silence();
      const now = performance.now();
      longest = Math.max(longest, now - heardAt);
      heardAt = now;
    },
    orExpire(promise) {
      return new Promise((resolve, reject) => {
        const abort = (): void => reject(both.reason);
        if (both.aborted) abort();
        both.addEventListener('abort', abort, { once: true });
        promise.then(resolve, reject).finally(() => both.removeEventListener('abort', abort));
      });
    },
    expired: () => reason,
    longestSilenceMs: () => longest,
    stop() {
      clearTimeout(quiet);
      clearTimeout(whole);
    },
  };
}
