/** `leafcutter serve`: the server, until it is told to stop. */
import { once } from 'node:events';
import { createLogger } from '../server/logging.ts';
import { readSettings, type SettingName } from '../settings/index.ts';
import { writeOut, type CliContext } from './context.ts';
import { openServer } from './open-server.ts';
import { createReporter, reportFailure } from './reporter.ts';

export interface ServeOptions {
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
  readonly engine?: string;
  readonly config?: string;
}

/** @returns 0 when it was told to stop */
export async function runServe(context: CliContext, options: ServeOptions): Promise<number> {
  const reporter = createReporter(context, false);
  try {
    const { config, ...flags } = options;
    const settings = await readSettings({
      flags: flags satisfies Partial<Record<SettingName, string>>,
      environment: process.env,
      config: config ?? null,
    });
    const { stderr, signal } = context;
    const log = createLogger(settings.log_level, (line) => void stderr.stream.write(line));
    const server = await openServer(settings, log);
    try {
      // For people where they read along, as a line of the log elsewhere.
      const note = `default model: ${server.defaultModel}`;
      if (stderr.isTerminal) reporter.note(`leafcutter: ${note}`);
      else log.info(note);
      await writeOut(context, `Leafcutter is ready at ${server.url}\n`);
      if (!signal.aborted) await once(signal, 'abort');
      log.info('stopping');
    } finally {
      await server.close();
    }
    return 0;
  } catch (error) {
    return reportFailure(reporter, error, null);
  }
}
