/**
 * Long lists with a reader that skips rows: `npm run bench -- models-lists [--rows 50,200,800,2000,5000] [--skip 0.02]`.
 * precision counts rows as a bag: a row given too often is wrong, a twin given once is lost.
 */
import { parseArgs } from 'node:util';
import { isJsonObject } from '../packages/leafcutter/src/json.ts';
import { listCase } from './models/list.ts';
import { openBench, round } from './models/measure.ts';

export async function run(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '50,200,800,2000,5000' },
      skip: { type: 'string', default: '0.02' },
      output: { type: 'string', default: '8192' },
      context: { type: 'string', default: '1048576' },
    },
  });
  const figures: Record<string, unknown> = {};
  const limits = { contextTokens: Number(values.context), outputTokens: Number(values.output) };
  for (const count of values.rows.split(',').map(Number)) {
    figures[count] = await runList(count, Number(values.skip), limits);
    process.stderr.write(`${count} ${JSON.stringify(figures[count])}\n`);
  }
  return figures;
}

async function runList(
  count: number,
  skipRows: number,
  limits: { readonly contextTokens: number; readonly outputTokens: number },
): Promise<unknown> {
  const list = await listCase(count);
  await using bench = await openBench({ cases: [list.known], limits, faults: { skipRows }, seed: count });
  const { result, asked, milliseconds } = await bench.run(list, { extraction: { agenticArrays: true } });
  const given = result.results['deliveries'];
  const rows = Array.isArray(given) ? given.filter(isJsonObject) : [];
  const left = new Map<string, number>();
  for (const row of list.rows) add(left, keyOf(row), 1);
  const twins = new Set([...left].filter(([, times]) => times > 1).map(([key]) => key));
  let right = 0;
  for (const row of rows) {
    const key = keyOf(row);
    if ((left.get(key) ?? 0) === 0) continue;
    add(left, key, -1);
    right += 1;
  }
  const twinsLost = [...twins].reduce((sum, key) => sum + (left.get(key) ?? 0), 0);
  const report = result.metadata.arrays.find(({ path }) => path === '/deliveries');
  const content = JSON.stringify({ deliveries: list.rows }).length / 4;
  return {
    pages: list.known.pages.length,
    given: rows.length,
    recall: round(right / list.rows.length, 5),
    precision: round(right / Math.max(1, rows.length), 5),
    twins: twins.size,
    twinsLost,
    markedComplete: report?.complete ?? null,
    reason: report?.reason ?? null,
    calls: asked.calls,
    outputTimesContent: round(asked.outputTokens / content, 3),
    inputTokens: asked.inputTokens,
    seconds: round(milliseconds / 1_000, 1),
  };
}

function keyOf(row: { readonly [name: string]: unknown }): string {
  return ['date', 'reference', 'description', 'depot', 'amount'].map((name) => String(row[name])).join('|');
}

function add(counts: Map<string, number>, key: string, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}
