/** The tables as the database itself describes them: checked in, and made again by a test, so that no change is silent. */
import { sql } from 'kysely';
import type { Database } from './database.ts';

export async function dumpSchema(database: Database): Promise<string> {
  const lines = database.dialect === 'sqlite' ? await dumpSqlite(database) : await dumpPostgres(database);
  return `${lines.join('\n')}\n`;
}

async function dumpSqlite(database: Database): Promise<string[]> {
  const { rows } = await database.run((query) =>
    sql<{
      sql: string;
    }>`select sql from sqlite_schema where sql is not null order by tbl_name, type desc, name`.execute(query),
  );
  return rows.map((row) => `${row.sql.replaceAll(/\s+/g, ' ')};`);
}

async function dumpPostgres(database: Database): Promise<string[]> {
  const columns = await database.run((query) =>
    sql<{ line: string }>`select format('%s.%s %s%s', table_name, column_name, data_type,
        case is_nullable when 'NO' then ' not null' else '' end) as line
      from information_schema.columns where table_schema = current_schema()
      order by table_name, ordinal_position`.execute(query),
  );
  const indexes = await database.run((query) =>
    sql<{ line: string }>`select replace(indexdef, current_schema() || '.', '') as line from pg_indexes
      where schemaname = current_schema() order by tablename, indexname`.execute(query),
  );
  const options = await database.run((query) =>
    sql<{
      line: string;
    }>`select format('%s (%s)', relname, array_to_string(reloptions, ', ')) as line from pg_class
      where relnamespace = current_schema()::regnamespace and reloptions is not null order by relname`.execute(
      query,
    ),
  );
  return [...columns.rows, ...indexes.rows, ...options.rows].map((row) => row.line);
}
