/** Runs the real command as a process, as a shell would. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';

export const bin = path.resolve(import.meta.dirname, '../bin/leafcutter.js');

export interface RunSettings {
  readonly env?: Readonly<Record<string, string>>;
  /** Bytes for standard input; none: it is empty. */
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
}

export interface Run {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export async function runCommand(argv: readonly string[], settings: RunSettings = {}): Promise<Run> {
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd: settings.cwd,
    env: { ...process.env, ...settings.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that refuses its arguments ends before it reads.
  child.stdin.on('error', () => undefined);
  child.stdin.end(settings.stdin ?? '');
  const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr), exited(child)]);
  return { exitCode: child.exitCode, signal: child.signalCode, out, err };
}

async function exited(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
