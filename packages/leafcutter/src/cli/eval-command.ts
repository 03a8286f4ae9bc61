/** `leafcutter eval`: how good is the extraction on documents whose answers are known? */
import { writeOut, BrokenPipeError, type CliContext } from './context.ts';
import { createReporter, reportFailure } from './reporter.ts';

export interface EvalOptions {
  readonly model?: string;
  readonly out?: string;
  readonly only?: string;
  readonly jobs: number;
  readonly quiet?: true;
}

/** @returns 0 when it ran, whatever the scores and even if single documents failed; 2 for a wrong directory */
export async function runEval(context: CliContext, directory: string, options: EvalOptions): Promise<number> {
  const reporter = createReporter(context, options.quiet === true);
  try {
    const report = await context.services.evaluate(directory, {
      jobs: options.jobs,
      signal: context.signal,
      ...(options.model === undefined ? {} : { model: options.model }),
      ...(options.out === undefined ? {} : { out: options.out }),
      ...(options.only === undefined ? {} : { only: options.only }),
      onProgress: ({ done, total, name }) =>
        reporter.progress(`eval: ${done} of ${total} cases${name === null ? '' : `, ${name}`}`, String(done)),
    });
    reporter.clear();
    await writeOut(context, report);
    return 0;
  } catch (error) {
    reporter.clear();
    if (context.signal.aborted || error instanceof BrokenPipeError) throw error;
    return reportFailure(reporter, error, null);
  }
}
