/** Reads a schema from a file. */
import { readFile, stat } from 'node:fs/promises';
import { LeafcutterError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { errnoOf } from './context.ts';

/** The dialect ends at 1 MB; a file that is so much larger need not be read to be refused. */
const largestFileBytes = 16 * 1024 * 1024;

/** @throws LeafcutterError schema_unreadable (no file, no JSON), schema_invalid (JSON, but not an object) */
export async function readSchemaFile(file: string): Promise<JsonObject> {
  const definition: unknown = parseJson(file, await readText(file));
  if (isJsonObject(definition)) return definition;
  const found = Array.isArray(definition)
    ? 'an array'
    : definition === null
      ? 'null'
      : `a ${typeof definition}`;
  throw new LeafcutterError(
    'schema_invalid',
    `${file}#: A schema is a JSON object with "type": "object"; this file holds ${found}.`,
    { pointer: '' },
  );
}

async function readText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(file);
    if (size > largestFileBytes) throw unreadable(file, `it has ${size} bytes, a schema has at most 1 MB`);
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof LeafcutterError) throw error;
    throw unreadable(file, readAdvice[errnoOf(error)] ?? String(error), error);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(file, 'it is not text in UTF-8', error);
  }
}

function parseJson(file: string, text: string): unknown {
  if (text.trim() === '') throw unreadable(file, 'it is empty');
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const hint =
      /^\s*[\w$'"-]+:(\s|$)/m.test(text) && !text.trimStart().startsWith('{') ? '; write YAML as JSON' : '';
    throw unreadable(file, `it is not JSON (${said})${hint}`, error);
  }
}

const readAdvice: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ELOOP: 'its symbolic links lead in a circle',
};

function unreadable(file: string, reason: string, cause?: unknown): LeafcutterError {
  return new LeafcutterError('schema_unreadable', `The schema ${file} cannot be read: ${reason}.`, { cause });
}
