/** Ways through a schema tree, in the schema's order. */
import type { ArrayNode, LeafNode, SchemaNode } from './types.ts';

export function childrenOf(node: SchemaNode): readonly SchemaNode[] {
  switch (node.kind) {
    case 'leaf':
      return [];
    case 'object':
      return node.freeKeys === null ? node.properties : [...node.properties, node.freeKeys];
    case 'array':
      return [node.item];
    case 'union':
      return node.options;
  }
}

/** Every leaf below the node; an array's item counts once, a union's options all do. */
export function leavesOf(node: SchemaNode): readonly LeafNode[] {
  return node.kind === 'leaf' ? [node] : childrenOf(node).flatMap(leavesOf);
}

/** Every array below the node, outer ones before those inside. */
export function arraysOf(node: SchemaNode): readonly ArrayNode[] {
  const inner = childrenOf(node).flatMap(arraysOf);
  return node.kind === 'array' ? [node, ...inner] : inner;
}

/** The node at a schema path (`*` for items and free keys); null when there is none. Of a union, the first option that has it. */
export function nodeAt(root: SchemaNode, path: string): SchemaNode | null {
  if (root.path === path && root.kind !== 'union') return root;
  for (const child of childrenOf(root)) {
    if (child.path !== path && !path.startsWith(`${child.path}/`)) continue;
    const found = nodeAt(child, path);
    if (found !== null) return found;
  }
  return root.path === path ? root : null;
}
