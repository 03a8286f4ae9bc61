/** A context of the command for tests: captured streams, and services that a test sets one by one. */
import { PassThrough, Writable } from 'node:stream';
import type { CliContext, Terminal } from '../src/cli/context.ts';
import type { CliServices } from '../src/cli/services.ts';
import type { ExtractionResult } from '../src/merge/types.ts';

export interface CapturedContext extends CliContext {
  readonly out: () => string;
  readonly err: () => string;
}

export interface ContextSettings {
  readonly services?: Partial<CliServices>;
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly signal?: AbortSignal;
  readonly now?: () => number;
  /** Error code of the system with which every write to standard output fails. */
  readonly stdoutFails?: string;
}

export function captureContext(settings: ContextSettings = {}): CapturedContext {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = (chunks: string[], failure?: string): Terminal => ({
    stream: capture(chunks, failure),
    isTerminal: settings.terminal ?? false,
    columns: settings.columns ?? 80,
  });
  const stdin = new PassThrough();
  stdin.end(settings.stdin ?? '');
  return {
    services: { ...unsetServices, ...settings.services },
    stdin,
    stdout: terminal(out, settings.stdoutFails),
    stderr: terminal(err),
    signal: settings.signal ?? new AbortController().signal,
    now: settings.now ?? (() => 0),
    out: () => out.join(''),
    err: () => err.join(''),
  };
}

function capture(chunks: string[], failure: string | undefined): Writable {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      if (failure !== undefined) {
        done(Object.assign(new Error(failure), { code: failure }));
        return;
      }
      chunks.push(String(chunk));
      done();
    },
  });
  stream.on('error', () => undefined);
  return stream;
}

const unset = (name: string) => () => Promise.reject(new Error(`the test sets no ${name}`));
const unsetServices: CliServices = {
  extract: unset('extract'),
  parse: unset('parse'),
  checkSchema: unset('checkSchema'),
  planSchema: unset('planSchema'),
  describePlan: unset('describePlan'),
  layoutOf: unset('layoutOf'),
  drawPage: unset('drawPage'),
  evaluate: unset('evaluate'),
  describeRows: unset('describeRows'),
  models: unset('models'),
};

export function resultOf(
  results: ExtractionResult['results'],
  metadata: Partial<ExtractionResult['metadata']> = {},
): ExtractionResult {
  return {
    results,
    metadata: {
      has_attributions: false,
      is_complete: true,
      failed_subtrees: [],
      violations: [],
      arrays: [],
      nulls: {},
      gaps: [],
      usage: { pages: 1, calls: 0, input_tokens: 0, cached_tokens: 0, output_tokens: 0, cost: null },
      timings_ms: {},
      model: 'rules',
      warnings: [],
      ...metadata,
    },
  };
}
