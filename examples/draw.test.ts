/** The committed examples are what the script draws, and their expected results fit their schemas. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { examples, printExpected } from './draw.ts';
import { drawPrintedLetter } from './drawing/letter.ts';
import { printDate, printEnglish, printGerman, seededRandom } from './drawing/paper.ts';

const file = (name: string): string => path.join(import.meta.dirname, name);

describe('examples', () => {
  for (const example of examples) {
    test(`${example.name}.pdf is drawn the same on every run`, async () => {
      const first = await example.draw();
      assert.deepEqual(await example.draw(), first);
      const committed = new Uint8Array(await readFile(file(`${example.name}.pdf`)));
      // Of a scan only the size can be told on another machine: a pixel rounded otherwise changes the picture's bytes.
      if (example.sameEverywhere) assert.ok(Buffer.from(first).equals(committed), 'run `npm run examples`');
      else assert.ok(Math.abs(first.length - committed.length) < committed.length * 0.05);
    });

    test(`${example.name}.expected.json comes from the same data and fits ${example.name}.schema.json`, async () => {
      assert.equal(await readFile(file(`${example.name}.expected.json`), 'utf8'), printExpected(example));
      const schema: unknown = JSON.parse(await readFile(file(`${example.name}.schema.json`), 'utf8'));
      assert.ok(typeof schema === 'object' && schema !== null);
      const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
      ajvFormats.default(ajv);
      const validate = ajv.compile(closed(schema));
      assert.ok(validate(example.expected), JSON.stringify(validate.errors));
    });
  }

  test('the letter is the same print before it is scanned', async () => {
    assert.deepEqual(await drawPrintedLetter(), await drawPrintedLetter());
  });
});

/** The schema with every object closed and every property required, so that schema and expected result name the same fields. */
function closed(node: object): object {
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => {
    if (key === 'properties' && isObject(value)) {
      return [
        key,
        Object.fromEntries(
          Object.entries(value).map(([name, part]) => [name, isObject(part) ? closed(part) : part]),
        ),
      ];
    }
    return [key, key === 'items' && isObject(value) ? closed(value) : value];
  });
  const copy = Object.fromEntries(entries);
  return isObject(copy.properties)
    ? { ...copy, additionalProperties: false, required: Object.keys(copy.properties) }
    : copy;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('print', () => {
  test('money is grouped as its country does', () => {
    assert.equal(printEnglish(123_456_789), '1,234,567.89');
    assert.equal(printGerman(-123_405), '-1.234,05');
    assert.equal(printEnglish(7), '0.07');
  });
  test('dates are written as their country does', () => {
    assert.equal(printDate('2026-03-04', 'en'), '4 March 2026');
    assert.equal(printDate('2026-03-04', 'de'), '04.03.2026');
  });
  test('a seed gives the same numbers each time, in [0, 1)', () => {
    const numbers = Array.from({ length: 1_000 }, seededRandom(7));
    assert.deepEqual(Array.from({ length: 1_000 }, seededRandom(7)), numbers);
    assert.ok(numbers.every((number) => number >= 0 && number < 1));
  });
});
