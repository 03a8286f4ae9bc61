/** Patterns of leaves, on an engine whose time is linear in the text. */
import { RE2JS } from 're2js';
import type { LeafNode } from './types.ts';

export interface Pattern {
  test(text: string): boolean;
}

/**
 * A pattern of the schema on RE2: no look-around, no back references.
 * @throws when the engine cannot take it
 */
export function compilePattern(pattern: string): Pattern {
  const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
  return { test: (text) => compiled.matcher(text).find() };
}

const patterns = new WeakMap<LeafNode, Pattern>();
const anyText: Pattern = { test: () => true };

/** The leaf's own pattern, or one that every text has. Compiled once: a list has its leaf a thousand times. */
export function patternOf(leaf: LeafNode): Pattern {
  const known = patterns.get(leaf) ?? (leaf.pattern === null ? anyText : compilePattern(leaf.pattern));
  patterns.set(leaf, known);
  return known;
}
