/** The code in the documents is run: a `js` block prints what the `text` block after it says. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { keywords } from '../packages/leafcutter/src/schema/keywords.ts';
import { tableUnder } from './architecture.ts';

const root = path.resolve(import.meta.dirname, '..');

interface Sample {
  /** 1-based line of the block's first line of code. */
  readonly line: number;
  readonly code: string;
  /** Null when no `text` block follows. */
  readonly prints: string | null;
}

function samplesOf(markdown: string): readonly Sample[] {
  const samples: Sample[] = [];
  for (const match of markdown.matchAll(/^```js\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```$)?/gm)) {
    const [, code = '', prints = null] = match;
    const line = markdown.slice(0, match.index).split('\n').length + 1;
    samples.push({ line, code, prints });
  }
  return samples;
}

function run(code: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const conditions = '--conditions=leafcutter-source';
  const child = spawn(process.execPath, [conditions, '--input-type=module', '-'], {
    cwd: root,
    env,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(code);
  return new Promise((resolve) => child.on('close', () => resolve({ stdout, stderr })));
}

for await (const file of glob(['README.md', 'docs/*.md'], { cwd: root })) {
  const markdown = await readFile(path.join(root, file), 'utf8');
  for (const { line, code, prints } of samplesOf(markdown)) {
    test(`${file}:${line} prints what it says`, async () => {
      const { stdout, stderr } = await run(code);
      assert.equal(stdout, prints, stderr || 'no text block follows');
    });
  }
}

test('links between the documents lead somewhere', async () => {
  for await (const file of glob(['*.md', 'docs/*.md'], { cwd: root })) {
    const markdown = await readFile(path.join(root, file), 'utf8');
    for (const [, target = ''] of markdown.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const linked = path.resolve(root, path.dirname(file), target);
      await assert.doesNotReject(readFile(linked), `${file} links to ${target}`);
    }
  }
});

test('samples are read with the line they stand in', () => {
  assert.deepEqual(
    samplesOf('# Title\n\n```js\na();\n```\n\n```text\nb\n```\n\n```js\nlet c;\n```\n\nText\n'),
    [
      { line: 4, code: 'a();\n', prints: 'b\n' },
      { line: 12, code: 'let c;\n', prints: null },
    ],
  );
});

test('docs/schema.md has the keywords of the dialect', async () => {
  const markdown = await readFile(path.join(root, 'docs/schema.md'), 'utf8');
  const documented = tableUnder(markdown, 'Keyword').map(([name = '']) => name.replaceAll('`', ''));
  assert.deepEqual(documented.toSorted(), [...keywords.keys()].toSorted());
});
