/** Bad input, seen from outside: each kind has its own error and its exit code, and nothing on standard output. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, openSync, closeSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { once } from 'node:events';
import { emptyPagesPdf, invoicePdf, invoiceSchema } from './cli-documents.ts';
import { bin, runCommand } from './cli-spawn.ts';

let folder = '';
let schema = '';
let invoice = '';
const file = (name: string): string => path.join(folder, name);

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-test-'));
  schema = file('schema.json');
  invoice = file('invoice.pdf');
  await writeFile(schema, JSON.stringify(invoiceSchema));
  await writeFile(invoice, await invoicePdf());
});
after(() => rm(folder, { recursive: true, force: true }));

/** Both `extract` and `parse` tell of the same bad document in the same way. */
async function refusesDocument(document: string, code: string, words: RegExp): Promise<void> {
  for (const argv of [
    ['extract', document, '--schema', schema, '--quiet'],
    ['parse', document, '--quiet'],
  ]) {
    const { exitCode, out, err } = await runCommand(argv);
    assert.match(err, words);
    assert.ok(err.endsWith(`(${code})\n`), err);
    assert.equal(err.trimEnd().split('\n').length, 1, err);
    assert.ok(err.includes(path.basename(document)), err);
    assert.equal(out, '');
    assert.equal(exitCode, 3);
  }
}

async function refusesSchema(content: string | null, code: string, words: RegExp): Promise<string> {
  const bad = file(`bad-${code}.json`);
  if (content === null) await rm(bad, { force: true });
  else await writeFile(bad, content);
  let err = '';
  for (const argv of [
    ['extract', invoice, '--schema', bad],
    ['schema', 'check', bad],
  ]) {
    const run = await runCommand(argv);
    assert.match(run.err, words);
    assert.ok(run.err.endsWith(`(${code})\n`), run.err);
    assert.ok(run.err.includes(bad), run.err);
    assert.equal(run.out, '');
    assert.equal(run.exitCode, 2);
    err = run.err;
  }
  return err;
}

test('an empty file', async () => {
  await writeFile(file('empty.pdf'), '');
  await refusesDocument(file('empty.pdf'), 'document_empty', /empty/i);
  const piped = await runCommand(['extract', '-', '--schema', schema], { stdin: '' });
  assert.equal(piped.exitCode, 3);
  assert.match(piped.err, /standard input.*\(document_empty\)/i);
});

test('a truncated PDF', async () => {
  const whole = await invoicePdf({ pages: 3 });
  await writeFile(file('truncated.pdf'), whole.subarray(0, Math.floor(whole.length / 3)));
  await refusesDocument(file('truncated.pdf'), 'document_unreadable', /cut off/);
});

test('an encrypted PDF without its password, with a wrong one, and with the right one', async () => {
  const document = file('secret.pdf');
  await writeFile(document, await invoicePdf({ userPassword: 'open sesame' }));
  await refusesDocument(document, 'document_encrypted', /password/i);
  const wrong = await runCommand(['parse', document, '--password', 'wrong']);
  assert.equal(wrong.exitCode, 3);
  assert.match(wrong.err, /\(document_encrypted\)/);
  const right = await runCommand(['parse', document, '--password', 'open sesame']);
  assert.equal(right.exitCode, 0, right.err);
  assert.match(right.out, /Invoice number: A-1001/);
});

test('a file that lies about its type', async () => {
  const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(400, 7)]);
  await writeFile(file('zip.pdf'), zip);
  await refusesDocument(file('zip.pdf'), 'document_unsupported', /zip\.pdf/);
  await writeFile(
    file('garbage.pdf'),
    Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5000, 0x9c), Buffer.from('%%EOF')]),
  );
  await refusesDocument(file('garbage.pdf'), 'document_unreadable', /not a readable PDF/);
});

test('a PDF of 50,000 pages is refused before it is parsed, and so is one over --max-pages', async () => {
  await writeFile(file('huge.pdf'), emptyPagesPdf(50_000));
  await refusesDocument(file('huge.pdf'), 'document_too_many_pages', /50000 pages, more than the 10000/);
  await writeFile(file('four.pdf'), emptyPagesPdf(4));
  const { exitCode, err } = await runCommand(['parse', file('four.pdf'), '--max-pages', '3', '--pages', '1']);
  assert.equal(exitCode, 3);
  assert.match(err, /4 pages, more than the 3.*\(document_too_many_pages\)/);
});

test('a page that the document does not have', async () => {
  const { exitCode, out, err } = await runCommand(['extract', invoice, '--schema', schema, '--pages', '1-2']);
  assert.equal(exitCode, 2);
  assert.equal(out, '');
  assert.match(err, /Page 2 was asked for, but the document has 1\. \(usage\)/);
});

