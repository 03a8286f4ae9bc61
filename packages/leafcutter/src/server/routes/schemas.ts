/** /v1/extract/schemas */
import { contract } from '@leafcutter/client';
import { z } from 'zod';
import { callerOf } from '../gate-hook.ts';
import { answers, posting, writing, type RouteParts, type Server } from '../operation.ts';

const params = z.object({ schema_id: z.string() });
const headers = contract.idempotencyHeaders;

export function schemaRoutes(server: Server, { service: { schemas } }: RouteParts): void {
  server.post(
    '/v1/extract/schemas',
    {
      config: {
        operation: {
          id: 'create_schema_extract_schemas_post',
          tag: 'schemas',
          summary: 'Create Schema',
          description:
            'Keeps a JSON Schema of the dialect. One outside of it is refused with an entry for each fault, whose `loc` is the place in `schema_definition`.',
        },
      },
      schema: { headers, body: contract.schemaCreate, response: answers(contract.schemaInfo, ...posting) },
    },
    (request) => schemas.create(callerOf(request).tenant, request.body, request.keyed?.id),
  );

  server.post(
    '/v1/extract/schemas/validate',
    {
      config: {
        operation: {
          id: 'validate_schema',
          tag: 'schemas',
          summary: 'Validate Schema',
          description: 'The dialect check, the leaf count and the plan of subtrees; nothing is stored.',
        },
      },
      schema: { headers, body: contract.schemaValidate, response: answers(contract.schemaCheck, ...posting) },
    },
    async ({ body }) => schemas.validate(body.schema_definition),
  );

  server.get(
    '/v1/extract/schemas',
    {
      config: {
        operation: {
          id: 'list_schemas_extract_schemas_get',
          tag: 'schemas',
          summary: 'List Schemas',
        },
      },
      schema: { querystring: contract.listQuery, response: answers(contract.schemaList) },
    },
    (request) => schemas.list(callerOf(request).tenant, request.query),
  );

  server.get(
    '/v1/extract/schemas/:schema_id',
    {
      config: {
        operation: {
          id: 'get_schema_extract_schemas__schema_id__get',
          tag: 'schemas',
          summary: 'Get Schema',
        },
      },
      schema: { params, response: answers(contract.schemaInfo, 404) },
    },
    (request) => schemas.get(callerOf(request).tenant, request.params.schema_id),
  );

  server.put(
    '/v1/extract/schemas/:schema_id',
    {
      config: {
        operation: {
          id: 'update_schema_extract_schemas__schema_id__put',
          tag: 'schemas',
          summary: 'Update Schema',
          description:
            'Makes a new version; what is left out or null stays as it is. Jobs keep the version that they started with.',
        },
      },
      schema: {
        params,
        body: contract.schemaUpdate,
        response: answers(contract.schemaInfo, 404, 413, 415, ...writing),
      },
    },
    (request) => schemas.update(callerOf(request).tenant, request.params.schema_id, request.body),
  );

  server.delete(
    '/v1/extract/schemas/:schema_id',
    {
      config: {
        operation: {
          id: 'delete_schema_extract_schemas__schema_id__delete',
          tag: 'schemas',
          summary: 'Delete Schema',
          description: 'Its jobs go on.',
        },
      },
      schema: { params, response: answers(contract.message, 404, ...writing) },
    },
    async (request) => {
      await schemas.delete(callerOf(request).tenant, request.params.schema_id);
      return { message: 'The schema was deleted.' };
    },
  );
}
