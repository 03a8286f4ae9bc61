/** What ended jobs used, by day and model. */
import { sql } from 'kysely';
import type { Dialect, Query } from './database.ts';

export interface UsageRow {
  /** UTC, `2026-01-31`. */
  readonly day: string;
  readonly model: string;
  readonly jobs: number;
  readonly pages: number;
  readonly input_tokens: number;
  readonly cached_tokens: number;
  readonly output_tokens: number;
  /** Null when no job of the row has a price. */
  readonly cost: number | null;
}

/** Newest first. @param from, until milliseconds since 1970, the end not included */
export async function readUsage(
  query: Query,
  dialect: Dialect,
  tenant: string,
  from: number,
  until: number,
): Promise<readonly UsageRow[]> {
  const postgres = dialect === 'postgres';
  const day = postgres
    ? sql`to_char(to_timestamp(jobs.ended_at / 1000) at time zone 'UTC', 'YYYY-MM-DD')`
    : sql`date(jobs.ended_at / 1000, 'unixepoch')`;
  const at = (...steps: readonly string[]): ReturnType<typeof sql> =>
    postgres
      ? sql`(results.body::json #>> ${sql.lit(`{metadata,${steps.join(',')}}`)}::text[])`
      : sql`json_extract(results.body, ${sql.lit(`$.metadata.${steps.join('.')}`)})`;
  const figure = (name: string): ReturnType<typeof sql> =>
    postgres ? sql`${at('usage', name)}::float8` : at('usage', name);
  const sum = (name: string): ReturnType<typeof sql> => sql`coalesce(sum(${figure(name)}), 0)`;
  const { rows } = await sql<UsageRow>`select ${day} as day, ${at('model')} as model, count(*) as jobs,
      ${sum('pages')} as pages, ${sum('input_tokens')} as input_tokens, ${sum('cached_tokens')} as cached_tokens,
      ${sum('output_tokens')} as output_tokens, sum(${figure('cost')}) as cost
    from jobs join results on results.job_id = jobs.id and results.kind = 'machine'
    where jobs.tenant = ${tenant} and jobs.ended_at >= ${from} and jobs.ended_at < ${until}
    group by 1, 2 order by 1 desc, 2`.execute(query);
  return rows;
}
