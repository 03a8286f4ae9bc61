/** The dialect check: from a definition as given to a checked schema, or to everything that is wrong with it. */
import { createHash } from 'node:crypto';
import { LeafcutterError, type Failure } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { escapeToken, faultsOf, maxDepth } from './faults.ts';
import { measure } from './references.ts';
import { buildTree } from './tree.ts';
import type { CheckedSchema, ObjectNode, SchemaNode } from './types.ts';
import { arraysOf, childrenOf, leavesOf } from './walk.ts';

export { compilePattern, patternOf } from './patterns.ts';
export { escapeToken } from './faults.ts';
export { arraysOf, childrenOf, leavesOf, nodeAt } from './walk.ts';

const maxLeaves = 10_000;
/** As JSON text, in UTF-8 bytes. */
const maxBytes = 1_000_000;
/** The published limit; here it is advice, since long items are extracted in pieces. */
const leavesPerArray = 10;

export type Inspection =
  | { readonly schema: CheckedSchema; readonly faults: readonly [] }
  | { readonly schema: null; readonly faults: readonly Failure[] };

/** The schema as extraction walks it, or every fault of it with its place. Never throws. */
export function inspectSchema(definition: unknown): Inspection {
  const refuse = (pointer: string, message: string): Inspection => ({
    schema: null,
    faults: [{ code: 'schema_invalid', message, retryable: false, pointer }],
  });
  if (!isJsonObject(definition)) {
    const what = Array.isArray(definition)
      ? 'a list'
      : definition === null
        ? 'null'
        : `a ${typeof definition}`;
    return refuse('', `The schema must be a JSON object, not ${what}.`);
  }
  const text = jsonOf(definition);
  if (text === null) return refuse('', 'The schema cannot be written as JSON, or is nested too deep.');
  if (Buffer.byteLength(text) > maxBytes)
    return refuse('', `The schema is larger than ${maxBytes / 1_000_000} MB.`);
  const faults = faultsOf(definition);
  if (faults.length > 0) return { schema: null, faults };
  const size = measure(definition);
  if (size.cycle !== null) {
    return refuse(
      cyclePointer(size.cycle),
      `The references form a circle: ${size.cycle.join(' -> ')}. Write the levels out.`,
    );
  }
  if (size.leaves > maxLeaves)
    return refuse('', `The schema has more than ${maxLeaves} leaves once references are written out.`);
  if (size.depth > maxDepth)
    return refuse('', `The schema is nested deeper than ${maxDepth} levels once references are written out.`);
  const root = buildTree(definition);
  const schema: CheckedSchema = {
    root,
    leafCount: leavesOf(root).length,
    warnings: [...warningsOf(root), ...unknownRequired(definition)],
    definition,
    // The order of keys is part of it: results have their properties in the order of the schema.
    hash: createHash('sha256').update(text).digest('hex'),
  };
  return { schema, faults: [] };
}

/** @throws LeafcutterError `schema_invalid`, with one entry in `details` a fault */
export function checkSchema(definition: unknown): CheckedSchema {
  const { schema, faults } = inspectSchema(definition);
  if (schema !== null) return schema;
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  throw new LeafcutterError('schema_invalid', `${first?.message ?? 'The schema is not valid.'}${more}`, {
    pointer: first?.pointer,
    details: faults,
  });
}

function jsonOf(definition: JsonObject): string | null {
  try {
    return JSON.stringify(definition);
  } catch {
    return null;
  }
}

/** The definition at which the circle begins. */
function cyclePointer(cycle: readonly string[]): string {
  return (cycle[0] ?? '#').slice(1);
}

/** Names that are required and are no property: every result lacks them. References lead to the places themselves. */
function unknownRequired(definition: JsonObject): readonly string[] {
  const warnings: string[] = [];
  const visit = (node: JsonValue | undefined, pointer: string): void => {
    if (Array.isArray(node)) node.forEach((inner, index) => visit(inner, `${pointer}/${index}`));
    if (!isJsonObject(node)) return;
    const { properties, required, additionalProperties: free } = node;
    if (Array.isArray(required) && isJsonObject(properties) && !isJsonObject(free) && free !== true)
      for (const name of required)
        if (typeof name === 'string' && !Object.hasOwn(properties, name))
          warnings.push(
            `${pointer}/required names ${JSON.stringify(name)}, which is no property: no result can have it.`,
          );
    for (const [key, inner] of Object.entries(node)) visit(inner, `${pointer}/${escapeToken(key)}`);
  };
  visit(definition, '#');
  return warnings;
}

function warningsOf(root: ObjectNode): readonly string[] {
  const warnings: string[] = [];
  for (const array of arraysOf(root)) {
    const count = leavesOf(array.item).length;
    if (count > leavesPerArray)
      warnings.push(
        `${array.path} has ${count} leaves; the published service takes at most ${leavesPerArray} in an array.`,
      );
  }
  const visit = (node: SchemaNode): void => {
    if (node.kind === 'object' && node.properties.length === 0 && node.freeKeys === null) {
      warnings.push(`${node.path === '' ? 'The root' : node.path} has no properties; it stays empty.`);
    }
    childrenOf(node).forEach(visit);
  };
  visit(root);
  return warnings;
}
