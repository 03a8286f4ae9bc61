/** `leafcutter serve`, as a shell runs it and a client sees it. */
import { transform } from 'esbuild';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { bin, runCommand } from './cli-spawn.ts';
import { bareEnvironment, rawStatus, startServe } from './serve-process.ts';

let root = '';
before(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'leafcutter-serving-'));
});
after(() => rm(root, { recursive: true }));

const statusOf = async (url: string, key?: string): Promise<number> => {
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return (await fetch(url, { headers })).status;
};

describe('a server without keys', () => {
  test('says in one line where it is, and is used by the token of that line', async () => {
    await using server = await startServe();
    assert.match(server.out(), /^Leafcutter is ready at http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{48}\n$/);
    const documents = `${server.origin}/v1/extract/documents`;
    assert.equal(await statusOf(documents), 401);
    assert.equal(await statusOf(documents, 'wrong'), 401);
    assert.equal(await statusOf(documents, server.token), 200);
    assert.equal(await statusOf(`${server.origin}/healthz`), 200);
    assert.equal(await statusOf(`${server.origin}/metrics`), 200);
  });

  test('opening the URL sets the cookie that is enough from then on', async () => {
    await using server = await startServe();
    assert.equal(await statusOf(`${server.origin}/`), 401);
    const page = await fetch(server.url);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<title>Leafcutter</);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'self'/);
    const [cookie = ''] = page.headers.getSetCookie();
    assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Strict$/);
    const [pair = ''] = cookie.split(';');
    const documents = `${server.origin}/v1/extract/documents`;
    assert.equal(await rawStatus(documents, { cookie: pair }), 200);
    assert.equal(await rawStatus(documents, { cookie: pair, origin: 'http://127.0.0.1:1' }), 401);
    assert.equal(await rawStatus(`${server.origin}/docs`, { cookie: pair }), 200);
  });

  test('gives the modules of the page as a browser runs them, and no other file', async () => {
    await using server = await startServe();
    const headers = { authorization: `Bearer ${server.token}` };
    const seen = new Set(['main.js']);
    for (const file of seen) {
      const answer = await fetch(`${server.origin}/web/${file}`, { headers });
      assert.equal(answer.status, 200, file);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/javascript/);
      const text = await answer.text();
      await transform(text, { loader: 'js' });
      for (const [, name = ''] of text.matchAll(/from '\.\/([^']+)'/g)) seen.add(name);
    }
    assert.ok(seen.size > 5, [...seen].join());
    assert.equal(await statusOf(`${server.origin}/web/main.js`), 401);
    for (const file of ['nothing.js', 'page.html', 'tsconfig.json', '..%2ferrors.ts', 'values.test.ts'])
      assert.equal(await statusOf(`${server.origin}/web/${file}`, server.token), 404, file);
  });

  test('answers to loopback names alone', async () => {
    await using server = await startServe();
    const authorization = `Bearer ${server.token}`;
    const documents = `${server.origin}/v1/extract/documents`;
    const port = new URL(server.origin).port;
    assert.equal(await rawStatus(documents, { authorization, host: 'evil.example' }), 403);
    assert.equal(await rawStatus(`${server.origin}/healthz`, { host: `10.0.0.1:${port}` }), 403);
    assert.equal(await rawStatus(documents, { authorization, host: `localhost:${port}` }), 200);
    assert.equal(await rawStatus(documents, { authorization, host: `[::1]:${port}` }), 200);
  });

  test('says which model is the default and why', async () => {
    await using rules = await startServe();
    assert.match(rules.err(), /default model: rules: .*GEMINI_API_KEY is not set/);
    const config = path.join(root, 'aliases.yaml');
    await writeFile(config, 'model_aliases: {gemini-2.5-flash: rules}\n');
    await using aliased = await startServe({ argv: ['--config', config] });
    assert.match(aliased.err(), /default model: gemini-2\.5-flash: .*served by rules/);
    await using keyed = await startServe({ env: { GEMINI_API_KEY: 'not a real one' } });
    assert.match(keyed.err(), /default model: gemini-2\.5-flash: .*key.* is set/);
    assert.ok(!keyed.err().includes('not a real one'));
  });

  test('keeps what it makes for its user alone', async () => {
    await using server = await startServe({ data: path.join(root, 'new', 'data') });
    assert.equal((await stat(server.data)).mode & 0o777, 0o700);
    assert.equal((await stat(path.join(server.data, 'secret'))).mode & 0o777, 0o600);
  });
});

