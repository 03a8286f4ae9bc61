/** Schemas and their versions: checked before they are kept. */
import type { SchemaCheck, SchemaInfo, SchemaList } from '@leafcutter/client';
import { sql } from 'kysely';
import { planSchema } from '../planning/plan.ts';
import { checkSchema } from '../schema/index.ts';
import type { Query } from '../storage/database.ts';
import {
  deleteSchema,
  findNewestVersions,
  findSchema,
  insertSchema,
  lockSchema,
  updateSchema,
  type SchemaRow,
  type SchemaVersionRow,
} from '../storage/schemas.ts';
import { notFound } from './errors.ts';
import { newId, readId } from './ids.ts';
import { listRequest, pageOf, readList, type ListQuery } from './lists.ts';
import type { ServiceParts } from './parts.ts';
import { isoTime } from './time.ts';

export interface SchemaDraft {
  readonly name: string;
  readonly schema_definition: Readonly<Record<string, unknown>>;
  readonly description?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
}
/** What is left out or null stays as it is. */
export type SchemaChange = { readonly [Key in keyof SchemaDraft]?: SchemaDraft[Key] | null | undefined };

export interface Schemas {
  /**
   * @param id a new one of its own; the same again gives the schema that is there
   * @throws LeafcutterError schema_invalid, with one `details` entry a fault
   */
  create(tenant: string, draft: SchemaDraft, id?: string): Promise<SchemaInfo>;
  /** @throws LeafcutterError request_invalid, when the cursor is none */
  list(tenant: string, query: ListQuery): Promise<SchemaList>;
  /** @throws LeafcutterError not_found */
  get(tenant: string, id: string): Promise<SchemaInfo>;
  /** A new version. @throws LeafcutterError not_found, schema_invalid */
  update(tenant: string, id: string, change: SchemaChange): Promise<SchemaInfo>;
  /** Its jobs go on. @throws LeafcutterError not_found */
  delete(tenant: string, id: string): Promise<void>;
  /** The dialect check and the plan, without storing anything. @throws LeafcutterError schema_invalid */
  validate(definition: unknown): SchemaCheck;
}

const columns = [
  'id',
  'name',
  'description',
  'metadata',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof SchemaRow)[];
type ListedSchema = Pick<SchemaRow, (typeof columns)[number]>;

export function createSchemas({ database, now }: ServiceParts): Schemas {
  const found = async (query: Query, tenant: string, text: string): Promise<SchemaInfo> => {
    const id = readId(text);
    const row = id === null ? null : await findSchema(query, tenant, id);
    if (row === null) throw notFound('schema');
    return viewOf(row, (await findNewestVersions(query, [row.id])).get(row.id));
  };

  return {
    async create(tenant, draft, id = newId()) {
      const { hash } = checkSchema(draft.schema_definition);
      const text = {
        name: draft.name,
        description: draft.description ?? null,
        metadata: JSON.stringify(draft.metadata ?? {}),
        definition: JSON.stringify(draft.schema_definition),
        hash,
      };
      const at = now();
      return await database.transaction(async (query) => {
        if ((await findSchema(query, tenant, id)) === null) await insertSchema(query, id, tenant, text, at);
        return await found(query, tenant, id);
      });
    },

    async list(tenant, query) {
      const request = { ...listRequest(tenant, query), where: sql`deleted_at is null` };
      const page = await readList<ListedSchema>(database, 'schemas', columns, request);
      const ids = page.rows.map(({ id }) => id);
      const versions = await database.run((run) => findNewestVersions(run, ids));
      return { schemas: page.rows.map((row) => viewOf(row, versions.get(row.id))), ...pageOf(page) };
    },

    get: (tenant, id) => database.run((query) => found(query, tenant, id)),

    async update(tenant, text, change) {
      const checked =
        change.schema_definition === undefined || change.schema_definition === null
          ? null
          : checkSchema(change.schema_definition);
      const at = now();
      return await database.transaction(async (query) => {
        const id = readId(text) ?? '';
        const row = await lockSchema(query, tenant, id);
        const last = row === null ? undefined : (await findNewestVersions(query, [id])).get(id);
        if (row === null || last === undefined) throw notFound('schema');
        await updateSchema(
          query,
          tenant,
          id,
          {
            name: change.name ?? row.name,
            description: change.description ?? row.description,
            metadata:
              change.metadata === undefined || change.metadata === null
                ? row.metadata
                : JSON.stringify(change.metadata),
            definition: checked === null ? last.definition : JSON.stringify(checked.definition),
            hash: checked?.hash ?? last.hash,
          },
          at,
        );
        return await found(query, tenant, id);
      });
    },

    async delete(tenant, text) {
      const id = readId(text);
      const at = now();
      if (id === null || !(await database.run((query) => deleteSchema(query, tenant, id, at))))
        throw notFound('schema');
    },

    validate(definition) {
      const checked = checkSchema(definition);
      const plan = planSchema(checked);
      return {
        leaf_count: plan.leafCount,
        warnings: [...plan.warnings],
        subtrees: plan.units.map(({ id, kind, paths, leafCount }) => ({
          subtree: id,
          kind,
          paths: [...paths],
          leaf_count: leafCount,
        })),
      };
    },
  };
}

function viewOf(row: ListedSchema, version: SchemaVersionRow | undefined): SchemaInfo {
  return {
    schema_id: row.id,
    name: row.name,
    description: row.description,
    schema_definition: version === undefined ? {} : JSON.parse(version.definition),
    metadata: JSON.parse(row.metadata),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
    version: row.version,
  };
}
