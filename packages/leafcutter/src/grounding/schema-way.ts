/** What the schema says on the way to a leaf of the result: the words that may stand beside it, and what it takes. Pure. */
import type { LeafNode, SchemaNode } from '../schema/types.ts';

export interface SchemaWay {
  /** Words of the leaf's name and title, then those of its parents, nearest first. */
  readonly labels: readonly ReadonlySet<string>[];
  /** Null where the schema has no leaf; of a union, the first one. */
  readonly leaf: LeafNode | null;
}

/** @param tokens of the JSON Pointer into the result */
export function schemaWay(root: SchemaNode, tokens: readonly string[]): SchemaWay {
  const labels: Set<string>[] = [];
  let nodes: readonly SchemaNode[] = shapesOf(root);
  for (const token of tokens) {
    nodes = nodes.flatMap((node) => below(node, token));
    const title = nodes.find((node) => node.title !== null)?.title ?? '';
    const words = `${token} ${title}`.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase();
    labels.unshift(new Set([...words.matchAll(/\p{L}{2,}/gu)].map(([word]) => word)));
  }
  return { labels, leaf: nodes.find((node) => node.kind === 'leaf') ?? null };
}

function below(node: SchemaNode, token: string): readonly SchemaNode[] {
  if (node.kind === 'array') return shapesOf(node.item);
  if (node.kind !== 'object') return [];
  const property = node.properties.find(({ name }) => name === token) ?? node.freeKeys;
  return property === null ? [] : shapesOf(property);
}

/** The node, or the shapes that a union allows. */
function shapesOf(node: SchemaNode): readonly SchemaNode[] {
  return node.kind === 'union' ? node.options.flatMap(shapesOf) : [node];
}
