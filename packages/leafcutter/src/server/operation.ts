/** What a route says of itself beside its Zod shapes: for the OpenAPI document, its page, and the answers of errors. */
import type { FastifyInstance, FastifyBaseLogger, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { contract } from '@leafcutter/client';
import type { EventStreams } from './event-stream.ts';
import type { Service } from '../service/index.ts';

export type Tag = 'documents' | 'schemas' | 'jobs' | 'system';

export interface Operation {
  /** `operationId`. */
  readonly id: string;
  readonly tag: Tag;
  /** A few words. */
  readonly summary: string;
  /** One paragraph or more. */
  readonly description?: string;
  /** The shape of a `multipart/form-data` body. */
  readonly multipart?: z.ZodObject;
  /** Media types that the answer may have instead of JSON, or beside it. */
  readonly alsoProduces?: readonly string[];
  /** False: the answer is never JSON. */
  readonly json?: false;
  /** Where a fault stands that the document itself has, such as a missing password. */
  readonly faultOfDocument?: readonly string[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation;
  }
}

export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What routes are made over. */
export interface RouteParts {
  readonly service: Service;
  readonly streams: EventStreams;
}

const errorShapes = {
  400: contract.errorBody,
  401: contract.errorBody,
  403: contract.errorBody,
  404: contract.errorBody,
  405: contract.errorBody,
  409: contract.errorBody,
  413: contract.errorBody,
  415: contract.errorBody,
  422: contract.validationErrorBody,
  429: contract.errorBody,
  500: contract.errorBody,
  503: contract.errorBody,
  507: contract.errorBody,
} as const;
export type ErrorStatus = keyof typeof errorShapes;

/** What every route can come to: no key, not enough rights, faults of the request, too many, a fault of ours, the store away. */
const always = [401, 403, 422, 429, 500, 503] as const satisfies readonly ErrorStatus[];
/** What every route can come to that writes: the store is full. */
export const writing = [507] as const satisfies readonly ErrorStatus[];
/** What every route can come to that reads a body and honours `Idempotency-Key`. */
export const posting = [409, 413, 415, 507] as const satisfies readonly ErrorStatus[];

/** The shapes of a route's answers; the type of its handler hangs on that of 200 alone. */
export function answers<Ok extends z.ZodType>(ok: Ok, ...others: readonly ErrorStatus[]): { 200: Ok } {
  const statuses = [...new Set([...always, ...others])].toSorted((a, b) => a - b);
  return { 200: ok, ...Object.fromEntries(statuses.map((status) => [status, errorShapes[status]])) };
}
