/**
 * Logs: a line of JSON each. What a line may hold is decided here, so that no document text, value, key or name of a file ever
 * gets there: ids, routes, numbers, codes. Messages of errors stay out, since others than us write them.
 */
import {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import { pino } from 'pino';
import { v7 } from 'uuid';
import { LeafcutterError } from '../errors.ts';

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request failed of, if it did; for the log. */
    failure: unknown;
  }
}

/** @param write takes one line with its line break */
export function createLogger(level: LogLevel, write: (line: string) => void): FastifyBaseLogger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFacts, error: errorFacts, req: () => undefined, res: () => undefined },
      hooks: {
        // Without a text of ours pino takes the error's message.
        logMethod(given, method) {
          if (given.length === 1 && typeof given[0] === 'object') method.apply(this, [given[0], '']);
          else method.apply(this, given);
        },
      },
    },
    { write },
  );
}

/** What Fastify is made with, so that it says nothing of requests by itself. */
export function loggingOptions(
  logger: FastifyBaseLogger,
): Pick<FastifyServerOptions, 'loggerInstance' | 'logController' | 'genReqId'> {
  return {
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => requestId(headers),
  };
}

export interface ErrorFacts {
  readonly name: string;
  readonly code?: string;
  /** Stack frames, without the message. */
  readonly at: readonly string[];
  readonly cause?: ErrorFacts;
}

const maxFrames = 12;
const maxCauses = 3;

/** What a log may say of an error. */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const code = error instanceof LeafcutterError ? error.code : 'code' in error ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(typeof code === 'string' && /^\w{1,60}$/.test(code) ? { code } : {}),
    at: frames.slice(0, maxFrames).map((line) => line.trim()),
    ...(error.cause === undefined || depth >= maxCauses ? {} : { cause: errorFacts(error.cause, depth + 1) }),
  };
}

/** A proxy's own id of the request is kept when it is a plain word. */
export function requestId(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : v7();
}

/** The route's pattern; what was really asked for may hold anything. */
export function routeOf(request: FastifyRequest): string {
  return request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
}

/** A line a request when it has been answered: at `info` where something changed or failed, else at `debug`. */
export function logRequests(app: FastifyInstance): void {
  app.decorateRequest('failure', null);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onError', (request, _reply, error, done) => {
    request.failure = error;
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    logAnswer(request, reply);
    done();
  });
}

function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode: status } = reply;
  const level = status >= 500 ? 'error' : status >= 400 || request.method !== 'GET' ? 'info' : 'debug';
  if (level === 'debug' && request.log.level !== 'debug') return;
  request.log[level](
    {
      method: request.method,
      route: routeOf(request),
      ...idIn(request.params),
      status,
      ms: Math.round(reply.elapsedTime),
      ...(status >= 500 && request.failure !== null ? { err: request.failure } : {}),
      ...(request.caller === null ? {} : { key: request.caller.keyId, tenant: request.caller.tenant }),
    },
    'answered',
  );
}

/** The id that the path names, where it is one. */
function idIn(parameters: unknown): { readonly id?: string } {
  if (typeof parameters !== 'object' || parameters === null) return {};
  const id = Object.values(parameters).find(
    (value) => typeof value === 'string' && /^[0-9a-f-]{36}$/i.test(value),
  );
  return typeof id === 'string' ? { id } : {};
}
