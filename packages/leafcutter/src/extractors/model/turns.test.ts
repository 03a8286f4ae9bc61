/** Lists whose schema says how many items a turn may have, in tables and in running text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../json.ts';
import { buildPage } from '../../testing/page-builder.ts';
import { scriptedModel, type ScriptedModel } from '../../testing/scripted-model.ts';
import { column, runModel as run } from '../../testing/model-run.ts';

const most = 10;
const schema: JsonObject = {
  type: 'object',
  properties: {
    trips: {
      type: 'array',
      agenticArrayExtractionMaxItemsPerTurn: most,
      items: { type: 'object', properties: { number: { type: 'string' }, place: { type: 'string' } } },
    },
  },
};

const places = ['Harbour', 'Airport', 'Old town', 'North gate'];
const trips = Array.from({ length: 64 }, (_, index) => ({
  number: `T-${1_000 + 7 * index}`,
  place: places[index % 4] ?? '',
}));

/** Prose: a trip begins in one line and ends in the next. */
const document = [0, 1].map((page) => {
  const words = trips
    .slice(32 * page, 32 * (page + 1))
    .map(
      ({ number, place }) =>
        `then trip ${number} went with a load of oak boards and garden soil to ${place};`,
    )
    .join(' ')
    .split(' ');
  const lines = Array.from({ length: Math.ceil(words.length / 13) }, (_, line) =>
    words.slice(13 * line, 13 * (line + 1)).join(' '),
  );
  return buildPage(
    lines.map((text, line) => ({ x: 50, y: 40 + 14 * line, text })),
    { number: page + 1 },
  );
});

/** Gives what it sees whole, as many as the schema allows. */
function reader(): ScriptedModel {
  return scriptedModel((_question, text) => {
    const [, shown = ''] = /<document-[^>]*>([\s\S]*)<\/document-/u.exec(text) ?? [];
    const found = [
      ...shown.replace(/\n>|<[^>]*>/gu, ' ').matchAll(/trip\s+(T-\d+)\s[^;]*?\sto\s+([^;]+);/gu),
    ].map(([, number = '', place = '']) => ({ number, place: place.replace(/\s+/gu, ' ') }));
    const [, bound] = /"maxItems":(\d+)/u.exec(text) ?? [];
    return JSON.stringify({ trips: found.slice(0, Number(bound)) });
  });
}

test('a list in running text is taken in turns of so many items, each given once', async () => {
  const model = reader();
  const { findings, arrays } = await run(model, document, schema);
  assert.deepEqual(
    column(findings, 'number'),
    trips.map(({ number }) => number),
  );
  assert.deepEqual(
    column(findings, 'place'),
    trips.map(({ place }) => place),
  );
  assert.ok(
    arrays.every(({ state }) => state === 'counted'),
    JSON.stringify(arrays),
  );
  assert.ok(
    model.questions.length >= trips.length / most && model.questions.length <= 2.5 * (trips.length / most),
  );
});
