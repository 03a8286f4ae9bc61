/** Names of the contract's shapes in the OpenAPI document; the published ones where the published service has one. */
import { contract } from '@leafcutter/client';
import { z } from 'zod';

/** By name; a shape may stand under one name for requests and another for answers. */
export const answerShapes = {
  HTTPValidationError: contract.validationErrorBody,
  ValidationError: contract.validationIssue,
  Error: contract.errorBody,
  Message: contract.message,
  DocumentInfoResponse: contract.documentInfo,
  DocumentListResponse: contract.documentList,
  PageView: contract.pageView,
  SchemaResponse: contract.schemaInfo,
  SchemaListResponse: contract.schemaList,
  SchemaCheck: contract.schemaCheck,
  DocumentStatusEnum: contract.jobStatus,
  ProgressInfo: contract.progressInfo,
  ExtractConfig: contract.extractConfig,
  FailedSubtree: contract.failedSubtree,
  JobCreatedResponse: contract.jobCreated,
  JobStatusResponse: contract.jobInfo,
  JobSummary: contract.jobSummary,
  JobListResponse: contract.jobList,
  JobResultsResponse: contract.jobResults,
  ResultMetadata: contract.resultMetadata,
  JobEvent: contract.jobEvent,
  ModelInfo: contract.modelInfo,
  ModelListResponse: contract.modelList,
  UsageReport: contract.usageReport,
  Health: contract.health,
  Readiness: contract.readiness,
} as const satisfies Readonly<Record<string, z.ZodType>>;

export const requestShapes = {
  SchemaCreateRequest: contract.schemaCreate,
  SchemaUpdateRequest: contract.schemaUpdate,
  SchemaValidateRequest: contract.schemaValidate,
  JobConfig: contract.jobConfig,
  JobOptions: contract.jobOptions,
  JobCreateRequest: contract.jobCreate,
  JobResultsUpdateRequest: contract.resultsUpdate,
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type JsonSchema = z.core.JSONSchema.BaseSchema;

interface Described {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** A reference when the shape has a name, else the schema itself. */
  describe(shape: z.ZodType): JsonSchema;
}

/** @param io whether a shape is described as clients send it, or as they get it */
export function describeShapes(
  named: Readonly<Record<string, z.ZodType>>,
  io: 'input' | 'output',
): Described {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.ZodType, string>();
  for (const [id, shape] of Object.entries(named)) {
    registry.add(shape, { id });
    names.set(shape, id);
  }
  const referenceTo = (id: string): string => `#/components/schemas/${id}`;
  const { schemas } = z.toJSONSchema(registry, { io, uri: referenceTo, unrepresentable: 'any' });
  return {
    schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, strip(schema)])),
    describe(shape) {
      const id = names.get(shape);
      if (id !== undefined) return { $ref: referenceTo(id) };
      return strip(z.toJSONSchema(shape, { io, unrepresentable: 'any' }));
    },
  };
}

/** The document says once which dialect its schemas have. */
function strip(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema' && name !== '$id'));
}
