/** What Temporal's own code has to say, as the rest of Leafcutter logs: a line of JSON each, warnings and worse. */
import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker';

let isInstalled = false;

/** Once a process, before the first worker. */
export function installLogging(): void {
  if (isInstalled) return;
  isInstalled = true;
  // Signals are the command's: a worker that Temporal had stopped already could not be waited for.
  Runtime.install({ logger: new DefaultLogger('WARN', write), shutdownSignals: [] });
}

/** Two of a worker's three queues have no workflows, on purpose. */
const expected = /^No workflows registered/;

/** Without the metadata but for the queue: it may hold what a failure said. */
function write({ level, message, meta, timestampNanos }: LogEntry): void {
  if (expected.test(message)) return;
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
  const line = {
    time,
    level: level.toLowerCase(),
    from: 'temporal',
    message,
    taskQueue: meta?.['taskQueue'],
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
