/** A server whose disk fills up: it says so, goes on, and loses nothing that it has accepted. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ApiError, createClient } from '@leafcutter/client';
import { startServe } from './serve-process.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');
const definition = { type: 'object', properties: { invoice_number: { type: 'string' } } };

/** A file system of so many megabytes. Needs root. */
class SmallDisk {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }
  mount(megabytes: number): void {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.folder], {
      stdio: 'pipe',
    });
  }
  grow(megabytes: number): void {
    execFileSync('mount', ['-o', `remount,size=${megabytes}m`, this.folder], { stdio: 'pipe' });
  }
  unmount(): void {
    execFileSync('umount', [this.folder], { stdio: 'pipe' });
  }
}

test('a full disk answers 507, and nothing that was accepted is lost', async (context) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-full-'));
  const disk = new SmallDisk(folder);
  try {
    disk.mount(6);
  } catch {
    await rm(folder, { recursive: true });
    context.skip('a small file system cannot be mounted here');
    return;
  }
  try {
    await using server = await startServe({ data: folder });
    const client = createClient({ baseUrl: server.origin, apiKey: server.token, maxRetries: 0 });
    const schema = await client.schemas.create({ name: 'kept', schema_definition: definition });
    const base = readFileSync(path.join(examples, 'invoice.pdf'));

    // Each one of other bytes, so that none shares its blob with another.
    const accepted: string[] = [];
    let full: unknown = null;
    for (let index = 0; index < 400 && full === null; index += 1) {
      const data = new Uint8Array(Buffer.concat([base, Buffer.alloc(200_000, index % 256)]));
      try {
        const document = await client.documents.upload({ data, name: `${index}.pdf` });
        accepted.push(document.document_id);
      } catch (error) {
        full = error;
      }
    }
    assert.ok(full instanceof ApiError, String(full));
    assert.equal(full.status, 507);
    assert.ok(full.retryAfterSeconds !== null && full.retryAfterSeconds > 0);
    assert.match(full.message, /disk/);
    assert.ok(accepted.length > 3);

    // Small writes fail too, in the end; each is answered, and what is answered with 200 is kept.
    const schemas = [schema.schema_id];
    for (let index = 0; index < 3_000; index += 1) {
      const large = { ...definition, description: 'x'.repeat(20_000) };
      try {
        schemas.push(
          (await client.schemas.create({ name: `s${index}`, schema_definition: large })).schema_id,
        );
      } catch (error) {
        assert.ok(error instanceof ApiError && error.status === 507, String(error));
        break;
      }
    }
    const keptAll = async (): Promise<void> => {
      for (const id of accepted) assert.equal((await client.documents.get(id)).document_id, id);
      for (const id of schemas) assert.equal((await client.schemas.get(id)).schema_id, id);
      assert.equal((await client.documents.list()).total_count, accepted.length);
      assert.equal((await client.schemas.list()).total_count, schemas.length);
    };
    await keptAll();
    assert.equal((await fetch(`${server.origin}/healthz`)).status, 200);

    // With room again everything goes on, in the same process.
    disk.grow(64);
    await keptAll();
    const [first = ''] = accepted;
    const { results, status } = await client.jobs.run({ document_id: first, schema_id: schema.schema_id });
    assert.equal(status, 'completed');
    assert.deepEqual(results, { invoice_number: 'AF-2026-00417' });
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
  } finally {
    disk.unmount();
    await rm(folder, { recursive: true });
  }
});
