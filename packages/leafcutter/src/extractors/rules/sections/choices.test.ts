/** Lists that are ticked: the ticked answers after a question, and no others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../json.ts';
import { extractPages } from '../../../testing/extract-pages.ts';
import { drawPage } from '../../../testing/page-builder.ts';

const texts: JsonObject = { type: 'array', items: { type: 'string' } };

test('a list is what is ticked after its question; it is empty where nothing is', async () => {
  const page = drawPage(`
Questionnaire

Interests: [x] Chess [ ] Rowing [x] Long walks
Languages: ☐ German ☒ French ☒ Dutch
Pets: ☐ Dog ☐ Cat
`);
  const languages: JsonObject = {
    type: 'array',
    items: { type: 'string', enum: ['German', 'French', 'Dutch'] },
  };
  const { results } = await extractPages([page], { interests: texts, languages, pets: texts });
  assert.deepEqual(results, {
    interests: ['Chess', 'Long walks'],
    languages: ['French', 'Dutch'],
    pets: [],
  });
});
