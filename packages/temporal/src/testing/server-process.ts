/** A Temporal server of a test's own, which can be stopped and started again on the same data. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const script = path.resolve(import.meta.dirname, '..', '..', '..', '..', 'scripts', 'temporal-server');

export class TemporalServerProcess implements AsyncDisposable {
  readonly address: string;
  private readonly folder: string;
  private child: ChildProcess;

  private constructor(folder: string, child: ChildProcess, address: string) {
    this.folder = folder;
    this.child = child;
    this.address = address;
  }

  /** @throws Error when it does not start */
  static async start(): Promise<TemporalServerProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), 'leafcutter-temporal-'));
    const { child, address } = await run(['--data', folder]);
    return new TemporalServerProcess(folder, child, address);
  }

  /** Until it answers again. */
  async restart(): Promise<void> {
    await end(this.child);
    const port = this.address.slice(this.address.lastIndexOf(':') + 1);
    const { child } = await run(['--data', this.folder, '--port', port]);
    this.child = child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.child);
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function run(options: readonly string[]): Promise<{ readonly child: ChildProcess; address: string }> {
  const child = spawn(script, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaint = '';
  child.stderr?.on('data', (data: Buffer) => {
    complaint += data.toString();
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      const found = /^TEMPORAL_ADDRESS=(.+)$/m.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`The Temporal server did not start: ${complaint}`)));
  });
  return { child, address };
}

/** The script ends its server before itself. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
