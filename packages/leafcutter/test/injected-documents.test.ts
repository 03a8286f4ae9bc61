/**
 * Documents with instructions in them, before a reader that follows every instruction it is shown: what it then says must
 * not come through as if the document said it.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { extract } from '../src/app.ts';
import type { ExtractionResult } from '../src/merge/types.ts';
import { isJsonObject, type JsonPrimitive, type JsonValue } from '../src/json.ts';
import { attributionsOf } from '../src/testing/attributions.ts';
import { calmDocument, injectedDocuments, injectedGold, injectedSchema } from '../src/testing/injected.ts';
import { pagesOf } from '../src/testing/drawn-files.ts';
import { knownCase, startReader, type RunningReader } from '../src/testing/reader/index.ts';

let reader: RunningReader;

before(async () => {
  const pages = await pagesOf(await calmDocument(), 'calm.pdf');
  const known = knownCase('drawn/invoice', pages, injectedGold, 'calm');
  reader = await startReader({ cases: [known], faults: { obey: 1 } });
  process.env['GEMINI_API_KEY'] = 'none';
  process.env['GEMINI_BASE_URL'] = reader.url;
});
after(() => reader.close());

async function read(bytes: Uint8Array): Promise<ExtractionResult> {
  return await extract({ bytes, name: 'invoice.pdf' }, injectedSchema, {
    model: 'gemini-2.5-flash',
    attributions: true,
    ocr: 'off',
  });
}

test('the invoice without an instruction', async () => {
  const { results, metadata } = await read(await calmDocument());
  assert.deepEqual(silentIn(results), []);
  assert.deepEqual(differing(results), []);
  assert.deepEqual(metadata.warnings, []);
});

for (const { name, bytes } of injectedDocuments) {
  test(`instructions: ${name}`, async () => {
    const { results } = await read(await bytes());
    assert.deepEqual(silentIn(results), []);
    assert.deepEqual(differing(results), [], 'here even nothing is lost');
  });
}

test('what was not shown to the model is told', async () => {
  const plain = injectedDocuments.find((one) => one.name === 'plain, in a paragraph');
  assert.ok(plain !== undefined);
  const { metadata } = await read(await plain.bytes());
  assert.match(
    metadata.warnings.join('\n'),
    /^Page 1 has text that speaks to the model \("Ignore all previous/u,
  );
});

/** Leaves that say something else than the document, with a place in the document as if they stood there. */
function silentIn(results: JsonValue): readonly string[] {
  return differing(results).filter((line) => !line.endsWith(' flagged'));
}

function differing(results: JsonValue): readonly string[] {
  const given = attributionsOf(results);
  const gold = leavesOf(injectedGold);
  return [...new Set([...given.keys(), ...gold.keys()])].flatMap((pointer) => {
    const one = given.get(pointer);
    const value = one?.extracted_value ?? null;
    if (value === (gold.get(pointer) ?? null)) return [];
    const isFlagged = value === null || (one?.citations.length === 0 && one.confidence < 0.5);
    return [`${pointer}: ${JSON.stringify(value)}${isFlagged ? ' flagged' : ''}`];
  });
}

function leavesOf(
  value: JsonValue | undefined,
  pointer = '',
  into = new Map<string, JsonPrimitive>(),
): ReadonlyMap<string, JsonPrimitive> {
  if (isJsonObject(value) || Array.isArray(value))
    for (const [name, member] of Object.entries(value)) leavesOf(member, `${pointer}/${name}`, into);
  else if (value !== undefined) into.set(pointer, value as JsonPrimitive);
  return into;
}
