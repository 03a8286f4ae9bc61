/** The backup of docs/operations.md, taken while the server runs; and a server on what was restored. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createClient, type LeafcutterClient } from '@leafcutter/client';
import { startServe, type ServeProcess } from './serve-process.ts';

const repository = path.resolve(import.meta.dirname, '../../..');

test('a server on the backup of a running one has its documents, results and jobs', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-backup-'));
  const backup = path.join(folder, 'backup');
  try {
    let results: unknown;
    let job = '';
    let document = '';
    {
      await using server = await startServe();
      const client = clientOf(server);
      const bytes = await readFile(path.join(repository, 'examples/invoice.pdf'));
      const definition = await readFile(path.join(repository, 'examples/invoice.schema.json'), 'utf8');
      document = (await client.documents.upload({ data: new Uint8Array(bytes), name: 'invoice.pdf' }))
        .document_id;
      const schema = await client.schemas.create({
        name: 'invoice',
        schema_definition: JSON.parse(definition),
      });
      const ran = await client.jobs.run({ document_id: document, schema_id: schema.schema_id });
      ({ results } = ran);
      job = ran.job_id;
      const [, commands = ''] =
        /```sh run\n(.*?)```/s.exec(await readFile(path.join(repository, 'docs/operations.md'), 'utf8')) ??
        [];
      await promisify(execFile)('sh', ['-ec', commands], {
        env: {
          ...process.env,
          PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
          DATA: server.data,
          BACKUP: backup,
        },
      });
    }
    await using restored = await startServe({ data: backup });
    const client = clientOf(restored);
    assert.deepEqual((await client.jobs.results(job)).results, results);
    const page = await fetch(`${restored.origin}/v1/extract/documents/${document}/pages/1/image?width=100`, {
      headers: { authorization: `Bearer ${restored.token}` },
    });
    assert.equal(page.headers.get('content-type'), 'image/png');
    const [schema] = (await client.schemas.list()).schemas;
    const again = await client.jobs.run({ document_id: document, schema_id: schema?.schema_id ?? '' });
    assert.deepEqual(again.results, results);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function clientOf({ origin, token }: ServeProcess): LeafcutterClient {
  return createClient({ baseUrl: origin, apiKey: token });
}
