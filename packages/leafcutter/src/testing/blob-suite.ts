/** What every blob store must do. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type { BlobStore } from '../storage/blobs/blob-store.ts';
import { hasCode } from './storage-suite-tools.ts';

export interface BlobsUnderTest extends AsyncDisposable {
  readonly blobs: BlobStore;
}

export function blobSuite(
  name: string,
  open: () => Promise<BlobsUnderTest>,
  skip: string | false = false,
): void {
  describe(`blobs in ${name}`, { skip }, () => {
    test('bytes come back, by content', async () => {
      await using store = await open();
      const { blobs } = store;
      const bytes = new TextEncoder().encode('leaf');
      const stored = await blobs.put(bytes, { tenant: 'default' });
      const hash = createHash('sha256').update(bytes).digest('hex');
      assert.deepEqual(stored, { key: `default/${hash.slice(0, 2)}/${hash}`, hash, size: 4 });
      assert.deepEqual(Buffer.from(await blobs.get(stored.key)), Buffer.from(bytes));
      assert.deepEqual(await blobs.put(bytes, { tenant: 'default' }), stored, 'twice is harmless');
      assert.equal(await blobs.has(stored.key), true);
    });

    test('a stream goes in and comes out in pieces', async () => {
      await using store = await open();
      const { blobs } = store;
      const size = 3_000_000;
      const { key, ...stored } = await blobs.put(pieces(size), { tenant: 'default' });
      const hash = createHash('sha256');
      for await (const chunk of await blobs.stream(key)) hash.update(Buffer.from(chunk));
      assert.deepEqual(stored, { hash: hash.digest('hex'), size });
      await using file = await blobs.file(key);
      assert.equal((await readFile(file.path)).byteLength, size);
    });

    test('no bytes at all are a blob too', async () => {
      await using store = await open();
      const { key, size } = await store.blobs.put(new Uint8Array(), { tenant: 'default' });
      assert.equal(size, 0);
      assert.equal((await store.blobs.get(key)).byteLength, 0);
    });

    test('the same bytes of two tenants are two blobs, whatever their names are', async () => {
      await using store = await open();
      const { blobs } = store;
      const tenants = ['a', 'A', '../a', 'a/b', 'ä', ''];
      const keys = [];
      for (const tenant of tenants) keys.push((await blobs.put(new Uint8Array([1]), { tenant })).key);
      assert.equal(new Set(keys.map((key) => key.toLowerCase())).size, tenants.length);
      await blobs.delete(keys[0] ?? '');
      assert.deepEqual(await Promise.all(keys.map((key) => blobs.has(key))), [
        false,
        true,
        true,
        true,
        true,
        true,
      ]);
    });

    test('what is gone says so', async () => {
      await using store = await open();
      const { blobs } = store;
      const { key } = await blobs.put(new Uint8Array([1, 2, 3]), { tenant: 'default' });
      await blobs.delete(key);
      await blobs.delete(key);
      assert.equal(await blobs.has(key), false);
      await assert.rejects(() => blobs.get(key), hasCode('blob_missing'));
      await assert.rejects(() => blobs.stream(key), hasCode('blob_missing'));
      await assert.rejects(() => blobs.file(key), hasCode('blob_missing'));
    });

    test('too many bytes are cut off while they come, and nothing is kept', async () => {
      await using store = await open();
      let given = 0;
      const endless = (async function* () {
        for (;;) {
          given += 1_000;
          yield new Uint8Array(1_000);
        }
      })();
      await assert.rejects(
        () => store.blobs.put(endless, { tenant: 'default', maxBytes: 10_500 }),
        hasCode('document_too_large'),
      );
      assert.equal(given, 11_000);
    });

    test('a source that breaks leaves nothing behind', async () => {
      await using store = await open();
      const broken = (async function* () {
        yield new Uint8Array([1]);
        throw new Error('the client is gone');
      })();
      await assert.rejects(() => store.blobs.put(broken, { tenant: 'default' }), /the client is gone/);
    });
  });
}

async function* pieces(size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; at += 65_536)
    yield new Uint8Array(Math.min(65_536, size - at)).fill(at / 65_536);
}
