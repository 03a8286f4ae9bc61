import type { FastifyReply } from 'fastify';

/** Aborted when the client goes away before it has its whole answer. */
export function clientGone({ raw }: FastifyReply): AbortSignal {
  const abort = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) abort.abort(new Error('The client went away.'));
  });
  return abort.signal;
}
