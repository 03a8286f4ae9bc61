/** The rules: offline, without cost, the same answer on every run. */
import type { ParsedDocument } from '../../document/types.ts';
import type { Finding } from '../../findings/types.ts';
import type { CheckedSchema } from '../../schema/types.ts';
import type { Answer, ExtractionOutcome, ExtractionRequest, Extractor } from '../extractor.ts';
import { answerLeaves } from './answer.ts';

/** One extractor may serve many documents; it keeps what it saw of one only as long as the document lives. */
export function createRulesExtractor(): Extractor {
  const seen = new WeakMap<ParsedDocument, Map<string, Promise<ReadonlyMap<string, Finding>>>>();
  return {
    id: 'rules',
    async extract(request, signal) {
      signal.throwIfAborted();
      const findings = await leavesOf(seen, request, signal);
      return done({
        findings: [...findings.values()].filter((finding) => isAsked(finding.pointer, request)),
        arrays: [],
        warnings: [],
        usage: { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
      });
    },
  };
}

/** All leaves outside of arrays at once: places are dealt out among all of them, whatever unit they are in. */
function leavesOf(
  seen: WeakMap<ParsedDocument, Map<string, Promise<ReadonlyMap<string, Finding>>>>,
  request: ExtractionRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Finding>> {
  const bySchema = seen.get(request.document) ?? new Map<string, Promise<ReadonlyMap<string, Finding>>>();
  seen.set(request.document, bySchema);
  const key = schemaKey(request.schema);
  const known = bySchema.get(key);
  if (known !== undefined) return known;
  const answers = answerLeaves(request.document, request.schema, signal);
  bySchema.set(key, answers);
  // An aborted walk must not answer for the next request.
  answers.catch(() => bySchema.delete(key));
  return answers;
}

function schemaKey(schema: CheckedSchema): string {
  return schema.hash;
}

function isAsked(pointer: string, { unit }: ExtractionRequest): boolean {
  return unit.paths.some((path) => path === pointer || pointer.startsWith(`${path}/`) || path === '');
}

function done(answer: Answer): ExtractionOutcome {
  return { status: 'done', answer };
}
