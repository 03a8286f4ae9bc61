/**
 * The closed table of everything that can go wrong, with what the rim needs to know about it:
 * the HTTP status, the exit code of the command, and whether the same request may succeed later.
 * A new failure is a new row here and a new row in docs/errors.md (a test holds the two together).
 */
export const errorTable = {
  usage: { status: 400, exit: 2, retryable: false },
  settings_invalid: { status: 500, exit: 2, retryable: false },
  request_invalid: { status: 422, exit: 2, retryable: false },
  not_found: { status: 404, exit: 1, retryable: false },
  wrong_state: { status: 409, exit: 1, retryable: false },
  idempotency_reused: { status: 409, exit: 1, retryable: false },
  idempotency_running: { status: 409, exit: 1, retryable: true },
  keys_missing: { status: 500, exit: 2, retryable: false },
  schema_unreadable: { status: 422, exit: 2, retryable: false },
  schema_invalid: { status: 422, exit: 2, retryable: false },
  document_missing: { status: 404, exit: 3, retryable: false },
  document_unreadable: { status: 422, exit: 3, retryable: false },
  document_empty: { status: 422, exit: 3, retryable: false },
  document_encrypted: { status: 422, exit: 3, retryable: false },
  document_unsupported: { status: 415, exit: 3, retryable: false },
  document_too_many_pages: { status: 422, exit: 3, retryable: false },
  document_too_large: { status: 413, exit: 3, retryable: false },
  page_unreadable: { status: 422, exit: 1, retryable: false },
  parse_timeout: { status: 422, exit: 3, retryable: false },
  parse_memory: { status: 422, exit: 3, retryable: false },
  parse_crashed: { status: 422, exit: 3, retryable: false },
  ocr_language_missing: { status: 422, exit: 3, retryable: false },
  model_unknown: { status: 422, exit: 2, retryable: false },
  model_key_missing: { status: 422, exit: 2, retryable: false },
  model_key_rejected: { status: 502, exit: 1, retryable: false },
  model_quota_exhausted: { status: 502, exit: 1, retryable: false },
  model_request_rejected: { status: 502, exit: 1, retryable: false },
  model_context_exceeded: { status: 502, exit: 1, retryable: false },
  model_unavailable: { status: 502, exit: 1, retryable: true },
  model_timeout: { status: 504, exit: 1, retryable: true },
  extraction_failed: { status: 500, exit: 1, retryable: true },
  extraction_timeout: { status: 504, exit: 1, retryable: true },
  worker_lost: { status: 500, exit: 1, retryable: true },
  rate_limited: { status: 429, exit: 1, retryable: true },
  cancelled: { status: 409, exit: 1, retryable: false },
  output_unwritable: { status: 500, exit: 2, retryable: false },
  engine_unavailable: { status: 503, exit: 1, retryable: true },
  store_full: { status: 507, exit: 1, retryable: true },
  store_unavailable: { status: 503, exit: 1, retryable: true },
  store_readonly: { status: 503, exit: 1, retryable: false },
  store_locked: { status: 503, exit: 1, retryable: false },
  store_newer: { status: 503, exit: 1, retryable: false },
  blob_missing: { status: 500, exit: 1, retryable: false },
  internal: { status: 500, exit: 1, retryable: false },
} as const satisfies Record<string, ErrorRow>;

interface ErrorRow {
  /** HTTP status of an answer that carries this error. */
  readonly status: number;
  /** Exit code of the command. */
  readonly exit: 1 | 2 | 3;
  /** True when the same request may succeed later without a change by the user. */
  readonly retryable: boolean;
}

export type ErrorCode = keyof typeof errorTable;

/** An error as data: what outcomes, results and logs carry instead of an exception. */
export interface Failure {
  readonly code: ErrorCode;
  /** One sentence that says what happened and what to do. Never document text, values, keys. */
  readonly message: string;
  readonly retryable: boolean;
  /** 1-based page that the failure belongs to; absent when it belongs to no page. */
  readonly page?: number;
  /** JSON Pointer that the failure belongs to, for schema faults and failed values. */
  readonly pointer?: string;
}

/** The only exception that Leafcutter throws on purpose. */
export class LeafcutterError extends Error {
  override readonly name = 'LeafcutterError';
  readonly code: ErrorCode;
  readonly page: number | undefined;
  readonly pointer: string | undefined;
  /** Further faults of the same kind, e.g. every fault of a schema. */
  readonly details: readonly Failure[];
  /** Milliseconds after which the other side said that a retry may succeed; null: it did not say. */
  readonly retryAfterMs: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly page?: number | undefined;
      readonly pointer?: string | undefined;
      readonly details?: readonly Failure[];
      readonly retryAfterMs?: number | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.page = options.page;
    this.pointer = options.pointer;
    this.details = options.details ?? [];
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable;
  }

  toFailure(): Failure {
    return {
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.page === undefined ? {} : { page: this.page }),
      ...(this.pointer === undefined ? {} : { pointer: this.pointer }),
    };
  }
}

/** Any thrown value as a failure; what is not ours becomes `internal` with its message. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof LeafcutterError) return thrown.toFailure();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message, retryable: false };
}
