/** The HTTP server: routes over the use cases, with the contract's conventions around them. It knows nothing but HTTP. */
import multipart from '@fastify/multipart';
import fastify, { type FastifyBaseLogger } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Gate } from '../access/index.ts';
import type { Service } from '../service/index.ts';
import { sendError } from './error-answers.ts';
import { defaultStreamTimes, EventStreams, type StreamTimes } from './event-stream.ts';
import { checkRequest } from './faults.ts';
import { addGate } from './gate-hook.ts';
import { honourIdempotencyKeys } from './idempotency.ts';
import { parseJsonBody } from './json-body.ts';
import { loggingOptions, logRequests } from './logging.ts';
import { addMetrics, type Metrics } from './metrics.ts';
import type { RouteParts, Server } from './operation.ts';
import { recordRoutes, refuseOtherMethods } from './recorded-routes.ts';
import { documentRoutes } from './routes/documents.ts';
import { jobRoutes } from './routes/jobs.ts';
import { resultRoutes } from './routes/results.ts';
import { schemaRoutes } from './routes/schemas.ts';
import { systemRoutes } from './routes/system.ts';

export interface ServerOptions {
  readonly service: Service;
  /** Asked before anything else of a request is read. */
  readonly gate: Gate;
  /** Default: nothing is logged. */
  readonly logger?: FastifyBaseLogger;
  /** Default: there is no `/metrics`. */
  readonly metrics?: Metrics;
  readonly streamTimes?: StreamTimes;
  /** Answers that do not have the contract's shape become errors: for tests. Default false. */
  readonly checkAnswers?: boolean;
}

/** Bytes of a JSON body: results with attributions are large. */
const maxBodyBytes = 32_000_000;
/** A request that has not been read whole by then is cut off: 200 MB over a slow line fit. */
const requestTimeoutMs = 30 * 60_000;
const keepAliveMs = 72_000;
const longestId = 500;

/** All routes but the ones that another part adds before `ready`; it listens where `listen` says. */
export function createServer(options: ServerOptions): Server {
  const { service, gate, logger } = options;
  const server: Server = fastify({
    ...(logger === undefined ? {} : loggingOptions(logger)),
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: longestId },
    frameworkErrors: (error, request, reply) => sendError(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();

  server.setValidatorCompiler(checkRequest);
  server.setSerializerCompiler(
    options.checkAnswers === true ? serializerCompiler : () => (data) => JSON.stringify(data),
  );
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ detail: 'There is nothing at this address; see /docs.' }),
  );
  readBodies(server);
  const routes = recordRoutes(server);
  addGate(server, gate);
  logRequests(server);
  if (options.metrics !== undefined) addMetrics(server, options.metrics);
  honourIdempotencyKeys(server, service);

  const streams = new EventStreams(options.streamTimes ?? defaultStreamTimes, (open) =>
    options.metrics?.watchers.set(open),
  );
  server.addHook('preClose', async () => streams.close());
  const parts: RouteParts = { service, streams };
  documentRoutes(server, parts);
  schemaRoutes(server, parts);
  jobRoutes(server, parts);
  resultRoutes(server, parts);
  systemRoutes(server, parts, routes);
  refuseOtherMethods(server, routes);
  return server;
}

function readBodies(server: Server): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    request.bodyText = text;
    try {
      // A POST that has nothing to say may still name the type of its empty body.
      const none = text === '' && request.routeOptions.schema?.body === undefined;
      done(null, none ? undefined : parseJsonBody(text));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  // How much a file may have is counted where it is kept; here is only what bounds the rest.
  void server.register(multipart, {
    limits: { fileSize: Infinity, files: 1, fields: 20, parts: 21, fieldNameSize: 200, fieldSize: 4_096 },
    throwFileSizeLimit: false,
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** A JSON body as it came. */
    bodyText?: string;
  }
}
