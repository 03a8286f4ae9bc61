/** An array of the schema, ready to be looked for: its levels from the outermost array to the one of single rows. */
import type { Range } from '../../../document/types.ts';
import type { JsonPrimitive } from '../../../json.ts';
import type { ArrayNode, LeafNode, ObjectNode, SchemaNode } from '../../../schema/types.ts';
import { questionOf, type NodeQuestion } from '../question.ts';
import { taskOf, type LeafTask } from '../tasks.ts';

/** A leaf of an item, or the items of a list of primitives in it. */
export interface Slot {
  readonly task: LeafTask;
  /** The leaf is the item of a list: every print of it in a row counts. */
  readonly list: ArrayNode | null;
}

/** A leaf that a column of a table answers. */
export interface ColumnMatch {
  readonly slot: Slot;
  readonly column: number;
  /** 0-1: header and cells together. */
  readonly weight: number;
  /** 0-1: the header alone. */
  readonly similarity: number;
}

/** One array of objects on the way down. */
export interface Level {
  readonly node: ArrayNode;
  readonly question: NodeQuestion;
  /** Leaves of the item that are in no further array, in the schema's order. */
  readonly slots: readonly Slot[];
}

/** Arrays of objects one in another, outermost first; the last level is that of rows. */
export interface ArrayTask {
  readonly node: ArrayNode;
  readonly ancestors: readonly SchemaNode[];
  readonly levels: readonly Level[];
  /** Arrays of objects in an item that are not on the way down: nobody looks for them yet. */
  readonly skipped: readonly ArrayNode[];
}

/** A list of strings or numbers. */
export interface ListTask {
  readonly node: ArrayNode;
  readonly ancestors: readonly SchemaNode[];
  readonly task: LeafTask;
  readonly question: NodeQuestion;
}

/** A value with the places that it was taken from. */
export interface Found {
  readonly slot: Slot;
  readonly value: JsonPrimitive;
  readonly page: number;
  readonly ranges: readonly Range[];
  /** The piece of a heading that it was read from: equal values of other headings are of other groups. */
  readonly heading?: string;
  /** Where the value goes on on further pages. */
  readonly further?: readonly Place[];
  /** Captions that it rests on: the scale of a table, the heading of a group. */
  readonly support: readonly Place[];
  /** 0-1: how sure the choice of the place is. */
  readonly sure: number;
  readonly alternatives: readonly { readonly value: JsonPrimitive; readonly reason: string }[];
  readonly reasoning: string;
}
export interface Place {
  readonly page: number;
  readonly ranges: readonly Range[];
}

/** An item of a level with its items of the next. */
export interface Item {
  readonly found: readonly Found[];
  readonly children: readonly Item[];
}

/** Of several ways to read a list the one that answers most of each item; of equal ones the first. */
export function richest(...readings: readonly (readonly Item[])[]): readonly Item[] {
  return readings.reduce((best, one) => (richness(one) > richness(best) ? one : best));
}

/** Values that an item has on average. */
export function richness(items: readonly Item[]): number {
  const count = (all: readonly Item[]): number =>
    all.reduce((sum, { found, children }) => sum + found.length + count(children), 0);
  return items.length === 0 ? 0 : count(items) / items.length;
}

/** Arrays outside of other arrays, each as a task. Unions of objects are looked into. */
export function arrayTasksOf(root: ObjectNode): {
  readonly arrays: readonly ArrayTask[];
  readonly lists: readonly ListTask[];
} {
  const arrays: ArrayTask[] = [];
  const lists: ListTask[] = [];
  visit(root, []);
  return { arrays, lists };

  function visit(node: SchemaNode, ancestors: readonly SchemaNode[]): void {
    const below = [...ancestors, node];
    if (node.kind === 'object') for (const child of node.properties) visit(child, below);
    else if (node.kind === 'union') for (const option of node.options) visit(option, below);
    else if (node.kind === 'array') {
      const item = objectOf(node.item);
      if (item !== null) arrays.push(arrayTask(node, ancestors));
      else if (node.item.kind === 'leaf') {
        lists.push({
          node,
          ancestors,
          task: slotOf(node.item, below, node, 0).task,
          question: questionOf(node, ancestors),
        });
      }
    }
  }
}

/** The object of an item; of a union the option with most properties. */
function objectOf(item: SchemaNode): ObjectNode | null {
  if (item.kind === 'object') return item;
  if (item.kind !== 'union') return null;
  let best: ObjectNode | null = null;
  for (const option of item.options) {
    const object = objectOf(option);
    if (object !== null && object.properties.length > (best?.properties.length ?? 0)) best = object;
  }
  return best;
}

function arrayTask(node: ArrayNode, ancestors: readonly SchemaNode[]): ArrayTask {
  const levels: Level[] = [];
  const skipped: ArrayNode[] = [];
  let current: ArrayNode | null = node;
  let above = ancestors;
  while (current !== null) {
    const item = objectOf(current.item);
    if (item === null) break;
    const parents = [...above, current, item];
    const slots: Slot[] = [];
    const inner: { node: ArrayNode; above: readonly SchemaNode[] }[] = [];
    slotsOf(item, [...above, current], slots, inner);
    levels.push({ node: current, question: questionOf(current, above), slots });
    const [deepest, ...others] = inner.sort((a, b) => weightOf(b.node) - weightOf(a.node));
    skipped.push(...others.map((other) => other.node));
    above = deepest?.above ?? parents;
    current = deepest?.node ?? null;
  }
  return { node, ancestors, levels, skipped };
}

function slotsOf(
  node: SchemaNode,
  ancestors: readonly SchemaNode[],
  slots: Slot[],
  inner: { node: ArrayNode; above: readonly SchemaNode[] }[],
): void {
  const below = [...ancestors, node];
  if (node.kind === 'leaf') slots.push(slotOf(node, ancestors, null, slots.length));
  else if (node.kind === 'object') for (const child of node.properties) slotsOf(child, below, slots, inner);
  else if (node.kind === 'union') {
    const [option] = node.options;
    if (option !== undefined) slotsOf(option, below, slots, inner);
  } else if (node.item.kind === 'leaf') slots.push(slotOf(node.item, ancestors, node, slots.length));
  else if (objectOf(node.item) !== null) inner.push({ node, above: ancestors });
}

/** A list's leaf is asked for by the list's name: its own is only that of an item. */
function slotOf(
  leaf: LeafNode,
  ancestors: readonly SchemaNode[],
  list: ArrayNode | null,
  index: number,
): Slot {
  if (list === null) return { task: taskOf(leaf, ancestors, index), list };
  const named = {
    ...leaf,
    name: list.name,
    title: list.title,
    description: list.description ?? leaf.description,
  };
  return { task: { ...taskOf(named, ancestors, index), leaf }, list };
}

function weightOf(node: SchemaNode): number {
  if (node.kind === 'leaf') return 1;
  if (node.kind === 'array') return weightOf(node.item);
  const parts = node.kind === 'object' ? node.properties : node.options;
  return parts.reduce((sum, part) => sum + weightOf(part), 0);
}
