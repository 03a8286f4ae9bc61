/** Stage three: one turn of one unit, its findings grounded in the document. */
import type { Extractor, ExtractionOutcome, ExtractionRequest } from '../extractors/extractor.ts';
import { ground } from '../grounding/index.ts';

/** As `Extractor.extract`, but every value of the answer has been looked up in the document. */
export async function extractUnit(
  extractor: Extractor,
  request: ExtractionRequest,
  signal: AbortSignal,
): Promise<ExtractionOutcome> {
  const outcome = await extractor.extract(request, signal);
  if (outcome.status === 'retry' || outcome.status === 'failed') return outcome;
  const findings = await ground(outcome.answer.findings, request.document, request.schema);
  return { ...outcome, answer: { ...outcome.answer, findings } };
}
