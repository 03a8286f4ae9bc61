/** Settings from the command line, the environment and a file, in this order; the first that says something wins. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { LeafcutterError, type Failure } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import {
  areSettings,
  settingRows,
  settingTable,
  type SettingName,
  type SettingRow,
  type Settings,
} from './table.ts';

export interface SettingSources {
  /** Values of the command line, as typed. */
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A path; null: `LEAFCUTTER_CONFIG`, else none. */
  readonly config: string | null;
}

/** @throws LeafcutterError settings_invalid, with one `details` entry a fault, each naming its setting */
export async function readSettings({ flags, environment, config }: SettingSources): Promise<Settings> {
  const file = config ?? environment['LEAFCUTTER_CONFIG'] ?? '';
  const content = file === '' ? {} : parseFile(file, await readText(file));
  const settings = combine(flags, environment, content, file);
  return { ...settings, data: path.resolve(settings.data.replace(/^~(?=\/|$)/, homedir())) };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    const missing = reason === 'ENOENT';
    throw invalid(
      [`The settings file ${file} ${missing ? 'does not exist' : `cannot be read (${reason})`}.`],
      error,
    );
  }
}

/** YAML, and so JSON too. */
function parseFile(file: string, text: string): JsonObject {
  let content: unknown;
  try {
    content = parse(text, { schema: 'core', prettyErrors: true });
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(':\n');
    throw invalid([`${file} is no YAML: ${sentence.trim()}.`], error);
  }
  if (content === null) return {};
  if (isJsonObject(content)) return content;
  throw invalid([`${file} must hold settings, each with its name: "port: 8080".`]);
}

interface Given {
  readonly value: unknown;
  /** "--port", "LEAFCUTTER_PORT" or the file. */
  readonly origin: string;
}

/** Pure. @throws LeafcutterError settings_invalid */
export function combine(
  flags: SettingSources['flags'],
  environment: SettingSources['environment'],
  content: JsonObject,
  file: string,
): Settings {
  const { values, faults } = flatten(content, file, '');
  const read = settingRows.map(([name, row]): readonly [string, unknown] => {
    const given = givenFor(name, row, flags, environment, values, file);
    if (given === null) return [name, row.default];
    const parsed = row.shape.safeParse(given.value);
    if (parsed.success) return [name, parsed.data];
    for (const issue of parsed.error.issues) faults.push(faultOf(name, row, given, issue));
    return [name, undefined];
  });
  const settings = Object.fromEntries(read);
  if (faults.length > 0 || !areSettings(settings)) throw invalid(faults);
  const contradictions = contradictionsOf(settings);
  if (contradictions.length > 0) throw invalid(contradictions);
  return settings;
}

function givenFor(
  name: SettingName,
  row: SettingRow,
  flags: SettingSources['flags'],
  environment: SettingSources['environment'],
  values: ReadonlyMap<string, unknown>,
  file: string,
): Given | null {
  const flag = flags[name];
  if (flag !== undefined)
    return { value: fromText(row, flag), origin: row.flag?.split(' ', 1)[0] ?? 'a flag' };
  const variable = environment[row.environment];
  if (variable !== undefined && variable !== '')
    return { value: fromText(row, variable), origin: row.environment };
  const value = values.get(name);
  return value === undefined || value === null ? null : { value, origin: file };
}

/** What cannot be read stays text, and the shape refuses it. */
function fromText(row: SettingRow, text: string): unknown {
  if (row.text === 'as it is') return text;
  if (row.text === 'number') return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Groups by their dotted names; what no setting bears is a fault. */
function flatten(
  content: JsonObject,
  file: string,
  above: string,
): { readonly values: Map<string, unknown>; readonly faults: string[] } {
  const values = new Map<string, unknown>();
  const faults: string[] = [];
  for (const [key, value] of Object.entries(content)) {
    const name = above + key;
    if (Object.hasOwn(settingTable, name)) values.set(name, value);
    else if (isJsonObject(value) && settingRows.some(([other]) => other.startsWith(`${name}.`))) {
      const group = flatten(value, file, `${name}.`);
      for (const [inner, given] of group.values) values.set(inner, given);
      faults.push(...group.faults);
    } else faults.push(`There is no setting "${name}" (in ${file}); docs/configuration.md lists all.`);
  }
  return { values, faults };
}

function faultOf(
  name: string,
  row: SettingRow,
  { value, origin }: Given,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string },
): string {
  const place = issue.path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  if (place !== '') return `"${name}${place}" (from ${origin}): ${issue.message}.`;
  const shown = row.secret === true ? '' : ` is ${JSON.stringify(value)}; it`;
  return `"${name}" (from ${origin})${shown} must be ${row.must}.`;
}

function contradictionsOf(settings: Settings): readonly string[] {
  const faults: string[] = [];
  const url = settings.database_url;
  if (url !== null && !/^postgres(?:ql)?:\/\//.test(url))
    faults.push(`"database_url" must be ${settingTable.database_url.must}.`);
  if (!/^[a-z_][a-z0-9_]{0,50}$/.test(settings.database_schema))
    faults.push(`"database_schema" must be ${settingTable.database_schema.must}.`);
  const endpoint = settings['s3.endpoint'];
  if (endpoint !== null && !URL.canParse(endpoint)) faults.push('"s3.endpoint" must be a URL.');
  if (settings.engine === 'temporal' && url === null)
    faults.push(
      '"engine" is temporal, which needs "database_url" (or DATABASE_URL): workers share the database.',
    );
  if (
    settings['s3.bucket'] !== null &&
    (settings['s3.access_key_id'] === null) !== (settings['s3.secret_access_key'] === null)
  )
    faults.push('"s3.access_key_id" and "s3.secret_access_key" belong together: set both, or none.');
  return faults;
}

function invalid(faults: readonly string[], cause?: unknown): LeafcutterError {
  const details = faults.map((message): Failure => ({ code: 'settings_invalid', message, retryable: false }));
  return new LeafcutterError('settings_invalid', faults[0] ?? '', { details, cause });
}
