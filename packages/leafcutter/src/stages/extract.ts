/** Stage three: one turn of one unit, its findings grounded in the document. */
import type { Extractor, ExtractionOutcome, ExtractionRequest } from '../extractors/extractor.ts';
import { ground } from '../grounding/index.ts';
import { readableDocument, withConcealedPlaces } from './concealed-places.ts';

/** As `Extractor.extract`, but every value of the answer has been looked up in the document. */
export async function extractUnit(
  extractor: Extractor,
  request: ExtractionRequest,
  signal: AbortSignal,
): Promise<ExtractionOutcome> {
  const outcome = await extractor.extract(request, signal);
  if (outcome.status === 'retry' || outcome.status === 'failed') return outcome;
  const { answer } = outcome;
  const { document, schema } = request;
  if (!extractor.isSteerable)
    return { ...outcome, answer: { ...answer, findings: await ground(answer.findings, document, schema) } };
  const grounded = await ground(answer.findings, readableDocument(document), schema);
  const { findings, warnings } = await withConcealedPlaces(grounded, document, schema);
  return { ...outcome, answer: { ...answer, findings, warnings: [...answer.warnings, ...warnings] } };
}
