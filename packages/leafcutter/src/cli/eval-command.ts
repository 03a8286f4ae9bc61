/** `leafcutter eval`: how good is the extraction on documents whose answers are known? */
import { access, constants, mkdir } from 'node:fs/promises';
import { LeafcutterError } from '../errors.ts';
import type { Row } from '../evaluation/run.ts';
import { BrokenPipeError, outputError, writeOut, type CliContext } from './context.ts';
import { createReporter, reportFailure, type Reporter } from './reporter.ts';
import { plural } from './summary.ts';

export interface EvalOptions {
  readonly model?: string;
  readonly out?: string;
  readonly only?: string;
  readonly jobs: number;
  readonly quiet?: true;
}

/**
 * @returns 0 when it ran, whatever the scores and even if documents could not be read; 1 when a case failed for
 *   another reason than its document; 2 for a wrong directory, model or output
 */
export async function runEval(context: CliContext, directory: string, options: EvalOptions): Promise<number> {
  const reporter = createReporter(context, options.quiet === true);
  try {
    if (options.out !== undefined) await makeWritable(options.out);
    const rows = await evaluate(context, reporter, directory, options);
    reporter.clear();
    await writeOut(context, `${await context.services.describeRows(rows)}\n`);
    return rows.some((row) => row.failure?.code === 'internal') ? 1 : 0;
  } catch (error) {
    reporter.clear();
    if (context.signal.aborted || error instanceof BrokenPipeError) throw error;
    return reportFailure(reporter, error, null);
  }
}

async function evaluate(
  context: CliContext,
  reporter: Reporter,
  directory: string,
  options: EvalOptions,
): Promise<readonly Row[]> {
  const { services } = context;
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  reporter.progress('eval: listing cases', 'listing');
  return await services.evaluate(directory, {
    out: options.out ?? null,
    only: options.only ?? null,
    jobs: options.jobs,
    signal,
    async extract(document, schema) {
      const model = options.model === undefined ? {} : { model: options.model };
      try {
        return (await services.extract(document, schema, { signal, ...model })).results;
      } catch (error) {
        // The next case would fail in the same way.
        if (error instanceof LeafcutterError && error.code === 'model_unknown') stop.abort(error);
        throw error;
      }
    },
    onRow({ set, name, failure }, done, total) {
      const outcome = failure === null ? '' : `, ${failure.code}`;
      reporter.progress(`eval: ${done} of ${plural(total, 'case')}, ${set}/${name}${outcome}`, String(done));
    },
  });
}

async function makeWritable(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (error) {
    throw outputError(directory, error);
  }
}
