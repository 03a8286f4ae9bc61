/** What a server says of a whole run, at its most talkative: nothing of documents, keys or files. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { createClient } from '@leafcutter/client';
import { runCommand } from './cli-spawn.ts';
import { bareEnvironment, startServe } from './serve-process.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');

test('logs and metrics of a whole run name no file, no text, no value, no key', async () => {
  await using server = await startServe({ env: { LEAFCUTTER_LOG_LEVEL: 'debug' } });
  const made = await runCommand(
    ['keys', 'create', '--name', 'keyname', '--tenant', 'tenantname', '--data', server.data],
    { env: bareEnvironment },
  );
  const key = made.out.trim();
  const client = createClient({ baseUrl: server.origin, apiKey: key, maxRetries: 0 });

  const definition = JSON.parse(await readFile(path.join(examples, 'invoice.schema.json'), 'utf8'));
  const bytes = new Uint8Array(await readFile(path.join(examples, 'invoice.pdf')));
  const document = await client.documents.upload(
    { data: bytes, name: 'filename-invoice.pdf' },
    { password: 'passwordtext' },
  );
  const schema = await client.schemas.create({ name: 'schemaname', schema_definition: definition });
  const { results } = await client.jobs.run({
    document_id: document.document_id,
    schema_id: schema.schema_id,
    config: { additional_instructions: 'instructiontext', per_key_attribution: true },
  });
  await client.documents.list({ search: 'searchtext' });
  await client.jobs.list({ search: 'searchtext' });

  // And everything that goes wrong.
  const broken = new TextEncoder().encode('%PDF-1.7 brokentext');
  await assert.rejects(client.documents.upload({ data: broken, name: 'filename-broken.pdf' }));
  await assert.rejects(client.schemas.create({ name: 'n', schema_definition: { type: 'schemafault' } }));
  await assert.rejects(client.documents.get('unknown-idtext'));
  await assert.rejects(
    client.jobs.start({
      document_id: document.document_id,
      schema_id: schema.schema_id,
      config: { model: 'modelfault' },
    }),
  );
  const call = (address: string, init: RequestInit = {}) =>
    fetch(`${server.origin}${address}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, ...init.headers },
    });
  await call('/v1/extract/jobs', {
    method: 'POST',
    body: '{"broken": "jsontext',
    headers: { 'content-type': 'application/json' },
  });
  await call('/v1/nothing/pathtext?query=querytext');
  await call('/v1/models', { headers: { authorization: 'Bearer wrongkeytext', cookie: 'cookietext=1' } });
  await call('/v1/models', {
    headers: { 'x-request-id': 'headertext with spaces', 'user-agent': 'agenttext' },
  });
  const metrics = await (await call('/metrics')).text();
  assert.deepEqual(await server.stop(), { code: 0, signal: null });

  const secrets = [
    key,
    key.slice(3),
    server.token,
    'filename',
    'passwordtext',
    'schemaname',
    'instructiontext',
    'searchtext',
    'brokentext',
    'schemafault',
    'idtext',
    'modelfault',
    'jsontext',
    'pathtext',
    'querytext',
    'wrongkeytext',
    'cookietext',
    'headertext',
    'agenttext',
    ...valuesOf(results),
  ];
  const values = valuesOf(results);
  assert.ok(
    values.includes('AF-2026-00417') && values.length > 20,
    'the run has found something that could be told',
  );
  for (const secret of secrets) {
    assert.ok(!server.err().includes(secret), `the log has "${secret}"`);
    assert.ok(!metrics.includes(secret), `the metrics have "${secret}"`);
  }
  assert.ok(!metrics.includes('tenantname') && !metrics.includes(document.document_id));
  assert.match(
    metrics,
    /leafcutter_requests_total\{method="POST",route="\/v1\/extract\/jobs",status="200"\} 1/,
  );

  const lines = server
    .err()
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  const requests = lines.filter(({ msg }) => msg === 'answered');
  assert.ok(requests.length > 12, 'every request is told');
  for (const { reqId } of requests) assert.match(String(reqId), /^[0-9a-f-]{36}$/);
});

/** Words of the document that stand in the results, long enough to be nobody else's. */
function valuesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= 8 ? [value] : [];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) =>
      name === 'match' || name === 'role' ? [] : valuesOf(inner),
    );
  }
  return [];
}
