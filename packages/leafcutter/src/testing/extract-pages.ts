/** Runs the offline rules over drawn pages, as the pipeline does. */
import type { Page } from '../document/types.ts';
import type { Finding } from '../findings/types.ts';
import { createRulesExtractor } from '../extractors/rules/index.ts';
import { ground } from '../grounding/index.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { mergeFindings } from '../merge/index.ts';
import { checkSchema } from '../schema/index.ts';
import { buildDocument } from './page-builder.ts';

export interface Extracted {
  readonly results: JsonValue;
  readonly findings: readonly Finding[];
}

/** @param properties of the schema's root */
export async function extractPages(pages: readonly Page[], properties: JsonObject): Promise<Extracted> {
  const schema = checkSchema({ type: 'object', properties });
  const document = buildDocument(pages);
  const extractor = createRulesExtractor();
  const { signal } = new AbortController();
  const { units } = await extractor.plan({ schema, document }, signal);
  const findings: Finding[] = [];
  for (const unit of units) {
    const outcome = await extractor.extract(
      { document, schema, unit, cursor: null, instructions: null },
      signal,
    );
    if (outcome.status !== 'done') throw new Error(`The rules ended with ${outcome.status}.`);
    findings.push(...(await ground(outcome.answer.findings, document, schema)));
  }
  const { results } = mergeFindings(schema, findings, {
    gaps: document.manifest.gaps,
    arrays: [],
    failedSubtrees: [],
    warnings: [],
    usage: { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0 },
    cost: 0,
    pages: pages.length,
    model: extractor.id,
    timingsMs: { parse: 0, extract: 0, total: 0 },
    attributions: false,
  });
  return { results, findings };
}
