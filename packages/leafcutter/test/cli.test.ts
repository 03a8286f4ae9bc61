/** The command as scripts use it: what stands on standard output, in files, and in the exit code. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { invoicePdf, invoiceSchema } from './cli-documents.ts';
import { runCommand } from './cli-spawn.ts';

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

const expected = { invoice_number: 'A-1001', invoice_date: '2024-03-12', total_amount: 1250 };

test('extract prints JSON that fits the schema and nothing else', async () => {
  const { exitCode, out, err } = await runCommand(['extract', invoice, '--schema', schema]);
  assert.equal(exitCode, 0, err);
  assert.deepEqual(JSON.parse(out), expected);
  assert.match(err, /^.*invoice\.pdf: opening\n/);
  assert.match(err, /invoice\.pdf: complete, 3 values found/);
  assert.ok(!err.includes('\r'), 'no carriage returns where no terminal is');
  const quiet = await runCommand(['extract', invoice, '--schema', schema, '--quiet']);
  assert.deepEqual(quiet, { exitCode: 0, signal: null, out, err: '' });
});

test('a document on standard input gives the same result', async () => {
  const { exitCode, out } = await runCommand(['extract', '-', '--schema', schema], {
    stdin: await invoicePdf(),
  });
  assert.equal(exitCode, 0);
  assert.deepEqual(JSON.parse(out), expected);
});

test('the bytes decide what a document is, not its name', async () => {
  for (const name of ['scan.png', 'download', 'INVOICE.PDF']) {
    await writeFile(file(name), await invoicePdf());
    const { exitCode, out, err } = await runCommand(['extract', file(name), '--schema', schema, '--quiet']);
    assert.equal(exitCode, 0, err);
    assert.deepEqual(JSON.parse(out), expected);
  }
});

test('--attributions put an object in place of every value', async () => {
  const { out } = await runCommand(['extract', invoice, '--schema', schema, '--attributions']);
  const { total_amount: total } = JSON.parse(out);
  assert.equal(total.extracted_value, 1250);
  assert.deepEqual(total.page_numbers, [1]);
  assert.match(total.citations[0].quote, /1,250\.00/);
});

test('--metadata and lines say what the result is worth', async () => {
  const wrapped = JSON.parse((await runCommand(['extract', invoice, '--schema', schema, '--metadata'])).out);
  assert.deepEqual(wrapped.results, expected);
  assert.equal(wrapped.metadata.is_complete, true);
  assert.equal(wrapped.metadata.model, 'rules');
  const { out } = await runCommand(['extract', invoice, invoice, '--schema', schema, '--format', 'jsonl']);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ document, results }) => ({ document, results })),
    [invoice, invoice].map((document) => ({ document, results: expected })),
  );
});

test('an incomplete result is written, exit code 1, and standard error names what is missing', async () => {
  const wanting = file('wanting.json');
  const properties = { ...invoiceSchema.properties, iban: { type: 'string' } };
  await writeFile(wanting, JSON.stringify({ ...invoiceSchema, properties, required: ['iban'] }));
  const { exitCode, out, err } = await runCommand(['extract', invoice, '--schema', wanting, '--quiet']);
  assert.equal(exitCode, 1);
  assert.deepEqual(JSON.parse(out), { ...expected, iban: null });
  assert.match(err, /\/iban/);
  assert.match(err, /required/);
});

test('several documents: results in a directory, the others go on, the highest exit code', async () => {
  const out = file('results');
  await mkdir(file('more'));
  const second = path.join(file('more'), 'second.pdf');
  await writeFile(second, await invoicePdf());
  const run = await runCommand([
    'extract',
    invoice,
    file('none.pdf'),
    second,
    '--schema',
    schema,
    '--out',
    out,
  ]);
  assert.equal(run.exitCode, 3);
  assert.equal(run.out, '');
  assert.match(run.err, /none\.pdf.*\(document_missing\)/);
  assert.deepEqual(await readdir(out), ['invoice.json', 'second.json']);
  assert.deepEqual(JSON.parse(await readFile(path.join(out, 'second.json'), 'utf8')), expected);
});

test('two results of one name are refused before the work starts', async () => {
  await mkdir(file('twin'), { recursive: true });
  const twin = path.join(file('twin'), 'invoice.pdf');
  await writeFile(twin, await invoicePdf());
  const out = file('refused');
  const run = await runCommand(['extract', invoice, twin, '--schema', schema, '--out', out]);
  assert.equal(run.exitCode, 2);
  assert.match(run.err, /both be named invoice\.json.*\(usage\)/);
  assert.ok(!(await readdir(folder)).includes('refused'));
});

test('--pages chooses what is read', async () => {
  const document = file('three.pdf');
  await writeFile(document, await invoicePdf({ pages: 3 }));
  const parsed = await runCommand(['parse', document, '--pages', '1,3', '--quiet']);
  assert.deepEqual(parsed.out.match(/--- page \d+ ---/g), ['--- page 1 ---', '--- page 3 ---']);
  const { out } = await runCommand(['extract', document, '--schema', schema, '--pages', '2']);
  assert.equal(JSON.parse(out).invoice_number, 'A-1002');
});

test('parse prints text, JSON and Markdown', async () => {
  const text = await runCommand(['parse', invoice]);
  assert.equal(text.exitCode, 0);
  assert.match(text.out, /^--- page 1 ---\nInvoice\n/);
  const json = JSON.parse((await runCommand(['parse', invoice, '--format', 'json'])).out);
  assert.equal(json.format, 'pdf');
  assert.equal(json.pages.length, 1);
  const [page] = json.pages;
  assert.equal(`--- page 1 ---\n${page.text}\n`, text.out);
  for (const word of page.words) assert.equal(page.text.slice(word.start, word.end), word.text);
  assert.ok(
    page.pairs.some(
      (pair: { label: { text: string }; value: { text: string } }) =>
        pair.label.text === 'Invoice number' && pair.value.text === 'A-1001',
    ),
  );
  const markdown = (await runCommand(['parse', invoice, '--format', 'markdown'])).out;
  assert.match(markdown, /^<!-- page 1 -->\n\n#+ Invoice\n/);
  assert.match(markdown, /Invoice number: A-1001/);
});

test('parse --draw writes a PNG for each page', async () => {
  const out = file('drawn');
  const { exitCode, err } = await runCommand(['parse', invoice, '--draw', out]);
  assert.equal(exitCode, 0, err);
  assert.deepEqual(await readdir(out), ['page-001.png']);
  const image = await readFile(path.join(out, 'page-001.png'));
  assert.equal(image.subarray(1, 4).toString('latin1'), 'PNG');
});

test('schema check prints leaf count and plan', async () => {
  const { exitCode, out, err } = await runCommand(['schema', 'check', schema]);
  assert.equal(exitCode, 0, err);
  assert.match(out, /3 leaves/);
  assert.match(out, /invoice_number/);
});

test('eval scores a folder; a document that cannot be read is a row with its error', async () => {
  for (const [name, bytes] of [
    ['good', await invoicePdf()],
    ['bad', Buffer.from('')],
  ] as const) {
    const directory = path.join(file('data'), 'invoices', name);
    await mkdir(directory, { recursive: true });
    await writeFile(path.join(directory, 'source.pdf'), bytes);
    await writeFile(path.join(directory, 'schema.json'), JSON.stringify(invoiceSchema));
    await writeFile(path.join(directory, 'gold.json'), JSON.stringify(expected));
  }
  const out = file('scores');
  const run = await runCommand(['eval', file('data'), '--out', out, '--jobs', '2', '--quiet']);
  assert.equal(run.exitCode, 0, run.err);
  assert.match(run.out, /^set +cases +absent +perfect +P +R +F1 +lenF1\n/);
  assert.match(run.out, /\ninvoices +2 +1 +1 /);
  assert.match(run.out, /bad.*document_empty/);
  assert.deepEqual(JSON.parse(await readFile(path.join(out, 'invoices', 'good.json'), 'utf8')), expected);
});

test('eval of a folder that is not there is wrong usage', async () => {
  const { exitCode, out, err } = await runCommand(['eval', file('no-data')]);
  assert.equal(exitCode, 2);
  assert.equal(out, '');
  assert.match(err, /no-data/);
});

test('wrong usage has exit code 2, a hint, and nothing on standard output', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /Usage: leafcutter/],
    [['extrct'], /unknown command 'extrct'[^]*Run 'leafcutter --help'/],
    [['extract'], /[^]*Run 'leafcutter extract --help'/],
    [['extract', invoice], /'--schema <file>' not specified[^]*Run 'leafcutter extract --help'/],
    [['extract', '--schema', schema], /missing required argument 'file'/],
    [['extract', invoice, '--schem', schema], /unknown option '--schem'/],
    [['extract', invoice, '--schema'], /argument missing/],
    [['extract', invoice, '--schema', schema, '--format', 'xml'], /Allowed choices are json, jsonl/],
    [['extract', invoice, '--schema', schema, '--max-pages', 'many'], /'many' is invalid/],
    [['extract', invoice, '--schema', schema, '--pages', '2-1'], /"2-1" is no selection of pages/],
    [['extract', invoice, invoice, '--schema', schema], /2 documents need a place/],
    [['parse'], /missing required argument 'file'/],
    [['parse', invoice, invoice], /too many arguments/],
    [['schema'], /Usage: leafcutter schema/],
    [['schema', 'check'], /missing required argument 'file'/],
    [['eval', folder, '--jobs', '0'], /whole number from 1 on/],
  ];
  for (const [argv, words] of cases) {
    const { exitCode, out, err } = await runCommand(argv);
    assert.match(err, words);
    assert.equal(exitCode, 2, `${argv.join(' ')}: ${err}`);
    assert.equal(out, '');
  }
});
