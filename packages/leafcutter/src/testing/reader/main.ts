/** `leafcutter-reader`: the stand-in reader as a program. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadCases } from './cases.ts';
import { noFaults } from './faults.ts';
import { startReader, type RunningReader } from './server.ts';

const rates = Object.keys(noFaults);
const usage = `usage: leafcutter-reader <data-folder> [options]

Knows the gold of <data-folder>/<set>/<case>/ and answers like a perfect but limited reader, as Gemini
(GEMINI_BASE_URL) and as OpenAI (OPENAI_BASE_URL, or <url>/v1), whole and streamed; nfield gets its lines.
It prints its address when it is ready. GET /stats counts calls and tokens, GET /calls has each call.

  --port <n>               default: a free one
  --only <glob>            cases by <set>/<case>
  --replay <system>        answer what this recorded system answered
  --context <tokens>       prompt and answer together (1048576)
  --output <tokens>        one answer (65536)
  --latency <ms>           until the first token (0)
  --speed <tokens>         a second (no limit)
  --concurrent <n>         more calls at once are refused with 429 (any number)
  --retry-after <seconds>  of a 429 (0)
  --seed <n>               decides which calls the rates meet (0)
  --cache <folder>         keeps parsed pages from run to run
  --help
  rates from 0 to 1:
${rates.map((name) => `  --${kebab(name)} <rate>`).join('\n')}
`;

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const texts = ['only', 'replay', 'cache'];
const numbers = ['port', 'context', 'output', 'latency', 'speed', 'concurrent', 'retry-after', 'seed'];

/** Says what is wrong, and how it is done. */
class UsageError extends Error {}

interface Given {
  readonly data: string;
  text(name: string): string | undefined;
  number(name: string, fallback: number): number;
}

/** Null: help is wanted. @throws UsageError */
function read(args: readonly string[]): Given | null {
  const names = [...texts, ...numbers, ...rates.map(kebab)];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const values: Readonly<Record<string, string | boolean | undefined>> = parsed.values;
  if (values['help'] === true) return null;
  const [data, ...others] = parsed.positionals;
  if (data === undefined) throw new UsageError('It needs a data folder.');
  if (others.length > 0) throw new UsageError(`It takes one data folder; "${others[0]}" is too much.`);
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const number = (name: string, fallback: number): number => {
    const given = text(name);
    const value = given === undefined ? fallback : Number(given);
    const isRate = rates.some((rate) => kebab(rate) === name);
    if (Number.isNaN(value) || value < 0 || (isRate && value > 1))
      throw new UsageError(`--${name} ${given} is no ${isRate ? 'rate from 0 to 1' : 'number from 0 up'}.`);
    return value;
  };
  return { data, text, number };
}

async function start({ data, text, number }: Given): Promise<RunningReader> {
  const options = {
    limits: { contextTokens: number('context', 1_048_576), outputTokens: number('output', 65_536) },
    faults: Object.fromEntries(rates.map((name) => [name, number(kebab(name), 0)])),
    seed: number('seed', 0),
    speed: { latencyMs: number('latency', 0), tokensPerSecond: number('speed', Infinity) },
    concurrentCalls: number('concurrent', Infinity),
    retryAfter: number('retry-after', 0),
    port: number('port', 0),
  };
  const only = text('only');
  const cache = text('cache');
  const cases = await loadCases(data, {
    answers: text('replay') ?? 'gold',
    ...(only === undefined ? {} : { only: (id: string) => path.matchesGlob(id, only) }),
    ...(cache === undefined ? {} : { cache }),
    onCase: (id) => process.stderr.write(`${id}\n`),
    onUnreadable: (id, failure) => process.stderr.write(`${id} cannot be read: ${failure.message}\n`),
  });
  if (cases.length === 0) throw new UsageError(`${data} has no such case.`);
  return await startReader({ cases, ...options });
}

try {
  const given = read(process.argv.slice(2));
  if (given === null) process.stdout.write(usage);
  else {
    const reader = await start(given);
    const stop = (): void => void reader.close().then(() => process.exit(0));
    process.once('SIGTERM', stop).once('SIGINT', stop);
    process.stdout.write(`${reader.url}\n`);
  }
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(
    isUsage
      ? `${error.message}\n\n${usage}`
      : `leafcutter-reader: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = isUsage ? 2 : 1;
}
