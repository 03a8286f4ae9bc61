/**
 * The OpenAPI 3.1 document, made from the same Zod shapes that check requests (https://spec.openapis.org/oas/v3.1.1).
 * Zod writes the schemas; here they are put in their places, which `@fastify/swagger` would do for a part of them only
 * (it knows no media type beside a shape, and drops headers).
 */
import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import { contract } from '@leafcutter/client';
import type { Operation } from './operation.ts';
import type { RecordedRoute } from './recorded-routes.ts';
import { answerShapes, describeShapes, requestShapes, type JsonSchema } from './shapes.ts';

export interface OpenApi {
  readonly openapi: '3.1.1';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly security: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: object;
  };
}
export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
}
export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}
export interface OpenApiResponse {
  readonly description: string;
  readonly headers?: object;
  readonly content: Content;
}
type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

const answersAs = describeShapes(answerShapes, 'output');
const requestsAs = describeShapes(requestShapes, 'input');

export function openApiOf(routes: readonly RecordedRoute[]): OpenApi {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const route of routes) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Leafcutter',
      version: '1',
      description:
        'Turns documents into JSON that fits a JSON Schema, and shows for every value where it stands in the document.',
    },
    security: [{ BearerAuth: [] }],
    paths,
    components: {
      schemas: { ...requestsAs.schemas, ...answersAs.schemas },
      securitySchemes: { BearerAuth: { type: 'http', scheme: 'bearer', bearerFormat: 'API Key' } },
    },
  };
}

function operationOf({ schema, operation, method, url }: RecordedRoute): OpenApiOperation {
  const { params, querystring, headers, body } = schema;
  const parameters = [
    ...parametersOf('path', params),
    ...parametersOf('query', querystring),
    ...parametersOf('header', operation.multipart === undefined ? headers : contract.idempotencyHeaders),
  ];
  const { id, tag, summary, description } = operation;
  const content = bodyOf(body, operation);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(url.startsWith('/v1/') ? {} : { security: [] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(content === null || method === 'GET' ? {} : { requestBody: { required: true, content } }),
    responses: responsesOf(schema, operation),
  };
}

function parametersOf(place: OpenApiParameter['in'], shape: unknown): readonly OpenApiParameter[] {
  if (!(shape instanceof z.ZodObject)) return [];
  const { properties = {}, required = [] } = requestsAs.describe(shape);
  return Object.entries(properties).flatMap(([name, property]): OpenApiParameter[] => {
    if (typeof property === 'boolean') return [];
    const { description, ...schema } = property;
    return [
      {
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        ...(description === undefined ? {} : { description }),
        schema,
      },
    ];
  });
}

function bodyOf(body: unknown, { multipart }: Operation): Content | null {
  if (multipart !== undefined) return { 'multipart/form-data': { schema: requestsAs.describe(multipart) } };
  return body instanceof z.ZodType ? { 'application/json': { schema: requestsAs.describe(body) } } : null;
}

const phrases: Readonly<Record<string, string>> = {
  200: 'Successful Response',
  304: 'Not changed since the ETag of If-None-Match',
  401: 'No key, or one that is not valid',
  403: 'The key lacks the scope, or the Host header is not the loopback of a server without keys',
  404: 'Unknown, or of another tenant',
  409: 'The state does not allow it, or the Idempotency-Key stood with another request',
  413: 'Too large',
  415: 'Not a supported format',
  422: 'Validation Error',
  429: 'Too many requests',
  500: 'A fault of the server',
  503: 'The store does not answer',
  507: 'The store is full; nothing that was accepted is lost',
};

function responsesOf({ response }: FastifySchema, operation: Operation): Record<string, OpenApiResponse> {
  if (typeof response !== 'object' || response === null) return {};
  return Object.fromEntries(
    Object.entries(response).map(([status, shape]) => [
      status,
      {
        description: phrases[status] ?? 'Error',
        ...(status === '429' ? { headers: { 'Retry-After': { schema: { type: 'integer' } } } } : {}),
        content: contentOf(status, shape, operation),
      },
    ]),
  );
}

function contentOf(status: string, shape: unknown, { json, alsoProduces = [] }: Operation): Content {
  if (!(shape instanceof z.ZodType) || status === '304') return {};
  const own = { 'application/json': { schema: answersAs.describe(shape) } };
  if (status !== '200') return own;
  const others = alsoProduces.map((type) => [type, { schema: schemaOfMedia(type) }] as const);
  return { ...(json === false ? {} : own), ...Object.fromEntries(others) };
}

function schemaOfMedia(type: string): JsonSchema {
  return type.startsWith('text/') ? { type: 'string' } : { type: 'string', contentEncoding: 'binary' };
}
