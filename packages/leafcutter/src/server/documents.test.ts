/** Documents and schemas over HTTP: what is taken, what is refused, and with which words. */
import assert from 'node:assert/strict';
import { readdir, rm, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { contract } from '@leafcutter/client';
import { ask, form, serverHarness, type Answer, type ServerHarness } from '../testing/server-harness.ts';

const examples = path.resolve(import.meta.dirname, '../../../../examples');
const invoice = await readFile(path.join(examples, 'invoice.pdf'));
let harness: ServerHarness;
before(async () => {
  harness = await serverHarness({ maxUploadBytes: 2_000_000 });
});
after(() => harness[Symbol.asyncDispose]());

const upload = async (...given: Parameters<typeof form>): Promise<Answer> =>
  await ask(harness, '/v1/extract/documents/upload', await form(...given));
const idOf = (answer: Answer): string => contract.documentInfo.parse(answer.json).document_id;

/** Files that the store holds. */
async function blobFiles(): Promise<readonly string[]> {
  const all = await readdir(path.join(harness.folder, 'blobs'), { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

async function blobs(): Promise<readonly string[]> {
  return (await blobFiles()).map((file) => path.basename(file));
}

describe('an upload', () => {
  test('gives the document with its pages, under either field name', async () => {
    for (const field of ['file', 'raw_file']) {
      const answer = await upload(invoice, { field, name: 'März/invoice.pdf' });
      assert.equal(answer.status, 200, answer.text);
      const { document_id: id, uploaded_at: at, ...rest } = contract.documentInfo.parse(answer.json);
      assert.deepEqual(rest, {
        file_name: 'invoice.pdf',
        file_size: invoice.length,
        page_count: 1,
        status: 'uploaded',
      });
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      assert.match(at, /Z$/);
    }
  });

  test('is judged by its bytes, not by its name', async () => {
    const answer = await upload(invoice, { name: 'invoice.txt' });
    assert.equal(contract.documentInfo.parse(answer.json).page_count, 1);
    const text = await upload(new TextEncoder().encode('Total: 12'), { name: 'x.pdf' });
    assert.equal(text.status, 200, text.text);
  });

  const refused: readonly (readonly [string, Uint8Array, number, string])[] = [
    ['empty', new Uint8Array(), 422, 'document_empty'],
    ['broken', invoice.subarray(0, 600), 422, 'document_unreadable'],
    ['of an unknown format', Buffer.from('PK\x03\x04aaaaaaaaaaaaaaaaa', 'latin1'), 415, ''],
    ['too large', new Uint8Array(2_000_001).fill(0x61), 413, ''],
  ];
  for (const [what, bytes, status, type] of refused) {
    test(`that is ${what} is refused with ${status}, and nothing is kept`, async () => {
      const before = await blobs();
      const answer = await upload(bytes);
      assert.equal(answer.status, status, answer.text);
      if (status === 422) {
        const [issue] = contract.validationErrorBody.parse(answer.json).detail;
        assert.deepEqual([issue?.loc, issue?.type], [['body', 'file'], type]);
      } else contract.errorBody.parse(answer.json);
      assert.deepEqual(await blobs(), before);
    });
  }

  test('without a file, or that is no form, is refused', async () => {
    const none = await upload(invoice, { field: 'document' });
    assert.equal(none.status, 422);
    assert.deepEqual(contract.validationErrorBody.parse(none.json).detail[0]?.loc, ['body', 'file']);
    const json = await ask(harness, '/v1/extract/documents/upload', { method: 'POST', body: {} });
    assert.equal(json.status, 415);
    const cut = await form(invoice);
    const broken = await ask(harness, '/v1/extract/documents/upload', {
      ...cut,
      raw: Uint8Array.from(Buffer.from(cut.raw ?? '').subarray(0, 500)),
    });
    assert.equal(broken.status, 422, broken.text);
  });
});

test('pages are shown, and drawn as wide as asked for', async () => {
  const id = idOf(await upload(invoice));
  const page = await ask(harness, `/v1/extract/documents/${id}/pages/1`);
  assert.equal(page.status, 200, page.text);
  const view = contract.pageView.parse(page.json);
  assert.match(view.text, /Alder & Finch/);
  assert.ok(view.words.every((word) => view.text.slice(word.start, word.end) === word.text));
  const image = await ask(harness, `/v1/extract/documents/${id}/pages/1/image?width=300`);
  assert.equal(image.headers.get('content-type'), 'image/png');
  for (const number of ['0', '2', 'x', '-1', '1e0'])
    assert.equal((await ask(harness, `/v1/extract/documents/${id}/pages/${number}`)).status, 404);
});

test('a page that was read once is shown from the store, as a page with OCR takes seconds', async () => {
  const before = new Set(await blobs());
  const id = idOf(await upload(new TextEncoder().encode('Invoice 4711\nTotal: 13\n')));
  const [source] = (await blobFiles()).filter((file) => !before.has(path.basename(file)));
  assert.ok(source !== undefined);
  const first = await ask(harness, `/v1/extract/documents/${id}/pages/1`);
  await rm(source);
  const second = await ask(harness, `/v1/extract/documents/${id}/pages/1`);
  assert.equal(second.status, 200, second.text);
  assert.deepEqual(second.json, first.json);
});

test('two documents of the same bytes share them: one goes, the other stays whole', async () => {
  const bytes = new TextEncoder().encode(`Total: 13\n${'x'.repeat(50)}`);
  const [one, two] = [idOf(await upload(bytes)), idOf(await upload(bytes))];
  const kept = (await blobs()).length;
  assert.equal((await ask(harness, `/v1/extract/documents/${one}`, { method: 'DELETE' })).status, 200);
  assert.equal((await blobs()).length, kept);
  assert.equal((await ask(harness, `/v1/extract/documents/${two}/pages/1`)).status, 200);
  assert.equal((await ask(harness, `/v1/extract/documents/${two}`, { method: 'DELETE' })).status, 200);
  assert.equal((await blobs()).length, kept - 1);
  assert.equal((await ask(harness, `/v1/extract/documents/${two}`)).status, 404);
});

test('another tenant sees nothing', async () => {
  const id = idOf(await upload(invoice));
  const key = 'bob';
  for (const url of [
    `/v1/extract/documents/${id}`,
    `/v1/extract/documents/${id}/pages/1`,
    `/v1/extract/documents/${id}/pages/1/image`,
  ])
    assert.equal((await ask(harness, url, { key })).status, 404, url);
  assert.equal((await ask(harness, `/v1/extract/documents/${id}`, { key, method: 'DELETE' })).status, 404);
  const list = contract.documentList.parse((await ask(harness, '/v1/extract/documents', { key })).json);
  assert.deepEqual(list, { documents: [], total_count: 0 });
});
