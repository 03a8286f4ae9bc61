/** Server-sent events to one client (WHATWG HTML, "Server-sent events"): no more is held for it than one event. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { ToldEvent } from '../service/jobs/index.ts';

export interface StreamTimes {
  /** A comment line comes after so much silence. Default 15,000. */
  readonly heartbeatMs: number;
  /** A client that reads nothing for so long is cut off. Default 30,000. */
  readonly stallMs: number;
}
export const defaultStreamTimes: StreamTimes = { heartbeatMs: 15_000, stallMs: 30_000 };

/** The streams of a server: they end with it. */
export class EventStreams {
  private readonly times: StreamTimes;
  private readonly count: ((open: number) => void) | undefined;
  private readonly open = new Set<AbortController>();

  /** @param count told how many are open, each time that it changes */
  constructor(times: StreamTimes, count?: (open: number) => void) {
    this.times = times;
    this.count = count;
  }

  /** Ends all that are open; the clients come again with the number of their last event. */
  close(): void {
    for (const stream of this.open) stream.abort();
  }

  /** Sends the events that `watch` gives. Errors before the first event are the route's; afterwards the stream ends. */
  async send(
    reply: FastifyReply,
    watch: (signal: AbortSignal) => Promise<AsyncIterable<ToldEvent>>,
  ): Promise<FastifyReply> {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    this.open.add(gone);
    this.count?.(this.open.size);
    try {
      const events = await watch(gone.signal);
      void reply.hijack();
      this.begin(reply);
      await this.pump(reply.raw, events, gone);
    } finally {
      this.open.delete(gone);
      this.count?.(this.open.size);
    }
    return reply;
  }

  private begin(reply: FastifyReply): void {
    const { raw } = reply;
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies of nginx's kind would hold events back.
      'x-accel-buffering': 'no',
    });
    raw.flushHeaders();
  }

  private async pump(
    raw: ServerResponse,
    events: AsyncIterable<ToldEvent>,
    gone: AbortController,
  ): Promise<void> {
    const { heartbeatMs, stallMs } = this.times;
    let wroteAt = performance.now();
    const heartbeat = setInterval(() => {
      // Whoever does not read gets no heartbeats on top.
      if (performance.now() - wroteAt >= heartbeatMs * 0.9 && !raw.writableNeedDrain)
        raw.write(': alive\n\n');
    }, heartbeatMs);
    try {
      for await (const { id, name, data } of events) {
        wroteAt = performance.now();
        const taken = await written(
          raw,
          `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`,
          stallMs,
          gone.signal,
        );
        if (!taken) {
          raw.destroy();
          return;
        }
      }
      raw.end();
    } catch {
      // What was sent stands; the client resumes after it.
      raw.destroy();
    } finally {
      clearInterval(heartbeat);
    }
  }
}

/** UTF-16 code units that are sent at once: a large event is shared by all who get it, and encoded piece by piece. */
const pieceLength = 32_768;

/** False when the client reads nothing, or is gone. */
async function written(
  raw: ServerResponse,
  text: string,
  stallMs: number,
  gone: AbortSignal,
): Promise<boolean> {
  for (let start = 0; start < text.length;) {
    const end = pieceEnd(text, start);
    if (!raw.write(text.slice(start, end)) && !(await drained(raw, stallMs, gone))) return false;
    start = end;
  }
  return true;
}

/** Surrogate pairs stay together. */
function pieceEnd(text: string, start: number): number {
  const end = Math.min(text.length, start + pieceLength);
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last <= 0xdbff ? end + 1 : end;
}

/** False when the client has read nothing for so long, or is gone. */
async function drained(raw: ServerResponse, stallMs: number, gone: AbortSignal): Promise<boolean> {
  const late = AbortSignal.timeout(stallMs);
  try {
    await once(raw, 'drain', { signal: AbortSignal.any([gone, late]) });
    return true;
  } catch {
    // A process that was busy for so long has not looked at its sockets yet.
    if (!gone.aborted) await new Promise((resolve) => setImmediate(setImmediate, resolve));
    return !gone.aborted && !raw.writableNeedDrain;
  }
}
