/**
 * Schemas with faults over a document of the examples: each is refused as a schema, or gives a result.
 * `npm run bench -- fuzz-schemas [--seed 1] [--rounds 300] [--limit 60]`; `--limit` is in seconds.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chanceOf } from './fuzz/random.ts';
import { mutatedSchema } from './fuzz/schemas.ts';
import { exampleSchema, exampleSchemas } from './fuzz/victim.ts';
import { Victims, type Figures } from './fuzz/victims.ts';

const examples = path.resolve(import.meta.dirname, '../examples');

export async function run(args: readonly string[]): Promise<Figures> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '300' },
      limit: { type: 'string', default: '60' },
    },
  });
  const victims = new Victims(Number(values.limit) * 1000);
  try {
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const chance = chanceOf(Number(values.seed) * 1_000_003 + round);
      const name = chance.of(exampleSchemas);
      const schema = mutatedSchema(await exampleSchema(name), chance);
      const file = path.join(examples, `${chance.of(['invoice', 'form', 'statement'])}.pdf`);
      await victims.attempt(`${values.seed}/${round} ${name}`, { file, name: path.basename(file), schema });
    }
  } finally {
    await victims.end();
  }
  return victims.figures;
}
