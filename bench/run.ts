/**
 * `npm run bench -- <name> [arguments]`: runs `bench/<name>.ts`, prints its figures and keeps them, dated, in `bench/results/`.
 * A bench exports `run(args)`, which gives its figures as plain JSON.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';

const folder = import.meta.dirname;
/** Files here that are no bench. */
const helpers = ['run.ts', 'measure.ts'];
const [name, ...rest] = process.argv.slice(2);
const names = (await readdir(folder))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !helpers.includes(file))
  .map((file) => file.slice(0, -'.ts'.length));

if (name === undefined || !names.includes(name)) {
  process.stderr.write(`usage: npm run bench -- <${names.join('|')}> [arguments]\n`);
  process.exit(2);
}

const bench: { readonly run: (args: readonly string[]) => Promise<unknown> } = await import(`./${name}.ts`);
const figures = await bench.run(rest);
const at = new Date().toISOString();
const machine = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processors: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
};
const text = `${JSON.stringify({ bench: name, arguments: rest, at, machine, figures }, null, 2)}\n`;
process.stdout.write(text);
await mkdir(path.join(folder, 'results'), { recursive: true });
await writeFile(path.join(folder, 'results', `${at.slice(0, 10)}-${name}.json`), text);
