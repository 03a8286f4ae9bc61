/** Whether the head of a table names what a list's items hold. */
import { wordsOf } from '../routing/words.ts';
import type { ArrayNode } from '../schema/types.ts';
import { leavesOf } from '../schema/walk.ts';

/** The share of the list's leaves that stand among the words of a head, 0-1; 0 where fewer than two do. */
export function namedShare(list: ArrayNode, headWords: ReadonlySet<string>): number {
  const names = leavesOf(list.item).map((leaf) => wordsOf(`${leaf.name} ${leaf.title ?? ''}`));
  const named = names.filter((words) => words.some((word) => headWords.has(word))).length;
  return named < 2 ? 0 : named / names.length;
}
