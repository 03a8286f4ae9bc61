/** What becomes of an error: a status and a sentence, and nothing of the inside. */
import type { ValidationIssue } from '@leafcutter/client';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorTable, LeafcutterError, type ErrorCode } from '../errors.ts';
import { issuesOfError, issuesOfShape, jsonInvalid, ShapeError } from './faults.ts';
import { JsonInvalid } from './json-body.ts';

interface ErrorAnswer {
  readonly status: number;
  readonly detail: string | readonly ValidationIssue[];
  readonly retryAfterSeconds?: number;
}

/** Told in place of what only the operator should read, who finds it in the log under the request's id. */
const ownSentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  internal: 'Something went wrong here; the log of the server has it under this request id.',
  store_locked: 'The store is held by another process; the operator of this server can help.',
  store_newer: 'The store belongs to a later release; the operator of this server can help.',
  output_unwritable: 'The answer could not be written; the operator of this server can help.',
};
/** Seconds after which it is worth asking again. */
const retryAfterSeconds: Readonly<Record<number, number>> = { 429: 1, 503: 5, 507: 60 };

export function answerOf(error: unknown, request: FastifyRequest): ErrorAnswer {
  if (error instanceof ShapeError) return { status: 422, detail: issuesOfShape(error) };
  if (error instanceof JsonInvalid) return { status: 422, detail: [jsonInvalid(error.message)] };
  if (error instanceof LeafcutterError) return answerOfOurs(error, request);
  return answerOfFramework(error);
}

function answerOfOurs(error: LeafcutterError, request: FastifyRequest): ErrorAnswer {
  // A wrong value of a request is the client's fault, whatever it is called elsewhere.
  const status = error.code === 'usage' ? 422 : errorTable[error.code].status;
  if (status === 422) {
    const place = request.routeOptions.config.operation?.faultOfDocument ?? ['path'];
    return { status, detail: issuesOfError(error, place) };
  }
  const seconds = retryAfterSeconds[status];
  const detail = ownSentences[error.code] ?? error.message;
  return { status, detail, ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }) };
}

function answerOfFramework(error: unknown): ErrorAnswer {
  const status = statusOf(error);
  switch (status) {
    case 400:
      return {
        status: 422,
        detail: [jsonInvalid('The body cannot be read; check its length and its JSON.')],
      };
    case 404:
    case 414:
      return { status: 404, detail: 'There is nothing at this address; see /docs.' };
    case 413:
      return { status, detail: 'The body is larger than this route takes.' };
    case 415:
      return { status, detail: 'This route does not take a body of this Content-Type; see /docs.' };
    default:
      return { status: 500, detail: ownSentences.internal ?? '' };
  }
}

function statusOf(error: unknown): number {
  if (!(error instanceof Error)) return 500;
  const { statusCode }: Partial<FastifyError> = error;
  return statusCode ?? 500;
}

/** Sends it, and logs what is a fault of ours. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, detail, retryAfterSeconds: seconds } = answerOf(error, request);
  if (status >= 500) request.log.error({ err: error }, 'a request failed');
  if (seconds !== undefined) void reply.header('retry-after', String(seconds));
  return reply.code(status).type('application/json; charset=utf-8').send({ detail });
}
