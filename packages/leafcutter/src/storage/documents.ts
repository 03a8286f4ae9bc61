/** Uploaded documents. Their bytes are blobs; two documents of a tenant may share one. */
import type { Selectable } from 'kysely';
import type { Query } from './database.ts';
import { foldForSearch, type DocumentsTable } from './tables.ts';

export type DocumentRow = Readonly<Selectable<DocumentsTable>>;

export async function insertDocument(query: Query, document: Omit<DocumentRow, 'search'>): Promise<void> {
  await query
    .insertInto('documents')
    .values({ ...document, search: foldForSearch(document.name) })
    .execute();
}

export async function findDocument(query: Query, tenant: string, id: string): Promise<DocumentRow | null> {
  const row = await query
    .selectFrom('documents')
    .selectAll()
    .where('id', '=', id)
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  return row ?? null;
}

/** The password is not needed any more. */
export async function forgetPassword(query: Query, id: string): Promise<void> {
  await query.updateTable('documents').set({ password: null }).where('id', '=', id).execute();
}

export async function countRunningJobs(query: Query, documentId: string): Promise<number> {
  const row = await query
    .selectFrom('jobs')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('document_id', '=', documentId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}

/**
 * Removes the document, and its parses when no other document of the tenant has the same bytes. In a transaction.
 * Gives the keys of the blobs that nothing refers to any more; delete them once it is through.
 */
export async function deleteDocument(query: Query, tenant: string, id: string): Promise<readonly string[]> {
  const document = await findDocument(query, tenant, id);
  if (document === null) return [];
  await query.deleteFrom('documents').where('id', '=', id).execute();
  const twin = await query
    .selectFrom('documents')
    .select('id')
    .where('tenant', '=', tenant)
    .where('content_hash', '=', document.content_hash)
    .executeTakeFirst();
  if (twin !== undefined) return [];
  const parses = await query
    .deleteFrom('parses')
    .where('tenant', '=', tenant)
    .where('content_hash', '=', document.content_hash)
    .returning('blob')
    .execute();
  const freed = new Set([document.blob, ...parses.map((parse) => parse.blob)]);
  const shared = await query
    .selectFrom('parses')
    .select('blob')
    .where('blob', 'in', [...freed])
    .execute();
  for (const { blob } of shared) freed.delete(blob);
  return [...freed];
}

/** Whether a document or a parse refers to the blob. */
export async function blobInUse(query: Query, blob: string): Promise<boolean> {
  const document = await query
    .selectFrom('documents')
    .select('id')
    .where('blob', '=', blob)
    .limit(1)
    .executeTakeFirst();
  if (document !== undefined) return true;
  const parse = await query
    .selectFrom('parses')
    .select('blob')
    .where('blob', '=', blob)
    .limit(1)
    .executeTakeFirst();
  return parse !== undefined;
}
