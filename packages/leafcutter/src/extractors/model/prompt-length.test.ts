/** What a plan says that its prompts take, and what they take: every word that is sent counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../schema/index.ts';
import { extractUnit } from '../../stages/extract.ts';
import { buildDocument, buildPage } from '../../testing/page-builder.ts';
import { scriptedModel, textOf } from '../../testing/scripted-model.ts';
import type { Question } from './language-model.ts';
import { createModelExtractor } from './index.ts';

const fields = Array.from({ length: 40 }, (_, index) => `field_of_the_contract_${index}`);
const schema = checkSchema({
  type: 'object',
  properties: {
    ...Object.fromEntries(fields.map((name) => [name, { type: 'string', description: `Of ${name}.` }])),
    parties: { type: 'array', items: { type: 'string' } },
  },
});
/** Many pages of little text: their tags weigh. */
const document = buildDocument(
  Array.from({ length: 200 }, (_, page) =>
    buildPage(
      [0, 1, 2].map((line) => ({ x: 50, y: 40 + 20 * line, text: `Clause ${page}.${line} of the contract` })),
      { number: page + 1 },
    ),
  ),
);

function tokensOf(question: Question): number {
  const held = question.answerSchema === null ? '' : JSON.stringify(question.answerSchema);
  return (textOf(question).length + held.length) / 4;
}

for (const structuredOutput of [false, true]) {
  test(`prompts are as long as planned, and leave room for answers (held to a schema: ${structuredOutput})`, async () => {
    const limits = { contextTokens: 9_000, outputTokens: 2_000 };
    const scripted = scriptedModel(() => '{}', limits);
    const model = { ...scripted, abilities: { ...scripted.abilities, structuredOutput } };
    const extractor = createModelExtractor({
      model,
      options: {
        temperature: 0,
        seed: null,
        thinking: null,
        explicitContextCache: false,
        agenticArrays: false,
        concurrentCalls: 5,
        validateAnswers: true,
      },
      instructions: null,
      cost: () => null,
      attributions: false,
    });
    const signal = new AbortController().signal;
    const plan = await extractor.plan({ schema, document }, signal);
    assert.ok(plan.units.length > 1);
    for (const unit of plan.units) {
      const before = scripted.questions.length;
      const request = { document, schema, unit, cursor: null, instructions: null };
      const outcome = await extractUnit(extractor, request, signal);
      assert.equal(outcome.status, 'done');
      assert.equal(scripted.questions.length, before + 1);
      const [question] = scripted.questions.slice(before);
      assert.ok(question !== undefined);
      const sent = tokensOf(question);
      const planned = unit.estimate?.inputTokens ?? 0;
      assert.ok(Math.abs(sent - planned) < 0.1 * planned, `${unit.id}: ${sent} sent, ${planned} planned`);
      assert.ok(sent + question.maxOutputTokens <= limits.contextTokens, unit.id);
      assert.ok(question.maxOutputTokens >= 1_000, unit.id);
    }
  });
}
