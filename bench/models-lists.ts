/**
 * Long lists with a reader that skips rows, Leafcutter and nfield side by side:
 * `npm run bench -- models-lists [--rows 50,200,800,2000,5000] [--skip 0.02] [--alone]`.
 */
import { parseArgs } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../packages/leafcutter/src/json.ts';
import { listCase } from './models/list.ts';
import { openBench, round } from './models/measure.ts';
import { figuresOf, nfieldSide, ourSide } from './models/sides.ts';
import { openNfield, type Nfield } from './peers/nfield.ts';
import type { ReaderLimits } from '../packages/leafcutter/src/testing/reader/index.ts';

export async function run(args: readonly string[]): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: { type: 'string', default: '50,200,800,2000,5000' },
      skip: { type: 'string', default: '0.02' },
      output: { type: 'string', default: '8192' },
      context: { type: 'string', default: '1048576' },
      alone: { type: 'boolean', default: false },
    },
  });
  const nfield = values.alone ? { skipped: 'as asked' } : await openNfield();
  const figures: Record<string, unknown> = 'skipped' in nfield ? { nfield } : {};
  const limits = { contextTokens: Number(values.context), outputTokens: Number(values.output) };
  for (const count of values.rows.split(',').map(Number)) {
    figures[count] = await runList(count, Number(values.skip), limits, 'skipped' in nfield ? null : nfield);
    process.stderr.write(`${count} ${JSON.stringify(figures[count])}\n`);
  }
  return figures;
}

async function runList(
  count: number,
  skipRows: number,
  limits: ReaderLimits,
  nfield: Nfield | null,
): Promise<unknown> {
  const list = await listCase(count);
  const faults = { skipRows };
  await using bench = await openBench({ cases: [list.known], limits, faults, seed: count });
  const ran = await bench.run(list, { extraction: { agenticArrays: true } });
  const report = ran.result.metadata.arrays.find(({ path }) => path === '/deliveries');
  const content = JSON.stringify({ deliveries: list.rows }).length / 4;
  const own = ourSide(list, ran);
  const theirs = nfield === null ? null : await nfieldSide(nfield, list, { limits, faults, seed: count });
  return {
    pages: list.known.pages.length,
    leafcutter: {
      ...rowFigures(list.rows, own.results),
      markedComplete: report?.complete ?? null,
      reason: report?.reason ?? null,
      outputTimesContent: round(own.asked.outputTokens / content, 3),
      ...figuresOf([own]),
    },
    ...(theirs === null
      ? {}
      : {
          nfield: {
            ...rowFigures(list.rows, theirs.results),
            outputTimesContent: round(theirs.asked.outputTokens / content, 3),
            ...figuresOf([theirs]),
          },
        }),
  };
}

/** Rows as a bag: one given too often is wrong, a twin given once is lost. */
function rowFigures(wanted: readonly JsonObject[], results: JsonValue): Readonly<Record<string, number>> {
  const given = isJsonObject(results) ? results['deliveries'] : null;
  const rows = Array.isArray(given) ? given.filter(isJsonObject) : [];
  const left = new Map<string, number>();
  for (const row of wanted) add(left, keyOf(row), 1);
  const twins = new Set([...left].filter(([, times]) => times > 1).map(([key]) => key));
  let right = 0;
  for (const row of rows) {
    const key = keyOf(row);
    if ((left.get(key) ?? 0) === 0) continue;
    add(left, key, -1);
    right += 1;
  }
  return {
    given: rows.length,
    recall: round(right / wanted.length, 5),
    precision: round(right / Math.max(1, rows.length), 5),
    twins: twins.size,
    twinsLost: [...twins].reduce((sum, key) => sum + (left.get(key) ?? 0), 0),
  };
}

function keyOf(row: JsonObject): string {
  return ['date', 'reference', 'description', 'depot', 'amount'].map((name) => String(row[name])).join('|');
}

function add(counts: Map<string, number>, key: string, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}
