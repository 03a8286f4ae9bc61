/** What is loaded for a document and the rules: the formats of models and the stores take longer to load than a page to read. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const src = path.join(import.meta.dirname, '../src');

/** Packages of node_modules that importing the file loads. */
async function packagesLoadedBy(file: string): Promise<readonly string[]> {
  const program = `
    import { registerHooks } from 'node:module';
    const packages = new Set();
    registerHooks({
      load(url, context, next) {
        const name = /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1];
        if (name !== undefined) packages.add(name);
        return next(url, context);
      },
    });
    await import(process.argv[1]);
    console.log(JSON.stringify([...packages].sort()));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    program,
    path.join(src, file),
  ]);
  return JSON.parse(stdout);
}

test('the library loads no models, stores or readers of text formats until they are needed', async () => {
  const library = await packagesLoadedBy('index.ts');
  assert.ok(library.includes('ajv'), 'packages are seen at all');
  const late =
    /^(?:@ai-sdk\/|ai$|zod$|kysely$|better-sqlite3$|pg$|yaml$|parse5$|markdown-it$|csv-parse$|sharp$|@llamaindex\/)/;
  assert.deepEqual(
    library.filter((name) => late.test(name)),
    [],
  );
  assert.ok((await packagesLoadedBy('app-models.ts')).some((name) => late.test(name)));
});
