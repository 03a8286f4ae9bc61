/** Jobs over HTTP, with the rules on an example: from the start to edited results. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { contract, readServerSentEvents, type ServerSentEvent } from '@leafcutter/client';
import { ask, form, send, serverHarness, type Ask, type ServerHarness } from '../testing/server-harness.ts';

const examples = path.resolve(import.meta.dirname, '../../../../examples');
const definition: unknown = JSON.parse(await readFile(path.join(examples, 'invoice.schema.json'), 'utf8'));
const expected: { readonly results: Record<string, unknown> } = {
  results: JSON.parse(await readFile(path.join(examples, 'invoice.expected.json'), 'utf8')),
};
const jobsUrl = '/v1/extract/jobs';
let harness: ServerHarness;
let documentId = '';
let schemaId = '';

before(async () => {
  harness = await serverHarness();
  const invoice = await readFile(path.join(examples, 'invoice.pdf'));
  const uploaded = await ask(harness, '/v1/extract/documents/upload', await form(invoice));
  documentId = contract.documentInfo.parse(uploaded.json).document_id;
  const kept = await ask(harness, '/v1/extract/schemas', {
    method: 'POST',
    body: { name: 'invoice', schema_definition: definition },
  });
  schemaId = contract.schemaInfo.parse(kept.json).schema_id;
});
after(() => harness[Symbol.asyncDispose]());

const start = (more: Record<string, unknown> = {}, given: Ask = {}) =>
  ask(harness, jobsUrl, {
    method: 'POST',
    body: { document_id: documentId, schema_id: schemaId, ...more },
    ...given,
  });

/** The id of a job that has ended. */
async function ended(more: Record<string, unknown> = {}): Promise<string> {
  const started = await start(more);
  assert.equal(started.status, 200, started.text);
  const { job_id: id } = contract.jobCreated.parse(started.json);
  await eventsOf(await send(harness, `${jobsUrl}/${id}/stream`));
  return id;
}

async function eventsOf(response: Response): Promise<readonly ServerSentEvent[]> {
  assert.equal(response.status, 200);
  assert.ok(response.body !== null);
  const events = [];
  for await (const event of readServerSentEvents(response.body)) events.push(event);
  return events;
}

test('a job fills the schema; its status and results have the published shapes', async () => {
  const id = await ended({ config: { per_key_attribution: false } });
  const status = await ask(harness, `${jobsUrl}/${id}`);
  const job = contract.jobInfo.parse(status.json);
  assert.equal(job.status, 'completed', status.text);
  assert.deepEqual(job.progress, {
    completion_percentage: 100,
    current_step: 'completed',
    fields_processed: job.progress.total_fields,
    total_fields: job.progress.total_fields,
  });
  assert.deepEqual([job.accumulated_results, job.failed_subtrees, job.config], [{}, [], null]);
  assert.equal(job.effective_config['model'], 'rules');
  const results = contract.jobResults.parse((await ask(harness, `${jobsUrl}/${id}/results`)).json);
  assert.deepEqual(results.results, expected.results);
  assert.deepEqual([results.metadata.is_complete, results.metadata.schema_version], [true, 1]);
});

test('a status that has not changed is not sent again', async () => {
  const id = await ended();
  const first = await ask(harness, `${jobsUrl}/${id}`);
  const etag = first.headers.get('etag') ?? '';
  const again = await ask(harness, `${jobsUrl}/${id}`, { headers: { 'if-none-match': `"x", W/${etag}` } });
  assert.deepEqual([again.status, again.text], [304, '']);
  assert.equal((await ask(harness, `${jobsUrl}/${id}`, { headers: { 'if-none-match': '"x"' } })).status, 200);
});

describe('the stream', () => {
  test('of an ended job is told from its start, without a gap, and resumes after any event', async () => {
    const id = await ended();
    const all = await eventsOf(await send(harness, `${jobsUrl}/${id}/stream`));
    assert.deepEqual(
      all.map((event) => event.id),
      all.map((_, index) => String(index + 1)),
    );
    assert.deepEqual([all[0]?.event, all.at(-1)?.event], ['start', 'job_completed']);
    for (const { event, data } of all) assert.equal(contract.jobEvent.parse(JSON.parse(data)).type, event);
    const headers = { 'last-event-id': '2' };
    assert.deepEqual(
      await eventsOf(await send(harness, `${jobsUrl}/${id}/stream`, { headers })),
      all.slice(2),
    );
    const wrong = await ask(harness, `${jobsUrl}/${id}/stream`, { headers: { 'last-event-id': 'x' } });
    assert.deepEqual(contract.validationErrorBody.parse(wrong.json).detail[0]?.loc, [
      'header',
      'last-event-id',
    ]);
  });

  test('is the answer of a start with `stream`; the parts that it tells make the results', async () => {
    const body = { document_id: documentId, schema_id: schemaId, stream: true };
    const headers = { 'idempotency-key': 'streamed' };
    const events = await eventsOf(await send(harness, jobsUrl, { method: 'POST', body, headers }));
    const told = events.map(({ data }) => contract.jobEvent.parse(JSON.parse(data)));
    const parts = told.flatMap((event) => (event.type === 'subtree_result' ? [event.result] : []));
    assert.deepEqual(Object.assign({}, ...parts), expected.results);
    const again = await eventsOf(await send(harness, jobsUrl, { method: 'POST', body, headers }));
    assert.deepEqual(again, events);
  });
});

