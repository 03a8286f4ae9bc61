import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { LeafcutterError } from '../errors.ts';
import { settingsMarkdown } from './document.ts';
import { readSettings, type Settings, type SettingSources } from './index.ts';
import { settingRows } from './table.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-settings-'));
});
after(() => rm(folder, { recursive: true }));

async function read(
  text: string | null,
  environment: SettingSources['environment'] = {},
  flags: SettingSources['flags'] = {},
): Promise<Settings> {
  const config = text === null ? null : path.join(folder, 'settings.yaml');
  if (config !== null) await writeFile(config, text ?? '');
  return await readSettings({ flags, environment, config });
}

async function faults(...given: Parameters<typeof read>): Promise<readonly string[]> {
  try {
    await read(...given);
  } catch (error) {
    assert.ok(error instanceof LeafcutterError && error.code === 'settings_invalid', String(error));
    return error.details.map(({ message }) => message.replaceAll(folder, ''));
  }
  return [];
}

test('without anything the defaults hold, and each of them is a value that its setting takes', async () => {
  const settings = await read(null);
  assert.equal(settings.data, path.join(homedir(), '.leafcutter'));
  for (const [name, row] of settingRows) {
    if (row.default === null) continue;
    assert.ok(row.shape.safeParse(row.default).success, name);
  }
});

test('a flag wins over the environment, the environment over the file', async () => {
  const file = 'port: 1\nhost: file\nlog_level: debug\n';
  const settings = await read(file, { LEAFCUTTER_PORT: '2', LEAFCUTTER_HOST: 'variable' }, { port: '3' });
  assert.deepEqual([settings.port, settings.host, settings.log_level], [3, 'variable', 'debug']);
  const named = { LEAFCUTTER_CONFIG: path.join(folder, 'settings.yaml'), LEAFCUTTER_HOST: '' };
  assert.equal((await readSettings({ flags: {}, environment: named, config: null })).host, 'file');
});

test('groups are nested; JSON is read too', async () => {
  const yaml = await read('s3:\n  bucket: b\nretention_days: {documents: 30, jobs: null}\n');
  assert.equal(yaml['s3.bucket'], 'b');
  assert.equal(yaml['retention_days.documents'], 30);
  assert.equal(yaml['retention_days.jobs'], null);
  const json = await read(JSON.stringify({ limits: { call_slots: 3 }, model_aliases: { a: 'b' } }));
  assert.equal(json['limits.call_slots'], 3);
  assert.deepEqual(json.model_aliases, { a: 'b' });
  assert.deepEqual((await read('', { LEAFCUTTER_MODEL_ALIASES: '{"c":"d"}' })).model_aliases, { c: 'd' });
});

describe('each fault names its setting and where it stands', () => {
  const file = '/settings.yaml';
  const cases: readonly (readonly [string, Parameters<typeof read>, readonly string[]])[] = [
    [
      'a number that is none, and one that is too large',
      ['port: 70000', { LEAFCUTTER_UPLOAD_LIMIT_MB: 'many' }],
      [
        `"port" (from ${file}) is 70000; it must be a whole number from 0 to 65,535.`,
        '"upload_limit_mb" (from LEAFCUTTER_UPLOAD_LIMIT_MB) is "many"; it must be a whole number from 1 to 100,000.',
      ],
    ],
    [
      'a choice that does not exist',
      [null, {}, { engine: 'steam' }],
      ['"engine" (from --engine) is "steam"; it must be one of embedded, temporal.'],
    ],
    [
      'unknown names, in groups too',
      ['prot: 1\ns3: {buckets: 2}\n__proto__: {port: 1}\n'],
      ['prot', 's3.buckets', '__proto__'].map(
        (name) => `There is no setting "${name}" (in ${file}); docs/configuration.md lists all.`,
      ),
    ],
    [
      'a secret, which is not shown',
      ['secret: kitty'],
      [`"secret" (from ${file}) must be a text of 16 characters or more.`],
    ],
    [
      'a place inside of a value',
      ['model_aliases: {a: 1}'],
      [`"model_aliases.a" (from ${file}): Invalid input: expected string, received number.`],
    ],
    [
      'Temporal without a database',
      [null, { LEAFCUTTER_ENGINE: 'temporal' }],
      ['"engine" is temporal, which needs "database_url" (or DATABASE_URL): workers share the database.'],
    ],
    [
      'a database that is none, not shown either',
      [null, { DATABASE_URL: 'mysql://me:pass@host' }],
      ['"database_url" must be a URL that begins with postgres:// or postgresql://.'],
    ],
    [
      'half a key',
      ['s3: {bucket: b}', { AWS_ACCESS_KEY_ID: 'k' }],
      ['"s3.access_key_id" and "s3.secret_access_key" belong together: set both, or none.'],
    ],
    ['a list', ['- port'], [`${file} must hold settings, each with its name: "port: 8080".`]],
  ];
  for (const [what, given, expected] of cases) {
    test(what, async () => assert.deepEqual(await faults(...given), expected));
  }

  test('a file that is missing or broken', async () => {
    const [missing = ''] = await readSettings({
      flags: {},
      environment: {},
      config: path.join(folder, 'none.yaml'),
    }).then(
      () => [],
      (error: unknown) => [String(error)],
    );
    assert.match(missing, /none\.yaml does not exist/);
    assert.match((await faults('a: [1'))[0] ?? '', /settings\.yaml is no YAML: .*line 1, column/);
    assert.match((await faults('port: 1\nport: 2'))[0] ?? '', /no YAML: Map keys must be unique/);
  });
});

/** `LEAFCUTTER_UPDATE_DOCS=1 npm test -- <this file>` writes the table there. */
const update = process.env['LEAFCUTTER_UPDATE_DOCS'] === '1';

test('docs/configuration.md lists all settings as the table has them', async () => {
  const file = path.resolve(import.meta.dirname, '../../../../docs/configuration.md');
  const text = await readFile(file, 'utf8');
  const written = text.replace(
    /<!-- settings -->\n[\s\S]*?<!-- \/settings -->/,
    () => `<!-- settings -->\n${settingsMarkdown()}<!-- /settings -->`,
  );
  assert.ok(written.includes(settingsMarkdown()), 'the marks of the table are missing');
  if (update) await writeFile(file, written);
  else assert.equal(text, written, 'run with LEAFCUTTER_UPDATE_DOCS=1 to write it');
  assert.ok(!update, 'docs/configuration.md was written; run again without LEAFCUTTER_UPDATE_DOCS');
});
