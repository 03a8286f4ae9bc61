/** Schema nodes for tests, without the checker. */
import type { ArrayNode, LeafNode, ObjectNode, SchemaNode } from '../schema/types.ts';

export function leaf(path: string, change: Partial<Omit<LeafNode, 'kind' | 'path' | 'name'>> = {}): LeafNode {
  return {
    kind: 'leaf',
    ...base(path),
    types: ['string'],
    format: null,
    enum: null,
    pattern: null,
    minimum: null,
    maximum: null,
    minLength: null,
    maxLength: null,
    examples: [],
    ...change,
  };
}

export function object(
  path: string,
  properties: readonly SchemaNode[],
  change: Partial<Omit<ObjectNode, 'kind' | 'path' | 'name'>> = {},
): ObjectNode {
  return { kind: 'object', ...base(path), properties, freeKeys: null, ...change };
}

export function array(
  path: string,
  item: SchemaNode,
  change: Partial<Omit<ArrayNode, 'kind'>> = {},
): ArrayNode {
  return {
    kind: 'array',
    ...base(path),
    item,
    minItems: null,
    maxItems: null,
    maxItemsPerTurn: null,
    ...change,
  };
}

function base(
  path: string,
): Pick<LeafNode, 'path' | 'name' | 'title' | 'description' | 'nullable' | 'required'> {
  const name = path.split('/').findLast((part) => part !== '*') ?? '';
  return { path, name, title: null, description: null, nullable: true, required: false };
}
