import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../schema/index.ts';
import { planForModel, type ModelPlanOptions, type ModelPlanRequest } from './model-plan.ts';
import type { DocumentSketch } from './sketch.ts';
import type { Plan } from './types.ts';

/** A filing: so many lists of figures, about 40 tokens each. */
function filing(lists: number): ModelPlanRequest['schema'] {
  const figure = {
    type: 'object',
    properties: Object.fromEntries(
      ['period', 'kind', 'segment', 'unit', 'scale', 'value'].map((name) => [name, { type: 'string' }]),
    ),
  };
  return checkSchema({
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: lists }, (_, index) => [`line_${index}`, { type: 'array', items: figure }]),
    ),
  });
}

/** Running text, alike on every page. */
function pages(count: number): DocumentSketch {
  return {
    pages: Array.from({ length: count }, (_, index) => ({
      number: index + 1,
      lineTokens: Array.from({ length: 50 }, () => 12),
      tables: [],
      terms: { page: index + 1, counts: new Map(), length: 50 },
    })),
  };
}

function plan(
  lists: number,
  limits: ModelPlanRequest['limits'],
  aim: ModelPlanOptions['aim'] = 'fewest_calls',
): Plan {
  return planForModel({
    schema: filing(lists),
    sketch: pages(40),
    limits,
    frameTokens: 600,
    overlapLines: 9,
    schemaTokens: (paths) => 60 + 12 * paths.length,
    options: { agenticArrays: false, concurrentCalls: 5, aim },
  });
}

const outputOf = ({ units }: Plan): number =>
  units.reduce((sum, unit) => sum + (unit.estimate?.outputTokens ?? 0), 0);

test('an answer that is a few times too long is one question that goes on where it is cut off', () => {
  const limits = { contextTokens: 200_000, outputTokens: 2_000 };
  assert.equal(plan(40, limits).units.length, 1);
  assert.ok(outputOf(plan(40, { ...limits, outputTokens: 60_000 })) > 3_000);
});

test('what would go on for ever is divided', () => {
  const { units } = plan(400, { contextTokens: 200_000, outputTokens: 2_000 });
  assert.ok(units.length > 1 && units.length < 10, String(units.length));
});

test('passes over a document that does not fit are no more for an answer that does not fit', () => {
  const wide = plan(40, { contextTokens: 16_000, outputTokens: 60_000 });
  const narrow = plan(40, { contextTokens: 16_000, outputTokens: 2_000 });
  assert.ok(narrow.units.length > 1 && narrow.units.length <= wide.units.length);
});

test('where seconds matter, a long answer is divided, the document sent with each part', () => {
  const { units } = plan(120, { contextTokens: 200_000, outputTokens: 60_000 }, 'least_time');
  assert.equal(units.length, 3);
  assert.ok(units.every(({ looks }) => looks === null));
});
