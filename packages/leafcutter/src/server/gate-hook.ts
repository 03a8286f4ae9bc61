/** Asks the gate before anything else of a request is looked at. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller, Gate, Need } from '../access/index.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Default: below `/v1` the scope `read` for GET and HEAD, `write` for the rest; elsewhere `open`. */
    readonly need?: Need;
  }
  interface FastifyRequest {
    /** Null on routes that need nobody; use `callerOf` elsewhere. */
    caller: Caller | null;
  }
}

export function addGate(app: FastifyInstance, gate: Gate): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request, reply) => {
    const admission = await gate.admit({ headers: request.headers, url: request.url }, needOf(request));
    reply.headers(admission.headers);
    if (admission.admitted) {
      request.caller = admission.caller;
      return undefined;
    }
    return await reply.code(admission.status).send({ detail: admission.detail });
  });
}

/** Of a route that needs a scope. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new TypeError(`${request.routeOptions.url} asks for nobody's key.`);
  return request.caller;
}

function needOf(request: FastifyRequest): Need {
  const { need } = request.routeOptions.config;
  if (need !== undefined) return need;
  if (!/^\/v1(?:[/?]|$)/.test(request.url)) return 'open';
  return request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write';
}
