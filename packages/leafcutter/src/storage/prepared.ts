/** Statements that are asked for all the time: to build one costs more than a lookup. */
import type { CompiledQuery } from 'kysely';
import type { Query } from './database.ts';

/**
 * @param build a statement with any values in the places of its parameters
 * @returns runs it with the parameters given, in their order; built once for each database
 */
export function prepared<Row>(
  build: (query: Query) => CompiledQuery<Row>,
): (query: Query, parameters: readonly unknown[]) => Promise<readonly Row[]> {
  const built = new WeakMap<Query, CompiledQuery<Row>>();
  return async (query, parameters) => {
    const statement = built.get(query) ?? build(query);
    built.set(query, statement);
    const asked: CompiledQuery<Row> = { ...statement, parameters };
    return (await query.executeQuery(asked)).rows;
  };
}
