/** How much a model will have to write: tokens of the answer for each part of a schema. */
import type { ArrayNode, LeafNode, SchemaNode } from '../schema/types.ts';
import { childrenOf } from '../schema/walk.ts';
import { namedShare } from './head-names.ts';
import { documentTokens, type DocumentSketch } from './sketch.ts';

/** Quotes, colon, comma and brackets around a name, in characters. */
const punctuation = 5;

function leafTokens(leaf: LeafNode): number {
  const name = (leaf.name.length + punctuation) / 4;
  if (leaf.enum !== null) {
    const length = leaf.enum.reduce<number>((sum, value) => sum + String(value).length, 0) / leaf.enum.length;
    return name + length / 4 + 0.5;
  }
  if (leaf.types.includes('string')) return name + (leaf.format === null ? 6 : 3);
  return name + 2;
}

/** Items that a list without a table of its own is taken to have. Cheap to have guessed too low: what is cut off goes on. */
const itemsOfOnlyList = 12;
const itemsAmongMany = 2;
const manyLists = 6;

export interface ListGuess {
  /** Lists of the whole schema. */
  readonly lists: number;
  /** Items by the path of the list, where tables of the document tell. */
  readonly rows: ReadonlyMap<string, number>;
}

/** Tokens of an answer for the node, compact JSON, absent values left out. */
export function answerTokens(node: SchemaNode, guess: ListGuess): number {
  switch (node.kind) {
    case 'leaf':
      return leafTokens(node);
    case 'object':
      return (
        (node.name.length + punctuation) / 4 +
        childrenOf(node).reduce((sum, child) => sum + answerTokens(child, guess), 0)
      );
    case 'union':
      return Math.max(0, ...node.options.map((option) => answerTokens(option, guess)));
    case 'array':
      return (node.name.length + punctuation) / 4 + itemsOf(node, guess) * itemTokens(node, guess);
  }
}

/** Tokens of an answer that finds nothing of the node: names with null, or an empty list. */
export function emptyTokens(node: SchemaNode): number {
  const name = (node.name.length + punctuation) / 4;
  if (node.kind === 'object')
    return name + childrenOf(node).reduce((sum, child) => sum + emptyTokens(child), 0);
  return name + (node.kind === 'array' ? 0.5 : 1);
}

export function itemTokens(list: ArrayNode, guess: ListGuess): number {
  return 0.75 + answerTokens(list.item, guess);
}

function itemsOf(list: ArrayNode, guess: ListGuess): number {
  const items = guess.rows.get(list.path) ?? (guess.lists > manyLists ? itemsAmongMany : itemsOfOnlyList);
  return Math.min(items, list.maxItems ?? Infinity);
}

/** Tables shorter than this tell nothing that a guess would not. */
const leastRows = 8;

const leastNamed = 0.5;

/**
 * Rows of the tables whose heads name the list's item: at least half of its leaves, and two. Null when there are too few.
 * `holds` tells whether a line of a page, by index, is such a row.
 */
export function rowsFor(
  list: ArrayNode,
  sketch: DocumentSketch,
): { readonly rows: number; readonly holds: (page: number, line: number) => boolean } | null {
  const spans = new Map<number, [number, number][]>();
  let rows = 0;
  for (const page of sketch.pages) {
    for (const table of page.tables) {
      if (namedShare(list, table.headWords) < leastNamed) continue;
      rows += table.rows;
      spans.set(page.number, [...(spans.get(page.number) ?? []), [table.firstLine, table.endLine]]);
    }
  }
  if (rows < leastRows) return null;
  const holds = (page: number, line: number): boolean =>
    (spans.get(page) ?? []).some(([first, end]) => first <= line && line < end);
  return { rows, holds };
}

/** Of an answer read off a document with tables, what is taken to stand in them: figures and rows do. */
const tableShare = 0.7;

/** How many tokens of the answer a token of a page's line, by index, is taken to give. */
export function answerSpread(answer: number, sketch: DocumentSketch): (page: number, line: number) => number {
  const rows = new Map<number, ReadonlySet<number>>();
  let inTables = 0;
  for (const { number, tables, lineTokens } of sketch.pages) {
    const own = lineTokens.flatMap((tokens, line) => {
      if (!tables.some(({ firstLine, endLine }) => firstLine <= line && line < endLine)) return [];
      inTables += tokens;
      return [line];
    });
    rows.set(number, new Set(own));
  }
  const all = Math.max(1, documentTokens(sketch));
  if (inTables === 0) return () => answer / all;
  const anywhere = (answer * (1 - tableShare)) / all;
  const ofRows = (answer * tableShare) / inTables;
  return (page, line) => anywhere + (rows.get(page)?.has(line) === true ? ofRows : 0);
}
