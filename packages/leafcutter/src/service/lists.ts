/** Lists as the contract has them, over the lists of the store. */
import { LeafcutterError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { listPage, type ListRequest, type Page } from '../storage/paging.ts';
import { requestInvalid } from './errors.ts';

export interface ListQuery {
  /** 1-100. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly search?: string | undefined;
}

export function listRequest(tenant: string, query: ListQuery): ListRequest {
  const search = query.search === undefined || query.search === '' ? null : query.search;
  return { tenant, limit: query.limit, cursor: query.cursor ?? null, search };
}

/** @throws LeafcutterError request_invalid, when the cursor is none of ours */
export async function readList<Row extends { readonly id: string; readonly created_at: number }>(
  database: Database,
  table: Parameters<typeof listPage>[2],
  columns: readonly (keyof Row & string)[],
  request: ListRequest,
): Promise<Page<Row>> {
  try {
    return await database.run((query) => listPage<Row>(query, database.dialect, table, columns, request));
  } catch (error) {
    if (error instanceof LeafcutterError && error.code === 'usage')
      throw requestInvalid([{ pointer: '/query/cursor', message: error.message }]);
    throw error;
  }
}

/** Cursors are left out at the ends. */
export function pageOf(page: Pick<Page<unknown>, 'total' | 'next' | 'previous'>): {
  total_count: number;
  next_cursor?: string;
  prev_cursor?: string;
} {
  return {
    total_count: page.total,
    ...(page.next === null ? {} : { next_cursor: page.next }),
    ...(page.previous === null ? {} : { prev_cursor: page.previous }),
  };
}
