/** What all commands share. */
import type { Command } from 'commander';

export const exitCodes = `
Exit codes: 0 done; 1 done, but something is missing; 2 wrong usage, schema or
output; 3 a document that is missing, unreadable or too long; 130 interrupted.`;

export function subcommand(parent: Command, name: string, description: string): Command {
  const command = parent
    .command(name)
    .summary(description)
    .description(`${sentence(description)}.`);
  const words = [...(parent.parent === null ? [] : [parent.name()]), name].join(' ');
  return helpOptionOf(command).showHelpAfterError(`Run 'leafcutter ${words} --help' for usage.`);
}

export function helpOptionOf(command: Command): Command {
  return command.helpOption('-h, --help', 'print this help');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
