/** Which pages speak of what is asked for: BM25 over pages, with headings and tables weighing more. */
import type { SchemaNode } from '../schema/types.ts';
import { childrenOf } from '../schema/walk.ts';
import { wordsOf } from './words.ts';

/** What a page says: how often each word stands there, weights included. */
export interface PageTerms {
  readonly page: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}
export interface WeightedText {
  readonly text: string;
  /** 1 for running text; more for what stands out. */
  readonly weight: number;
}
/** Words asked for, with what each is worth. */
export type Query = ReadonlyMap<string, number>;

export function pageTerms(page: number, texts: readonly WeightedText[]): PageTerms {
  const counts = new Map<string, number>();
  let length = 0;
  for (const { text, weight } of texts) {
    for (const word of wordsOf(text)) {
      counts.set(word, (counts.get(word) ?? 0) + weight);
      length += weight;
    }
  }
  return { page, counts, length };
}

const worth = { name: 1, title: 1, enumValue: 0.6, description: 0.35, parent: 0.3 };

/** Names, titles, descriptions and listed values of everything at and below the nodes. */
export function queryOf(nodes: readonly SchemaNode[]): Query {
  const query = new Map<string, number>();
  const add = (text: string | null, weight: number): void => {
    for (const word of wordsOf(text ?? '')) query.set(word, Math.max(query.get(word) ?? 0, weight));
  };
  const visit = (node: SchemaNode): void => {
    add(node.name, worth.name);
    add(node.title, worth.title);
    add(node.description, worth.description);
    if (node.kind === 'leaf') for (const value of node.enum ?? []) add(String(value), worth.enumValue);
    childrenOf(node).forEach(visit);
  };
  for (const node of nodes) {
    for (const name of node.path.split('/').slice(1, -1)) add(name, worth.parent);
    visit(node);
  }
  return query;
}

/** Saturation and length normalisation as usual: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009). */
const k1 = 1.2;
const b = 0.75;

/** Pages with their scores, best first; equal ones in the document's order. Pages without any of the words have 0. */
export function rankPages(
  pages: readonly PageTerms[],
  query: Query,
): readonly { readonly page: number; readonly score: number }[] {
  const average = pages.reduce((sum, page) => sum + page.length, 0) / Math.max(1, pages.length) || 1;
  const weights = [...query].map(([word, weight]) => {
    const holding = pages.filter((page) => page.counts.has(word)).length;
    return { word, weight: weight * Math.log(1 + (pages.length - holding + 0.5) / (holding + 0.5)) };
  });
  const scored = pages.map(({ page, counts, length }) => {
    let score = 0;
    for (const { word, weight } of weights) {
      const count = counts.get(word) ?? 0;
      if (count > 0) score += (weight * count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / average));
    }
    return { page, score };
  });
  return scored.toSorted((one, other) => other.score - one.score || one.page - other.page);
}
