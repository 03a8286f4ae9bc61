/** The result of an extraction: the contract's shapes (see the HTTP contract, "per-key attribution" and "metadata"). */
import type { Gap } from '../document/types.ts';
import type { ArrayReport, ArrayState, Match, NullReason } from '../findings/types.ts';
import type { Usage } from '../extractors/extractor.ts';
import type { JsonObject, JsonPrimitive } from '../json.ts';

/** What stands in place of each primitive when attributions are asked for. */
export interface Attribution {
  readonly extracted_value: JsonPrimitive;
  readonly reasoning: string;
  /** 0-1. */
  readonly confidence: number;
  /** 1-based, ascending. */
  readonly page_numbers: readonly number[];
  readonly citations: readonly Citation[];
  /** Other readings; left out when there are none. */
  readonly alternatives?: readonly { readonly value: JsonPrimitive; readonly reason: string }[];
}
export interface Citation {
  readonly page: number;
  readonly quote: string;
  readonly match: Match;
  /** Points, origin top left; left out for sheets. */
  readonly boxes?: readonly (readonly [number, number, number, number])[];
  readonly sheet?: string;
  readonly cells?: readonly string[];
  /** Half-open range of UTF-16 code units in the page's canonical text. */
  readonly ranges: readonly (readonly [number, number])[];
  readonly role: 'value' | 'support';
}

export interface Violation {
  /** JSON Pointer into the results. */
  readonly path: string;
  /** JSON Schema keyword: required, pattern, minimum, ... */
  readonly rule: string;
  readonly message: string;
}

export interface FailedSubtree {
  readonly subtree: string;
  readonly paths: readonly string[];
  readonly error: string;
  readonly attempts: number;
}

export interface ResultMetadata {
  readonly has_attributions: boolean;
  /** False when a subtree failed, a page could not be read, an array is short, or a violation is left. */
  readonly is_complete: boolean;
  readonly failed_subtrees: readonly FailedSubtree[];
  readonly violations: readonly Violation[];
  readonly arrays: readonly {
    readonly path: string;
    readonly items: number;
    readonly pages_covered: readonly number[];
    /** Its state is `counted`: nothing of it is missing. */
    readonly complete: boolean;
    readonly state: ArrayState;
    /** Null exactly when complete. */
    readonly reason: string | null;
  }[];
  /** JSON Pointer of each null leaf to its reason. */
  readonly nulls: Readonly<Record<string, NullReason>>;
  readonly gaps: readonly Gap[];
  readonly usage: {
    readonly pages: number;
    readonly calls: number;
    readonly input_tokens: number;
    readonly cached_tokens: number;
    readonly output_tokens: number;
    readonly cost: number | null;
  };
  readonly timings_ms: Readonly<Record<string, number>>;
  /** What really ran. */
  readonly model: string;
  readonly warnings: readonly string[];
}

export interface ExtractionResult {
  /** Fits the schema, every leaf may also be null; leaves are Attributions when asked for. */
  readonly results: JsonObject;
  readonly metadata: ResultMetadata;
}

/** What merge works from, beside the findings. */
export interface MergeContext {
  readonly gaps: readonly Gap[];
  /** Of all turns and passes. */
  readonly arrays: readonly ArrayReport[];
  readonly failedSubtrees: readonly FailedSubtree[];
  readonly warnings: readonly string[];
  readonly usage: Usage;
  /** In the currency of the model's prices; null without prices. */
  readonly cost: number | null;
  readonly pages: number;
  readonly model: string;
  readonly timingsMs: Readonly<Record<string, number>>;
  readonly attributions: boolean;
}
