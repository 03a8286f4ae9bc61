import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { captureContext, resultOf, type ContextSettings } from '../../test/cli-context.ts';
import { LeafcutterError } from '../errors.ts';
import type { DocumentInput, ExtractSettings } from '../stages/types.ts';
import { BrokenPipeError } from './context.ts';
import { runProgram } from './program.ts';
import type { CliServices } from './services.ts';

let folder = '';
let schema = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-test-'));
  schema = path.join(folder, 'schema.json');
  await writeFile(schema, '{"type":"object","properties":{"total":{"type":"number"}}}');
});
after(() => rm(folder, { recursive: true, force: true }));

const accepts: CliServices['checkSchema'] = (definition) =>
  Promise.resolve({
    root: {
      kind: 'object',
      path: '',
      name: '',
      title: null,
      description: null,
      nullable: false,
      required: true,
      properties: [],
      freeKeys: null,
    },
    leafCount: 1,
    warnings: [],
    definition,
    hash: '',
  });

function nameOf(document: DocumentInput): string {
  return typeof document === 'object' && 'name' in document ? (document.name ?? '') : String(document);
}

/** `bad*` cannot be read, `short*` is incomplete, everything else is complete. */
const extract: CliServices['extract'] = (document) => {
  const name = path.basename(nameOf(document));
  if (name.startsWith('bad')) {
    return Promise.reject(new LeafcutterError('document_unreadable', 'The bytes are no document.'));
  }
  if (name.startsWith('short')) {
    return Promise.resolve(
      resultOf(
        { total: null },
        {
          is_complete: false,
          nulls: { '/total': 'unreadable' },
          gaps: [{ page: 2, code: 'page_unreadable', message: 'The page is broken.' }],
          violations: [{ path: '/total', rule: 'required', message: 'it is required' }],
          arrays: [
            {
              path: '/items',
              items: 3,
              pages_covered: [1],
              complete: false,
              state: 'short',
              reason: 'page 2 is missing',
            },
          ],
          failed_subtrees: [{ subtree: 'u1', paths: ['/a', '/b'], error: 'no answer', attempts: 3 }],
        },
      ),
    );
  }
  return Promise.resolve(resultOf({ total: 12.5 }));
};

async function run(argv: readonly string[], settings: ContextSettings = {}) {
  const context = captureContext({
    ...settings,
    services: { checkSchema: accepts, extract, ...settings.services },
  });
  const exitCode = await runProgram(['extract', ...argv, '--schema', schema], context);
  return { exitCode, out: context.out(), err: context.err() };
}

test('the result alone stands on standard output; the summary on standard error', async () => {
  const { exitCode, out, err } = await run(['good.pdf']);
  assert.equal(exitCode, 0);
  assert.deepEqual(JSON.parse(out), { total: 12.5 });
  assert.equal(err, 'leafcutter: good.pdf: complete, 1 value found, 1 page, rules\n');
  const quiet = await run(['good.pdf', '--quiet']);
  assert.deepEqual(quiet, { exitCode: 0, out, err: '' });
});

test('metadata come with --metadata, and always with lines', async () => {
  const wrapped: unknown = JSON.parse((await run(['good.pdf', '--metadata'])).out);
  assert.deepEqual(wrapped, resultOf({ total: 12.5 }));
  const { out } = await run(['good.pdf', 'x/good.pdf', '--format', 'jsonl']);
  const lines = out.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line): unknown => JSON.parse(line)),
    ['good.pdf', 'x/good.pdf'].map((document) => ({ document, ...resultOf({ total: 12.5 }) })),
  );
});

test('an incomplete result is written, and standard error says what is missing, even when quiet', async () => {
  const { exitCode, out, err } = await run(['short.pdf', '--quiet']);
  assert.equal(exitCode, 1);
  assert.deepEqual(JSON.parse(out), { total: null });
  assert.deepEqual(err.trimEnd().split('\n'), [
    'leafcutter: short.pdf: incomplete, 0 values found, 1 null (1 unreadable), 1 page, rules',
    'leafcutter: short.pdf: 2 fields not extracted (/a, /b): no answer',
    'leafcutter: short.pdf: page 2 was not read whole: The page is broken. (page_unreadable)',
    'leafcutter: short.pdf: /items may be short, 3 items found: page 2 is missing',
    'leafcutter: short.pdf: /total breaks required: it is required',
  ]);
});

test('several documents go on after one fails; the highest exit code counts', async () => {
  const out = path.join(folder, 'several');
  const first = await run(['bad.pdf', 'good.pdf', 'short.pdf', '--out', out]);
  assert.equal(first.exitCode, 3);
  assert.equal(first.out, '');
  assert.match(first.err, /leafcutter: bad\.pdf: The bytes are no document\. \(document_unreadable\)/);
  assert.deepEqual(await readdir(out), ['good.json', 'short.json']);
  assert.deepEqual(JSON.parse(await readFile(path.join(out, 'good.json'), 'utf8')), { total: 12.5 });
  const second = await run(['good.pdf', 'short.pdf', '--out', out]);
  assert.equal(second.exitCode, 1);
});

test('lines of several documents appear in one file, without those that failed', async () => {
  const out = path.join(folder, 'all.jsonl');
  const { exitCode } = await run(['good.pdf', 'bad.pdf', 'short.pdf', '--format', 'jsonl', '--out', out]);
  assert.equal(exitCode, 3);
  const documents = (await readFile(out, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).document);
  assert.deepEqual(documents, ['good.pdf', 'short.pdf']);
});