describe('a start is refused', () => {
  const cases: readonly (readonly [
    string,
    Record<string, unknown>,
    number,
    readonly (string | number)[] | null,
  ])[] = [
    ['for a document that is unknown', { document_id: '01890000-0000-7000-8000-000000000000' }, 404, null],
    ['for a malformed id', { schema_id: 'x\u0000y' }, 404, null],
    ['for pages that it does not have', { options: { pages: '2' } }, 422, ['body', 'options', 'pages']],
    ['for pages that are none', { options: { pages: '3-1' } }, 422, ['body', 'options', 'pages']],
    ['for a field that is unknown', { config: { colour: 1 } }, 422, ['body', 'config', 'colour']],
    ['for a model without a key', { config: { model: 'gemini-2.5-pro' } }, 422, ['body', 'config', 'model']],
    ['for a model that is none', { config: { model: 'gpt-9' } }, 422, ['body', 'config', 'model']],
    [
      'for a temperature that is too high',
      { config: { temperature: 3 } },
      422,
      ['body', 'config', 'temperature'],
    ],
    [
      'for turns without isolated arrays',
      { config: { enable_agentic_array_extraction: true, splitter_config: { isolate_arrays: false } } },
      422,
      ['body', 'config', 'splitter_config', 'isolate_arrays'],
    ],
  ];
  for (const [what, more, status, loc] of cases) {
    test(what, async () => {
      const answer = await start(more);
      assert.equal(answer.status, status, answer.text);
      if (loc === null) contract.errorBody.parse(answer.json);
      else assert.deepEqual(contract.validationErrorBody.parse(answer.json).detail[0]?.loc, loc);
    });
  }

  test('for JSON that is none, by its type', async () => {
    const answer = await ask(harness, jobsUrl, {
      method: 'POST',
      raw: '{"document_id": ',
      headers: { 'content-type': 'application/json' },
    });
    const [issue] = contract.validationErrorBody.parse(answer.json).detail;
    assert.deepEqual([answer.status, issue?.loc, issue?.type], [422, ['body'], 'json_invalid']);
  });
});

test('older fields are taken and told', async () => {
  const config = {
    max_num_concurrent_requests: 3,
    validate_response_schema: false,
    seed: 42,
    n_max_retries: 0,
    use_explicit_context_cache: true,
    temperature: 0,
  };
  const id = await ended({ config: { ...config, splitter_configs: {} } });
  const { effective_config: told } = contract.jobInfo.parse((await ask(harness, `${jobsUrl}/${id}`)).json);
  assert.deepEqual({ ...told, ...config, splitter_config: { isolate_arrays: true } }, told);
});

describe('an Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'one' };
  test('gives the same answer for the same body, and 409 for another', async () => {
    const [first, second] = [await start({}, { headers }), await start({}, { headers })];
    assert.deepEqual([second.status, second.text], [200, first.text]);
    assert.equal((await start({ stream: false }, { headers })).status, 409);
    assert.notEqual((await start({}, { headers: { 'idempotency-key': 'two' } })).text, first.text);
    assert.notEqual((await start({}, { headers, key: 'bob' })).status, 200);
  });

  test('holds for uploads by what is in the file', async () => {
    const url = '/v1/extract/documents/upload';
    const upload = async (text: string) =>
      ask(
        harness,
        url,
        mergeHeaders(await form(new TextEncoder().encode(text)), { 'idempotency-key': 'file' }),
      );
    const [first, second, third] = [
      await upload('Total: 1'),
      await upload('Total: 1'),
      await upload('Total: 2'),
    ];
    assert.deepEqual([first.status, second.text, third.status], [200, first.text, 409]);
  });
});

function mergeHeaders(given: Ask, headers: Record<string, string>): Ask {
  return { ...given, headers: { ...given.headers, ...headers } };
}

