/** Keys, the gate and the secret, on a store of their own. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { sql } from 'kysely';
import { LeafcutterError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { openPostgres, openSqlite } from '../storage/open-database.ts';
import { postgresServer } from '../testing/servers.ts';
import {
  anyKey,
  createGate,
  createKey,
  KeyRing,
  listKeys,
  parseScopes,
  RateLimiter,
  revokeKey,
  serverSecret,
  type Gate,
  type Need,
  type Scope,
} from './index.ts';

const wanted = { name: 'tests', tenant: 'default', scopes: ['read', 'write'] as const };
const postgres = postgresServer();

const stores: readonly (readonly [
  name: string,
  open: () => Promise<{ database: Database; close(): Promise<void> }>,
  skip: string | false,
])[] = [
  [
    'SQLite',
    async () => {
      const database = await openSqlite(':memory:');
      return { database, close: () => database.close() };
    },
    false,
  ],
  [
    'Postgres',
    async () => {
      const fresh = await postgres.freshDatabase();
      const database = await openPostgres({ url: fresh.url, maxConnections: 3 });
      return {
        database,
        close: async () => {
          await database.close();
          await fresh.drop();
        },
      };
    },
    postgres.skip,
  ],
];

for (const [name, open, skip] of stores) {
  describe(`keys on ${name}`, { skip }, () => {
    test('a key is shown once and kept as its hash', async () => {
      const { database, close } = await open();
      assert.equal(await anyKey(database), false);
      const { key, info } = await createKey(database, wanted, 7);
      assert.match(key, /^lc_[\w-]{43}$/);
      assert.equal(await anyKey(database), true);
      assert.deepEqual(await listKeys(database), [info]);
      const rows = await database.run((query) => sql`select * from api_keys`.execute(query));
      assert.ok(!JSON.stringify(rows.rows).includes(key.slice(3)), 'the store has the key itself');
      await close();
    });

    test('a revoked key is refused half a second later, whoever revoked it', async () => {
      const { database, close } = await open();
      let time = 0;
      const ring = new KeyRing(database, () => time);
      const { key, info } = await createKey(database, wanted, 0);
      assert.equal((await ring.find(key))?.keyId, info.id);
      await revokeKey(database, info.id, 1);
      time = 500;
      assert.equal(await ring.find(key), null);
      assert.equal(await anyKey(database), false);
      assert.equal(await revokeKey(database, info.id, 2), null, 'the second time nothing is left to do');
      await close();
    });

    test('a key is revoked by its name when one good key bears it', async () => {
      const { database, close } = await open();
      const { info: first } = await createKey(database, wanted, 1);
      const { info: second } = await createKey(database, wanted, 2);
      await assert.rejects(revokeKey(database, 'tests', 3), /2 keys are named "tests"/);
      await revokeKey(database, first.id, 3);
      assert.equal((await revokeKey(database, 'tests', 4))?.id, second.id);
      await assert.rejects(revokeKey(database, 'nobody', 5), /no key "nobody"/);
      await close();
    });
  });
}

test('a key that was just found is not asked for again, and many questions at once are one', async () => {
  const database = await openSqlite(':memory:');
  let asked = 0;
  const counting: Database = {
    ...database,
    run: (work) => {
      asked += 1;
      return database.run(work);
    },
  };
  let time = 0;
  const ring = new KeyRing(counting, () => time);
  const { key } = await createKey(database, wanted, 0);
  await Promise.all(Array.from({ length: 50 }, () => ring.find(key)));
  assert.equal(asked, 1);
  time = 499;
  await ring.find(key);
  assert.equal(asked, 1);
  await ring.find('lc_short');
  assert.equal(asked, 1, 'what cannot be a key is no question for the store');
  await database.close();
});

test('names and tenants are words, scopes are of the list', async () => {
  const database = await openSqlite(':memory:');
  for (const bad of ['', ' ', 'a\nb', 'x'.repeat(201)]) {
    await assert.rejects(createKey(database, { ...wanted, name: bad }, 0), /name of a key/);
    await assert.rejects(createKey(database, { ...wanted, tenant: bad }, 0), /tenant of a key/);
  }
  assert.deepEqual(parseScopes('write, read,write'), { scopes: ['read', 'write'] });
  assert.deepEqual(parseScopes('read,root'), { unknown: 'root' });
  assert.deepEqual(parseScopes(' , '), { unknown: '' });
  await database.close();
});

interface Setting {
  readonly gate: Gate;
  readonly key: (...scopes: Scope[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

async function gateWith(token: string | null, perSecond: number | null = null): Promise<Setting> {
  const database = await openSqlite(':memory:');
  const gate = createGate({
    keys: new KeyRing(database, () => 0),
    limiter: new RateLimiter({ perSecond, burst: 2 }),
    run: token === null ? null : { token, port: () => 8080 },
    now: () => 0,
  });
  return {
    gate,
    key: async (...scopes) => (await createKey(database, { ...wanted, scopes }, 0)).key,
    close: () => database.close(),
  };
}

async function status(
  gate: Gate,
  headers: Readonly<Record<string, string>>,
  need: Need = 'read',
  url = '/v1/extract/jobs',
): Promise<number> {
  const answer = await gate.admit({ url, headers: { host: '127.0.0.1:8080', ...headers } }, need);
  return answer.admitted ? 200 : answer.status;
}

describe('the gate of a server with keys', () => {
  test('lets good keys with the scope in', async () => {
    const { gate, key, close } = await gateWith(null);
    const both = await key('read', 'write');
    const reader = await key('read');
    assert.equal(await status(gate, { authorization: `Bearer ${both}` }, 'write'), 200);
    assert.equal(await status(gate, { authorization: `bearer  ${reader}` }), 200);
    assert.equal(await status(gate, { authorization: `Bearer ${reader}` }, 'write'), 403);
    assert.equal(await status(gate, { authorization: `Bearer ${both}` }, 'admin'), 403);
    await close();
  });

  test('sends everything else away', async () => {
    const { gate, key, close } = await gateWith(null);
    const good = await key('read');
    for (const authorization of [
      '',
      good,
      `Basic ${good}`,
      `Bearer ${good}x`,
      'Bearer',
      `Bearer a ${good}`,
    ]) {
      assert.equal(await status(gate, { authorization }), 401, authorization.replace(good, '<key>'));
    }
    assert.equal(await status(gate, {}), 401);
    assert.equal(await status(gate, { cookie: `leafcutter_8080=${good}` }), 401);
    assert.equal(await status(gate, {}, 'read', `/v1/extract/jobs?token=${good}`), 401);
    const refused = await gate.admit({ url: '/v1/models', headers: {} }, 'read');
    assert.equal(refused.headers['www-authenticate'], 'Bearer');
    await close();
  });

  test('any host name may lead to it; pages and open routes need nobody', async () => {
    const { gate, key, close } = await gateWith(null);
    const good = await key('read');
    assert.equal(await status(gate, { authorization: `Bearer ${good}`, host: 'docs.example.com' }), 200);
    assert.equal(await status(gate, { host: 'docs.example.com' }, 'open', '/healthz'), 200);
    assert.equal(await status(gate, {}, 'page', '/'), 200);
    await close();
  });

  test('counts the requests of each key by itself', async () => {
    const { gate, key, close } = await gateWith(null, 0.25);
    const [one, other] = [await key('read'), await key('read')];
    const ask = () => gate.admit({ url: '/v1/models', headers: { authorization: `Bearer ${one}` } }, 'read');
    assert.equal((await ask()).admitted, true);
    assert.equal((await ask()).admitted, true);
    const third = await ask();
    assert.ok(!third.admitted && third.status === 429);
    assert.equal(third.headers['retry-after'], '4');
    assert.equal(await status(gate, { authorization: `Bearer ${other}` }), 200);
    await close();
  });
});

describe('the gate of a server without keys', () => {
  const token = 'f'.repeat(48);
  const bearer = { authorization: `Bearer ${token}` };

  test('takes the token as Bearer, and keys that were made meanwhile', async () => {
    const { gate, key, close } = await gateWith(token);
    assert.equal(await status(gate, bearer, 'admin'), 200);
    assert.equal(await status(gate, { authorization: `Bearer ${await key('read')}` }), 200);
    assert.equal(await status(gate, {}), 401);
    assert.equal(await status(gate, { authorization: `Bearer ${'e'.repeat(48)}` }), 401);
    await close();
  });

  test('opening the URL gives a cookie that scripts and other sites do not get, and the cookie is enough', async () => {
    const { gate, close } = await gateWith(token);
    const host = { host: 'localhost:8080' };
    const page = await gate.admit({ url: `/?token=${token}`, headers: host }, 'page');
    assert.ok(page.admitted);
    const cookie = page.headers['set-cookie'] ?? '';
    assert.match(cookie, /; HttpOnly; SameSite=Strict$/);
    const [pair = ''] = cookie.split(';');
    assert.equal(await status(gate, { cookie: `other=1; ${pair}` }), 200);
    assert.equal(await status(gate, { cookie: pair }, 'page', '/'), 200);
    assert.equal(await status(gate, { cookie: 'leafcutter_8080=wrong' }), 401);
    assert.equal(await status(gate, {}, 'page', '/'), 401);
    assert.equal(await status(gate, {}, 'page', '/?token=wrong'), 401);
    assert.equal(
      await status(gate, { cookie: pair, authorization: 'Bearer wrong' }),
      401,
      'a wrong key is no key',
    );
    await close();
  });

  test('a page of another port does not act by the cookie', async () => {
    const { gate, close } = await gateWith(token);
    const cookie = `leafcutter_8080=${token}`;
    const host = 'localhost:8080';
    assert.equal(await status(gate, { cookie, host, origin: 'http://localhost:8080' }, 'write'), 200);
    assert.equal(await status(gate, { cookie, host, origin: 'http://localhost:3000' }, 'write'), 401);
    assert.equal(await status(gate, { cookie, host, origin: 'null' }, 'write'), 401);
    assert.equal(await status(gate, { cookie, host, 'sec-fetch-site': 'same-site' }), 401);
    assert.equal(await status(gate, { cookie, host, 'sec-fetch-site': 'same-origin' }), 200);
    await close();
  });

  test('a Host that is not loopback is refused on every route, with the token too', async () => {
    const { gate, close } = await gateWith(token);
    const foreign = [
      'evil.example',
      '10.0.0.1:8080',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '[::2]',
      '',
    ];
    for (const host of [...foreign, '127.1', '127.0.0.256', 'localhost:8080:1', '0.0.0.0']) {
      assert.equal(await status(gate, { ...bearer, host }), 403, host);
      assert.equal(await status(gate, { host }, 'open', '/healthz'), 403, host);
    }
    for (const host of [
      '127.0.0.1',
      '127.8.0.255:1',
      'LOCALHOST:99',
      'localhost.',
      '[::1]:8080',
      'a.localhost',
    ]) {
      assert.equal(await status(gate, { ...bearer, host }), 200, host);
    }
    await close();
  });
});

test('a bucket fills steadily, up to its burst', () => {
  const limiter = new RateLimiter({ perSecond: 2, burst: 3 });
  const taken = (now: number): number[] => Array.from({ length: 4 }, () => limiter.take('a', now));
  assert.deepEqual(taken(0), [0, 0, 0, 1]);
  assert.deepEqual(taken(1_000), [0, 0, 1, 1]);
  assert.deepEqual(taken(60_000), [0, 0, 0, 1]);
  const none = new RateLimiter({ perSecond: null, burst: 1 });
  assert.deepEqual([none.take('a', 0), none.take('a', 0)], [0, 0]);
});

describe('the secret', () => {
  test('is made once, for the owner alone, whoever comes first', async () => {
    const folder = path.join(await mkdtemp(path.join(tmpdir(), 'leafcutter-secret-')), 'data');
    const made = new Set(await Promise.all(Array.from({ length: 8 }, () => serverSecret(folder, null))));
    assert.equal(made.size, 1);
    const file = path.join(folder, 'secret');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual([await readFile(file, 'utf8')], [...made]);
    assert.equal(await serverSecret(folder, 'from the settings'), 'from the settings');
    await writeFile(file, 'short');
    await assert.rejects(
      serverSecret(folder, null),
      (error) => error instanceof LeafcutterError && error.code === 'settings_invalid',
    );
    await rm(path.dirname(folder), { recursive: true });
  });
});
