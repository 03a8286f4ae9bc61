/** All routes through the generated OpenAPI document, and the document itself. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { runConformance } from '../testing/conformance.ts';
import { createToldExtractor } from '../testing/told-extractor.ts';
import { ask, serverHarness, type ServerHarness } from '../testing/server-harness.ts';

let harness: ServerHarness;
before(async () => {
  const told = createToldExtractor();
  harness = await serverHarness({ chooseExtractor: () => told });
});
after(() => harness[Symbol.asyncDispose]());

test('the document is valid OpenAPI 3.1, and every reference in it leads somewhere', async () => {
  const { text, json } = await ask(harness, '/openapi.json');
  const result = await new Validator().validate(JSON.parse(text));
  assert.deepEqual(result.errors ?? [], []);
  assert.ok(result.valid);
  for (const [, way = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    let place: unknown = json;
    for (const step of way.split('/'))
      place = typeof place === 'object' && place !== null ? Reflect.get(place, step) : undefined;
    assert.notEqual(place, undefined, way);
  }
});

test('every route answers what the document declares, in the declared shapes', async () => {
  const { seen } = await runConformance({
    url: harness.url,
    key: 'alice',
    otherKey: 'bob',
    readKey: 'alice:read',
    failing: 'fail once',
  });
  // Fifteen published routes, and eight of ours.
  assert.equal([...seen.keys()].filter((operation) => operation.includes(' /v1/')).length, 23);
});

test('the page for people names every route and loads nothing', async () => {
  const { text: page } = await ask(harness, '/docs');
  const { text } = await ask(harness, '/openapi.json');
  const { paths }: { paths: Record<string, unknown> } = JSON.parse(text);
  for (const way of Object.keys(paths)) assert.ok(page.includes(way), way);
  assert.doesNotMatch(page, /<script|<link|<img|src=|@import|url\(/);
});

test('an address that takes other methods says which', async () => {
  const answer = await ask(harness, '/v1/extract/jobs', { method: 'DELETE' });
  assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'POST, GET']);
  assert.equal((await ask(harness, '/v1/nothing')).status, 404);
});