describe('a server with keys', () => {
  test('knows keys that are made beside it, and refuses a revoked one within a second', async () => {
    await using server = await startServe();
    const keys = (...words: string[]) =>
      runCommand(['keys', ...words, '--data', server.data], { env: bareEnvironment });
    const documents = `${server.origin}/v1/extract/documents`;
    const key = (await keys('create', '--name', 'a')).out.trim();
    assert.equal(await statusOf(documents, key), 200);
    const reader = (await keys('create', '--name', 'b', '--scope', 'read')).out.trim();
    assert.equal(await statusOf(documents, reader), 200);
    const body = JSON.stringify({ name: 'n', schema_definition: {} });
    const refused = await fetch(`${server.origin}/v1/extract/schemas`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reader}`, 'content-type': 'application/json' },
      body,
    });
    assert.equal(refused.status, 403);
    await keys('revoke', 'a');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    assert.equal(await statusOf(documents, key), 401);
    assert.equal(await statusOf(documents, reader), 200);
    await server.stop();
    await using again = await startServe({ data: server.data });
    assert.equal(again.token, '', 'with a key there is no token');
    assert.equal(await statusOf(`${again.origin}/v1/extract/documents`, reader), 200);
    assert.equal(await statusOf(`${again.origin}/v1/extract/documents`, server.token), 401);
  });

  test('may listen where others reach it; without keys it refuses and says what to do', async () => {
    const data = path.join(root, 'open');
    const env = bareEnvironment;
    const refused = await runCommand(['serve', '--host', '0.0.0.0', '--port', '0', '--data', data], { env });
    assert.equal(refused.exitCode, 2);
    assert.equal(refused.out, '');
    assert.match(refused.err, /make one with `leafcutter keys create --name <name>`.*\(keys_missing\)/);
    const key = (await runCommand(['keys', 'create', '--name', 'a', '--data', data], { env })).out.trim();
    await using server = await startServe({ data, argv: ['--host', '0.0.0.0'] });
    assert.match(server.out(), /ready at http:\/\/localhost:\d+\/\n$/);
    const documents = `http://127.0.0.1:${new URL(server.url).port}/v1/extract/documents`;
    const authorization = `Bearer ${key}`;
    assert.equal(await rawStatus(documents, { authorization, host: 'docs.example.com' }), 200);
  });

  test('sends a key away that asks too often, with the time to come back', async () => {
    const data = path.join(root, 'limited');
    const made = await runCommand(['keys', 'create', '--name', 'a', '--data', data], {
      env: bareEnvironment,
    });
    const env = { LEAFCUTTER_REQUESTS_PER_SECOND: '1', LEAFCUTTER_REQUEST_BURST: '2' };
    await using server = await startServe({ data, env });
    const headers = { authorization: `Bearer ${made.out.trim()}` };
    const answers = [];
    for (let asked = 0; asked < 8; asked += 1) {
      answers.push(await fetch(`${server.origin}/v1/models`, { headers }));
    }
    const refused = answers.find(({ status }) => status === 429);
    assert.ok(refused !== undefined, 'eight requests at once are not all let in');
    assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    assert.equal(answers[0]?.status, 200);
  });
});

describe('what is wrong is said before it is ready', () => {
  const env = bareEnvironment;
  test('a setting', async () => {
    const { exitCode, err } = await runCommand(['serve', '--port', 'http'], { env });
    assert.equal(exitCode, 2);
    assert.match(err, /"port" \(from --port\) is "http"; it must be a whole number from 0 to 65,535\./);
  });

  test('a port that another program has', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = String(typeof address === 'object' && address !== null ? address.port : 0);
    const run = await runCommand(['serve', '--port', port, '--data', path.join(root, 'port')], { env });
    assert.equal(run.exitCode, 2);
    assert.match(run.err, /"port" is \d+, which another program has/);
    other.close();
  });

  test('a data folder at which another server works', async () => {
    await using server = await startServe();
    const run = await runCommand(['serve', '--port', '0', '--data', server.data], { env });
    assert.equal(run.exitCode, 1);
    assert.match(run.err, new RegExp(`Process ${server.pid} is at work on .*\\(store_locked\\)`));
  });
});

describe('a server that is told to stop', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`ends well on ${signal}`, async () => {
      await using server = await startServe();
      assert.deepEqual(await server.stop(signal), { code: 0, signal: null });
    });
  }

  test('ends when the npx that started it was ended', async () => {
    // As npm does it: a shell between the two, which is all that npx tells of the signal.
    const shell = spawn(
      'sh',
      ['-c', '"$0" "$1" serve --port 0 --data "$2"; :', process.execPath, bin, root],
      {
        env: { ...process.env, ...bareEnvironment, npm_lifecycle_script: "'leafcutter'" },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const closed = once(shell, 'close');
    const [line]: unknown[] = await once(shell.stdout, 'data');
    const { origin } = new URL(/ready at (\S+)/.exec(String(line))?.[1] ?? '');
    assert.equal(await statusOf(`${origin}/healthz`), 200);
    shell.kill('SIGTERM');
    // Its output stays open as long as the server lives.
    await closed;
    await assert.rejects(fetch(`${origin}/healthz`));
  });

  const noNames = process.platform === 'linux' ? false : 'only Linux tells the names of processes in /proc';
  test('ends when the npx that started it was killed', { skip: noNames }, async () => {
    const npx = spawn(
      process.execPath,
      [
        '-e',
        `process.title = 'npm exec leafcutter';
        require('node:child_process').spawn('sh',
          ['-c', '"$0" "$1" serve --port 0 --data "$2"; :', process.execPath, ...process.argv.slice(1)], { stdio: 'inherit' });`,
        bin,
        root,
      ],
      {
        env: { ...process.env, ...bareEnvironment, npm_lifecycle_script: "'leafcutter'" },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const closed = once(npx, 'close');
    const [line]: unknown[] = await once(npx.stdout, 'data');
    const { origin } = new URL(/ready at (\S+)/.exec(String(line))?.[1] ?? '');
    npx.kill('SIGKILL');
    await closed;
    await assert.rejects(fetch(`${origin}/healthz`));
  });

  test('answers what it was asked before, and takes nothing new', async () => {
    await using server = await startServe();
    const boundary = 'b';
    const { promise: sendRest, resolve: goOn } = Promise.withResolvers<void>();
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n`;
        controller.enqueue(new TextEncoder().encode(`${head}Total: 12.50\n`));
        await sendRest;
        controller.enqueue(new TextEncoder().encode(`\r\n--${boundary}--\r\n`));
        controller.close();
      },
    });
    const upload = fetch(`${server.origin}/v1/extract/documents/upload`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.token}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      body,
      duplex: 'half',
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const stopped = server.stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await assert.rejects(fetch(`${server.origin}/healthz`), 'new connections are refused');
    goOn();
    assert.equal((await upload).status, 200);
    assert.deepEqual(await stopped, { code: 0, signal: null });
  });
});
