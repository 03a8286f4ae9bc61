/**
 * nfield 0.1.1 (Python, PyPI, Apache-2.0) as a peer: the same text, schema, reader and limits, over the wire format that it
 * speaks. Its first use installs it into the user's cache.
 */
import { execFile } from 'node:child_process';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { JsonObject, JsonValue } from '../../packages/leafcutter/src/json.ts';
import type { ReaderLimits } from '../../packages/leafcutter/src/testing/reader/index.ts';

const version = '0.1.1';
const packages = [`nfield[openai]==${version}`];

/** Reads its task from standard input; the clock runs for the extraction alone. */
const script = `
import json, sys, time
from nfield import ExtractionConfig, NField
task = json.load(sys.stdin)
engine = NField('openai/reader', task['schema'], config=ExtractionConfig(max_concurrent_calls=task['concurrent']),
    context_window=task['context'], max_output_tokens=task['output'], api_key='none', base_url=task['url'])
started = time.perf_counter()
result = engine.extract(task['document'])
seconds = time.perf_counter() - started
json.dump({'data': result.data, 'status': result.status.value, 'seconds': seconds}, sys.stdout)
`;

export interface PeerTask {
  /** The document's text, all pages. */
  readonly document: string;
  readonly schema: JsonObject;
  /** Of the reader. */
  readonly url: string;
  readonly limits: ReaderLimits;
  readonly concurrentCalls: number;
}

export interface PeerResult {
  readonly data: JsonValue;
  /** `success`, `partial` or `failed`, as it says itself. */
  readonly status: string;
  readonly seconds: number;
}

export interface Nfield {
  /** A run that broke down gives nothing, and says `failed`. */
  extract(task: PeerTask): Promise<PeerResult>;
}

/** @returns why it cannot run here, when it cannot be installed */
export async function openNfield(): Promise<Nfield | { readonly skipped: string }> {
  try {
    const python = await install();
    return { extract: (task) => extract(python, task) };
  } catch (error) {
    return { skipped: `nfield ${version} cannot be installed: ${lastLine(error)}` };
  }
}

async function install(): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  const folder = path.join(cache, 'leafcutter', 'peers', `nfield-${version}`);
  const python = path.join(folder, 'bin', 'python');
  const ready = path.join(folder, 'ready');
  if (
    await access(ready).then(
      () => true,
      () => false,
    )
  ) {
    return python;
  }
  process.stderr.write(`nfield ${version} is installed into the cache\n`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  await promisify(execFile)('python3', ['-m', 'venv', folder]);
  await promisify(execFile)(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
  await writeFile(ready, '');
  return python;
}

async function extract(python: string, task: PeerTask): Promise<PeerResult> {
  const { document, schema, limits, concurrentCalls } = task;
  const started = performance.now();
  const running = promisify(execFile)(python, ['-c', script], { maxBuffer: 2 ** 28 });
  running.child.stdin?.end(
    JSON.stringify({
      document,
      schema,
      url: `${task.url}/v1`,
      context: limits.contextTokens,
      output: limits.outputTokens,
      concurrent: concurrentCalls,
    }),
  );
  try {
    const { stdout } = await running;
    const result: PeerResult = JSON.parse(stdout);
    return result;
  } catch (error) {
    process.stderr.write(`nfield broke down: ${lastLine(error)}\n`);
    return { data: {}, status: 'failed', seconds: (performance.now() - started) / 1_000 };
  }
}

function lastLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n').at(-1) ?? '';
}
