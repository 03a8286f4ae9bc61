/** The commands around the server: `serve`, `worker` and `keys`. */
import { Option, type Command } from 'commander';
import type { CliContext } from './context.ts';
import type { KeyCreateOptions, StorePlaceOptions } from './keys-command.ts';
import { subcommand } from './program-parts.ts';
import type { ServeOptions } from './serve-command.ts';
import type { WorkerOptions } from './worker-command.ts';

type Finish = (exitCode: number) => void;

const dataText = 'folder of the server\'s data (default: "~/.leafcutter")';
const configText = 'file of settings (default: LEAFCUTTER_CONFIG)';

export function addServerCommands(program: Command, context: CliContext, finish: Finish): void {
  addServe(program, context, finish);
  addWorker(program, context, finish);
  addKeys(program, context, finish);
}

function addServe(program: Command, context: CliContext, finish: Finish): void {
  subcommand(program, 'serve', 'runs the server')
    .option('--host <address>', 'where it listens (default: "127.0.0.1"); other machines need a key')
    .option('--port <number>', 'default: 8080; 0: any that is free')
    .option('--data <dir>', dataText)
    .option('--engine <name>', 'what carries jobs: embedded or temporal (default: "embedded")')
    .option('--config <file>', configText)
    .action(async (options: ServeOptions) => {
      const { runServe } = await import('./serve-command.ts');
      finish(await runServe(context, options));
    });
}

function addWorker(program: Command, context: CliContext, finish: Finish): void {
  subcommand(program, 'worker', 'does work of jobs beside a server')
    .option('--engine <name>', 'what carries jobs: embedded or temporal (default: "embedded")')
    .option('--data <dir>', dataText)
    .option('--config <file>', configText)
    .action(async (options: WorkerOptions) => {
      const { runWorker } = await import('./worker-command.ts');
      finish(await runWorker(context, options));
    });
}

function addKeys(program: Command, context: CliContext, finish: Finish): void {
  const keys = subcommand(program, 'keys', "makes, lists and revokes the server's keys").helpCommand(false);
  subcommand(keys, 'create', 'makes a key and prints it, this once')
    .usage('--name <name> [options]')
    // Not `requiredOption`: see `extract`.
    .option('--name <name>', 'what it is called in lists; must be given')
    .addOption(new Option('--tenant <name>', 'whose things it sees').default('default'))
    .addOption(new Option('--scope <words>', 'of read, write, admin').default('read,write'))
    .option('--data <dir>', dataText)
    .option('--config <file>', configText)
    .action(
      async ({ name, ...options }: Omit<KeyCreateOptions, 'name'> & { name?: string }, command: Command) => {
        if (name === undefined) command.error("error: required option '--name <name>' not specified");
        const { runKeysCreate } = await import('./keys-command.ts');
        finish(await runKeysCreate(context, { name, ...options }));
      },
    );
  subcommand(keys, 'list', 'lists all keys, without the keys themselves')
    .option('--data <dir>', dataText)
    .option('--config <file>', configText)
    .action(async (options: StorePlaceOptions) => {
      const { runKeysList } = await import('./keys-command.ts');
      finish(await runKeysList(context, options));
    });
  subcommand(keys, 'revoke', 'revokes a key; a running server refuses it within a second')
    .argument('<key>', 'its id, or its name where only one key bears it')
    .option('--data <dir>', dataText)
    .option('--config <file>', configText)
    .action(async (which: string, options: StorePlaceOptions) => {
      const { runKeysRevoke } = await import('./keys-command.ts');
      finish(await runKeysRevoke(context, which, options));
    });
}
