/** `leafcutter schema check`: is this schema one that Leafcutter takes, and what will it do with it? */
import { BrokenPipeError, writeOut, type CliContext } from './context.ts';
import { createReporter, reportFailure } from './reporter.ts';
import { readSchemaFile } from './schema-file.ts';

export async function runSchemaCheck(
  context: CliContext,
  file: string,
  model: string | null,
): Promise<number> {
  const reporter = createReporter(context, false);
  try {
    const { services } = context;
    const schema = await services.checkSchema(await readSchemaFile(file));
    const plan = await services.planSchema(schema, model);
    const warnings = new Set([...schema.warnings, ...plan.warnings]);
    const description = await services.describePlan(plan);
    for (const warning of warnings) reporter.note(`leafcutter: ${file}: warning: ${warning}`);
    await writeOut(context, `${description.trimEnd()}\n`);
    return 0;
  } catch (error) {
    if (error instanceof BrokenPipeError) throw error;
    return reportFailure(reporter, error, file);
  }
}
