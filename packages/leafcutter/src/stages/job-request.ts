/** What a job was asked for, with every default filled in: kept with the job, so that a retry next month does the same. */
export interface JobRequest {
  readonly version: 1;
  /** The model that really runs: `rules` or an id of the settings. */
  readonly model: string;
  /** As the user named it (an alias may stand behind it); null: none was named. */
  readonly requestedModel: string | null;
  readonly attributions: boolean;
  /** Appended to every prompt; the rules take no notice. */
  readonly instructions: string | null;
  /** "1-3,7"; null: all pages. */
  readonly pages: string | null;
  readonly parse: {
    readonly ocr: 'auto' | 'off';
    /** Tesseract codes, in order of preference. */
    readonly languages: readonly string[];
  };
  readonly extraction: ExtractionOptions;
}

/** What a request may say about the way of extracting; a model that has no such thing says so in a warning. */
export interface ExtractionOptions {
  /** 0-2; null: the model's own. */
  readonly temperature: number | null;
  readonly seed: number | null;
  /** Null: nobody said; the model does as it does by itself. */
  readonly thinking: boolean | null;
  /** Arrays of objects are taken in turns, also those whose schema does not say how many items a turn. */
  readonly agenticArrays: boolean;
  readonly isolateArrays: boolean;
  /** Calls at once, 1-20. */
  readonly concurrentCalls: number;
  /** Further tries after an answer that cannot be used or a provider's fault, 0-10. */
  readonly maxRetries: number;
  /** One re-ask when an answer breaks the schema. */
  readonly validateAnswers: boolean;
  /** Provider-side cache of the document, where the provider has one. */
  readonly explicitContextCache: boolean;
}

export const defaultExtractionOptions: ExtractionOptions = {
  temperature: null,
  seed: null,
  thinking: null,
  agenticArrays: false,
  isolateArrays: true,
  concurrentCalls: 5,
  maxRetries: 4,
  validateAnswers: true,
  explicitContextCache: false,
};
