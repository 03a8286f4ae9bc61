import { z } from 'zod';
import { jsonObject, listPage, storableText, timestamp } from './common.ts';

const name = z.string().min(1).max(500).regex(storableText);
const description = z.string().max(100_000).regex(storableText).nullish();

export const schemaCreate = z.object({
  name,
  schema_definition: jsonObject,
  description,
  metadata: jsonObject.nullish(),
});
export type SchemaCreate = z.input<typeof schemaCreate>;

/** A partial update; what is left out or null stays as it is. */
export const schemaUpdate = z.object({
  name: name.nullish(),
  schema_definition: jsonObject.nullish(),
  description,
  metadata: jsonObject.nullish(),
});
export type SchemaUpdate = z.input<typeof schemaUpdate>;

export const schemaInfo = z.object({
  schema_id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  schema_definition: jsonObject,
  metadata: jsonObject,
  created_at: timestamp,
  updated_at: timestamp,
  /** 1-based; a job keeps the version that it started with. Ours. */
  version: z.int().min(1),
});
export type SchemaInfo = z.infer<typeof schemaInfo>;

export const schemaList = z.object({ schemas: z.array(schemaInfo), ...listPage });
export type SchemaList = z.infer<typeof schemaList>;

export const schemaValidate = z.object({ schema_definition: jsonObject });
export const schemaCheck = z.object({
  leaf_count: z.int().min(0),
  warnings: z.array(z.string()),
  subtrees: z.array(
    z.object({
      subtree: z.string(),
      kind: z.enum(['object', 'array']),
      paths: z.array(z.string()),
      leaf_count: z.int(),
    }),
  ),
});
export type SchemaCheck = z.infer<typeof schemaCheck>;
