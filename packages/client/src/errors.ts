/** What a call can end with, other than an answer. */
import { z } from 'zod';
import { validationIssue, type ValidationIssue } from './contract/index.ts';

/** An answer with an error status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** One entry a fault for 422, else empty. */
  readonly issues: readonly ValidationIssue[];
  /** Seconds, from `Retry-After`; null when the server names none. */
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    detail: string,
    issues: readonly ValidationIssue[],
    retryAfterSeconds: number | null,
  ) {
    super(detail);
    this.status = status;
    this.issues = issues;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No answer: the connection was refused or broke. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** An answer or event that does not have the contract's shape. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

const errorBody = z.object({ detail: z.union([z.string(), z.array(validationIssue)]) });

/** The error that a response with a status of 400 or more stands for; reads its body. */
export async function errorOf(response: Response): Promise<ApiError> {
  const seconds = secondsOf(response.headers.get('retry-after'));
  const text = await response.text().catch(() => '');
  const parsed = errorBody.safeParse(parseJson(text));
  if (!parsed.success)
    return new ApiError(response.status, text.slice(0, 500) || response.statusText, [], seconds);
  const { detail } = parsed.data;
  if (typeof detail === 'string') return new ApiError(response.status, detail, [], seconds);
  const sentence = detail.map((issue) => `${issue.loc.join('.')}: ${issue.msg}`).join('; ');
  return new ApiError(response.status, sentence, detail, seconds);
}

/** Seconds, or the date that proxies write (RFC 9110, 10.2.3). */
function secondsOf(retryAfter: string | null): number | null {
  if (retryAfter === null || retryAfter.trim() === '') return null;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds : null;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? null : Math.max(0, (date - Date.now()) / 1000);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
