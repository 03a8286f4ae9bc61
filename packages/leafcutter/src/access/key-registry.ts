/** Makes, lists and revokes keys; the same whether a server runs on the store or not. */
import { LeafcutterError } from '../errors.ts';
import { hasApiKeys, insertApiKey, listApiKeys, revokeApiKey, type ApiKeyRow } from '../storage/api-keys.ts';
import type { Database } from '../storage/database.ts';
import { hashKey, makeKey, makeKeyId, parseScopes, type Scope } from './keys.ts';

export interface NewKey {
  readonly name: string;
  readonly tenant: string;
  readonly scopes: readonly Scope[];
}

export interface KeyInfo extends NewKey {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Null while it is good. */
  readonly revokedAt: number | null;
}

const longest = 200;

/**
 * The key is given here and never again.
 * @throws LeafcutterError usage (name or tenant), store_*
 */
export async function createKey(
  database: Database,
  wanted: NewKey,
  now: number,
): Promise<{ readonly key: string; readonly info: KeyInfo }> {
  checkWord('name', wanted.name);
  checkWord('tenant', wanted.tenant);
  const key = makeKey();
  const row: ApiKeyRow = {
    id: makeKeyId(),
    tenant: wanted.tenant,
    name: wanted.name,
    hash: hashKey(key),
    scopes: wanted.scopes.join(','),
    created_at: now,
    revoked_at: null,
  };
  await database.run((query) => insertApiKey(query, row));
  return { key, info: infoOf(row) };
}

/** All keys, revoked ones too, oldest first. */
export async function listKeys(database: Database): Promise<readonly KeyInfo[]> {
  return (await database.run(listApiKeys)).map(infoOf);
}

/** Is there a key that is good? */
export function anyKey(database: Database): Promise<boolean> {
  return database.run(hasApiKeys);
}

/**
 * @param which id of a key, or a name that only one good key bears
 * @returns the key, or null when it was revoked before
 * @throws LeafcutterError usage, when no key or several are meant
 */
export async function revokeKey(database: Database, which: string, now: number): Promise<KeyInfo | null> {
  const keys = await listKeys(database);
  const named = keys.filter((key) => key.name === which && key.revokedAt === null);
  const found = keys.find((key) => key.id === which) ?? (named.length === 1 ? named[0] : undefined);
  if (found === undefined) {
    const problem =
      named.length > 1 ? `${named.length} keys are named "${which}"` : `There is no key "${which}"`;
    throw new LeafcutterError('usage', `${problem}; \`leafcutter keys list\` has the ids.`);
  }
  const revoked = await database.run((query) => revokeApiKey(query, found.id, now));
  return revoked ? { ...found, revokedAt: now } : null;
}

function infoOf(row: ApiKeyRow): KeyInfo {
  return {
    id: row.id,
    name: row.name,
    tenant: row.tenant,
    scopes: scopesOf(row),
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}

/** What a later release may have added is left out. */
export function scopesOf(row: ApiKeyRow): readonly Scope[] {
  return row.scopes.split(',').flatMap((word) => {
    const parsed = parseScopes(word);
    return 'scopes' in parsed ? parsed.scopes : [];
  });
}

function checkWord(what: string, text: string): void {
  if (text.trim() === '' || text.length > longest || /\p{Cc}/u.test(text)) {
    throw new LeafcutterError(
      'usage',
      `The ${what} of a key is 1 to ${longest} characters, without line breaks or control characters.`,
    );
  }
}
