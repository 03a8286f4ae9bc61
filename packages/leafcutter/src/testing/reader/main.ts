/** `leafcutter-reader`: the stand-in reader as a program. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadCases } from './cases.ts';
import { noFaults } from './faults.ts';
import { startReader } from './server.ts';

const usage = `usage: leafcutter-reader <data-folder> [options]

Knows the gold of <data-folder>/<set>/<case>/ and answers like a perfect but limited reader, as Gemini
(GEMINI_BASE_URL) and as OpenAI (OPENAI_BASE_URL). GET /stats counts calls and tokens.

  --port <n>               default: a free one
  --only <glob>            cases by <set>/<case>
  --replay <system>        answer what this recorded system answered
  --context <tokens>       prompt and answer together (1048576)
  --output <tokens>        one answer (65536)
  --latency <ms>  --speed <tokens a second>
  --concurrent <n>         more calls at once are refused with 429
  --retry-after <seconds>  of a 429 (0)
  --seed <n>
  --cache <folder>         keeps parsed pages from run to run
  rates from 0 to 1: ${Object.keys(noFaults)
    .map((name) => `--${kebab(name)}`)
    .join(' ')}
`;

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const texts = [
  'port',
  'only',
  'replay',
  'context',
  'output',
  'latency',
  'speed',
  'concurrent',
  'retry-after',
  'seed',
  'cache',
];
const rates = Object.keys(noFaults);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(
    [...texts, ...rates.map(kebab)].map((name) => [name, { type: 'string' as const }]),
  ),
});
const [data] = positionals;
if (data === undefined) {
  process.stderr.write(usage);
  process.exit(2);
}
const text = (name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};
const number = (name: string, fallback: number): number => Number(text(name) ?? fallback);
const only = text('only');
const cache = text('cache');
const cases = await loadCases(data, {
  answers: text('replay') ?? 'gold',
  ...(only === undefined ? {} : { only: (id: string) => path.matchesGlob(id, only) }),
  ...(cache === undefined ? {} : { cache }),
  onCase: (id) => process.stderr.write(`${id}\n`),
});
const reader = await startReader({
  cases,
  limits: { contextTokens: number('context', 1_048_576), outputTokens: number('output', 65_536) },
  faults: Object.fromEntries(rates.map((name) => [name, number(kebab(name), 0)])),
  seed: number('seed', 0),
  speed: { latencyMs: number('latency', 0), tokensPerSecond: number('speed', Infinity) },
  concurrentCalls: number('concurrent', Infinity),
  retryAfter: number('retry-after', 0),
  port: number('port', 0),
});
process.stdout.write(`${reader.url}\n`);
