/**
 * Faulty and hostile documents of every format, given to the library in a process of its own: each must end as a result or
 * as an error of the table, in bounded time and memory, with nothing left behind.
 * `npm run bench -- fuzz-documents [--seed 1] [--rounds 200] [--giants all|none|<name>] [--limit 300] [--keep <folder>]`;
 * `--limit` is in seconds; `--keep` gets the files that showed a fault.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { giant, giantNames } from './fuzz/giants.ts';
import { mutated } from './fuzz/mutate.ts';
import { chanceOf } from './fuzz/random.ts';
import { seedFiles, type FuzzFile } from './fuzz/seeds.ts';
import { exampleSchema, exampleSchemas } from './fuzz/victim.ts';
import { Victims, type Figures } from './fuzz/victims.ts';

export async function run(args: readonly string[]): Promise<Figures> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '200' },
      giants: { type: 'string', default: 'all' },
      limit: { type: 'string', default: '300' },
      keep: { type: 'string' },
    },
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'fuzz-'));
  const victims = new Victims(Number(values.limit) * 1000);
  const attempt = async (label: string, { name, bytes }: FuzzFile, schema: string): Promise<void> => {
    const file = path.join(folder, path.extname(name) === '.pdf' ? 'document.pdf' : 'document');
    await writeFile(file, bytes);
    const well = await victims.attempt(label, { file, name, schema: await exampleSchema(schema) });
    if (well || values.keep === undefined) return;
    await mkdir(values.keep, { recursive: true });
    await writeFile(path.join(values.keep, label.replaceAll(/\W+/gu, '-') + path.extname(name)), bytes);
  };
  try {
    for (const name of giantNames)
      if (values.giants === 'all' || values.giants === name)
        await attempt(name, await giant(name), 'invoice');
    const seeds = await seedFiles();
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const chance = chanceOf(Number(values.seed) * 1_000_003 + round);
      const from = chance.of(seeds);
      const file = mutated(from, chance, seeds);
      await attempt(`${values.seed}/${round} ${from.name}`, file, chance.of(exampleSchemas));
    }
  } finally {
    await victims.end();
    await rm(folder, { recursive: true, force: true });
  }
  return victims.figures;
}
