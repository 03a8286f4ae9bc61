/** `$ref`s: where they lead, and how large a schema gets once they are written out, without writing them out. */
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { definitionContainers } from './keywords.ts';

const reference = new RegExp(
  `^#/(${definitionContainers.map((name) => name.replace('$', '\\$')).join('|')})/([^/]+)$`,
);

/** The definition that a reference names, or why there is none. */
export function resolveReference(
  root: JsonObject,
  ref: string,
): { readonly node: JsonObject } | { readonly fault: string } {
  const match = reference.exec(ref);
  const [, container, escaped] = match ?? [];
  if (container === undefined || escaped === undefined) {
    return { fault: `leads to "${ref}"; only references like #/$defs/Name are known here` };
  }
  const name = unescapeToken(escaped);
  const definitions = root[container];
  const node = isJsonObject(definitions) && Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  return isJsonObject(node) ? { node } : { fault: `leads to "${ref}", which is not there` };
}

/** One step of a URI fragment's JSON Pointer (RFC 6901, sections 3 and 6). */
function unescapeToken(token: string): string {
  let plain = token;
  try {
    plain = decodeURIComponent(token);
  } catch {
    // Not percent-encoded: taken as written.
  }
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}

export interface Measure {
  /** Leaves once references are written out; never more than `tooMany`. */
  readonly leaves: number;
  /** Nesting of objects and arrays once references are written out. */
  readonly depth: number;
}

/** Counting stops here: nobody asks whether it was ten times or a million times too many. */
const tooMany = 1_000_000;

/**
 * The size of the schema with its references written out, in time linear in the schema as written.
 * `cycle` lists the references of a circle, the first one again at the end; null when there is none.
 */
export function measure(root: JsonObject): Measure & { readonly cycle: readonly string[] | null } {
  const known = new Map<JsonObject, Measure>();
  const trail: string[] = [];
  const onTrail = new Map<JsonObject, number>();
  let cycle: string[] | null = null;

  const children = (node: JsonObject): JsonObject[] => {
    const { properties, items, additionalProperties, anyOf } = node;
    const all: (JsonValue | undefined)[] = [
      ...(isJsonObject(properties) ? Object.values(properties) : []),
      items,
      additionalProperties,
      ...(Array.isArray(anyOf) ? anyOf : []),
    ];
    return all.filter(isJsonObject);
  };

  const visit = (node: JsonObject): Measure => {
    const before = known.get(node);
    if (before !== undefined) return before;
    let result: Measure;
    if (typeof node['$ref'] === 'string') {
      result = follow(node['$ref']);
    } else {
      const parts = children(node).map(visit);
      const nested = 'properties' in node || 'items' in node || isJsonObject(node['additionalProperties']);
      const inner = parts.reduce((most, part) => Math.max(most, part.depth), 0);
      const leaves = parts.reduce((sum, part) => Math.min(tooMany, sum + part.leaves), 0);
      const isLeaf =
        parts.length === 0 &&
        node['type'] !== 'null' &&
        node['type'] !== 'object' &&
        node['type'] !== 'array';
      result = { leaves: isLeaf ? 1 : leaves, depth: inner + (nested ? 1 : 0) };
    }
    known.set(node, result);
    return result;
  };

  const follow = (ref: string): Measure => {
    const target = resolveReference(root, ref);
    if ('fault' in target) return { leaves: 0, depth: 0 };
    const seen = onTrail.get(target.node);
    if (seen !== undefined) {
      cycle ??= [...trail.slice(seen), ref];
      return { leaves: 0, depth: 0 };
    }
    onTrail.set(target.node, trail.length);
    trail.push(ref);
    const result = visit(target.node);
    trail.pop();
    onTrail.delete(target.node);
    return result;
  };

  return { ...visit(root), cycle };
}
