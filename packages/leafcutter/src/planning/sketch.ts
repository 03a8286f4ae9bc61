/** What planning knows of a document: how long its lines are, where it may be cut, what its pages and tables speak of. */
import type { PageTerms } from '../routing/pages.ts';

export interface DocumentSketch {
  /** Ascending. */
  readonly pages: readonly PageSketch[];
}
export interface PageSketch {
  readonly number: number;
  /** Tokens of each line of the page's prompt. */
  readonly lineTokens: readonly number[];
  readonly tables: readonly TableSketch[];
  readonly terms: PageTerms;
}
export interface TableSketch {
  /** First line of the page that is a row, and the first after the last one. */
  readonly firstLine: number;
  readonly endLine: number;
  /** Lines of them that are rows of data. */
  readonly rows: number;
  /** Words of its head, or of the head of the table that it goes on from. */
  readonly headWords: ReadonlySet<string>;
}

export function pageTokens(page: PageSketch): number {
  return page.lineTokens.reduce((sum, tokens) => sum + tokens, 0);
}

export function documentTokens({ pages }: DocumentSketch): number {
  return pages.reduce((sum, page) => sum + pageTokens(page), 0);
}
