/** What a key is: random text that is shown once and kept as its hash, with a tenant and scopes. */
import { hash, randomBytes } from 'node:crypto';

/** read: everything that changes nothing. write: the rest. admin: what concerns all of the server; no route asks for it yet. */
export const scopes = ['read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];
export const defaultScopes: readonly Scope[] = ['read', 'write'];
export const defaultTenant = 'default';

/** Who a request is from. */
export interface Caller {
  readonly tenant: string;
  /** Id of the key, never the key; `local` for the token of a run. */
  readonly keyId: string;
  readonly scopes: ReadonlySet<Scope>;
}

const prefix = 'lc_';
const shape = /^lc_[\w-]{43}$/;

/** 256 random bits: nobody guesses one, so a plain fast hash is enough to keep it. */
export function makeKey(): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** Can this be a key at all? Saves the store a question. */
export function looksLikeKey(text: string): boolean {
  return shape.test(text);
}

/** SHA-256 in hex: what the store has of a key. */
export function hashKey(key: string): string {
  return hash('sha256', key, 'hex');
}

/** A name for a key in lists and logs; says nothing of it. */
export function makeKeyId(): string {
  return `key_${randomBytes(6).toString('hex')}`;
}

/** "read,write" as scopes, each once, in their order; a word that is none is given back. */
export function parseScopes(
  text: string,
): { readonly scopes: readonly Scope[] } | { readonly unknown: string } {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const unknown = words.find((word) => !scopes.some((scope) => scope === word));
  if (unknown !== undefined || words.length === 0) return { unknown: unknown ?? '' };
  return { scopes: scopes.filter((scope) => words.includes(scope)) };
}
