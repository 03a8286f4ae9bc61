/** An answer of a model, walked beside the schema: leaves with their pointers, and what does not fit. */
import { isJsonObject, type JsonPrimitive, type JsonValue } from '../../json.ts';
import { escapeToken } from '../../schema/faults.ts';
import type { ArrayNode, LeafNode, ObjectNode, SchemaNode, UnionNode } from '../../schema/types.ts';
import { coerce } from '../../values/index.ts';
import { plainName } from './json/shape.ts';
import { otherKeys } from './wire-schema.ts';

export interface ReadLeaf {
  readonly pointer: string;
  readonly leaf: LeafNode;
  readonly value: JsonPrimitive;
}
export interface AnswerFault {
  readonly pointer: string;
  /** For the model and for people, without the value. */
  readonly message: string;
  readonly value: string;
}
export interface ReadList {
  readonly node: ArrayNode;
  readonly pointer: string;
  readonly items: number;
}
export interface ReadAnswer {
  /** In the answer's order; nulls inside of lists are left out, others are there. */
  readonly leaves: readonly ReadLeaf[];
  readonly lists: readonly ReadList[];
  readonly faults: readonly AnswerFault[];
}

/** @param root the schema's tree, pruned to what was asked for */
export function foldAnswer(root: ObjectNode, answer: JsonValue): ReadAnswer {
  const fold = new Fold();
  if (isJsonObject(answer)) fold.object(root, answer, '', false);
  else fold.fault('', answer, 'The answer must be one JSON object.');
  return fold;
}

class Fold implements ReadAnswer {
  readonly leaves: ReadLeaf[] = [];
  readonly lists: ReadList[] = [];
  readonly faults: AnswerFault[] = [];

  node(node: SchemaNode, value: JsonValue | undefined, pointer: string, inItem: boolean): void {
    switch (node.kind) {
      case 'leaf':
        return this.leaf(node, value ?? null, pointer, inItem);
      case 'array':
        return this.list(node, value ?? null, pointer);
      case 'object':
        return this.object(node, value ?? null, pointer, inItem);
      case 'union':
        return this.union(node, value ?? null, pointer, inItem);
    }
  }

  object(node: ObjectNode, value: JsonValue, pointer: string, inItem: boolean): void {
    if (value !== null && !isJsonObject(value) && node.properties.length > 0) {
      this.fault(pointer, value, 'An object belongs here.');
      return;
    }
    const members = isJsonObject(value) ? byName(value) : noMembers;
    for (const child of node.properties)
      this.node(
        child,
        members.get(child.name) ?? members.get(plainName(child.name)),
        `${pointer}/${escapeToken(child.name)}`,
        inItem,
      );
    const { freeKeys } = node;
    if (freeKeys === null) return;
    const pairs = node.properties.length === 0 ? value : members.get(otherKeys);
    for (const [key, one] of pairsOf(pairs ?? null))
      this.node(freeKeys, one, `${pointer}/${escapeToken(key)}`, inItem);
  }

  fault(pointer: string, value: JsonValue, message: string): void {
    const shown = JSON.stringify(value);
    this.faults.push({ pointer, message, value: shown.length > 80 ? `${shown.slice(0, 79)}…` : shown });
  }

  private leaf(leaf: LeafNode, value: JsonValue, pointer: string, inItem: boolean): void {
    if (value === null || value === '') {
      if (!inItem) this.leaves.push({ pointer, leaf, value: null });
      return;
    }
    if (typeof value === 'object') {
      this.fault(pointer, value, 'One value belongs here, not a list or an object.');
      return;
    }
    const coerced = coerce(value, leaf);
    if (!coerced.ok) this.fault(pointer, value, coerced.message);
    // What can be read in two ways stays as it is: the place in the document tells which one is meant.
    const isSure = coerced.ok && coerced.alternatives.length === 0;
    this.leaves.push({ pointer, leaf, value: isSure ? coerced.value : value });
  }

  private list(node: ArrayNode, value: JsonValue, pointer: string): void {
    const items = value === null ? [] : Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
    this.lists.push({ node, pointer, items: items.length });
    for (const [index, item] of items.entries()) this.node(node.item, item, `${pointer}/${index}`, true);
  }

  private union(node: UnionNode, value: JsonValue, pointer: string, inItem: boolean): void {
    if (value === null) return;
    const kind = Array.isArray(value) ? 'array' : isJsonObject(value) ? 'object' : 'leaf';
    const fitting = node.options.filter((option) => option.kind === kind);
    const [first] = fitting;
    const names = isJsonObject(value) ? byName(value) : noMembers;
    const known = (option: SchemaNode): number =>
      option.kind === 'object' ? option.properties.filter((child) => names.has(child.name)).length : 0;
    const best =
      kind === 'leaf'
        ? fitting.find((option) => option.kind === 'leaf' && coerce(value, option).ok)
        : fitting.toSorted((a, b) => known(b) - known(a))[0];
    // Free keys travel as lists of key and value.
    const free = node.options.find((option) => option.kind === 'object' && option.freeKeys !== null);
    const isPairs = kind === 'array' && free !== undefined && pairsOf(value).length > 0;
    const chosen = (isPairs ? free : best) ?? first;
    if (chosen === undefined) this.fault(pointer, value, 'None of the shapes that the schema allows here.');
    else this.node(chosen, value, pointer, inItem);
  }
}

const noMembers: ReadonlyMap<string, JsonValue> = new Map();

/** Members by their name, and by its letters and digits where that is free: models change case and dashes. */
function byName(value: { readonly [key: string]: JsonValue | undefined }): ReadonlyMap<string, JsonValue> {
  const members = new Map<string, JsonValue>();
  for (const [name, member] of Object.entries(value)) if (member !== undefined) members.set(name, member);
  for (const [name, member] of Object.entries(value))
    if (member !== undefined && !members.has(plainName(name))) members.set(plainName(name), member);
  return members;
}

/** Lists of key and value, or an object where a model gave one. */
function pairsOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  if (isJsonObject(value))
    return Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, one] as const]));
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).flatMap((pair) => {
    if (!isJsonObject(pair)) return [];
    const { key, value: one } = pair;
    return key === undefined || key === null || one === undefined || typeof key === 'object'
      ? []
      : [[String(key), one] as const];
  });
}
