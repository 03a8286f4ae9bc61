/** `leafcutter keys`, as a shell runs it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { KeyRing } from '../src/access/index.ts';
import { openStore } from '../src/storage/store.ts';
import { runCommand } from './cli-spawn.ts';

let root = '';
before(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'leafcutter-keys-'));
});
after(() => rm(root, { recursive: true }));

const env = { DATABASE_URL: '', LEAFCUTTER_CONFIG: '' };

describe('leafcutter keys', () => {
  test('create prints the key alone, list shows everything but the key, revoke ends it', async () => {
    const data = path.join(root, 'fresh');
    const keys = (...words: string[]) => runCommand(['keys', ...words, '--data', data], { env });
    const made = await keys('create', '--name', 'first', '--scope', 'read');
    assert.equal(made.exitCode, 0, made.err);
    assert.match(made.out, /^lc_[\w-]{43}\n$/);
    assert.match(
      made.err,
      /key_[0-9a-f]{12} "first" of tenant "default" may read; the key is shown this once\.\n$/,
    );
    assert.equal((await stat(data)).mode & 0o777, 0o700);

    await keys('create', '--name', 'second', '--tenant', 'other');
    const listed = await keys('list');
    const [head = '', first = '', second = ''] = listed.out.split('\n');
    assert.match(head, /^ID +NAME +TENANT +SCOPES +MADE +REVOKED$/);
    assert.match(first, /^key_\S+ +first +default +read +\d{4}-\S+Z +-$/);
    assert.match(second, /^key_\S+ +second +other +read,write +\S+ +-$/);
    assert.ok(!listed.out.includes(made.out.trim()));

    const revoked = await keys('revoke', first.split(' ')[0] ?? '');
    assert.equal(revoked.exitCode, 0, revoked.err);
    assert.match((await keys('list')).out, / first +default +read +\S+ +\d{4}-/);
  });

  test('they work beside a process that holds the data folder, which knows them at once', async () => {
    const folder = path.join(root, 'held');
    const store = await openStore({ folder, postgres: null, s3: null, use: 'engine' });
    let time = 0;
    const ring = new KeyRing(store.database, () => time);
    const made = await runCommand(['keys', 'create', '--name', 'beside', '--data', folder], { env });
    assert.equal((await ring.find(made.out.trim()))?.tenant, 'default', made.err);
    await runCommand(['keys', 'revoke', 'beside', '--data', folder], { env });
    time = 500;
    assert.equal(await ring.find(made.out.trim()), null);
    await store.close();
  });

  test('what is wrong is said, with exit code 2', async () => {
    const data = ['--data', path.join(root, 'wrong')];
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['create', ...data], /required option '--name <name>' not specified/],
      [['create', '--name', '', ...data], /The name of a key is 1 to 200 characters/],
      [
        ['create', '--name', 'a', '--scope', 'read,root', ...data],
        /"root" is no scope; choose of read, write, admin/,
      ],
      [['revoke', 'nobody', ...data], /There is no key "nobody"/],
      [
        ['list', '--config', path.join(root, 'none.yaml')],
        /settings file .* does not exist. \(settings_invalid\)/,
      ],
    ];
    for (const [words, told] of cases) {
      const { exitCode, out, err } = await runCommand(['keys', ...words], { env });
      assert.match(err, told);
      assert.deepEqual([exitCode, out], [2, '']);
    }
  });
});
