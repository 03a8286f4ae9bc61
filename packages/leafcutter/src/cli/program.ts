/** The commands, their options and their help. What they do stands in the `*-command.ts` files. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CliContext } from './context.ts';
import type { EvalOptions } from './eval-command.ts';
import type { ExtractOptions } from './extract-command.ts';
import type { ModelsOptions } from './models-command.ts';
import type { ParseCommandOptions } from './parse-command.ts';
import { exitCodes, helpOptionOf, subcommand } from './program-parts.ts';
import { addServerCommands } from './server-program.ts';

/** Exit code of a wrong command line. */
const usageExit = 2;
const pagesText = 'pages to read, such as 1-3,7 (default: all)';
const passwordText = 'opens an encrypted PDF';

/**
 * Runs one command line, without `node` and the file name.
 * @returns the exit code @throws BrokenPipeError; the signal's reason when aborted
 */
export async function runProgram(argv: readonly string[], context: CliContext): Promise<number> {
  let exitCode = 0;
  const program = createProgram(context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExit;
    throw error;
  }
}

/** @param finish takes the exit code of the command that ran */
export function createProgram(context: CliContext, finish: (exitCode: number) => void): Command {
  const program = new Command('leafcutter')
    .description(
      'Turns documents into JSON that fits a JSON Schema, and shows for every value where it stands.',
    )
    .version(readVersion(), '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.stream.write(text),
      writeErr: (text) => context.stderr.stream.write(text),
      getOutHelpWidth: () => context.stdout.columns,
      getErrHelpWidth: () => context.stderr.columns,
      outputError: (text, write) => write(text.replace(/^error: /, 'leafcutter: ')),
    });
  helpOptionOf(program).helpCommand('help [command]', 'print the help of a command');
  program.showHelpAfterError("Run 'leafcutter --help' for usage.");
  addExtract(program, context, finish);
  addParse(program, context, finish);
  const schema = subcommand(program, 'schema', 'works on schemas').helpCommand(false);
  addSchemaCheck(schema, context, finish);
  addEval(program, context, finish);
  addServerCommands(program, context, finish);
  addModels(program, context, finish);
  program.addHelpText('after', exitCodes);
  return program;
}

type DefaultedOptions = Pick<ExtractOptions, 'format' | 'maxPages'>;

function addExtract(program: Command, context: CliContext, finish: (exitCode: number) => void): void {
  subcommand(program, 'extract', 'fills a schema from documents')
    .usage('<file...> --schema <file> [options]')
    .argument('<file...>', 'documents; - reads standard input')
    // Not `requiredOption`: that one hides a mistyped `--schem` behind "not specified".
    .option('--schema <file>', 'JSON Schema to fill; must be given')
    .option('--model <id>', 'what fills it (default: "rules", which needs no key and no network)')
    .option('--instructions <text>', 'advice for models; rules do not read it')
    .option('--attributions', 'give every value with its place, quote and confidence')
    .option('--pages <ranges>', pagesText)
    .option('--password <text>', passwordText)
    .addOption(maxPagesOption())
    .option('--out <file|dir>', 'write results here instead of to standard output')
    .addOption(
      new Option('--format <format>', 'json: the result; jsonl: a line a document with its metadata')
        .choices(['json', 'jsonl'])
        .default('json'),
    )
    .option('--metadata', 'with json: {"results": ..., "metadata": ...} instead of the bare result')
    .option('--quiet', 'no progress and no summary; problems are still told')
    .addHelpText('after', exitCodes)
    .action(
      async (
        files: string[],
        { schema, ...options }: Partial<ExtractOptions> & DefaultedOptions,
        command: Command,
      ) => {
        if (schema === undefined) command.error("error: required option '--schema <file>' not specified");
        const { runExtract } = await import('./extract-command.ts');
        finish(await runExtract(context, files, { schema, ...options }));
      },
    );
}

function addParse(program: Command, context: CliContext, finish: (exitCode: number) => void): void {
  subcommand(program, 'parse', 'shows what was read of a document')
    .argument('<file>', 'document; - reads standard input')
    .addOption(
      new Option('--format <format>', 'what to print: canonical text; all that was seen; headings and tables')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .option('--draw <dir>', 'write page images with words, lines, tables and label-value pairs boxed')
    .option('--pages <ranges>', pagesText)
    .option('--password <text>', passwordText)
    .addOption(maxPagesOption())
    .option('--quiet', 'no progress; problems are still told')
    .addHelpText('after', exitCodes)
    .action(async (file: string, options: ParseCommandOptions) => {
      const { runParse } = await import('./parse-command.ts');
      finish(await runParse(context, file, options));
    });
}

function addSchemaCheck(schema: Command, context: CliContext, finish: (exitCode: number) => void): void {
  subcommand(schema, 'check', 'lists the faults of a schema, or its leaf count and plan')
    .argument('<file>', 'JSON Schema')
    .option('--model <id>', 'whose plan to show (default: "rules")')
    .addHelpText('after', '\nA fault is one line on standard error: file#/path: what is wrong.')
    .addHelpText('after', exitCodes)
    .action(async (file: string, { model }: { model?: string }) => {
      const { runSchemaCheck } = await import('./schema-command.ts');
      finish(await runSchemaCheck(context, file, model ?? null));
    });
}

function addEval(program: Command, context: CliContext, finish: (exitCode: number) => void): void {
  subcommand(program, 'eval', 'scores extraction over documents with known answers')
    .argument('<data-dir>', 'holds <set>/<case>/ with source.*, schema.json and gold.json')
    .option('--model <id>', 'what fills the schemas (default: "rules")')
    .option('--out <dir>', 'write each result to <dir>/<set>/<case>.json')
    .option('--only <glob>', 'only cases whose <set>/<case> matches')
    .addOption(new Option('--jobs <n>', 'cases worked on at once').default(1).argParser(countingNumber))
    .option('--quiet', 'no progress; problems are still told')
    .addHelpText('after', exitCodes)
    .action(async (directory: string, options: EvalOptions) => {
      const { runEval } = await import('./eval-command.ts');
      finish(await runEval(context, directory, options));
    });
}

function addModels(program: Command, context: CliContext, finish: (exitCode: number) => void): void {
  subcommand(program, 'models', 'lists the models that can be used, their limits, and which key is missing')
    .addOption(
      new Option('--format <format>', 'text: a table; json: as GET /v1/models gives it')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--config <file>', 'file of settings (default: LEAFCUTTER_CONFIG)')
    .action(async (options: ModelsOptions) => {
      const { runModels } = await import('./models-command.ts');
      finish(await runModels(context, options));
    });
}

function maxPagesOption(): Option {
  return new Option('--max-pages <n>', 'refuse documents with more pages, before reading them')
    .default(10_000)
    .argParser(countingNumber);
}

function countingNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || !Number.isSafeInteger(number)) {
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  }
  return number;
}

/** The package's own; two folders up from here, in the sources as in the build. */
function readVersion(): string {
  const description: unknown = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return typeof description === 'object' && description !== null && 'version' in description
    ? String(description.version)
    : 'unknown';
}
