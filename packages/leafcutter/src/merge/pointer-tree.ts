/** Findings by their JSON Pointer, as a tree that is walked beside the schema. */
import type { Finding } from '../findings/types.ts';

export interface PointerNode {
  /** All that was said of this very place; several extractors or turns may have. */
  readonly findings: Finding[];
  readonly children: Map<string, PointerNode>;
}

export function pointerTree(findings: readonly Finding[]): PointerNode {
  const root = emptyNode();
  for (const finding of findings) {
    let node = root;
    for (const token of tokensOf(finding.pointer)) {
      let next = node.children.get(token);
      if (next === undefined) node.children.set(token, (next = emptyNode()));
      node = next;
    }
    node.findings.push(finding);
  }
  return root;
}

export function emptyNode(): PointerNode {
  return { findings: [], children: new Map() };
}

/** Children that are places in a list, ascending by their number, gaps closed. */
export function listed(node: PointerNode): readonly PointerNode[] {
  return [...node.children]
    .filter(([token]) => /^(?:0|[1-9]\d*)$/.test(token))
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

/** Steps of a JSON Pointer (RFC 6901). */
export function tokensOf(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Everything that stands at or below the node. */
export function findingsBelow(node: PointerNode): readonly Finding[] {
  return [...node.findings, ...[...node.children.values()].flatMap(findingsBelow)];
}
