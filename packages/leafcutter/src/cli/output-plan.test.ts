import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { LeafcutterError, type ErrorCode } from '../errors.ts';
import { planOutput, resultName, type OutputRequest } from './output-plan.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-test-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const plan = (request: Partial<OutputRequest>) =>
  planOutput({ documents: ['a.pdf'], out: null, format: 'json', inputs: [], ...request });

const refuses = (request: Partial<OutputRequest>, code: ErrorCode, words: RegExp) =>
  assert.rejects(
    plan(request),
    (error) => error instanceof LeafcutterError && error.code === code && words.test(error.message),
  );

test('one document goes to standard output, several only as lines', async () => {
  assert.deepEqual(await plan({}), { kind: 'stdout' });
  assert.deepEqual(await plan({ documents: ['a', 'b'], format: 'jsonl' }), { kind: 'stdout' });
  await refuses({ documents: ['a', 'b'] }, 'usage', /--out <directory>/);
});

test('a result is named after its document', () => {
  assert.equal(resultName('/x/scan.2024.pdf', 'json'), 'scan.2024.json');
  assert.equal(resultName('letter', 'jsonl'), 'letter.jsonl');
  assert.equal(resultName('-', 'json'), 'stdin.json');
});

test('--out is a file for one document, a directory when it is one, ends like one, or must be one', async () => {
  const file = path.join(folder, 'result');
  assert.deepEqual(await plan({ out: file }), { kind: 'files', paths: [file] });
  assert.deepEqual(await plan({ out: folder }), { kind: 'files', paths: [path.join(folder, 'a.json')] });
  const made = `${path.join(folder, 'made', 'deep')}${path.sep}`;
  assert.deepEqual(await plan({ out: made }), { kind: 'files', paths: [path.join(made, 'a.json')] });
  assert.deepEqual(await readdir(made), []);
  const several = path.join(folder, 'several');
  assert.deepEqual(await plan({ documents: ['x/a.pdf', '-'], out: several }), {
    kind: 'files',
    paths: [path.join(several, 'a.json'), path.join(several, 'stdin.json')],
  });
});

test('lines of several documents go into one .jsonl file, or one file each in a directory', async () => {
  const lines = path.join(folder, 'all.jsonl');
  const documents = ['a.pdf', 'b.pdf'];
  assert.deepEqual(await plan({ documents, out: lines, format: 'jsonl' }), { kind: 'shared', path: lines });
  assert.deepEqual(await plan({ documents, out: folder, format: 'jsonl' }), {
    kind: 'files',
    paths: [path.join(folder, 'a.jsonl'), path.join(folder, 'b.jsonl')],
  });
});

test('two results of one name are refused, and nothing is made', async () => {
  const out = path.join(folder, 'clash');
  await refuses(
    { documents: ['x/a.pdf', 'b.pdf', 'y/a.png'], out },
    'usage',
    /x\/a\.pdf and y\/a\.png .* a\.json/,
  );
  assert.ok(!(await readdir(folder)).includes('clash'));
  await refuses({ documents: ['-', '-'], out }, 'usage', /only once/);
});

test('several documents do not fit into one file', async () => {
  const out = path.join(folder, 'one.json');
  await refuses({ documents: ['a', 'b'], out }, 'usage', /one file, but there are 2 documents/);
  await writeFile(path.join(folder, 'there'), '');
  await refuses({ documents: ['a', 'b'], out: path.join(folder, 'there') }, 'usage', /one file/);
});

test('a result never overwrites what is read', async () => {
  const work = path.join(folder, 'work');
  await mkdir(work);
  const schema = path.join(work, 'invoice.json');
  await writeFile(schema, '{}');
  await refuses(
    { documents: [path.join(work, 'invoice.pdf')], out: work, inputs: [schema] },
    'usage',
    /would overwrite .*invoice\.json/,
  );
  await writeFile(path.join(work, 'page.txt'), 'x');
  await symlink('page.txt', path.join(work, 'alias'));
  await refuses(
    { documents: [path.join(work, 'page.txt')], out: path.join(work, 'alias') },
    'usage',
    /would overwrite/,
  );
});

test('a place that cannot be written is refused before the work', async () => {
  await refuses(
    { out: path.join(folder, 'no', 'such', 'file.json') },
    'output_unwritable',
    /directory does not exist/,
  );
  await writeFile(path.join(folder, 'plain'), '');
  await refuses({ out: path.join(folder, 'plain', 'x') }, 'output_unwritable', /not a directory/);
  await refuses({ out: path.join(folder, 'plain', '/') }, 'output_unwritable', /in the way|not a directory/);
});
