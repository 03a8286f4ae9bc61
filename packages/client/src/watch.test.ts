/** Watching a job over streams that break, and without any. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError, ContractError } from './errors.ts';
import { json, samples, scriptedServer, stream, type Answer } from './testing/scripted-server.ts';

const start = { id: 1, data: samples.start };
const second = { id: 2, data: samples.progress };
const third = { id: 3, data: samples.progress };
const end = { id: 4, data: samples.completed };

async function watched(
  ...answers: readonly Answer[]
): Promise<{ ids: number[]; asked: (string | undefined)[] }> {
  await using server = await scriptedServer(...answers);
  const events = await Array.fromAsync(server.client({ silenceMs: 200 }).jobs.watch('j', { after: 0 }));
  const asked = server.seen.map(({ headers }) => headers['last-event-id']?.toString());
  return { ids: events.map(({ id }) => id), asked };
}

describe('a watched job', () => {
  test('is followed to its end', async () => {
    assert.deepEqual(await watched(stream([start, second, third, end], 'silence')), {
      ids: [1, 2, 3, 4],
      asked: ['0'],
    });
  });

  test('goes on where its stream broke, ended early or fell silent, and no number is doubled', async () => {
    const { ids, asked } = await watched(
      stream([start], 'break'),
      stream([start, second], 'close'),
      stream([third], 'silence'),
      stream([end]),
    );
    assert.deepEqual(ids, [1, 2, 3, 4]);
    assert.deepEqual(asked, ['0', '1', '2', '3']);
  });

  test('without a number to begin with it begins with the state', async () => {
    await using server = await scriptedServer(stream([start, end]));
    const events = await Array.fromAsync(server.client().jobs.watch('j'));
    assert.equal(server.seen[0]?.headers['last-event-id'], undefined);
    assert.deepEqual(
      events.map(({ event }) => event.type),
      ['start', 'job_completed'],
    );
  });

  test('is looked at again and again where no stream holds', async () => {
    const gone = json(502, { detail: 'A proxy.' });
    await using server = await scriptedServer(
      stream([start], 'break'),
      ...Array.from({ length: 3 }, () => gone),
      json(200, samples.job('processing')),
      json(200, samples.job('completed')),
    );
    const events = await Array.fromAsync(server.client({ maxRetries: 0 }).jobs.watch('j', { after: 0 }));
    assert.deepEqual(
      events.map(({ id, event }) => [id, event.type]),
      [
        [1, 'start'],
        [1, 'state'],
        [1, 'state'],
        [1, 'job_completed'],
      ],
    );
  });

  test('an event of a later release is passed over, one of a wrong shape is not', async () => {
    const later = { id: 2, data: { type: 'coffee_break', minutes: 5 } };
    const wrong = { id: 2, data: { type: 'job_failed' } };
    assert.deepEqual((await watched(stream([start, later, end]))).ids, [1, 4]);
    await assert.rejects(watched(stream([start, wrong, end])), ContractError);
  });

  test('a refusal is final', async () => {
    await assert.rejects(watched(json(404, { detail: 'No such job.' })), ApiError);
  });

  test('the signal ends it', async () => {
    await using server = await scriptedServer(stream([start], 'silence'));
    const abort = new AbortController();
    const watching = Array.fromAsync(server.client().jobs.watch('j', { signal: abort.signal }));
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await assert.rejects(watching, { message: 'enough' });
  });

  test('whoever stops listening closes the stream', async () => {
    let closed = (): void => undefined;
    const left = new Promise<void>((resolve) => {
      closed = resolve;
    });
    await using server = await scriptedServer((response, seen) => {
      response.on('close', closed);
      return stream([start, second], 'silence')(response, seen);
    });
    for await (const { id } of server.client().jobs.watch('j')) if (id === 1) break;
    await left;
  });
});

describe('run', () => {
  const job = { document_id: 'd', schema_id: 's' };

  test('starts, watches and gives the results, whatever the end', async () => {
    for (const [status, data] of [
      ['completed', samples.completed],
      ['failed', { type: 'job_failed', job_id: 'j', error: 'A unit failed.' }],
    ] as const) {
      await using server = await scriptedServer(
        json(200, samples.created),
        stream([start, { id: 2, data }]),
        json(200, samples.results(status)),
      );
      const told: string[] = [];
      const results = await server.client().jobs.run(job, { onEvent: ({ type }) => told.push(type) });
      assert.deepEqual(results, samples.results(status));
      assert.deepEqual(told, ['start', data.type]);
    }
  });

  test('aborted while it watches: the job is cancelled, then the reason thrown', async () => {
    await using server = await scriptedServer(
      json(200, samples.created),
      stream([start], 'silence'),
      json(200, samples.job('cancelled')),
    );
    const abort = new AbortController();
    const running = server.client().jobs.run(job, {
      signal: abort.signal,
      onEvent: () => abort.abort(new Error('enough')),
    });
    await assert.rejects(running, { message: 'enough' });
    assert.deepEqual(
      server.seen.map(({ method, url }) => `${method} ${url}`),
      ['POST /v1/extract/jobs', 'GET /v1/extract/jobs/j/stream', 'POST /v1/extract/jobs/j/cancel'],
    );
  });

  test('aborted before the server has answered: the job is cancelled as soon as its id is known', async () => {
    let answer = (): void => undefined;
    let cancelled = (): void => undefined;
    const done = new Promise<void>((resolve) => {
      cancelled = resolve;
    });
    const abort = new AbortController();
    await using server = await scriptedServer(
      (response, seen) => {
        answer = () => json(200, samples.created)(response, seen);
        abort.abort(new Error('enough'));
      },
      (response, seen) => {
        assert.equal(seen.url, '/v1/extract/jobs/j/cancel');
        json(200, samples.job('cancelled'))(response, seen);
        cancelled();
      },
    );
    await assert.rejects(server.client().jobs.run(job, { signal: abort.signal }), { message: 'enough' });
    answer();
    await done;
  });

  test('aborted before it began: nothing is asked for', async () => {
    await using server = await scriptedServer();
    await assert.rejects(server.client().jobs.run(job, { signal: AbortSignal.abort(new Error('no')) }), {
      message: 'no',
    });
    assert.equal(server.seen.length, 0);
  });
});
