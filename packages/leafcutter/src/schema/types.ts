/** A checked JSON Schema, references resolved, as the tree that planning and extraction walk. */
import type { JsonObject, JsonPrimitive } from '../json.ts';

export type PrimitiveType = 'string' | 'integer' | 'number' | 'boolean';

interface NodeBase {
  /** JSON Pointer into the result with `*` for array items and free keys: `/line_items/{*}/price` (written without braces). */
  readonly path: string;
  /** Property name, or the array's name for its item, '' for the root. */
  readonly name: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly nullable: boolean;
  readonly required: boolean;
}

/** A value. Unions of primitives keep all their types, in the schema's order. */
export interface LeafNode extends NodeBase {
  readonly kind: 'leaf';
  /** At least one. */
  readonly types: readonly PrimitiveType[];
  readonly format: string | null;
  /** Null when anything goes. `null` itself is never listed. */
  readonly enum: readonly JsonPrimitive[] | null;
  readonly pattern: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly examples: readonly JsonPrimitive[];
}
export interface ObjectNode extends NodeBase {
  readonly kind: 'object';
  /** In the schema's order. */
  readonly properties: readonly SchemaNode[];
  /** Value schema of free keys (`additionalProperties` with a schema); null when there are none. */
  readonly freeKeys: SchemaNode | null;
}
export interface ArrayNode extends NodeBase {
  readonly kind: 'array';
  readonly item: SchemaNode;
  readonly minItems: number | null;
  readonly maxItems: number | null;
  /** `agenticArrayExtractionMaxItemsPerTurn`; 0 is off, null is unset. */
  readonly maxItemsPerTurn: number | null;
}
/** Several shapes that are not just null and one other: alternatives in the schema's order. */
export interface UnionNode extends NodeBase {
  readonly kind: 'union';
  readonly options: readonly SchemaNode[];
}
export type SchemaNode = LeafNode | ObjectNode | ArrayNode | UnionNode;

export interface CheckedSchema {
  readonly root: ObjectNode;
  /** Leaves in document order of the schema; an array's item counts once, a union's leaves all count. */
  readonly leafCount: number;
  /** Ours, not refusals: e.g. more than 10 leaves in an array. */
  readonly warnings: readonly string[];
  /** The schema as given (the one that results are validated against, every leaf also nullable). */
  readonly definition: JsonObject;
  /** SHA-256 (hex) of the canonical form of the definition. */
  readonly hash: string;
}
