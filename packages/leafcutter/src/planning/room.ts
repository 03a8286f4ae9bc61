/** How much of a document goes into one prompt beside schema and answer, and how many passes over it that makes. */

export interface RoomRequest {
  readonly limits: { readonly contextTokens: number; readonly outputTokens: number };
  /** Of everything in a prompt but document and schema. */
  readonly frameTokens: number;
  /** Of the wire schema for these paths. */
  readonly schemaTokens: (paths: readonly string[]) => number;
  /** Of the lines around a passage that are shown again. */
  readonly overlapTokens: number;
}

/** What is asked for over all passes. */
export interface Asked {
  readonly paths: readonly string[];
  /** Tokens of all that is answered. */
  readonly answer: number;
  /** Tokens of an answer that finds nothing: every pass gives at least those. */
  readonly empty: number;
}

/** What estimates may be wrong by before a prompt is too long: it is asked in halves. */
const usedWindow = 0.985;
/** Room for an answer that is longer than expected: so much of the window, or so many tokens. */
const spareShare = 0.06;
const mostSpare = 1_000;
/** A prompt must leave room to say something of the document. */
export const leastDocumentTokens = 400;

/** Tokens of one answer: the model's limit, and never more than a quarter of its window. */
export function answerLimit({ contextTokens, outputTokens }: RoomRequest['limits']): number {
  return Math.max(256, Math.min(outputTokens, Math.floor(contextTokens / 4)));
}

export class Room {
  private readonly request: RoomRequest;
  private readonly documentTokens: number;

  constructor(request: RoomRequest, documentTokens: number) {
    this.request = request;
    this.documentTokens = documentTokens;
  }

  /** Tokens of the document that fit into each of the prompts; the answer comes in about equal shares. May be negative. */
  of(asked: Asked, passes = 1): number {
    return this.beside(asked, this.request.schemaTokens(asked.paths), passes);
  }

  /** The fewest passes whose prompts hold all of the document. Infinite where a prompt could hold nothing of it. */
  passes(asked: Asked): number {
    const schema = this.request.schemaTokens(asked.paths);
    const most = this.beside(asked, schema, Infinity);
    if (most < leastDocumentTokens) return Infinity;
    // Of more passes each has more room for the document: its share of the answer is smaller.
    let passes = Math.max(1, Math.floor(this.documentTokens / most));
    while (
      passes * this.beside(asked, schema, passes) < this.documentTokens ||
      this.beside(asked, schema, passes) < leastDocumentTokens
    )
      passes += 1;
    return passes;
  }

  private beside({ answer, empty }: Asked, schema: number, passes: number): number {
    const { limits, frameTokens, overlapTokens } = this.request;
    const spare = Math.min(mostSpare, spareShare * limits.contextTokens);
    const expected = passes === 1 ? 2 * answer : empty + answer / passes;
    const reserved = Math.min(answerLimit(limits), expected + spare);
    const overlap = passes === 1 ? 0 : overlapTokens;
    return limits.contextTokens * usedWindow - reserved - frameTokens - schema - overlap;
  }
}
