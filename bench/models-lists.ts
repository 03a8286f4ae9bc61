/**
 * Long lists with a reader that skips rows, and nfield beside it: `npm run bench -- models-lists
 * [--rows 50,200,800,2000,5000] [--seeds 3] [--shapes rows,...] [--ways agentic,ordinary,turns] [--skip 0.02] [--repeat 0]
 * [--invent 0] [--reword 0] [--reorder 0] [--alone]`. Of several seeds each figure is the worst one; `falselyComplete` and
 * `falselyIncomplete` say how many were marked what they are not.
 */
import { parseArgs } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../packages/leafcutter/src/json.ts';
import { isShape, listCase, type ListCase } from './models/list.ts';
import { openBench, round, type Bench } from './models/measure.ts';
import { figuresOf, nfieldSide } from './models/sides.ts';
import { openNfield, type Nfield } from './peers/nfield.ts';

const ways = ['agentic', 'ordinary', 'turns'] as const;
type Way = (typeof ways)[number];
/** Most items a turn, where the schema says so. */
const itemsPerTurn = 40;

export async function run(args: readonly string[]): Promise<unknown> {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      rows: text('50,200,800,2000,5000'),
      seeds: text('3'),
      shapes: text('rows'),
      ways: text('agentic'),
      skip: text('0.02'),
      repeat: text('0'),
      invent: text('0'),
      reword: text('0'),
      reorder: text('0'),
      output: text('8192'),
      context: text('1048576'),
      alone: { type: 'boolean', default: false },
    },
  });
  const nfield = values.alone ? { skipped: 'as asked' } : await openNfield();
  const limits = { contextTokens: Number(values.context), outputTokens: Number(values.output) };
  const faults = {
    skipRows: Number(values.skip),
    repeatRows: Number(values.repeat),
    inventRows: Number(values.invent),
    reword: Number(values.reword),
    reorder: Number(values.reorder),
  };
  const figures: Record<string, unknown> = 'skipped' in nfield ? { nfield } : {};
  for (const shape of values.shapes.split(',').filter(isShape)) {
    for (const way of ways.filter((one) => values.ways.split(',').includes(one))) {
      for (const count of values.rows.split(',').map(Number)) {
        const runs: Figures[] = [];
        for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
          const list = await listCase(count, seed, shape);
          await using bench = await openBench({ cases: [list.known], limits, faults, seed: count + seed });
          runs.push(await runList(bench, list, way));
        }
        const name = `${shape} ${way} ${count}`;
        const theirs =
          'skipped' in nfield || way !== 'agentic'
            ? {}
            : {
                nfield: await runNfield(nfield, await listCase(count, 1, shape), {
                  limits,
                  faults,
                  seed: count + 1,
                }),
              };
        figures[name] = { ...worstOf(runs), ...theirs };
        process.stderr.write(`${name} ${JSON.stringify(figures[name])}\n`);
      }
    }
  }
  return figures;
}

interface Figures {
  readonly pages: number;
  readonly given: number;
  readonly recall: number;
  readonly precision: number;
  readonly twins: number;
  readonly twinsLost: number;
  readonly markedComplete: boolean;
  readonly reason: string | null;
  readonly calls: number;
  readonly outputTimesContent: number;
  readonly inputTokens: number;
  readonly seconds: number;
}

async function runList(bench: Bench, list: ListCase, way: Way): Promise<Figures> {
  const schema = way === 'turns' ? inTurns(list.schema) : list.schema;
  const extraction = { agenticArrays: way === 'agentic' };
  const { result, asked, milliseconds } = await bench.run({ ...list, schema }, { extraction });
  const report = result.metadata.arrays.find(({ path }) => path === '/deliveries');
  return {
    pages: list.known.pages.length,
    ...rowFigures(list, result.results),
    markedComplete: report?.complete ?? false,
    reason: report?.reason ?? null,
    calls: asked.calls,
    outputTimesContent: timesContent(list, asked),
    inputTokens: asked.inputTokens,
    seconds: round(milliseconds / 1_000, 1),
  };
}

async function runNfield(
  nfield: Nfield,
  list: ListCase,
  reader: Parameters<typeof nfieldSide>[2],
): Promise<JsonObject> {
  const theirs = await nfieldSide(nfield, list, reader);
  return {
    ...rowFigures(list, theirs.results),
    outputTimesContent: timesContent(list, theirs.asked),
    ...figuresOf([theirs]),
  };
}

function timesContent({ rows }: ListCase, asked: { readonly outputTokens: number }): number {
  return round((asked.outputTokens * 4) / JSON.stringify({ deliveries: rows }).length, 3);
}

type RowFigures = Pick<Figures, 'given' | 'recall' | 'precision' | 'twins' | 'twinsLost'>;

/** Rows as a bag: one given too often is wrong, a twin given once is lost. */
function rowFigures({ rows }: ListCase, results: JsonValue): RowFigures {
  const list = isJsonObject(results) ? results['deliveries'] : null;
  const given = Array.isArray(list) ? list.filter(isJsonObject) : [];
  const left = new Map<string, number>();
  for (const row of rows) add(left, keyOf(row), 1);
  const twins = new Set([...left].filter(([, times]) => times > 1).map(([key]) => key));
  let right = 0;
  for (const row of given) {
    const key = keyOf(row);
    if ((left.get(key) ?? 0) === 0) continue;
    add(left, key, -1);
    right += 1;
  }
  return {
    given: given.length,
    recall: round(right / rows.length, 5),
    precision: round(right / Math.max(1, given.length), 5),
    twins: twins.size,
    twinsLost: [...twins].reduce((sum, key) => sum + (left.get(key) ?? 0), 0),
  };
}

function inTurns(schema: JsonObject): JsonObject {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const deliveries = isJsonObject(properties['deliveries']) ? properties['deliveries'] : {};
  const limited = { ...deliveries, agenticArrayExtractionMaxItemsPerTurn: itemsPerTurn };
  return { ...schema, properties: { ...properties, deliveries: limited } };
}

function worstOf(runs: readonly Figures[]): JsonObject {
  const least = (name: 'recall' | 'precision'): number => Math.min(...runs.map((one) => one[name]));
  const most = (name: 'twinsLost' | 'calls' | 'outputTimesContent' | 'inputTokens' | 'seconds'): number =>
    Math.max(...runs.map((one) => one[name]));
  const isWhole = (one: Figures): boolean => one.recall === 1 && one.precision === 1;
  const sum = (name: 'pages' | 'twins'): number => runs.reduce((all, one) => all + one[name], 0);
  return {
    runs: runs.length,
    pages: sum('pages'),
    recall: least('recall'),
    precision: least('precision'),
    twins: sum('twins'),
    twinsLost: most('twinsLost'),
    markedComplete: runs.filter((one) => one.markedComplete).length,
    falselyComplete: runs.filter((one) => one.markedComplete && !isWhole(one)).length,
    falselyIncomplete: runs.filter((one) => !one.markedComplete && isWhole(one)).length,
    reasons: [...new Set(runs.flatMap(({ reason }) => reason ?? []))],
    calls: most('calls'),
    outputTimesContent: most('outputTimesContent'),
    inputTokens: most('inputTokens'),
    seconds: most('seconds'),
  };
}

/** Texts as a reader that rewords may write them. */
function keyOf(row: { readonly [name: string]: unknown }): string {
  return ['date', 'reference', 'description', 'depot', 'amount']
    .map((name) =>
      String(row[name])
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ''),
    )
    .join('|');
}

function add(counts: Map<string, number>, key: string, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}
