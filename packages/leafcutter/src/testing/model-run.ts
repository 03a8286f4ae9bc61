/** A model's extraction from plan to last turn, without an engine; and pages of a table to read. */
import type { Page } from '../document/types.ts';
import type { Answer } from '../extractors/extractor.ts';
import { createModelExtractor, type ModelExtractorOptions } from '../extractors/model/index.ts';
import type { Finding } from '../findings/types.ts';
import { toJsonValue, type JsonObject, type JsonValue } from '../json.ts';
import { checkSchema } from '../schema/index.ts';
import { extractUnit } from '../stages/extract.ts';
import { buildDocument, buildPage } from './page-builder.ts';
import type { ScriptedModel } from './scripted-model.ts';

export const modelOptions: ModelExtractorOptions = {
  temperature: 0,
  seed: null,
  thinking: null,
  explicitContextCache: false,
  agenticArrays: false,
  concurrentCalls: 5,
  validateAnswers: true,
};

/** Pages of a table with the head Name, Amount and so many rows each. */
export function tablePages(rows: readonly (readonly [string, string])[], perPage: number): readonly Page[] {
  const pages: Page[] = [];
  for (let first = 0; first < rows.length; first += perPage) {
    const lines = rows.slice(first, first + perPage).map(([name, amount], index) => [
      { x: 50, y: 80 + index * 14, text: name },
      { x: 300, y: 80 + index * 14, text: amount },
    ]);
    pages.push(
      buildPage(
        [
          { x: 50, y: 30, text: `List of payments, part ${pages.length + 1}` },
          { x: 50, y: 62, text: 'Name' },
          { x: 300, y: 62, text: 'Amount' },
          ...lines.flat(),
        ],
        { number: pages.length + 1 },
      ),
    );
  }
  return pages;
}

/** Runs plan and all turns, as an engine would. */
export async function runModel(
  model: ScriptedModel,
  pages: readonly Page[],
  definition: JsonObject,
  changed: Partial<ModelExtractorOptions> = {},
) {
  const document = buildDocument(pages);
  const schema = checkSchema(definition);
  const extractor = createModelExtractor({
    model,
    options: { ...modelOptions, ...changed },
    instructions: null,
    cost: () => null,
    attributions: false,
  });
  const signal = new AbortController().signal;
  const plan = await extractor.plan({ schema, document }, signal);
  const answers: Answer[] = [];
  const failures: string[] = [];
  for (const unit of plan.units) {
    let cursor: JsonValue = null;
    for (let turn = 0; turn < 100; turn += 1) {
      const request = { document, schema, unit, cursor, instructions: null };
      const outcome = await extractUnit(extractor, request, signal);
      if (outcome.status === 'done' || outcome.status === 'more') answers.push(outcome.answer);
      if (outcome.status === 'failed') failures.push(outcome.failure.message);
      if (outcome.status !== 'more') break;
      cursor = toJsonValue(outcome.cursor);
    }
  }
  return {
    plan,
    findings: answers.flatMap((one) => one.findings),
    arrays: answers.flatMap((one) => one.arrays),
    warnings: answers.flatMap((one) => one.warnings),
    failures,
  };
}

export function column(findings: readonly Finding[], name: string): readonly unknown[] {
  return findings.filter(({ pointer }) => pointer.endsWith(`/${name}`)).map(({ value }) => value);
}
