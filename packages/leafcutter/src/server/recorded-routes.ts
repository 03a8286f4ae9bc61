/** The routes that were added, for the OpenAPI document and for 405. */
import type { FastifySchema } from 'fastify';
import type { Operation, Server } from './operation.ts';

export interface RecordedRoute {
  readonly method: string;
  /** As Fastify writes it: `/v1/extract/jobs/:job_id`. */
  readonly url: string;
  readonly schema: FastifySchema;
  readonly operation: Operation;
}

/** Grows with every route that has an operation. */
export function recordRoutes(server: Server): readonly RecordedRoute[] {
  const routes: RecordedRoute[] = [];
  server.addHook('onRoute', ({ method, url, schema, config }) => {
    if (config?.operation === undefined) return;
    for (const one of [method].flat())
      routes.push({ method: one, url, schema: schema ?? {}, operation: config.operation });
  });
  return routes;
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'] as const;

/** 405 with `Allow` at every address that knows other methods. */
export function refuseOtherMethods(server: Server, routes: readonly RecordedRoute[]): void {
  const allowed = new Map<string, Set<string>>();
  for (const { url, method } of routes) allowed.set(url, (allowed.get(url) ?? new Set()).add(method));
  for (const [url, known] of allowed) {
    server.route({
      method: methods.filter((method) => !known.has(method)),
      url,
      // A body is of no interest.
      onRequest: async (_request, reply) => {
        const allow = [...known].join(', ');
        return reply
          .code(405)
          .header('allow', allow)
          .send({ detail: `This address takes ${allow}.` });
      },
      handler: () => undefined,
    });
  }
}
