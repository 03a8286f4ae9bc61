/** The port of a language model: one question, one answer. Providers fill it; nothing here knows a vendor. */
import type { JsonObject } from '../../json.ts';
import type { Usage } from '../extractor.ts';

export interface LanguageModel {
  /** The id that users name. */
  readonly id: string;
  readonly limits: ModelLimits;
  readonly abilities: ModelAbilities;
  readonly pageInput: PageInput;
  /**
   * One call. Retries, waiting for a free place, and the cache of answers are not its matter.
   * @throws LeafcutterError rate_limited, extraction_timeout, model_*: each knows whether a retry can help, and after how
   *   long where the provider says so; the signal's reason when aborted
   */
  ask(question: Question, signal: AbortSignal): Promise<Reply>;
}

/**
 * What goes with the text of pages. auto: the page itself out of the PDF, else its picture, where it has little text or a
 * complex layout and the model takes it. images, pdf: that of every page, as far as the model takes it. text: nothing.
 */
export type PageInput = 'auto' | 'text' | 'images' | 'pdf';

export interface ModelLimits {
  /** Tokens of prompt and answer together that the model really reads. */
  readonly contextTokens: number;
  /** Tokens of one answer, thinking included. */
  readonly outputTokens: number;
}

export interface ModelAbilities {
  /** Takes the PDF's own pages. */
  readonly pdf: boolean;
  /** Takes page images. */
  readonly images: boolean;
  /** Holds its answer to a JSON Schema. */
  readonly structuredOutput: boolean;
  readonly thinking: boolean;
  readonly temperature: boolean;
  readonly seed: boolean;
  /** Its thinking can be turned off. */
  readonly thinkingOff: boolean;
  /** Keeps a prompt on request. */
  readonly explicitContextCache: boolean;
}

/** In the order in which it is sent: what stays the same over many calls comes first, so that provider caches hit. */
export interface Question {
  readonly system: string;
  readonly parts: readonly QuestionPart[];
  /** Of the answer, reduced to what providers take; null: free text. */
  readonly answerSchema: JsonObject | null;
  /** Most tokens of the answer. */
  readonly maxOutputTokens: number;
  /** Null: the model's own. */
  readonly temperature: number | null;
  readonly seed: number | null;
  /** False: as little as the model can. Null: as the model does by itself. */
  readonly thinking: boolean | null;
  /** Ask the provider to keep the prompt up to the last part. */
  readonly explicitContextCache: boolean;
  /** 0, then 1 and so on when the stored answer to the same question was of no use. Not sent. */
  readonly attempt: number;
}

export type QuestionPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mediaType: 'image/png' | 'image/jpeg'; readonly bytes: Uint8Array }
  | { readonly type: 'pdf'; readonly bytes: Uint8Array };

export interface Reply {
  readonly text: string;
  /** stop: it said all. length: it was cut off. refused: filtered or declined. other: anything else. */
  readonly finish: 'stop' | 'length' | 'refused' | 'other';
  readonly usage: Usage;
  /** What the provider did not take: "has no seed". */
  readonly warnings: readonly string[];
}
