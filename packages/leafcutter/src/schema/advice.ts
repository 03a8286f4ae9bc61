/** What to write in place of what is not of the dialect: ends of sentences that say what is wrong. */
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** By keyword; a keyword without an entry has nothing near. */
export const keywordAdvice: ReadonlyMap<string, string> = new Map([
  ['oneOf', 'use anyOf'],
  ['allOf', 'write the properties into one object'],
  ['const', 'use enum with one value'],
  ['not', 'leave it out'],
  ['prefixItems', 'use items, or an object'],
  ['patternProperties', 'use additionalProperties with a schema'],
  ['exclusiveMinimum', 'use minimum'],
  ['exclusiveMaximum', 'use maximum'],
  ['multipleOf', 'leave it out'],
  ['uniqueItems', 'leave it out'],
  ['contains', 'leave it out'],
  ['if', 'leave it out'],
  ['then', 'leave it out'],
  ['else', 'leave it out'],
  ['id', 'write $id, or leave it out'],
  ['propertyNames', 'leave it out'],
  ['dependentRequired', 'leave it out'],
  ['dependentSchemas', 'leave it out'],
  ['dependencies', 'leave it out'],
  ['unevaluatedProperties', 'use additionalProperties'],
  ['unevaluatedItems', 'leave it out'],
  ['discriminator', 'leave it out'],
  ['xml', 'leave it out'],
  ['externalDocs', 'leave it out'],
  ['contentEncoding', 'leave it out'],
  ['contentMediaType', 'leave it out'],
]);

/** Words of programming languages, small, and the type that is meant. */
const meantTypes: ReadonlyMap<string, string> = new Map([
  ...['str', 'text', 'string', 'varchar'].map((name) => [name, '"string"'] as const),
  ...['int', 'long', 'integer'].map((name) => [name, '"integer"'] as const),
  ...['float', 'double', 'decimal', 'money', 'currency', 'number'].map((name) => [name, '"number"'] as const),
  ...['bool', 'boolean'].map((name) => [name, '"boolean"'] as const),
  ...['list', 'tuple', 'set', 'array'].map((name) => [name, '"array" with "items"'] as const),
  ...['dict', 'map', 'record', 'object'].map((name) => [name, '"object" with "properties"'] as const),
  ['date', '"string" with "format": "date"'],
  ['datetime', '"string" with "format": "date-time"'],
  ['timestamp', '"string" with "format": "date-time"'],
  ['none', '"null"'],
]);

/** "write "integer"" for "int"; null where nothing is near. */
export function typeAdvice(type: JsonValue): string | null {
  const meant = typeof type === 'string' ? meantTypes.get(type.toLowerCase()) : undefined;
  return meant === undefined ? null : `write ${meant}`;
}

/** Of a root without type "object": what the file seems to be instead, as a sentence; null where that cannot be told. */
export function rootAdvice(root: JsonObject): string | null {
  if ('openapi' in root || 'swagger' in root)
    return 'This is an OpenAPI document: take one schema out of it, with those that it refers to below "$defs".';
  for (const name of ['schema', 'json_schema', 'schema_definition'])
    if (isJsonObject(root[name]))
      return `The schema seems to stand one level down, under "${name}": give that.`;
  if (typeof root['$ref'] === 'string')
    return 'Write the definition that "$ref" leads to at the root, beside "$defs".';
  if (root['type'] === 'array')
    return 'Put the list into an object: {"type": "object", "properties": {"items": ...}}.';
  if (root['type'] !== undefined) return null;
  if (isJsonObject(root['properties'])) return 'Add "type": "object".';
  if (Object.keys(root).length === 0) return 'It is empty; name what is asked for under "properties".';
  if (['$defs', 'definitions', 'anyOf', 'oneOf', 'allOf'].some((word) => word in root)) return null;
  return 'This looks like data, not like a schema: {"total": 12.5} is asked for by {"type": "object", "properties": {"total": {"type": "number"}}}.';
}
