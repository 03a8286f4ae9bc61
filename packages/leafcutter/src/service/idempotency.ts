/**
 * One request, one effect: the first request with a key runs, the same again gets the same answer. A request whose process
 * died is taken up by the next one with the id that the first would have made, so that nothing is made twice.
 */
import { createHash } from 'node:crypto';
import { LeafcutterError } from '../errors.ts';
import {
  findKey,
  forgetKey,
  forgetKeysBefore,
  replaceAnswer,
  reserveKey,
  type IdempotencyKey,
  type IdempotencyRow,
} from '../storage/idempotency.ts';
import { newId } from './ids.ts';
import type { Caller, ServiceParts } from './parts.ts';

/** What was answered: JSON, or the stream of a job. */
export type KeptAnswer =
  | { readonly status: number; readonly body: string }
  | { readonly status: 200; readonly streamOf: string };

export interface KeyedRequest {
  readonly caller: Caller;
  /** Method and path pattern. */
  readonly route: string;
  readonly key: string;
  /** Of everything that makes the request another one. */
  readonly hash: string;
}

export type Admission =
  | { readonly type: 'replay'; readonly answer: KeptAnswer }
  | {
      readonly type: 'run';
      /** Of what the request makes. */
      readonly id: string;
      /** What was done is done: a store that cannot be written is no reason to answer otherwise. */
      keep(answer: KeptAnswer): Promise<void>;
      /** The next request with the key runs anew. */
      release(): Promise<void>;
    };

export interface Idempotency {
  /** @throws LeafcutterError idempotency_reused, idempotency_running */
  admit(request: KeyedRequest): Promise<Admission>;
}

const keptMs = 24 * 60 * 60_000;
const sweepMs = 60 * 60_000;
/** A request that is older and has no answer was another process's, and that process is gone. */
const abandonedMs = 120_000;

interface Running {
  readonly running: string;
  /** The process that runs it. */
  readonly owner: string;
  readonly since: number;
}

export function createIdempotency({ database, now }: Pick<ServiceParts, 'database' | 'now'>): Idempotency {
  const owner = newId();
  /** How requests ended whose end the store could not take, by the id of what they made; null: the next one runs anew. */
  const unwritten = new Map<string, KeptAnswer | null>();
  let sweptAt = now();

  const sweep = async (): Promise<void> => {
    if (now() - sweptAt < sweepMs) return;
    sweptAt = now();
    await database.run((query) => forgetKeysBefore(query, now() - keptMs));
  };

  const run = (key: IdempotencyKey, id: string, pending: string): Admission => ({
    type: 'run',
    id,
    keep: (answer) =>
      database
        .run((query) => replaceAnswer(query, key, pending, JSON.stringify(answer)))
        .then(ignore, () => unwritten.set(id, answer))
        .then(ignore),
    release: () =>
      database
        .run((query) => forgetKey(query, key))
        .catch(() => unwritten.set(id, null))
        .then(ignore),
  });

  const takeUp = async (row: IdempotencyRow, before: Running): Promise<Admission> => {
    const ended = unwritten.get(before.running);
    if (ended !== undefined && ended !== null) return { type: 'replay', answer: ended };
    // One process holds an SQLite store: what another one left is left for good.
    const gone =
      ended === null ||
      (before.owner !== owner && (database.dialect === 'sqlite' || now() - before.since > abandonedMs));
    const pending = JSON.stringify({ ...before, owner, since: now() });
    if (gone && (await database.run((query) => replaceAnswer(query, keyOf(row), row.answer, pending)))) {
      unwritten.delete(before.running);
      return run(keyOf(row), before.running, pending);
    }
    throw new LeafcutterError(
      'idempotency_running',
      'The first request with this Idempotency-Key has not ended; ask again in a moment.',
    );
  };

  return {
    async admit({ caller, route, key, hash }) {
      await sweep();
      const name = {
        tenant: caller.tenant,
        key_id: caller.keyId,
        route,
        key: createHash('sha256').update(key).digest('hex'),
      };
      for (;;) {
        const id = newId();
        const pending = JSON.stringify({ running: id, owner, since: now() } satisfies Running);
        const row = { ...name, request_hash: hash, answer: pending, created_at: now() };
        if (await database.run((query) => reserveKey(query, row))) return run(name, id, pending);
        const there = await database.run((query) => findKey(query, name));
        if (there === null) continue;
        if (now() - there.created_at > keptMs) {
          await database.run((query) => forgetKey(query, name));
          continue;
        }
        if (there.request_hash !== hash) throw reused();
        const known: KeptAnswer | Running = JSON.parse(there.answer ?? '{}');
        if ('status' in known) return { type: 'replay', answer: known };
        return await takeUp(there, known);
      }
    },
  };
}

const ignore = (): void => undefined;

function keyOf({ tenant, key_id, route, key }: IdempotencyRow): IdempotencyKey {
  return { tenant, key_id, route, key };
}

function reused(): LeafcutterError {
  return new LeafcutterError(
    'idempotency_reused',
    'This Idempotency-Key stood with another request before; take a new key for each request.',
  );
}
