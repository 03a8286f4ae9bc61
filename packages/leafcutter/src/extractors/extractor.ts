/** The port that every way of extracting fills: the offline rules and language models. */
import type { ParsedDocument } from '../document/types.ts';
import type { Failure } from '../errors.ts';
import type { ArrayReport, Finding } from '../findings/types.ts';
import type { JsonValue } from '../json.ts';
import type { Plan, Unit } from '../planning/types.ts';
import type { CheckedSchema } from '../schema/types.ts';

export interface PlanRequest {
  readonly schema: CheckedSchema;
  /** Null: the plan as the schema alone tells, before a document is read. */
  readonly document: ParsedDocument | null;
}

export interface ExtractionRequest {
  readonly document: ParsedDocument;
  readonly schema: CheckedSchema;
  readonly unit: Unit;
  /** Where the last turn of an array stopped; null in the first turn. Opaque to everyone but the extractor. */
  readonly cursor: JsonValue;
  readonly instructions: string | null;
  /** Draws a page as a PNG, for models that see; absent where nothing can be drawn. */
  readonly drawPage?: (page: number, signal: AbortSignal) => Promise<Uint8Array>;
  /** Takes pages out of the PDF, for models that read such; absent where there is none. */
  readonly cutPages?: (pages: readonly number[], signal: AbortSignal) => Promise<Uint8Array>;
}

export interface Usage {
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

export interface Answer {
  readonly findings: readonly Finding[];
  readonly arrays: readonly ArrayReport[];
  readonly warnings: readonly string[];
  readonly usage: Usage;
}

/** One turn's outcome. `more` carries the cursor of the next turn; `split` what stays, and the units for the rest. */
export type ExtractionOutcome =
  | { readonly status: 'done'; readonly answer: Answer }
  | { readonly status: 'more'; readonly answer: Answer; readonly cursor: JsonValue }
  | { readonly status: 'split'; readonly answer: Answer; readonly units: readonly Unit[] }
  | { readonly status: 'retry'; readonly afterMs: number; readonly failure: Failure }
  | { readonly status: 'failed'; readonly failure: Failure };

export interface Extractor {
  /** The model id that users name: `rules`. */
  readonly id: string;
  /** It understands what it reads, so that a text may steer it: sentences that speak to it are no evidence of a value. */
  readonly isSteerable: boolean;
  /** The same schema and document give the same plan; nothing is asked or spent yet. */
  plan(request: PlanRequest, signal: AbortSignal): Promise<Plan>;
  /**
   * One turn of one unit. The same request gives the same outcome. Failures are outcomes, not exceptions;
   * an aborted signal rejects with its reason.
   */
  extract(request: ExtractionRequest, signal: AbortSignal): Promise<ExtractionOutcome>;
  /** In the currency of the model's prices; null without prices, 0 for what costs nothing. */
  cost(usage: Usage): number | null;
}
