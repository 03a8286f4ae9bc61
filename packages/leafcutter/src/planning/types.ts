/** The plan: which leaves are asked for together, and on which pages. */
export interface Unit {
  /** Stable within a plan: the same schema and settings give the same ids. */
  readonly id: string;
  /** object: the leaves of one or more groups. array: one isolated array of objects, taken in turns. */
  readonly kind: 'object' | 'array';
  /** Schema paths (`*` for items) of everything that this unit fills, in the schema's order. */
  readonly paths: readonly string[];
  readonly leafCount: number;
  /** Most items per turn; null when the array is taken in one go, or for objects. */
  readonly maxItemsPerTurn: number | null;
  /**
   * What is read for it, look after look: later looks are for what came back empty. No part of the document is in two of
   * them. Null: one look at the whole document.
   */
  readonly looks: readonly (readonly Passage[])[] | null;
  /** Which pass over its lists this is, from 0: units of other passes read other parts of the document. */
  readonly pass: number;
  /** What its first call will take, in tokens; null where no model is asked. */
  readonly estimate: { readonly inputTokens: number; readonly outputTokens: number } | null;
}

/** A run of the document, cut between lines as prompts have them (rows of tables are one line). */
export interface Passage {
  /** 1-based pages, both inclusive. */
  readonly first: number;
  readonly last: number;
  /** First line of the first page, from 0. */
  readonly fromLine: number;
  /** First line of the last page that is out of it; null: it goes to the page's end. */
  readonly toLine: number | null;
}

export interface Plan {
  readonly version: 1;
  readonly schemaHash: string;
  readonly leafCount: number;
  readonly units: readonly Unit[];
  readonly warnings: readonly string[];
}

export interface PlanOptions {
  /** Most leaves in one object unit; the model's output limit decides it, rules take all at once. Default 200. */
  readonly maxLeavesPerUnit?: number;
  /** Arrays of objects become units of their own. Default true. */
  readonly isolateArrays?: boolean;
  /** Items per turn for arrays that do not say; 0 or absent: one go. */
  readonly maxItemsPerTurn?: number;
}
