/** A schema without faults as the tree that planning and extraction walk, references written out. */
import { isJsonObject, type JsonObject, type JsonPrimitive, type JsonValue } from '../json.ts';
import { escapeToken } from './faults.ts';
import { resolveReference } from './references.ts';
import type { ArrayNode, LeafNode, ObjectNode, PrimitiveType, SchemaNode } from './types.ts';

interface Place {
  readonly path: string;
  readonly name: string;
  readonly required: boolean;
  /** From a node around this one: a reference or an `anyOf` with one real option. */
  readonly title: string | null;
  readonly description: string | null;
  readonly nullable: boolean;
}

export function buildTree(root: JsonObject): ObjectNode {
  const place: Place = {
    path: '',
    name: '',
    required: true,
    title: null,
    description: null,
    nullable: false,
  };
  const node = build(root, root, place);
  if (node?.kind !== 'object') throw new Error('The root of a checked schema is an object.');
  return node;
}

/** Null for a node that allows nothing but null. */
function build(root: JsonObject, node: JsonObject, outer: Place): SchemaNode | null {
  const place: Place = {
    ...outer,
    title: outer.title ?? textOf(node['title']),
    description: outer.description ?? textOf(node['description']),
    nullable:
      outer.nullable ||
      node['nullable'] === true ||
      (Array.isArray(node['enum']) && node['enum'].includes(null)),
  };
  if (typeof node['$ref'] === 'string') {
    const target = resolveReference(root, node['$ref']);
    if ('fault' in target) throw new Error(target.fault);
    return build(root, target.node, place);
  }
  if (Array.isArray(node['anyOf'])) return buildUnion(root, node['anyOf'].filter(isJsonObject), place);
  const types = typesOf(node);
  if (types.length > 1 && types.some((type) => type === 'object' || type === 'array')) {
    return buildUnion(
      root,
      types.map((type) => ({ ...node, type })),
      place,
    );
  }
  const kind = types.find((type) => type !== 'null');
  const nullable = place.nullable || types.includes('null');
  switch (kind) {
    case undefined:
      return null;
    case 'object':
      return buildObject(root, node, { ...place, nullable });
    case 'array':
      return buildArray(root, node, { ...place, nullable });
    default:
      return buildLeaf(node, types, { ...place, nullable });
  }
}

function typesOf(node: JsonObject): readonly string[] {
  const { type } = node;
  if (type === undefined) {
    const values: readonly JsonValue[] = Array.isArray(node['enum']) ? node['enum'] : [];
    return [
      ...new Set(
        values
          .filter((value) => value !== null)
          .map((value) => (Number.isInteger(value) ? 'integer' : typeof value)),
      ),
    ];
  }
  return (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string');
}

function buildUnion(root: JsonObject, options: readonly JsonObject[], place: Place): SchemaNode | null {
  const inner: Place = { ...place, title: null, description: null, nullable: false };
  const built = options.map((option) => build(root, option, inner));
  const nullable = place.nullable || built.some((option) => option === null || option.nullable);
  const real = built.filter((option) => option !== null);
  const [first] = real;
  if (first === undefined) return null;
  const outer = { ...place, nullable };
  if (real.length === 1) return { ...first, ...captions(first, outer), nullable };
  const leaves = real.filter((option) => option.kind === 'leaf');
  if (leaves.length === real.length) return mergeLeaves(leaves, outer);
  return { kind: 'union', ...outer, options: real };
}

function captions(node: SchemaNode, place: Place): Pick<Place, 'title' | 'description'> {
  return { title: place.title ?? node.title, description: place.description ?? node.description };
}

/** Several primitives as one leaf that allows what any of them allows; validation still sees each of them. */
function mergeLeaves(leaves: readonly LeafNode[], place: Place): LeafNode {
  const same = <Key extends keyof LeafNode>(key: Key): LeafNode[Key] | null => {
    const [first] = leaves;
    return first !== undefined && leaves.every((leaf) => leaf[key] === first[key]) ? first[key] : null;
  };
  const everyEnum = leaves.every((leaf) => leaf.enum !== null);
  return {
    kind: 'leaf',
    ...place,
    description:
      place.description ?? leaves.map((leaf) => leaf.description).find((text) => text !== null) ?? null,
    types: [...new Set(leaves.flatMap((leaf) => leaf.types))],
    enum: everyEnum ? [...new Set(leaves.flatMap((leaf) => leaf.enum ?? []))] : null,
    format: same('format'),
    pattern: same('pattern'),
    minimum: same('minimum'),
    maximum: same('maximum'),
    minLength: same('minLength'),
    maxLength: same('maxLength'),
    examples: leaves.flatMap((leaf) => leaf.examples),
  };
}

function buildObject(root: JsonObject, node: JsonObject, place: Place): ObjectNode {
  const required = new Set(Array.isArray(node['required']) ? node['required'] : []);
  const { properties, additionalProperties } = node;
  const children: SchemaNode[] = [];
  for (const [name, child] of Object.entries(isJsonObject(properties) ? properties : {})) {
    if (!isJsonObject(child)) continue;
    const built = build(
      root,
      child,
      childPlace(`${place.path}/${escapeToken(name)}`, name, required.has(name)),
    );
    if (built !== null) children.push(built);
  }
  const freeKeys = isJsonObject(additionalProperties)
    ? build(root, additionalProperties, childPlace(`${place.path}/*`, place.name, false))
    : null;
  return { kind: 'object', ...place, properties: children, freeKeys };
}

function buildArray(root: JsonObject, node: JsonObject, place: Place): ArrayNode | null {
  const { items } = node;
  const item = isJsonObject(items)
    ? build(root, items, childPlace(`${place.path}/*`, place.name, false))
    : null;
  if (item === null) return null;
  return {
    kind: 'array',
    ...place,
    item,
    minItems: numberOf(node['minItems']),
    maxItems: numberOf(node['maxItems']),
    maxItemsPerTurn: numberOf(node['agenticArrayExtractionMaxItemsPerTurn']),
  };
}

function buildLeaf(node: JsonObject, types: readonly string[], place: Place): LeafNode {
  const values: readonly JsonValue[] | null = Array.isArray(node['enum']) ? node['enum'] : null;
  return {
    kind: 'leaf',
    ...place,
    types: types.filter(isPrimitiveType),
    format: textOf(node['format']),
    enum: values?.filter(isPrimitive).filter((value) => value !== null) ?? null,
    pattern: textOf(node['pattern']),
    minimum: numberOf(node['minimum']),
    maximum: numberOf(node['maximum']),
    minLength: numberOf(node['minLength']),
    maxLength: numberOf(node['maxLength']),
    examples: Array.isArray(node['examples']) ? node['examples'].filter(isPrimitive) : [],
  };
}

function childPlace(path: string, name: string, required: boolean): Place {
  return { path, name, required, title: null, description: null, nullable: false };
}

function isPrimitiveType(name: string): name is PrimitiveType {
  return name === 'string' || name === 'integer' || name === 'number' || name === 'boolean';
}

function isPrimitive(value: JsonValue): value is JsonPrimitive {
  return value === null || typeof value !== 'object';
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(value: JsonValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
