/** The help of every command as it is printed, for docs/cli.md. */
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import type { CliContext, Terminal } from './context.ts';
import { createProgram } from './program.ts';
import { loadServices } from './services.ts';

export interface CommandHelp {
  /** "leafcutter schema check" */
  readonly name: string;
  /** Ends with a line break; 80 columns wide. */
  readonly help: string;
}

/** The program and all its commands, in the order of their definition; the built-in `help` is none of them. */
export function allHelp(): readonly CommandHelp[] {
  return helpOf(
    createProgram(silentContext(), () => undefined),
    '',
  );
}

function helpOf(command: Command, parent: string): readonly CommandHelp[] {
  const name = `${parent}${command.name()}`;
  return [
    { name, help: printedHelp(command) },
    ...command.commands.flatMap((child) => helpOf(child, `${name} `)),
  ];
}

function printedHelp(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (piece) => {
      text += piece;
    },
  });
  command.outputHelp();
  return text;
}

function silentContext(): CliContext {
  const nowhere: Terminal = { stream: new Writable(), isTerminal: false, columns: 80 };
  return {
    services: loadServices(),
    stdin: process.stdin,
    stdout: nowhere,
    stderr: nowhere,
    signal: new AbortController().signal,
    now: () => 0,
  };
}