test('cancel, retry and delete tell what the state does not allow', async () => {
  const id = await ended();
  for (const action of ['cancel', 'retry'])
    assert.equal((await ask(harness, `${jobsUrl}/${id}/${action}`, { method: 'POST' })).status, 409, action);
  assert.equal((await ask(harness, `${jobsUrl}/${id}`, { method: 'DELETE' })).status, 200);
  for (const url of [id, `${id}/results`, `${id}/stream`, 'x'])
    assert.equal((await ask(harness, `${jobsUrl}/${url}`)).status, 404, url);
});

test('lists filter by status and search names and ids', async () => {
  const id = await ended();
  const list = async (query: string) =>
    contract.jobList.parse((await ask(harness, `${jobsUrl}?${query}`)).json);
  assert.equal((await list('job_status=failed')).total_count, 0);
  assert.ok((await list('job_status=completed')).total_count > 0);
  assert.deepEqual(
    (await list(`search=${id.toUpperCase()}`)).jobs.map((job) => job.job_id),
    [id],
  );
  assert.ok((await list('search=DOCUMENT.pdf&limit=1')).next_cursor !== undefined);
  assert.equal((await ask(harness, `${jobsUrl}?job_status=done`)).status, 422);
  const wrong = await ask(harness, `${jobsUrl}?cursor=abc`);
  assert.deepEqual(contract.validationErrorBody.parse(wrong.json).detail[0]?.loc, ['query', 'cursor']);
  for (const job of (await list('')).jobs) assert.ok(!('accumulated_results' in job));
});

describe('a person changes results', () => {
  test('the change is told, its citation goes, the rest stays', async () => {
    const id = await ended({ config: { per_key_attribution: true } });
    const before = contract.jobResults.parse((await ask(harness, `${jobsUrl}/${id}/results`)).json);
    const results = { ...before.results, invoice_number: 'X-1' };
    const answer = await ask(harness, `${jobsUrl}/${id}/results`, { method: 'PUT', body: { results } });
    assert.equal(answer.status, 200, answer.text);
    const after = contract.jobResults.parse(answer.json);
    const [edit, ...others] = after.metadata.edits ?? [];
    assert.deepEqual(
      [edit?.path, edit?.before, edit?.after, edit?.by, others.length],
      ['/invoice_number', 'AF-2026-00417', 'X-1', 'key of alice', 0],
    );
    const number = contract.attribution.parse(after.results['invoice_number']);
    assert.deepEqual([number.extracted_value, number.citations], ['X-1', []]);
    assert.deepEqual(after.results['seller'], before.results['seller']);
    assert.deepEqual((await ask(harness, `${jobsUrl}/${id}/results`)).json, answer.json);
  });

  test('values that do not fit are refused with their places', async () => {
    const id = await ended();
    const results = { ...expected.results, amount_due: 'much' };
    const answer = await ask(harness, `${jobsUrl}/${id}/results`, { method: 'PUT', body: { results } });
    assert.deepEqual(contract.validationErrorBody.parse(answer.json).detail[0]?.loc, [
      'body',
      'results',
      'amount_due',
    ]);
  });
});

test('a document with an ended job goes, and the results stay', async () => {
  const text = new TextEncoder().encode('Invoice number: 7\nTotal: 12.00');
  const uploaded = await ask(harness, '/v1/extract/documents/upload', await form(text, { name: 'note.txt' }));
  const { document_id: other } = contract.documentInfo.parse(uploaded.json);
  const id = await ended({ document_id: other });
  const url = `/v1/extract/documents/${other}`;
  assert.equal((await ask(harness, url, { method: 'DELETE' })).status, 200);
  assert.equal((await ask(harness, `${jobsUrl}/${id}/results`)).status, 200);
});

test('another tenant sees nothing', async () => {
  const id = await ended();
  const key = 'bob';
  for (const url of [id, `${id}/results`, `${id}/stream`])
    assert.equal((await ask(harness, `${jobsUrl}/${url}`, { key })).status, 404, url);
  for (const [url, method] of [
    [`${id}/cancel`, 'POST'],
    [`${id}/retry`, 'POST'],
    [id, 'DELETE'],
  ] as const)
    assert.equal((await ask(harness, `${jobsUrl}/${url}`, { key, method })).status, 404, url);
  const put = await ask(harness, `${jobsUrl}/${id}/results`, { key, method: 'PUT', body: { results: {} } });
  assert.equal(put.status, 404);
  const list = contract.jobList.parse((await ask(harness, `${jobsUrl}?search=${id}`, { key })).json);
  assert.equal(list.total_count, 0);
});
