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
