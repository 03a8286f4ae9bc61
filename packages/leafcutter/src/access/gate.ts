/**
 * Lets requests in or sends them away: the one port by which the server knows who calls. It knows no HTTP framework; a hook
 * of some lines carries its answers.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { KeyRing } from './key-ring.ts';
import type { Caller, Scope } from './keys.ts';
import type { RateLimiter } from './rate-limit.ts';
import {
  cookieName,
  cookieOf,
  isLoopbackHost,
  isOwnPage,
  localCaller,
  readBearer,
  readCookie,
  sameText,
} from './run-token.ts';

export interface GateRequest {
  readonly headers: IncomingHttpHeaders;
  /** Path and query. */
  readonly url: string;
}

/**
 * What a route asks of its caller: a scope; `page`, a page for people, which works without a key but not without the token of
 * a run; or `open`, nothing.
 */
export type Need = Scope | 'page' | 'open';

export type Admission = Admitted | Refused;
export interface Admitted {
  readonly admitted: true;
  /** Null only where the route needs nobody. */
  readonly caller: Caller | null;
  /** To be set on the answer. */
  readonly headers: Readonly<Record<string, string>>;
}
export interface Refused {
  readonly admitted: false;
  readonly status: 401 | 403 | 429;
  /** One sentence that says what to do. */
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Gate {
  /** @throws LeafcutterError store_*, when the store cannot be asked */
  admit(request: GateRequest, need: Need): Promise<Admission>;
}

export interface GateOptions {
  readonly keys: KeyRing;
  readonly limiter: RateLimiter;
  /** Set while there are no keys; the server then listens on the loopback interface. */
  readonly run: { readonly token: string; readonly port: () => number } | null;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

const noHeaders = {};
const challenge = { 'www-authenticate': 'Bearer' };

export function createGate(options: GateOptions): Gate {
  return {
    async admit(request, need) {
      const { run } = options;
      if (run !== null && !isLoopbackHost(request.headers.host)) {
        return refused(
          403,
          'This server answers to its loopback address only; open the URL that it printed.',
        );
      }
      const opened = run !== null && carriesToken(request.url, run.token);
      const headers = opened ? { 'set-cookie': cookieOf(run.port(), run.token) } : noHeaders;
      if (need === 'open') return { admitted: true, caller: null, headers };
      if (need === 'page') {
        if (run === null || opened || (await callerOf(options, request)) !== null) {
          return { admitted: true, caller: null, headers };
        }
        return refused(401, 'Open the URL that `leafcutter serve` printed; it carries a token.', challenge);
      }
      const caller = await callerOf(options, request);
      if (caller === null) return refused(401, unknownCaller(options), challenge);
      const seconds = options.limiter.take(caller.keyId, options.now());
      if (seconds > 0) return tooMany(seconds);
      if (!caller.scopes.has(need)) return lacks(need);
      return { admitted: true, caller, headers };
    },
  };
}

async function callerOf({ keys, run }: GateOptions, { headers }: GateRequest): Promise<Caller | null> {
  const bearer = readBearer(headers.authorization);
  if (bearer !== null) {
    if (run !== null && sameText(bearer, run.token)) return localCaller;
    return await keys.find(bearer);
  }
  if (run === null || headers.authorization !== undefined) return null;
  const cookie = readCookie(headers.cookie, cookieName(run.port()));
  return cookie !== null && sameText(cookie, run.token) && isOwnPage(headers) ? localCaller : null;
}

function carriesToken(url: string, token: string): boolean {
  const query = url.indexOf('?');
  if (query < 0) return false;
  const given = new URLSearchParams(url.slice(query)).get('token');
  return given !== null && sameText(given, token);
}

function unknownCaller({ run }: GateOptions): string {
  return run === null
    ? 'Send a valid key as `Authorization: Bearer <key>`; `leafcutter keys create --name <name>` makes one.'
    : 'Send the token of the URL that `leafcutter serve` printed as `Authorization: Bearer <token>`, or open that URL.';
}

function lacks(scope: Scope): Refused {
  return refused(403, `This key lacks the scope "${scope}"; use one that has it.`);
}

function tooMany(seconds: number): Refused {
  const after = seconds === 1 ? 'a second' : `${seconds} seconds`;
  return refused(429, `Too many requests with this key; go on after ${after}.`, {
    'retry-after': String(seconds),
  });
}

function refused(
  status: Refused['status'],
  detail: string,
  headers: Readonly<Record<string, string>> = noHeaders,
): Refused {
  return { admitted: false, status, detail, headers };
}
