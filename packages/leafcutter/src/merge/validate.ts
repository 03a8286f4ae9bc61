/** The whole result against the whole schema, where every leaf may also be null (Ajv, JSON Schema 2020-12). */
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { compilePattern } from '../schema/patterns.ts';
import type { CheckedSchema } from '../schema/types.ts';
import type { Violation } from './types.ts';

type Validator = (value: JsonObject) => readonly Violation[];

/** Compiled validators of the last schemas: one schema is used for many documents. */
const compiled = new Map<string, Validator>();
const mostCompiled = 50;

export function validatorOf(schema: CheckedSchema): Validator {
  const known = compiled.get(schema.hash);
  if (known !== undefined) return known;
  const validator = compile(schema.definition);
  if (compiled.size >= mostCompiled) compiled.delete(compiled.keys().next().value ?? '');
  compiled.set(schema.hash, validator);
  return validator;
}

/** Ajv tells patterns apart by their text form. */
const regExp = Object.assign((pattern: string) => ({ ...compilePattern(pattern), toString: () => pattern }), {
  code: 'compilePattern',
});

function compile(definition: CheckedSchema['definition']): Validator {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true, code: { regExp } });
  addFormats.default(ajv);
  // A printed time has no offset; RFC 3339 wants one.
  ajv.addFormat('time', /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/i);
  const validate = ajv.compile(nullableEverywhere(definition));
  return (value) => {
    if (validate(value)) return [];
    const errors = (validate.errors ?? []).filter((error) => !error.schemaPath.includes('/anyOf/'));
    return errors.map(violationOf);
  };
}

function violationOf(error: ErrorObject): Violation {
  return {
    path: error.instancePath,
    rule: error.keyword,
    message: `The value ${demandOf(error)}.`,
  };
}

/** Values of an enum that a sentence names; of more there are too many to read. */
const namedValues = 12;

function demandOf({ keyword, params, message = 'does not fit' }: ErrorObject): string {
  if (keyword === 'type') return `must be ${[params['type']].flat().join(' or ')}`;
  const allowed: readonly unknown[] = [params['allowedValues'] ?? []].flat();
  if (keyword !== 'enum' || allowed.length === 0 || allowed.length > namedValues) return message;
  return `must be one of ${allowed.map((value) => JSON.stringify(value)).join(', ')}`;
}

/** Keywords that mean nothing for values, or that a result without a value could not meet. */
const dropped = new Set([
  'required',
  'nullable',
  '$id',
  '$schema',
  'evaluation_config',
  'examples',
  'default',
]);

/**
 * The schema with null allowed wherever a leaf, an object or a list may stand, and nothing required: a leaf that was
 * not found is null in every result, and required ones are reported apart.
 */
export function nullableEverywhere(definition: JsonObject): JsonObject {
  const node = transform(definition);
  return isJsonObject(node) ? { ...node, type: 'object' } : {};
}

function transform(value: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([keyword]) => !dropped.has(keyword) && !keyword.startsWith('x-'))
    .map(([keyword, content]) => [keyword, transformKeyword(keyword, content)] as const);
  return Object.fromEntries(entries);
}

function transformKeyword(keyword: string, content: JsonValue | undefined): JsonValue | undefined {
  switch (keyword) {
    case 'type':
      return [...new Set([...(Array.isArray(content) ? content : [content]), 'null'])];
    case 'enum':
      return Array.isArray(content) && !content.includes(null) ? [...content, null] : content;
    case 'anyOf':
      return Array.isArray(content)
        ? [...content.map(transform), { type: 'null' }].filter((option) => option !== undefined)
        : content;
    case 'items':
    case 'additionalProperties':
      return transform(content);
    case 'properties':
    case '$defs':
    case 'defs':
    case 'definitions':
      return isJsonObject(content)
        ? Object.fromEntries(Object.entries(content).map(([name, child]) => [name, transform(child)]))
        : content;
    default:
      return content;
  }
}
