/** `leafcutter extract`: documents and a schema in, JSON out. */
import { LeafcutterError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { ExtractionResult } from '../merge/types.ts';
import { parsePageSelection } from '../stages/page-selection.ts';
import type { ExtractSettings } from '../stages/types.ts';
import { openResultFile, writeResultFile, type ResultFile } from './atomic-file.ts';
import { BrokenPipeError, writeOut, type CliContext } from './context.ts';
import { documentLabel, takeDocument } from './documents.ts';
import { planOutput, type OutputPlan, type ResultFormat } from './output-plan.ts';
import { milestoneOf, progressLine } from './progress-line.ts';
import { createReporter, reportFailure, type Reporter } from './reporter.ts';
import { readSchemaFile } from './schema-file.ts';
import { incompleteLines, summaryLine } from './summary.ts';

export interface ExtractOptions {
  readonly schema: string;
  readonly model?: string;
  readonly instructions?: string;
  readonly attributions?: true;
  readonly metadata?: true;
  readonly pages?: string;
  readonly password?: string;
  readonly maxPages: number;
  readonly out?: string;
  readonly format: ResultFormat;
  readonly quiet?: true;
}

/** @returns the highest exit code of all documents; usage, schema and output are checked before the first is opened */
export async function runExtract(
  context: CliContext,
  documents: readonly string[],
  options: ExtractOptions,
): Promise<number> {
  const reporter = createReporter(context, options.quiet === true);
  let schema: JsonObject;
  let plan: OutputPlan;
  try {
    if (options.pages !== undefined) parsePageSelection(options.pages);
    schema = await checkedSchema(context, options.schema);
    plan = await planOutput({
      documents,
      out: options.out ?? null,
      format: options.format,
      inputs: [options.schema],
    });
  } catch (error) {
    return reportFailure(reporter, error, isSchemaFault(error) ? options.schema : null);
  }
  const shared = plan.kind === 'shared' ? await openShared(plan.path, reporter) : null;
  if (typeof shared === 'number') return shared;
  let exitCode = 0;
  try {
    for (const [index, given] of documents.entries()) {
      context.signal.throwIfAborted();
      const label =
        documents.length > 1
          ? `[${index + 1}/${documents.length}] ${documentLabel(given)}`
          : documentLabel(given);
      const oneOutput = plan.kind !== 'files';
      const job: Job = { context, reporter, given, label, oneOutput, schema, options };
      const code = await runDocument(job, async (text) => {
        if (shared !== null) await shared.write(text);
        else if (plan.kind === 'files') await writeResultFile(plan.paths[index] ?? '', text);
        else await writeOut(context, text);
      });
      exitCode = Math.max(exitCode, code);
    }
    await shared?.commit();
  } catch (error) {
    if (context.signal.aborted || error instanceof BrokenPipeError) throw error;
    exitCode = Math.max(exitCode, reportFailure(reporter, error, null));
  } finally {
    reporter.clear();
    await shared?.discard();
  }
  return exitCode;
}

async function checkedSchema(context: CliContext, file: string): Promise<JsonObject> {
  const definition = await readSchemaFile(file);
  await context.services.checkSchema(definition);
  return definition;
}

async function openShared(file: string, reporter: Reporter): Promise<ResultFile | number> {
  try {
    return await openResultFile(file);
  } catch (error) {
    return reportFailure(reporter, error, null);
  }
}

interface Job {
  readonly context: CliContext;
  readonly reporter: Reporter;
  /** As on the command line. */
  readonly given: string;
  /** For the progress line. */
  readonly label: string;
  /** All results go to one place: when that fails, there is no use in going on. */
  readonly oneOutput: boolean;
  readonly schema: JsonObject;
  readonly options: ExtractOptions;
}

/** One document; its failure is told and does not stop the others. */
async function runDocument(job: Job, write: (text: string) => Promise<void>): Promise<number> {
  const { context, reporter, given, options } = job;
  const name = documentLabel(given);
  try {
    await using document = await takeDocument(context, given, options.password);
    const result = await context.services.extract(document.input, job.schema, settingsOf(job));
    context.signal.throwIfAborted();
    reporter.clear();
    await write(render(given, result, options));
    return tellOutcome(reporter, name, result);
  } catch (error) {
    if (context.signal.aborted || error instanceof BrokenPipeError) throw error;
    if (job.oneOutput && error instanceof LeafcutterError && error.code === 'output_unwritable') throw error;
    return reportFailure(reporter, error, name);
  }
}

function settingsOf({ context, reporter, label, options }: Job): ExtractSettings {
  return {
    maxPages: options.maxPages,
    signal: context.signal,
    attributions: options.attributions === true,
    onProgress: (progress) => reporter.progress(progressLine(label, progress), milestoneOf(label, progress)),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.instructions === undefined ? {} : { instructions: options.instructions }),
    ...(options.pages === undefined ? {} : { pages: options.pages }),
  };
}

function render(document: string, { results, metadata }: ExtractionResult, options: ExtractOptions): string {
  if (options.format === 'jsonl') return `${JSON.stringify({ document, results, metadata })}\n`;
  return `${JSON.stringify(options.metadata === true ? { results, metadata } : results, null, 2)}\n`;
}

function tellOutcome(reporter: Reporter, name: string, result: ExtractionResult): number {
  for (const warning of result.metadata.warnings) reporter.note(`leafcutter: ${name}: warning: ${warning}`);
  if (result.metadata.is_complete) {
    reporter.note(`leafcutter: ${name}: ${summaryLine(result)}`);
    return 0;
  }
  reporter.problem(`leafcutter: ${name}: ${summaryLine(result)}`);
  for (const line of incompleteLines(result.metadata)) reporter.problem(`leafcutter: ${name}: ${line}`);
  return 1;
}

function isSchemaFault(error: unknown): boolean {
  return error instanceof LeafcutterError && error.code === 'schema_invalid';
}
