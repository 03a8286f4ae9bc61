/** The command, wired to this process. */
import { BrokenPipeError, type CliContext, type Terminal } from './context.ts';
import { runProgram } from './program.ts';
import { createReporter, reportFailure } from './reporter.ts';
import { loadServices } from './services.ts';

/** As a shell reports a process that the signal ended: 128 + its number. */
const signalExits = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const;
const stopSignals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** What is still at work this long after an interrupt is not waited for. */
const stopWithinMs = 5_000;
/** These run until they are told to stop: that is no failure, and what they do is brought to a good end first. */
const services: ReadonlySet<string> = new Set(['serve', 'worker']);
const serviceStopsWithinMs = 9_500;

/**
 * Runs `leafcutter` with the arguments after its name.
 * @returns the exit code; the caller sets it and lets the process end by itself
 */
export async function main(argv: readonly string[]): Promise<number> {
  const abort = new AbortController();
  const isService = services.has(argv[0] ?? '');
  let interrupted: number | null = null;
  const stop = (signal: (typeof stopSignals)[number]): void => {
    if (interrupted !== null) process.exit(interrupted);
    interrupted = signalExits[signal];
    abort.abort(new Error(`stopped by ${signal}`));
    setTimeout(
      () => process.exit(signalExits[signal]),
      isService ? serviceStopsWithinMs : stopWithinMs,
    ).unref();
  };
  for (const signal of stopSignals) process.on(signal, stop);
  // Errors of the streams reach whoever writes; without a listener they would end the process besides.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);

  const context: CliContext = {
    services: loadServices(),
    get stdin() {
      return process.stdin;
    },
    stdout: terminalOf(process.stdout),
    stderr: terminalOf(process.stderr),
    signal: abort.signal,
    now: () => performance.now(),
  };
  try {
    const exitCode = await runProgram(argv, context);
    return isService ? exitCode : (interrupted ?? exitCode);
  } catch (error) {
    if (interrupted !== null) return interrupted;
    if (error instanceof BrokenPipeError) return signalExits.SIGPIPE;
    return reportFailure(createReporter(context, false), error, null);
  }
}

function terminalOf(stream: NodeJS.WriteStream): Terminal {
  return {
    stream,
    // A dumb terminal cannot take a line back.
    isTerminal: stream.isTTY && process.env['TERM'] !== 'dumb',
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : 80;
    },
  };
}
