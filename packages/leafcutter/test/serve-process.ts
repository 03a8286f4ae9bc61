/** The server as a process of its own, as a shell starts it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bin } from './cli-spawn.ts';

export interface ServeOptions {
  /** Default: a new one, removed at the end. */
  readonly data?: string;
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface ServeProcess extends AsyncDisposable {
  /** The URL of the ready line, with its token. */
  readonly url: string;
  /** Without path and token: `http://127.0.0.1:1234`. */
  readonly origin: string;
  /** '' when the URL has none. */
  readonly token: string;
  readonly data: string;
  readonly pid: number;
  out(): string;
  err(): string;
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What a developer's shell may have set must not steer the tests. */
export const bareEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'DATABASE_URL',
    'S3_BUCKET',
    'GEMINI_API_KEY',
    'OPENAI_API_KEY',
    'ANTHROPIC_API_KEY',
    'LEAFCUTTER_CONFIG',
    'LEAFCUTTER_DATA',
    'LEAFCUTTER_HOST',
    'LEAFCUTTER_PORT',
  ].map((name) => [name, '']),
);

/** A worker beside servers; ends with the test. @throws when it ends before it is ready */
export async function startWorker(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Pick<ServeProcess, 'err' | 'stop'> & AsyncDisposable> {
  const child = spawn(process.execPath, [bin, 'worker', ...argv], {
    env: { ...process.env, ...bareEnvironment, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    if (err.includes('worker ready')) resolve();
  });
  child.once('exit', (code) => reject(new Error(`worker ended with ${code}: ${err}`)));
  await promise;
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> => stopChild(child, signal);
  return { err: () => err, stop, [Symbol.asyncDispose]: async () => void (await stop('SIGKILL')) };
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<Exit> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
  return { code: child.exitCode, signal: child.signalCode };
}

/** @throws when it ends before it is ready, with what it said */
export async function startServe(options: ServeOptions = {}): Promise<ServeProcess> {
  const data = options.data ?? (await mkdtemp(path.join(tmpdir(), 'leafcutter-serve-')));
  const argv = [bin, 'serve', '--port', '0', '--data', data, ...(options.argv ?? [])];
  const env = { ...process.env, ...bareEnvironment, ...options.env };
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  await ready(
    child,
    () => out,
    () => err,
  );
  const url = /ready at (\S+)/.exec(out)?.[1] ?? '';
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> => stopChild(child, signal);
  return {
    url,
    origin: new URL(url).origin,
    token: new URL(url).searchParams.get('token') ?? '',
    data,
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop('SIGKILL');
      if (options.data === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess, out: () => string, err: () => string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.stdout?.on('data', () => {
    if (out().includes('\n')) resolve();
  });
  child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${err()}`)));
  await promise;
}

/** A request with headers that `fetch` does not let anybody set. */
export function rawStatus(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('error', reject).end();
  });
}
