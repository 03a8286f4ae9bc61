/** Schemas and their versions. A job keeps the version that it started with, whatever becomes of the schema. */
import type { Selectable } from 'kysely';
import type { Query } from './database.ts';
import { foldForSearch, type SchemasTable, type SchemaVersionsTable } from './tables.ts';

export type SchemaRow = Readonly<Selectable<SchemasTable>>;
export type SchemaVersionRow = Readonly<Selectable<SchemaVersionsTable>>;

export interface SchemaText {
  readonly name: string;
  readonly description: string | null;
  /** JSON object. */
  readonly metadata: string;
  /** JSON, as given. */
  readonly definition: string;
  readonly hash: string;
}

/** Version 1. In a transaction. */
export async function insertSchema(
  query: Query,
  id: string,
  tenant: string,
  schema: SchemaText,
  now: number,
): Promise<void> {
  const { name, description, metadata, definition, hash } = schema;
  const times = { created_at: now, updated_at: now, deleted_at: null };
  await query
    .insertInto('schemas')
    .values({ id, tenant, name, search: foldForSearch(name), description, metadata, version: 1, ...times })
    .execute();
  await query
    .insertInto('schema_versions')
    .values({ schema_id: id, version: 1, tenant, definition, hash, created_at: now })
    .execute();
}

/** Null when it is unknown, another tenant's, or deleted. */
export async function findSchema(query: Query, tenant: string, id: string): Promise<SchemaRow | null> {
  const row = await query
    .selectFrom('schemas')
    .selectAll()
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Of deleted schemas too: jobs go on. */
export async function findSchemaVersion(
  query: Query,
  tenant: string,
  id: string,
  version: number,
): Promise<SchemaVersionRow | null> {
  const row = await query
    .selectFrom('schema_versions')
    .selectAll()
    .where('schema_id', '=', id)
    .where('version', '=', version)
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  return row ?? null;
}

/** As `findSchema`, and nobody else changes it until the transaction ends. */
export async function lockSchema(query: Query, tenant: string, id: string): Promise<SchemaRow | null> {
  const row = await query
    .updateTable('schemas')
    .set((set) => ({ version: set.ref('version') }))
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** The newest versions of these schemas, by id. */
export async function findNewestVersions(
  query: Query,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SchemaVersionRow>> {
  if (ids.length === 0) return new Map();
  const rows = await query
    .selectFrom('schema_versions')
    .innerJoin('schemas', (join) =>
      join
        .onRef('schemas.id', '=', 'schema_versions.schema_id')
        .onRef('schemas.version', '=', 'schema_versions.version'),
    )
    .selectAll('schema_versions')
    .where('schema_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.schema_id, row]));
}

/** A new version; the number of it, or null when there is no such schema. In a transaction. */
export async function updateSchema(
  query: Query,
  tenant: string,
  id: string,
  schema: SchemaText,
  now: number,
): Promise<number | null> {
  const { name, description, metadata, definition, hash } = schema;
  const row = await query
    .updateTable('schemas')
    .set((set) => ({
      name,
      search: foldForSearch(name),
      description,
      metadata,
      version: set('version', '+', 1),
      updated_at: now,
    }))
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .where('deleted_at', 'is', null)
    .returning('version')
    .executeTakeFirst();
  if (row === undefined) return null;
  await query
    .insertInto('schema_versions')
    .values({ schema_id: id, version: row.version, tenant, definition, hash, created_at: now })
    .execute();
  return row.version;
}

/** False when there is no such schema. */
export async function deleteSchema(query: Query, tenant: string, id: string, now: number): Promise<boolean> {
  const result = await query
    .updateTable('schemas')
    .set({ deleted_at: now })
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
