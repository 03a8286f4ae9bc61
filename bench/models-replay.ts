/**
 * What six recorded systems answered, through our merge and validation: strict F1 of each is not below the system's own.
 * `npm run bench -- models-replay <data-folder> [--only glob]`
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { scoreCase } from '../packages/leafcutter/src/evaluation/scorer.ts';
import { isJsonObject, type JsonValue } from '../packages/leafcutter/src/json.ts';
import { benchArguments, labelledCases, openBench, round } from './models/measure.ts';

const systems = ['claude', 'gemini', 'gpt', 'extend', 'docupipe_standard', 'docupipe_high'];

export async function run(args: readonly string[]): Promise<unknown> {
  const given = benchArguments(args, 'docubench/*');
  const figures: Record<string, unknown> = {};
  for (const system of systems) {
    const cases = await labelledCases(given, system);
    await using bench = await openBench({ cases: cases.map(({ known }) => known) });
    let [own, ours] = [0, 0];
    const below: Record<string, unknown> = {};
    for (const one of cases) {
      const text = await readFile(path.join(given.data, one.known.id, 'gold.json'), 'utf8');
      const gold: JsonValue = JSON.parse(text);
      const recorded = scoreCase(gold, isJsonObject(one.known.gold) ? one.known.gold : {}).strict.f1;
      const { result } = await bench.run(one);
      const merged = scoreCase(gold, result.results).strict.f1;
      own += recorded;
      ours += merged;
      if (merged < recorded - 1e-9) below[one.known.id] = [round(recorded), round(merged)];
    }
    figures[system] = {
      cases: cases.length,
      ownF1: round(own / cases.length, 4),
      throughOurs: round(ours / cases.length, 4),
      below,
    };
    process.stderr.write(`${system} ${JSON.stringify(figures[system])}\n`);
  }
  return figures;
}
