/** Streams: each watcher gets every event, a silent time has its comments, who does not read is cut off. */
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { contract, readServerSentEvents } from '@leafcutter/client';
import { send, serverHarness, type ServerHarness } from '../testing/server-harness.ts';
import { createToldExtractor } from '../testing/told-extractor.ts';
import { loadParts, startTold, watchAll, watchNothing } from '../testing/watch-load.ts';

const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
let harness: ServerHarness;
let parts: { document_id: string; schema_id: string };
before(async () => {
  const told = createToldExtractor();
  const streamTimes = { heartbeatMs: 60, stallMs: 1_500 };
  harness = await serverHarness({ chooseExtractor: () => told, streamTimes });
  parts = await loadParts(harness);
});
after(() => harness[Symbol.asyncDispose]());

test('each of many watchers gets every event once, in order, to the end', async () => {
  const jobs = await Promise.all(Array.from({ length: 5 }, () => startTold(harness, parts, 'turns 20 10')));
  const seen = await Promise.all(
    jobs.flatMap((id) => Array.from({ length: 20 }, () => watchAll(harness, id, agent))),
  );
  for (const one of seen) assert.deepEqual([one.gap, one.last], [null, 'job_completed']);
  assert.ok(seen.every(({ events }) => events > 25));
});

test('a watcher that reads nothing is cut off, and nobody else notices', async () => {
  const id = await startTold(harness, parts, 'big 15000');
  assert.equal((await watchAll(harness, id, agent)).last, 'job_completed');
  const { socket, closed } = watchNothing(harness, id);
  const other = startTold(harness, parts, 'turns 10 50').then((job) => watchAll(harness, job, agent));
  // A socket that is never read does not learn of its end: it asks once in a while.
  const asking = setInterval(() => socket.write('\r\n'), 100);
  await closed;
  clearInterval(asking);
  assert.ok(socket.bytesRead < 15_000_000);
  assert.deepEqual([(await other).gap, (await other).last], [null, 'job_completed']);
});

test('a running job is joined with its state, and silent times have comments', async () => {
  const id = await startTold(harness, parts, 'turns 8 150');
  await sleep(500);
  const response = await send(harness, `/v1/extract/jobs/${id}/stream`);
  const [forText, forEvents] = response.body?.tee() ?? [];
  assert.ok(forText !== undefined && forEvents !== undefined);
  const text = new Response(forText).text();
  const events = [];
  for await (const event of readServerSentEvents(forEvents)) events.push(event);
  assert.match(await text, /^: alive$/m);
  const [first, second] = events;
  const state = contract.jobEvent.parse(JSON.parse(first?.data ?? ''));
  assert.ok(state.type === 'state' && state.status === 'processing');
  assert.ok(Array.isArray(state.accumulated_results['rows']) && state.accumulated_results['rows'].length > 0);
  assert.equal(Number(second?.id), Number(first?.id) + 1);
  assert.equal(events.at(-1)?.event, 'job_completed');
});

test('a server that closes ends its streams, and the job goes on', async () => {
  const told = createToldExtractor();
  const other = await serverHarness({ chooseExtractor: () => told });
  const id = await startTold(other, await loadParts(other), 'hold');
  const response = await send(other, `/v1/extract/jobs/${id}/stream`);
  const text = response.text();
  await other[Symbol.asyncDispose]();
  assert.doesNotMatch(await text, /event: job_/);
});
