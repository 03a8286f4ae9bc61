/** `leafcutter keys`: makes, lists and revokes keys, beside a running server or without one. */
import { createKey, listKeys, parseScopes, revokeKey, scopes, type KeyInfo } from '../access/index.ts';
import { LeafcutterError } from '../errors.ts';
import { readSettings } from '../settings/index.ts';
import { dataFolder, makeDataFolder } from '../storage/data-folder.ts';
import type { Database } from '../storage/database.ts';
import { openPostgres, openSqlite } from '../storage/open-database.ts';
import { BrokenPipeError, writeOut, type CliContext } from './context.ts';
import { createReporter, reportFailure, type Reporter } from './reporter.ts';

/** Where the keys are: as `serve` has them. */
export interface StorePlaceOptions {
  readonly data?: string;
  readonly config?: string;
}

export interface KeyCreateOptions extends StorePlaceOptions {
  readonly name: string;
  readonly tenant: string;
  readonly scope: string;
}

export function runKeysCreate(context: CliContext, options: KeyCreateOptions): Promise<number> {
  return withKeys(context, options, async (database, reporter) => {
    const { name, tenant } = options;
    const parsed = parseScopes(options.scope);
    if ('unknown' in parsed) {
      throw new LeafcutterError(
        'usage',
        `"${parsed.unknown}" is no scope; choose of ${scopes.join(', ')}, with a comma between.`,
      );
    }
    const { key, info } = await createKey(database, { name, tenant, scopes: parsed.scopes }, Date.now());
    await writeOut(context, `${key}\n`);
    reporter.note(
      `leafcutter: ${info.id} "${name}" of tenant "${tenant}" may ${info.scopes.join(', ')}; the key is shown this once.`,
    );
  });
}

export function runKeysList(context: CliContext, options: StorePlaceOptions): Promise<number> {
  return withKeys(context, options, async (database) => {
    const rows = (await listKeys(database)).map(cellsOf);
    await writeOut(context, columns([['ID', 'NAME', 'TENANT', 'SCOPES', 'MADE', 'REVOKED'], ...rows]));
  });
}

export function runKeysRevoke(
  context: CliContext,
  which: string,
  options: StorePlaceOptions,
): Promise<number> {
  return withKeys(context, options, async (database, reporter) => {
    const revoked = await revokeKey(database, which, Date.now());
    reporter.note(
      revoked === null
        ? `leafcutter: ${which} was revoked before.`
        : `leafcutter: ${revoked.id} "${revoked.name}" is revoked; a running server refuses it within a second.`,
    );
  });
}

async function withKeys(
  context: CliContext,
  { data, config }: StorePlaceOptions,
  work: (database: Database, reporter: Reporter) => Promise<void>,
): Promise<number> {
  const reporter = createReporter(context, false);
  try {
    const flags = data === undefined ? {} : { data };
    const settings = await readSettings({ flags, environment: process.env, config: config ?? null });
    const database = await openKeys(settings);
    try {
      await work(database, reporter);
    } finally {
      await database.close();
    }
    return 0;
  } catch (error) {
    if (error instanceof BrokenPipeError) throw error;
    return reportFailure(reporter, error, null);
  }
}

async function openKeys(settings: Awaited<ReturnType<typeof readSettings>>): Promise<Database> {
  const { database_url: url, database_schema: schema } = settings;
  if (url !== null) return await openPostgres({ url, schema, maxConnections: 1 });
  const { folder, database } = dataFolder(settings.data);
  await makeDataFolder(folder);
  return await openSqlite(database);
}

function cellsOf(key: KeyInfo): readonly string[] {
  const revoked = key.revokedAt === null ? '-' : timeOf(key.revokedAt);
  return [key.id, key.name, key.tenant, key.scopes.join(','), timeOf(key.createdAt), revoked];
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
