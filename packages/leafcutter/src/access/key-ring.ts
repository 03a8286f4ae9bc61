/** Looks keys up, fast: a key that was good a moment ago is good, and a revoked one is refused within `recheckMs`. */
import { findApiKey } from '../storage/api-keys.ts';
import type { Database } from '../storage/database.ts';
import { scopesOf } from './key-registry.ts';
import { hashKey, looksLikeKey, type Caller } from './keys.ts';

/** Half of the second within which a revoked key must be refused. */
const recheckMs = 500;
const maxRemembered = 10_000;

interface Remembered {
  readonly caller: Caller;
  /** Monotonic milliseconds at which the store was asked. */
  readonly askedAt: number;
}

export class KeyRing {
  private readonly database: Database;
  private readonly now: () => number;
  /** By hash; good keys only, so that guessing fills nothing. */
  private readonly remembered = new Map<string, Remembered>();
  private readonly asking = new Map<string, Promise<Caller | null>>();

  /** @param now monotonic milliseconds */
  constructor(database: Database, now: () => number) {
    this.database = database;
    this.now = now;
  }

  /** Null: there is no such key, or it is revoked. @throws LeafcutterError store_* */
  async find(key: string): Promise<Caller | null> {
    if (!looksLikeKey(key)) return null;
    const hash = hashKey(key);
    const known = this.remembered.get(hash);
    if (known !== undefined && this.now() - known.askedAt < recheckMs) return known.caller;
    return await (this.asking.get(hash) ?? this.ask(hash));
  }

  private ask(hash: string): Promise<Caller | null> {
    const askedAt = this.now();
    const answer = this.database
      .run((query) => findApiKey(query, hash))
      .then((row) => {
        if (row === null || row.revoked_at !== null) {
          this.remembered.delete(hash);
          return null;
        }
        const caller = { tenant: row.tenant, keyId: row.id, scopes: new Set(scopesOf(row)) };
        if (this.remembered.size >= maxRemembered) this.remembered.clear();
        this.remembered.set(hash, { caller, askedAt });
        return caller;
      })
      .finally(() => this.asking.delete(hash));
    this.asking.set(hash, answer);
    return answer;
  }
}