test('a path that is missing, a directory, or a dangling link', async () => {
  await refusesDocument(file('missing.pdf'), 'document_missing', /missing\.pdf/);
  await mkdir(file('folder.pdf'));
  await refusesDocument(file('folder.pdf'), 'document_unreadable', /folder/);
  await symlink('nowhere', file('dangling.pdf'));
  await refusesDocument(file('dangling.pdf'), 'document_missing', /dangling\.pdf/);
});

test(
  'a file without permission to read',
  { skip: process.getuid?.() === 0 ? 'root may read everything' : false },
  async () => {
    await writeFile(file('closed.pdf'), await invoicePdf());
    await chmod(file('closed.pdf'), 0);
    await refusesDocument(file('closed.pdf'), 'document_unreadable', /permission/i);
  },
);

test('a schema with a cycle', async () => {
  const cycle = {
    type: 'object',
    properties: { a: { $ref: '#/$defs/a' } },
    $defs: { a: { type: 'object', properties: { b: { $ref: '#/$defs/a' } } } },
  };
  await refusesSchema(JSON.stringify(cycle), 'schema_invalid', /circ|cycle/i);
});

test('a schema that is an array, or another value', async () => {
  await refusesSchema('[]', 'schema_invalid', /#: A schema is a JSON object.* holds an array/);
  await refusesSchema('"text"', 'schema_invalid', /holds a string/);
  await refusesSchema('null', 'schema_invalid', /holds null/);
});

test('a schema that is missing, empty, no JSON, or a directory', async () => {
  await refusesSchema(null, 'schema_unreadable', /no such file/);
  await refusesSchema('', 'schema_unreadable', /is empty/);
  await refusesSchema('{"type": "object",\n oops', 'schema_unreadable', /not JSON/);
  const { exitCode, err } = await runCommand(['extract', invoice, '--schema', folder]);
  assert.equal(exitCode, 2);
  assert.match(err, /is a directory.*\(schema_unreadable\)/);
});

test('every fault of a schema has its line with its path', async () => {
  const faulty = {
    type: 'object',
    properties: { a: { type: 'string', format: 'colour' }, b: { type: 'array' } },
  };
  const err = await refusesSchema(JSON.stringify(faulty), 'schema_invalid', /#\/properties\/a/);
  assert.match(err, /#\/properties\/b/);
  assert.equal(err.trimEnd().split('\n').length, 2);
});

test('a model that is not there', async () => {
  const { exitCode, out, err } = await runCommand([
    'extract',
    invoice,
    '--schema',
    schema,
    '--model',
    'oracle',
  ]);
  assert.equal(exitCode, 2);
  assert.equal(out, '');
  assert.match(err, /oracle.*\(model_unknown\)/);
});

const noDevFull = existsSync('/dev/full') ? false : 'there is no /dev/full here';

test('a full disk under --out', { skip: noDevFull }, async () => {
  const { exitCode, out, err } = await runCommand([
    'extract',
    invoice,
    '--schema',
    schema,
    '--out',
    '/dev/full',
  ]);
  assert.equal(exitCode, 2);
  assert.equal(out, '');
  assert.match(err, /\/dev\/full cannot be written: the disk is full\. \(output_unwritable\)/);
});

test('a full disk under standard output', { skip: noDevFull }, async () => {
  for (const argv of [
    ['extract', invoice, '--schema', schema, '--quiet'],
    ['parse', invoice, '--quiet'],
  ]) {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [bin, ...argv], { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    let err = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    await once(child, 'close');
    assert.match(err, /Standard output cannot be written: the disk is full\. \(output_unwritable\)/);
    assert.equal(child.exitCode, 2);
  }
});

test('a file system without room leaves no half file', async (context) => {
  const small = file('small');
  await mkdir(small);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small], { stdio: 'pipe' });
  } catch {
    context.skip('this user may not mount a small file system');
    return;
  }
  try {
    await writeFile(path.join(small, 'filler'), Buffer.alloc(12 * 1024));
    const { exitCode, out, err } = await runCommand(['parse', invoice, '--draw', small, '--quiet']);
    assert.equal(exitCode, 2);
    assert.match(out, /Invoice number/);
    assert.match(err, /page-001\.png cannot be written: the disk is full\. \(output_unwritable\)/);
    assert.deepEqual(await readdir(small), ['filler']);
  } finally {
    execFileSync('umount', [small]);
  }
});

test('a directory of results that is in the way, or whose parent is no directory', async () => {
  await writeFile(file('plain'), 'x');
  const run = await runCommand([
    'extract',
    invoice,
    '--schema',
    schema,
    '--out',
    path.join(file('plain'), 'r.json'),
  ]);
  assert.equal(run.exitCode, 2);
  assert.match(run.err, /not a directory\. \(output_unwritable\)/);
});
