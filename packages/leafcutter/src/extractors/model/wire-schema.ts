/**
 * The schema as a model gets it: the names and the nesting of the user's schema, cut down to what is asked for. Everything
 * may be null; bounds, formats and patterns stay here, since providers take no two sets of them alike, but for the most items
 * of a turn. Objects with free keys travel as lists of key and value.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { ArrayNode, LeafNode, ObjectNode, SchemaNode } from '../../schema/types.ts';
import { arraysOf } from '../../schema/walk.ts';

/** Property that carries the free keys of an object that has properties of its own, too. */
export const otherKeys = 'other_keys';
/** Property at the root under which a model says why, when reasons are asked for. */
export const reasonsKey = '_reasons';

export interface WireOptions {
  /** Ask for a list of reasons beside the values. */
  readonly reasons: boolean;
}

/** JSON Schema of the answer for everything at or below the paths; shapes that come more than once are named once. */
export function wireSchema(root: ObjectNode, paths: readonly string[], options: WireOptions): JsonObject {
  const pruned = prune(root, paths);
  const properties: Record<string, JsonValue> = {};
  for (const property of pruned?.kind === 'object' ? shortFirst(pruned.properties) : [])
    properties[property.name] = wireNode(property);
  if (options.reasons) properties[reasonsKey] = reasonsSchema;
  return withSharedShapes({ type: 'object', properties });
}

const reasonsSchema: JsonObject = {
  type: ['array', 'null'],
  description:
    'For each value outside of lists: its path, as in /seller/name, and one short sentence: what in the document says so.',
  items: { type: 'object', properties: { path: { type: 'string' }, reason: { type: 'string' } } },
};

/** The tree without what is not asked for; null when nothing is left. */
export function prune(node: SchemaNode, paths: readonly string[]): SchemaNode | null {
  if (paths.includes(node.path)) return node;
  if (!paths.some((path) => path.startsWith(`${node.path}/`))) return null;
  if (node.kind !== 'object') return node;
  const properties = node.properties.flatMap((property) => prune(property, paths) ?? []);
  return { ...node, properties };
}

/** Lists come last: an answer that is too long is cut off in a list, and nothing is left that stands behind it. */
function shortFirst(properties: readonly SchemaNode[]): readonly SchemaNode[] {
  const holdsList = (node: SchemaNode): number => Math.min(1, arraysOf(node).length);
  return properties.toSorted((a, b) => holdsList(a) - holdsList(b));
}

function wireNode(node: SchemaNode): JsonObject {
  const described = describe(node);
  switch (node.kind) {
    case 'leaf':
      return { ...leafSchema(node), ...described };
    case 'array': {
      const most = itemsPerAnswer(node);
      const bound = most === null ? {} : { maxItems: most };
      return { type: ['array', 'null'], ...described, ...bound, items: wireNode(node.item) };
    }
    case 'union':
      return { ...described, anyOf: [...node.options.map(wireNode), { type: 'null' }] };
    case 'object': {
      const pairs =
        node.freeKeys === null
          ? null
          : {
              type: ['array', 'null'],
              items: {
                type: 'object',
                properties: { key: { type: 'string' }, value: wireNode(node.freeKeys) },
              },
            };
      if (pairs !== null && node.properties.length === 0) return { ...pairs, ...described };
      const properties = Object.fromEntries(
        shortFirst(node.properties).map((child) => [child.name, wireNode(child)]),
      );
      return {
        type: ['object', 'null'],
        ...described,
        properties: pairs === null ? properties : { ...properties, [otherKeys]: pairs },
      };
    }
  }
}

/** Most items of one answer, where the schema says how many a turn may have; null: all. Lists inside of lists come whole. */
export function itemsPerAnswer({ path, maxItemsPerTurn }: ArrayNode): number | null {
  return maxItemsPerTurn === null || maxItemsPerTurn === 0 || path.includes('*') ? null : maxItemsPerTurn;
}

function leafSchema(leaf: LeafNode): JsonObject {
  const type = [...leaf.types, 'null'];
  return leaf.enum === null ? { type } : { type, enum: [...leaf.enum, null] };
}

const formats: Readonly<Record<string, string>> = {
  date: 'as YYYY-MM-DD',
  'date-time': 'as YYYY-MM-DDThh:mm:ssZ',
  time: 'as hh:mm:ss',
  duration: 'as an ISO 8601 duration',
};

/** Title and description, and how to write the value where the schema has a format for it. */
function describe(node: SchemaNode): { readonly description?: string } {
  const format = node.kind === 'leaf' && node.format !== null ? (formats[node.format] ?? node.format) : null;
  const pattern = node.kind === 'leaf' && node.pattern !== null ? `matching ${node.pattern}` : null;
  const title = node.title !== null && node.title !== node.name ? node.title : null;
  const most = node.kind === 'array' ? itemsPerAnswer(node) : null;
  const bound = most === null ? null : `at most ${most} items, the first ones in the document's order`;
  const parts = [title, node.description, format, pattern, bound].filter((part) => part !== null);
  return parts.length === 0 ? {} : { description: parts.join('; ') };
}

/** A shape that is shorter than this costs no more where it stands than a reference to it. */
const leastShared = 120;

/** Objects and values that come several times, word for word, stand once under `$defs`. */
function withSharedShapes(schema: JsonObject): JsonObject {
  const counts = new Map<string, number>();
  count(schema);
  const names = new Map<string, string>();
  for (const [text, times] of counts)
    if (times > 1 && text.length >= leastShared) names.set(text, `shape${names.size + 1}`);
  if (names.size === 0) return schema;
  const shapes = [...names].map(([text, name]) => [name, replace(JSON.parse(text) as JsonObject, true)]);
  return { ...replace(schema, true), $defs: Object.fromEntries(shapes) };

  function count(node: JsonValue | undefined): void {
    if (Array.isArray(node)) node.forEach(count);
    if (!isJsonObject(node)) return;
    const text = JSON.stringify(node);
    if (isShape(node)) {
      const times = (counts.get(text) ?? 0) + 1;
      counts.set(text, times);
      // What is in a shape that is named already goes with it.
      if (times > 1) return;
    }
    Object.values(node).forEach(count);
  }

  function replace(node: JsonObject, outer: boolean): JsonObject {
    const name = outer || !isShape(node) ? undefined : names.get(JSON.stringify(node));
    if (name !== undefined) return { $ref: `#/$defs/${name}` };
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, replaceValue(value)]));
  }

  function replaceValue(value: JsonValue | undefined): JsonValue | undefined {
    if (Array.isArray(value)) return value.map((one) => replaceValue(one) ?? null);
    return isJsonObject(value) ? replace(value, false) : value;
  }
}

function isShape(node: JsonObject): boolean {
  return Array.isArray(node['type']) || Array.isArray(node['anyOf']) || typeof node['type'] === 'string';
}
