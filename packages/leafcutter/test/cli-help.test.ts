/** The help of every command stands in docs/cli.md. `LEAFCUTTER_UPDATE_HELP=1 npm test -- <this file>` writes it there. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { allHelp } from '../src/cli/help-text.ts';
import { runCommand } from './cli-spawn.ts';

const docs = path.resolve(import.meta.dirname, '../../../docs/cli.md');
const update = process.env['LEAFCUTTER_UPDATE_HELP'] === '1';
const block = /<!-- help: (.+?) -->\n[\s\S]*?<!-- \/help -->/g;

function withHelp(text: string): string {
  const help = new Map(allHelp().map((command) => [command.name, command.help]));
  return text.replaceAll(block, (whole, name: string) => {
    const printed = help.get(name);
    return printed === undefined
      ? whole
      : `<!-- help: ${name} -->\n\`\`\`text\n${printed}\`\`\`\n<!-- /help -->`;
  });
}

test('docs/cli.md has the help of every command as it is printed', async () => {
  const text = await readFile(docs, 'utf8');
  if (update) await writeFile(docs, withHelp(text));
  assert.equal(
    update ? withHelp(text) : text,
    withHelp(text),
    'run with LEAFCUTTER_UPDATE_HELP=1 to write it',
  );
  const documented = [...text.matchAll(block)].map((match) => match[1]);
  assert.deepEqual(
    documented.toSorted(),
    allHelp()
      .map((command) => command.name)
      .toSorted(),
  );
});

test('the switch that rewrites docs/cli.md is off', () => {
  assert.ok(!update, 'docs/cli.md was written; run again without LEAFCUTTER_UPDATE_HELP');
});

test('the printed help is the documented one, on standard output, with exit code 0', async () => {
  for (const { name, help } of allHelp()) {
    const run = await runCommand([...name.split(' ').slice(1), '--help']);
    assert.deepEqual(run, { exitCode: 0, signal: null, out: help, err: '' });
  }
});

test('--version prints the version of the package', async () => {
  const description = await readFile(path.resolve(import.meta.dirname, '../package.json'), 'utf8');
  const { exitCode, out } = await runCommand(['--version']);
  assert.equal(exitCode, 0);
  assert.equal(out, `${JSON.parse(description).version}\n`);
});

test('help loads neither the parser nor any library but the one of the command line', async () => {
  const trace = new URL('./cli-trace-imports.ts', import.meta.url).href;
  const { err } = await runCommand(['extract', '--help'], { env: { NODE_OPTIONS: `--import=${trace}` } });
  const loaded = err.split('\n').filter((line) => line.startsWith('file:'));
  assert.ok(
    loaded.some((url) => url.endsWith('/src/cli/program.ts')),
    err,
  );
  const packages = loaded.flatMap((url) => /\/node_modules\/(.+)\//.exec(url)?.[1] ?? []);
  assert.deepEqual([...new Set(packages.map((name) => name.split('/')[0]))], ['commander']);
  const folders = loaded.flatMap((url) => /\/leafcutter\/src\/(.+)\//.exec(url)?.[1] ?? []);
  assert.deepEqual([...new Set(folders)], ['cli']);
});
