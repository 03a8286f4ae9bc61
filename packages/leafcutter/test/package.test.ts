/** What `npm pack` yields works for somebody who installs it in an empty folder. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

const packageFolder = path.resolve(import.meta.dirname, '..');
const clientFolder = path.resolve(packageFolder, '../client');
const examples = path.resolve(packageFolder, '../../examples');
const compiler = path.join(
  path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** In an environment like a stranger's: without what npm and node:test set in this workspace. */
function strangersEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(?:npm_|NODE_OPTIONS$|NODE_TEST_|INIT_CWD$|DATABASE_URL$|S3_|LEAFCUTTER_|GEMINI_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

function run(command: string, commandArguments: readonly string[], cwd: string): Promise<Run> {
  const env = strangersEnvironment();
  return new Promise((resolve) => {
    execFile(command, commandArguments, { cwd, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr });
    });
  });
}

async function succeed(command: string, commandArguments: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(command, commandArguments, cwd);
  assert.equal(code, 0, `${command} ${commandArguments.join(' ')}\n${stdout}\n${stderr}`);
  return stdout;
}

describe('the packed package, installed in an empty folder', () => {
  let folder = '';
  let files: readonly string[] = [];
  let clientFiles: readonly string[] = [];
  const inFolder = (name: string): string => path.join(folder, name);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-package-'));
    const client = await pack(clientFolder, folder);
    const library = await pack(packageFolder, folder);
    files = library.files;
    clientFiles = client.files;
    await writeFile(
      inFolder('package.json'),
      JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
    );
    const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    const archives = [client, library].map(({ filename }) => inFolder(filename));
    await succeed('npm', ['install', ...options, ...archives], folder);
    for (const name of ['invoice.pdf', 'invoice.schema.json']) {
      await copyFile(path.join(examples, name), inFolder(name));
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('it has JavaScript and types, and neither sources nor tests', () => {
    for (const file of ['LICENSE', 'README.md', 'bin/leafcutter.js', 'dist/index.js', 'dist/index.d.ts']) {
      assert.ok(files.includes(file), `${file} is missing`);
    }
    assert.deepEqual(
      files.filter((file) => /(?<!\.d)\.ts$|\.test\.|^src\/|testing\//.test(file)),
      [],
    );
  });

  test('the client has its own README, JavaScript and types, and neither sources nor tests', async () => {
    for (const file of ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts']) {
      assert.ok(clientFiles.includes(file), `${file} is missing`);
    }
    assert.deepEqual(
      clientFiles.filter((file) => /(?<!\.d)\.ts$|\.test\.|^src\/|testing\//.test(file)),
      [],
    );
    const readme = await readFile(inFolder('node_modules/@leafcutter/client/README.md'), 'utf8');
    assert.match(readme, /^# @leafcutter\/client\n/);
  });

  test('the client is used by its name', async () => {
    await writeFile(
      inFolder('client.js'),
      `import { createClient, ConnectionError } from '@leafcutter/client';
       const client = createClient({ baseUrl: 'http://127.0.0.1:9', apiKey: 'key', maxRetries: 0 });
       await client.documents.list().catch((error) => {
         process.stdout.write(String(error instanceof ConnectionError));
       });`,
    );
    assert.equal(await succeed(process.execPath, ['client.js'], folder), 'true');
  });

  test('the command extracts', async () => {
    const { code, stdout, stderr } = await run(
      inFolder('node_modules/.bin/leafcutter'),
      ['extract', 'invoice.pdf', '--schema', 'invoice.schema.json'],
      folder,
    );
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).invoice_number, 'AF-2026-00417');
  });

  test('the command serves, with nothing else installed', async () => {
    const argv = ['serve', '--port', '0', '--data', inFolder('data')];
    const child = spawn(inFolder('node_modules/.bin/leafcutter'), argv, {
      cwd: folder,
      env: strangersEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      let err = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      const ended = once(child, 'exit').then(() => Promise.reject(new Error(err)));
      const [line]: unknown[] = await Promise.race([once(child.stdout, 'data'), ended]);
      const url = new URL(/ready at (\S+)/.exec(String(line))?.[1] ?? '');
      assert.equal((await fetch(url)).status, 200);
      assert.equal((await fetch(new URL('/openapi.json', url))).status, 401);
      const headers = { authorization: `Bearer ${url.searchParams.get('token')}` };
      for (const file of ['main.js', 'values.js', 'page.css'])
        assert.equal((await fetch(new URL(`/web/${file}`, url), { headers })).status, 200, file);
      const form = new FormData();
      form.set('file', await openAsBlob(inFolder('invoice.pdf')), 'invoice.pdf');
      const upload = new URL('/v1/extract/documents/upload', url);
      const answer = await fetch(upload, { method: 'POST', headers, body: form });
      assert.equal(answer.status, 200, await answer.text());
      ended.catch(() => undefined);
      child.kill('SIGTERM');
      await once(child, 'exit');
      assert.equal(child.exitCode, 0, err);
    } finally {
      child.kill('SIGKILL');
    }
  });

  test('the library extracts', async () => {
    await writeFile(
      inFolder('use.js'),
      `import { readFile } from 'node:fs/promises';
       import { extract } from 'leafcutter';
       const schema = JSON.parse(await readFile('invoice.schema.json', 'utf8'));
       const { results, metadata } = await extract('invoice.pdf', schema);
       process.stdout.write(JSON.stringify({ number: results.invoice_number, pages: metadata.usage.pages }));`,
    );
    const stdout = await succeed(process.execPath, ['use.js'], folder);
    assert.deepEqual(JSON.parse(stdout), { number: 'AF-2026-00417', pages: 1 });
  });

  test('the types are those of the library', async () => {
    await writeFile(
      inFolder('use.ts'),
      `import { extract, LeafcutterError, parseDocument, planSchema, type ExtractionResult } from 'leafcutter';
       const result: ExtractionResult = await extract('a.pdf', { type: 'object' }, { pages: '1-3' });
       const complete: boolean = result.metadata.is_complete;
       const units: number = planSchema({ type: 'object' }).units.length;
       await using document = await parseDocument('a.pdf');
       const text: string = (await document.page(1)).text;
       export const code: string = new LeafcutterError('usage', text).code;
       // @ts-expect-error pages are a text
       await extract('a.pdf', { type: 'object' }, { pages: 3 });
       export { complete, units };`,
    );
    await writeFile(
      inFolder('tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          skipLibCheck: false,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2024',
          lib: ['esnext', 'dom'],
          // Declarations name types of Node, which this folder has not installed.
          typeRoots: [path.resolve(import.meta.dirname, '../../../node_modules/@types')],
          types: ['node'],
        },
        files: ['use.ts'],
      }),
    );
    await succeed(process.execPath, [compiler, '-p', 'tsconfig.json'], folder);
  });
});

async function pack(from: string, to: string): Promise<Packed> {
  const options = ['--json', '--silent', '--pack-destination', to];
  return firstOf(JSON.parse(await succeed('npm', ['pack', ...options], from)));
}

interface Packed {
  readonly filename: string;
  readonly files: readonly string[];
}

function firstOf(packed: unknown): Packed {
  // npm before 12 gives a list, later ones an object by name.
  const [first]: unknown[] = Array.isArray(packed) ? packed : Object.values(Object(packed));
  assert.ok(typeof first === 'object' && first !== null && 'filename' in first && 'files' in first);
  assert.ok(typeof first.filename === 'string' && Array.isArray(first.files));
  const files = first.files.map((file: unknown) => String(Object(file).path));
  return { filename: first.filename, files };
}
