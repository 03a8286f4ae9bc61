/** What went wrong at a provider, in our codes; whether a retry can help is decided here. Pure. */
import { APICallError } from '@ai-sdk/provider';
import { LeafcutterError, type ErrorCode } from '../errors.ts';
import type { ModelDefinition } from './definition.ts';

const longestMessage = 300;

/** @param now milliseconds since 1970, for a `Retry-After` that is a date */
export function modelError(thrown: unknown, model: ModelDefinition, now: number): LeafcutterError {
  if (thrown instanceof LeafcutterError) return thrown;
  const status = statusOf(thrown);
  const words = wordsOf(thrown);
  if (status === null) {
    return new LeafcutterError(
      'model_unavailable',
      `${model.id} at ${hostOf(model)} cannot be reached or broke off: ${words}`,
    );
  }
  const code = codeOf(status, `${words}\n${bodyOf(thrown)}`);
  // No `cause`: it would carry the prompt, and with it the document, into logs.
  return new LeafcutterError(code, sentenceOf(code, status, words, model), {
    retryAfterMs: retryAfterOf(thrown, now),
  });
}

function sentenceOf(code: ErrorCode, status: number, words: string, model: ModelDefinition): string {
  const key = model.keyVariable ?? 'no key';
  switch (code) {
    case 'rate_limited':
      return `${model.id} takes no more calls at the moment (${status}): ${words}`;
    case 'model_quota_exhausted':
      return `The account behind ${key} has nothing left for ${model.id} (${status}): ${words}`;
    case 'model_key_rejected':
      return `${hostOf(model)} does not take ${key} for ${model.id} (${status}): ${words}`;
    case 'model_context_exceeded':
      return `The prompt is longer than ${model.id} reads; set its context_tokens to what it really reads (${status}): ${words}`;
    case 'model_unavailable':
      return `${model.id} at ${hostOf(model)} has a fault (${status}): ${words}`;
    default:
      return `${hostOf(model)} refused the request for ${model.id} (${status}): ${words}`;
  }
}

function codeOf(status: number, words: string): ErrorCode {
  if (status === 429) return isQuota(words) ? 'model_quota_exhausted' : 'rate_limited';
  if (status === 402) return 'model_quota_exhausted';
  if (status === 401 || status === 403) return 'model_key_rejected';
  // Google answers a bad key with 400.
  if (status === 400 && /api[_ ]key[_ ](?:not valid|invalid|expired)/i.test(words))
    return 'model_key_rejected';
  if ((status === 400 || status === 413) && isTooLong(words)) return 'model_context_exceeded';
  if (status === 408 || status === 409 || status === 425 || status >= 500) return 'model_unavailable';
  return 'model_request_rejected';
}

/** A bill that is not paid is said with 429 too, and waiting does not help. */
function isQuota(words: string): boolean {
  return /insufficient_quota|billing (?:details|hard limit)|credit balance is too low/i.test(words);
}

function isTooLong(words: string): boolean {
  return /context[_ ](?:length|window)|maximum context|prompt is too long|input token count|too many (?:input )?tokens|exceeds? the (?:maximum|available) .{0,40}(?:tokens|context)/i.test(
    words,
  );
}

/** Null when no answer came, and when one began well and broke off (the SDK says 200 then). */
function statusOf(thrown: unknown): number | null {
  for (let error = thrown; typeof error === 'object' && error !== null;) {
    if ('statusCode' in error && typeof error.statusCode === 'number') {
      return error.statusCode < 400 ? null : error.statusCode;
    }
    error = 'cause' in error ? error.cause : null;
  }
  return null;
}

function wordsOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}

function bodyOf(thrown: unknown): string {
  return APICallError.isInstance(thrown) ? (thrown.responseBody ?? '') : '';
}

function hostOf(model: ModelDefinition): string {
  return URL.canParse(model.baseUrl) ? new URL(model.baseUrl).host : model.baseUrl;
}

/** Header `retry-after-ms`, `Retry-After` (seconds or a date), or Google's RetryInfo in the body. */
function retryAfterOf(thrown: unknown, now: number): number | null {
  if (!APICallError.isInstance(thrown)) return null;
  const headers = thrown.responseHeaders ?? {};
  const precise = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (Number.isFinite(precise)) return Math.max(0, precise);
  const after = headers['retry-after'];
  if (after !== undefined) {
    const seconds = Number(after);
    if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
    const date = Date.parse(after);
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }
  const delay = /"retryDelay"\s*:\s*"([\d.]+)s"/.exec(thrown.responseBody ?? '')?.[1];
  return delay === undefined ? null : Number(delay) * 1_000;
}
