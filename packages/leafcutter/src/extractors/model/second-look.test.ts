/** Lists that nothing marks: what the text says of their number counts, and a thorough reading asks twice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runModel } from '../../testing/model-run.ts';
import { buildPage } from '../../testing/page-builder.ts';
import { scriptedModel, type ScriptedModel } from '../../testing/scripted-model.ts';

const schema = {
  type: 'object',
  properties: {
    owners: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
  },
};
const page = (first: string) =>
  buildPage([
    { x: 50, y: 40, text: first },
    { x: 50, y: 54, text: 'Acme owns the mill, Bell the weir above it and' },
    { x: 50, y: 68, text: 'Cole the meadow, as they agreed among themselves.' },
  ]);

/** Leaves out the middle one in its first answer. */
function forgetful(): ScriptedModel {
  return scriptedModel((_, __, question) => {
    const names = question === 0 ? ['Acme', 'Cole'] : ['Acme', 'Bell', 'Cole'];
    return JSON.stringify({ owners: names.map((name) => ({ name })) });
  });
}

async function read(model: ScriptedModel, first: string, agenticArrays = false) {
  const { findings, arrays } = await runModel(model, [page(first)], schema, { agenticArrays });
  const named = findings.filter(({ pointer, value }) => pointer.endsWith('/name') && value !== null);
  return { names: named.map(({ value }) => value), report: arrays[0], calls: model.questions.length };
}

test('a number that the text states is held against the list, and asked about when it disagrees', async () => {
  const { names, report, calls } = await read(forgetful(), 'The land has the following three owners.');
  assert.deepEqual([names, report?.state, calls], [['Acme', 'Bell', 'Cole'], 'counted', 2]);
  const never = scriptedModel(() => JSON.stringify({ owners: [{ name: 'Acme' }] }));
  const short = await read(never, 'The land has the following three owners.');
  assert.equal(short.report?.state, 'short');
  assert.match(short.report.reason ?? '', /speaks of 3 of them, 1 were given/u);
});

test('without one a list is asked for once, or twice where lists are wanted whole', async () => {
  const once = await read(forgetful(), 'The land has owners.');
  assert.deepEqual([once.names, once.report?.state, once.calls], [['Acme', 'Cole'], 'not_counted', 1]);
  const twice = await read(forgetful(), 'The land has owners.', true);
  assert.deepEqual(
    [twice.names, twice.report?.state, twice.calls],
    [['Acme', 'Bell', 'Cole'], 'not_counted', 2],
  );
  assert.match(twice.report?.reason ?? '', /twice, and 1 of its items came only then/u);
});
