/** Providers that hold a model to a schema want every property required and no other allowed. Pure. */
import type { JSONSchema7 } from '@ai-sdk/provider';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** The schema with every object closed and all its properties required; nothing else changes. */
export function closeSchema(schema: JsonObject): JsonObject {
  const closed: Record<string, JsonValue | undefined> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties' || keyword === '$defs') {
      closed[keyword] = isJsonObject(value) ? closeValues(value) : value;
    } else if (keyword === 'items') closed[keyword] = closeAny(value);
    else if ((keyword === 'anyOf' || keyword === 'oneOf') && Array.isArray(value)) {
      closed[keyword] = value.map((option) => closeAny(option));
    } else closed[keyword] = value;
  }
  const { properties } = schema;
  if (isJsonObject(properties)) {
    closed['required'] = Object.keys(properties);
    closed['additionalProperties'] = false;
  }
  return closed;
}

/** The one place where our JSON becomes the SDK's type of a schema: both are plain JSON. */
export function sdkSchema(schema: JsonObject): JSONSchema7 {
  return { ...schema };
}

function closeAny(value: JsonValue): JsonValue;
function closeAny(value: JsonValue | undefined): JsonValue | undefined;
function closeAny(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? closeSchema(value) : value;
}

function closeValues(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, closeAny(value)]));
}
