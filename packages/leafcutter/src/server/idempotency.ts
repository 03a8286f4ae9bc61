/** `Idempotency-Key` on every POST with a JSON body or none; uploads hash their own content. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contract } from '@leafcutter/client';
import type { Service } from '../service/index.ts';
import type { KeptAnswer } from '../service/idempotency.ts';
import { ShapeError } from './faults.ts';
import { callerOf } from './gate-hook.ts';
import type { Server } from './operation.ts';

type Run = Extract<Awaited<ReturnType<Service['idempotency']['admit']>>, { readonly type: 'run' }>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while a request with a key runs for the first time. */
    keyed: Run | null;
    /** Set when the answer is the event stream of a job that a request with the same key started. */
    streamOf: string | null;
  }
}

export function honourIdempotencyKeys(server: Server, service: Service): void {
  server.decorateRequest('keyed', null);
  server.decorateRequest('streamOf', null);
  server.addHook('preValidation', async (request, reply) => {
    const { operation } = request.routeOptions.config;
    if (request.method !== 'POST' || operation === undefined || operation.multipart !== undefined) return;
    return await admitKeyed(service, request, reply, `${request.url}\0${request.bodyText ?? ''}`);
  });
  server.addHook('onSend', async (request, reply, payload) => {
    const run = request.keyed;
    if (run === null) return payload;
    request.keyed = null;
    if (reply.statusCode < 500 && typeof payload === 'string')
      await run.keep({ status: reply.statusCode, body: payload });
    else await run.release();
    return payload;
  });
}

/** Answers at once when the request was answered before. @param content everything that makes it another request */
export async function admitKeyed(
  service: Service,
  request: FastifyRequest,
  reply: FastifyReply,
  content: string,
): Promise<FastifyReply | void> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return;
  const checked = contract.idempotencyHeaders.safeParse({ 'idempotency-key': key });
  if (!checked.success) {
    const error = new ShapeError(checked.error.issues);
    error.validationContext = 'headers';
    throw error;
  }
  const { method, routeOptions } = request;
  const admission = await service.idempotency.admit({
    caller: callerOf(request),
    route: `${method} ${routeOptions.url ?? ''}`,
    key,
    hash: createHash('sha256').update(content).digest('hex'),
  });
  if (admission.type === 'run') request.keyed = admission;
  else return replay(request, reply, admission.answer);
}

function replay(request: FastifyRequest, reply: FastifyReply, answer: KeptAnswer): FastifyReply | void {
  if ('streamOf' in answer) {
    request.streamOf = answer.streamOf;
    return;
  }
  return reply
    .code(answer.status)
    .header('idempotency-replayed', 'true')
    .type('application/json; charset=utf-8')
    .serializer((body: string) => body)
    .send(answer.body);
}
