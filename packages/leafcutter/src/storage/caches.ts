/** What was worked out once is not worked out again: parses by bytes and options, models' answers by their question. */
import type { Query } from './database.ts';

export interface ParseKey {
  readonly tenant: string;
  /** SHA-256 (hex) of the document's bytes. */
  readonly contentHash: string;
  /** SHA-256 (hex) of everything that changes the parse: options, and the version of the parse format. */
  readonly optionsHash: string;
}
export interface ParsedRangeRow {
  readonly first: number;
  readonly last: number;
  /** Key of the pages' blob. */
  readonly blob: string;
  /** JSON: what is known of the pages without loading them. */
  readonly summary: string;
}

export async function readParsedRange(
  query: Query,
  key: ParseKey,
  first: number,
  last: number,
): Promise<ParsedRangeRow | null> {
  const row = await query
    .selectFrom('parses')
    .select(['first_page', 'last_page', 'blob', 'summary'])
    .where('tenant', '=', key.tenant)
    .where('content_hash', '=', key.contentHash)
    .where('options_hash', '=', key.optionsHash)
    .where('first_page', '=', first)
    .where('last_page', '=', last)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, first: row.first_page, last: row.last_page };
}

/** Any range that has the page. */
export async function readParsedRangeWith(
  query: Query,
  key: ParseKey,
  page: number,
): Promise<Pick<ParsedRangeRow, 'blob'> | null> {
  const row = await query
    .selectFrom('parses')
    .select('blob')
    .where('tenant', '=', key.tenant)
    .where('content_hash', '=', key.contentHash)
    .where('options_hash', '=', key.optionsHash)
    .where('first_page', '<=', page)
    .where('last_page', '>=', page)
    .orderBy('first_page', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** All ranges that were parsed, ascending; jobs with other page selections may have left others behind. */
export async function readParsedRanges(query: Query, key: ParseKey): Promise<readonly ParsedRangeRow[]> {
  const rows = await query
    .selectFrom('parses')
    .select(['first_page', 'last_page', 'blob', 'summary'])
    .where('tenant', '=', key.tenant)
    .where('content_hash', '=', key.contentHash)
    .where('options_hash', '=', key.optionsHash)
    .orderBy('first_page')
    .orderBy('last_page')
    .execute();
  return rows.map(({ first_page, last_page, blob, summary }) => ({
    first: first_page,
    last: last_page,
    blob,
    summary,
  }));
}

/** The same range twice is harmless: both are equal, the first one stays. */
export async function writeParsedRange(
  query: Query,
  key: ParseKey,
  range: ParsedRangeRow,
  now: number,
): Promise<void> {
  await query
    .insertInto('parses')
    .values({
      tenant: key.tenant,
      content_hash: key.contentHash,
      options_hash: key.optionsHash,
      first_page: range.first,
      last_page: range.last,
      blob: range.blob,
      summary: range.summary,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The answer to this question, as JSON; null when it was never asked. */
export async function readModelAnswer(query: Query, tenant: string, key: string): Promise<string | null> {
  const row = await query
    .selectFrom('model_answers')
    .select('body')
    .where('tenant', '=', tenant)
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.body ?? null;
}

/** The first answer stays, so that everyone who asks gets the same one. */
export async function writeModelAnswer(
  query: Query,
  tenant: string,
  key: string,
  body: string,
  now: number,
): Promise<void> {
  await query
    .insertInto('model_answers')
    .values({ tenant, key, body, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