test('options reach the library', async () => {
  let seen: ExtractSettings = {};
  const options = [
    '--model',
    'm',
    '--instructions',
    'look',
    '--attributions',
    '--pages',
    '1-3',
    '--max-pages',
    '7',
  ];
  await run(['good.pdf', ...options], {
    services: {
      extract: (_document, _schema, settings) => {
        seen = settings;
        return Promise.resolve(resultOf({}));
      },
    },
  });
  const { signal, onProgress, ...rest } = seen;
  assert.ok(signal instanceof AbortSignal && onProgress !== undefined);
  assert.deepEqual(rest, { model: 'm', instructions: 'look', attributions: true, pages: '1-3', maxPages: 7 });
});

test('- is standard input, spooled to a file that is gone afterwards', async () => {
  let file = '';
  const { exitCode } = await run(['-'], {
    stdin: 'Total 12.50',
    services: {
      async extract(document) {
        assert.ok(typeof document === 'object' && 'path' in document && document.path !== undefined);
        file = document.path;
        assert.equal(await readFile(file, 'utf8'), 'Total 12.50');
        return resultOf({ total: 12.5 });
      },
    },
  });
  assert.equal(exitCode, 0);
  await assert.rejects(readFile(file), { code: 'ENOENT' });
});

const extractMustNotRun: CliServices['extract'] = () => Promise.reject(new Error('extract ran'));

test('nothing is opened when the command line or the schema is wrong', async () => {
  const services = { extract: extractMustNotRun };
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['a.pdf', '--pages', '3-1'], /"3-1" is no selection of pages/],
    [['a.pdf', 'b.pdf'], /2 documents need a place/],
    [['x/a.pdf', 'y/a.pdf', '--out', path.join(folder, 'never')], /both be named a\.json/],
    [
      ['a.pdf', '--out', path.join(folder, 'no', 'where.json')],
      /directory does not exist.*\(output_unwritable\)/,
    ],
  ];
  for (const [argv, message] of cases) {
    const { exitCode, out, err } = await run(argv, { services });
    assert.equal(exitCode, 2);
    assert.equal(out, '');
    assert.match(err, message);
    assert.doesNotMatch(err, /extract ran/);
  }
});

test('the faults of a schema are one line each, with their place', async () => {
  const faults = ['/properties/a', '/properties/b/items'].map((pointer) => ({
    code: 'schema_invalid' as const,
    message: 'It has\nno type.',
    retryable: false,
    pointer,
  }));
  const { exitCode, err } = await run(['a.pdf'], {
    services: {
      checkSchema: () =>
        Promise.reject(new LeafcutterError('schema_invalid', 'two faults', { details: faults })),
    },
  });
  assert.equal(exitCode, 2);
  assert.deepEqual(err.trimEnd().split('\n'), [
    `leafcutter: ${schema}#/properties/a: It has no type. (schema_invalid)`,
    `leafcutter: ${schema}#/properties/b/items: It has no type. (schema_invalid)`,
  ]);
});

test('a standard output that fails ends the command with an error, a closed pipe without one', async () => {
  const full = await run(['good.pdf', 'short.pdf', '--format', 'jsonl'], { stdoutFails: 'ENOSPC' });
  assert.equal(full.exitCode, 2);
  assert.equal(
    full.err,
    'leafcutter: Standard output cannot be written: the disk is full. (output_unwritable)\n',
  );
  await assert.rejects(run(['good.pdf'], { stdoutFails: 'EPIPE' }), BrokenPipeError);
});

test('an interrupt leaves no half file and is not told as a failure of the document', async () => {
  const abort = new AbortController();
  const out = path.join(folder, 'interrupted');
  const reason = new Error('stop');
  const services: Partial<CliServices> = {
    extract: (...given) => {
      abort.abort(reason);
      return extract(...given);
    },
  };
  const context = captureContext({ signal: abort.signal, services: { checkSchema: accepts, ...services } });
  const argv = ['extract', 'good.pdf', 'bad.pdf', '--schema', schema, '--out', out];
  await assert.rejects(runProgram(argv, context), reason);
  assert.deepEqual(await readdir(out), []);
  assert.equal(context.err(), '');
});

test('progress is one line that is taken away on a terminal, and plain lines elsewhere', async () => {
  let time = 0;
  const services: Partial<CliServices> = {
    extract: (_document, _schema, { onProgress }) => {
      const counts = { pagesTotal: 12, fieldsDone: 0, fieldsTotal: 24 };
      onProgress?.({ step: 'opening', pagesParsed: 0, pagesTotal: 0, fieldsDone: 0, fieldsTotal: 0 });
      onProgress?.({ step: 'parsing', pagesParsed: 0, ...counts });
      time += 1;
      onProgress?.({ step: 'parsing', pagesParsed: 1, ...counts });
      time += 10_000;
      onProgress?.({ step: 'parsing', pagesParsed: 2, ...counts });
      return Promise.resolve(resultOf({ total: 1 }));
    },
  };
  const plain = await run(['good.pdf'], { services, now: () => time });
  assert.deepEqual(plain.err.split('\n'), [
    'good.pdf: opening',
    'good.pdf: parsing, 0 of 12 pages, 0 of 24 fields',
    'good.pdf: parsing, 2 of 12 pages, 0 of 24 fields',
    'leafcutter: good.pdf: complete, 1 value found, 1 page, rules',
    '',
  ]);
  const terminal = await run(['good.pdf'], { services, now: () => time, terminal: true, columns: 30 });
  assert.deepEqual(terminal.err.split('\r\u001b[K'), [
    '',
    'good.pdf: opening',
    'good.pdf: parsing, 0 of 12 p…',
    'good.pdf: parsing, 2 of 12 p…',
    'leafcutter: good.pdf: complete, 1 value found, 1 page, rules\n',
  ]);
});
