import assert from 'node:assert/strict';
import { test } from 'node:test';
import { captureContext } from '../../test/cli-context.ts';
import { LeafcutterError } from '../errors.ts';
import { createReporter, cutToWidth, printable, reportFailure } from './reporter.ts';

test('a line is cut at the width of the terminal; wide characters count twice', () => {
  assert.equal(cutToWidth('abcdef', 6), 'abcdef');
  assert.equal(cutToWidth('abcdefg', 6), 'abcde…');
  assert.equal(cutToWidth('請求書.pdf', 6), '請求…');
});

test('control characters of names and documents never reach the terminal', () => {
  assert.equal(printable('a\u001b[31mb\r\n\u009bc\u202ed'), 'a [31mb c d');
});

const tell = (error: unknown, subject: string | null) => {
  const context = captureContext();
  const exitCode = reportFailure(createReporter(context, true), error, subject);
  return [exitCode, context.err()];
};

test('a failure names its document once, its code always', () => {
  assert.deepEqual(tell(new LeafcutterError('document_empty', 'a.pdf is empty.'), 'a.pdf'), [
    3,
    'leafcutter: a.pdf is empty. (document_empty)\n',
  ]);
  assert.deepEqual(tell(new LeafcutterError('document_empty', 'It is empty.'), 'a.pdf'), [
    3,
    'leafcutter: a.pdf: It is empty. (document_empty)\n',
  ]);
  assert.deepEqual(tell(new TypeError('x is undefined'), null), [
    1,
    'leafcutter: x is undefined (internal)\n',
  ]);
});
