import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skipReason } from './browser.ts';

test('a missing Chromium is a reason to skip that says what to do, and none where it is required', () => {
  const lacking = { PATH: '/nowhere', LEAFCUTTER_CHROMIUM: '' };
  assert.match(String(skipReason(lacking)), /no Chromium: install .*LEAFCUTTER_CHROMIUM/);
  assert.match(String(skipReason({ LEAFCUTTER_CHROMIUM: '/nowhere/chromium' })), /no Chromium/);
  assert.equal(skipReason({ ...lacking, LEAFCUTTER_REQUIRE_SERVERS: '1' }), false);
  assert.equal(skipReason({ LEAFCUTTER_CHROMIUM: process.execPath }), false);
});
