/** Stage three: one turn of one unit, its findings grounded in the document. */
import type { Extractor, ExtractionOutcome, ExtractionRequest } from '../extractors/extractor.ts';
import { ground } from '../grounding/index.ts';
import type { ParsedDocument } from '../document/types.ts';
import { readablePage } from '../layout/addresses.ts';

/** As `Extractor.extract`, but every value of the answer has been looked up in the document. */
export async function extractUnit(
  extractor: Extractor,
  request: ExtractionRequest,
  signal: AbortSignal,
): Promise<ExtractionOutcome> {
  const outcome = await extractor.extract(request, signal);
  if (outcome.status === 'retry' || outcome.status === 'failed') return outcome;
  const document = extractor.isSteerable ? readable(request.document) : request.document;
  const findings = await ground(outcome.answer.findings, document, request.schema);
  return { ...outcome, answer: { ...outcome.answer, findings } };
}

/** No value is looked for in what speaks to the reader. */
function readable(document: ParsedDocument): ParsedDocument {
  return {
    manifest: document.manifest,
    page: async (number) => readablePage(await document.page(number)).page,
  };
}
