/** What is not about documents: models, health, the interface's own description. */
import { contract } from '@leafcutter/client';
import { z } from 'zod';
import { callerOf } from '../gate-hook.ts';
import { docsPage } from '../docs-page.ts';
import { openApiOf } from '../openapi.ts';
import { answers, type RouteParts, type Server } from '../operation.ts';
import type { RecordedRoute } from '../recorded-routes.ts';

export function systemRoutes(
  server: Server,
  { service }: RouteParts,
  routes: readonly RecordedRoute[],
): void {
  server.get(
    '/v1/models',
    {
      config: {
        operation: {
          id: 'list_models',
          tag: 'system',
          summary: 'List Models',
          description: 'The models that `config.model` can name, with their limits and whether a key is set.',
        },
      },
      schema: { response: answers(contract.modelList) },
    },
    async () => service.models.list(),
  );

  server.get(
    '/v1/usage',
    {
      config: {
        operation: {
          id: 'get_usage',
          tag: 'system',
          summary: 'Get Usage',
          description:
            'By day and model: ended jobs, pages, tokens, and what they cost where prices are set.',
        },
      },
      schema: { querystring: contract.usageQuery, response: answers(contract.usageReport) },
    },
    (request) => service.usage(callerOf(request).tenant, request.query),
  );

  server.get(
    '/readyz',
    {
      config: { operation: { id: 'readyz', tag: 'system', summary: 'Can it do its work?' } },
      schema: { response: { 200: contract.readiness, 503: contract.readiness } },
    },
    async (_request, reply) => {
      const parts = await service.readiness();
      const ready = parts.store && parts.blobs && parts.engine;
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready', ...parts });
    },
  );

  server.get(
    '/healthz',
    {
      config: { operation: { id: 'healthz', tag: 'system', summary: 'Is it alive?' } },
      schema: { response: { 200: contract.health } },
    },
    async () => ({ status: 'ok' as const }),
  );

  let document: string | null = null;
  const text = (): string => (document ??= JSON.stringify(openApiOf(routes)));
  server.get(
    '/openapi.json',
    {
      config: { operation: { id: 'openapi', tag: 'system', summary: 'This description' }, need: 'page' },
      schema: { response: { 200: z.unknown() } },
    },
    async (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .serializer((body: string) => body)
        .send(text()),
  );

  let page: string | null = null;
  server.get(
    '/docs',
    {
      config: {
        operation: {
          id: 'docs',
          tag: 'system',
          summary: 'This description, for people',
          json: false,
          alsoProduces: ['text/html'],
        },
        need: 'page',
      },
      schema: { response: { 200: z.unknown() } },
    },
    async (_request, reply) => {
      page ??= docsPage(openApiOf(routes));
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
        .serializer((body: string) => body)
        .send(page);
    },
  );
}
