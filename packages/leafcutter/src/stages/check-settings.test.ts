import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LeafcutterError } from '../errors.ts';
import { checkExtractSettings, checkParseSettings } from './check-settings.ts';

/** As JavaScript calls it. */
function refusal(settings: Readonly<Record<string, unknown>>, check: (given: object) => void): string | null {
  try {
    check(settings);
    return null;
  } catch (error) {
    assert.ok(error instanceof LeafcutterError && error.code === 'usage', String(error));
    return error.message;
  }
}

test('settings that are none, or have a value that they do not take, are named', () => {
  const cases: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
    [{ attribution: true }, /no setting "attribution"; there are: .*attributions/],
    [{ toString: 1 }, /no setting "toString"/],
    [{ maxPages: 0 }, /"maxPages" must be a whole number from 1 on/],
    [{ maxPages: 1.5 }, /"maxPages"/],
    [{ ocr: 'on' }, /"ocr" must be auto or off/],
    [{ languages: 'eng' }, /"languages" must be a list/],
    [{ pages: 3 }, /"pages" must be a text/],
    [{ signal: new AbortController() }, /"signal" must be an AbortSignal/],
    [{ attributions: 'yes' }, /"attributions" must be true or false/],
  ];
  for (const [settings, expected] of cases)
    assert.match(refusal(settings, checkExtractSettings) ?? '', expected, JSON.stringify(settings));
});

test('what is left out or undefined is no fault', () => {
  const settings = { pages: '1', maxPages: 5, ocr: 'off', languages: [], signal: AbortSignal.abort() };
  assert.equal(refusal({ ...settings, onProgress: undefined }, checkParseSettings), null);
  assert.equal(refusal({ ...settings, priority: 'bulk', extraction: {} }, checkExtractSettings), null);
  assert.match(refusal({ model: 'rules' }, checkParseSettings) ?? '', /no setting "model"/);
});
