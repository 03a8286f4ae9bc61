/**
 * How a server without keys is used, as Jupyter's is: it listens on the loopback interface alone, and the URL that it
 * prints carries a token of this run. Opening the URL puts the token into a cookie, so that pages work; a program sends it as
 * Bearer. All of it is pure, but for the making of the token.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { defaultTenant, scopes, type Caller } from './keys.ts';

export const localCaller: Caller = { tenant: defaultTenant, keyId: 'local', scopes: new Set(scopes) };

export function makeRunToken(): string {
  return randomBytes(24).toString('hex');
}

/** Cookies know no ports: two servers on one host need two names. */
export function cookieName(port: number): string {
  return `leafcutter_${port}`;
}

export function cookieOf(port: number, token: string): string {
  return `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict`;
}

/** The value of a cookie in a `Cookie` header; null when it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}

/** Of "Bearer <key>"; the word in any case (RFC 9110, 11.1). Null when the header is missing or says something else. */
export function readBearer(header: string | undefined): string | null {
  return /^bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? null;
}

/** Takes as long for a wrong text as for the right one. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Is this `Host` header the loopback's? Guards against names that an attacker points at 127.0.0.1 (DNS rebinding). */
export function isLoopbackHost(host: string | undefined): boolean {
  const name = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(host ?? '')?.[1]?.toLowerCase() ?? '';
  return isLoopbackName(name.replaceAll(/^\[|\]$|\.$/g, ''));
}

/** Of an address or a name to listen on. */
export function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    /^127(?:\.(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])){3}$/.test(name)
  );
}

/**
 * May the cookie speak for this request? `SameSite` does not tell ports apart: a page of another server on this host
 * would send it along.
 */
export function isOwnPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin, host } = headers;
  return origin === undefined || (host !== undefined && origin === `http://${host}`);
}
