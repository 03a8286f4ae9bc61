import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readServerSentEvents, type ServerSentEvent } from './sse.ts';

async function read(chunks: readonly string[]): Promise<ServerSentEvent[]> {
  const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  return await Array.fromAsync(readServerSentEvents(bytes));
}

const text =
  ': hello\n\nid: 1\nevent: start\ndata: {"a":\ndata: 1}\n\nid: 2\r\ndata: ä€\r\n\r\ndata: cut off';
const events = [
  { id: '1', event: 'start', data: '{"a":\n1}' },
  { id: '2', event: 'message', data: 'ä€' },
];

test('events are read whole, comments skipped, the cut-off end dropped', async () => {
  assert.deepEqual(await read([text]), events);
});

test('chunks may end anywhere, between CR and LF and inside a character too', async () => {
  const bytes = new TextEncoder().encode(text);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    const halves = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut));
        controller.enqueue(bytes.slice(cut));
        controller.close();
      },
    });
    assert.deepEqual(await Array.fromAsync(readServerSentEvents(halves)), events, `cut at ${cut}`);
  }
});
